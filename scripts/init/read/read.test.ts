import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openingHours } from './calendar.ts';
import { passagesOf } from './daysInStage.ts';

test('midnight to midnight is the whole day, and no time at all is closed', () => {
  assert.equal(openingHours('00:00:00.000Z', '00:00:00.000Z'), '00:00-24:00');
  assert.equal(openingHours('09:30:00.000Z', '17:00:00.000Z'), '09:30-17:00');
  assert.equal(openingHours(null, null), null);
});

const row = (deal: string, stage: string, day: number, born = 1): Parameters<typeof passagesOf>[0][number] => ({
  OpportunityId: deal, StageName: stage, CreatedDate: new Date(Date.UTC(2026, 0, day)).toISOString(), Opportunity: { CreatedDate: new Date(Date.UTC(2026, 0, born)).toISOString() },
});

test('a passage counts when its beginning and its end were seen', () => {
  const days = passagesOf([
    row('a', 'Won', 21), row('a', 'Proposal', 11), row('a', 'Discovery', 5), row('a', 'Discovery', 1),
    // Older than what was read: how long it had been in Discovery is not known.
    row('b', 'Proposal', 8, -300), row('b', 'Discovery', 4, -300), row('b', 'Won', 12, -300),
    // Still there.
    row('c', 'Discovery', 3, 3),
  ]);
  assert.deepEqual([...days].toSorted(), [['Discovery', { median: 10, ninth: 10, passages: 1 }], ['Proposal', { median: 4, ninth: 10, passages: 2 }]]);
});

test('the median and the ninth of ten are days that deals really took', () => {
  const rows = Array.from({ length: 10 }, (_, index) => [row(String(index), 'Discovery', 1), row(String(index), 'Won', 2 + index)]).flat();
  assert.deepEqual(passagesOf(rows).get('Discovery'), { median: 5, ninth: 9, passages: 10 });
});
