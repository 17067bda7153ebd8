import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { MetricResult } from '../metrics/types.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { buildPack, type Block, type NumberLine, type Pack, type PackSources } from '../review/index.ts';
import { packJson, type StoredPack } from './packJson.ts';
import { packRecord } from './packs.ts';

const { playbook } = (await loadPlaybook(new URL('../../config/playbook', import.meta.url).pathname)) as { playbook: Playbook };
const meeting = playbook.cadences.find(({ pack }) => pack === 'weekly-pipeline') as PackSources['meeting'];

function result(id: string, over: Partial<MetricResult> = {}): MetricResult {
  return { id, label: id, tier: 'operational', decision: '', advice: null, slice: {}, period: { from: '2026-04-01', to: '2026-07-01' }, value: 0.5, unit: 'percent', state: 'ok', reason: null, numerator: 5, denominator: 10, n: 10, definitionVersion: '1', asOf: '2026-06-01T10:00:00.000Z', variants: [], ...over };
}

const DEAL = '006000000000001AAA';
const SOURCES: PackSources = {
  playbook, meeting, asOf: '2026-06-01T10:00:00.000Z', today: '2026-06-01', timeZone: 'America/New_York', instanceUrl: 'https://example.my.salesforce.com',
  metrics: [result('hygiene', { unit: 'count', value: 41 }), result('close_date_moves', { unit: 'count', value: 3, slice: { owner: 'Rosa' }, records: { object: 'Opportunity', ids: [DEAL], total: 7, names: { [DEAL]: 'Acme' } } })],
  decisions: [
    { id: 'D-2026-001', date: '2026-05-25', meeting: 'weekly-pipeline', decision: 'Date them', owner: 'Marcus', due: '2026-05-29' },
    { id: 'D-2026-002', date: '2026-05-25', meeting: 'weekly-pipeline', decision: 'Call them', owner: 'Rosa', due: '2026-06-01' },
    { id: 'D-2026-003', date: '2026-05-25', meeting: 'weekly-pipeline', decision: 'Done it', owner: 'Rosa', due: '2026-05-26', result: 'done' },
  ],
};
const pack = buildPack(SOURCES);
const read = (text: string): StoredPack => JSON.parse(text) as StoredPack;
const blocksOf = ({ opening, headline, preRead, agenda }: Pick<Pack, 'opening' | 'headline' | 'preRead' | 'agenda'>): readonly Block[] => [headline, ...[...opening, ...preRead, ...agenda].flatMap(({ blocks }) => blocks)];

describe('the record of a pack', () => {
  const records = packRecord(SOURCES, { metrics: [result('blocked_amount', { n: 27, value: 1_068_000 }), result('blocked_amount', { slice: { owner: 'Rosa' }, n: 4, value: 1 }), result('no_mans_land', { value: 230 })], stamp: { runRecordId: 'a01' } });

  test('counts what is blocked, unowned and due, whatever the meeting looks at', () => {
    const { Blocked_Count__c, Blocked_Amount__c, Unowned_Count__c, Open_Decision_Count__c, Overdue_Decision_Count__c, Finding_Count__c } = records.values;
    // A decision of the day itself is not late yet; findings were not read.
    assert.deepEqual([Blocked_Count__c, Blocked_Amount__c, Unowned_Count__c, Open_Decision_Count__c, Overdue_Decision_Count__c, Finding_Count__c], [27, 1_068_000, 230, 2, 1, null]);
  });

  test('is one for each meeting and day, and the hour is no reason to write it', () => {
    assert.equal(records.externalId, 'weekly-pipeline|2026-06-01');
    const later = packRecord({ ...SOURCES, asOf: '2026-06-01T18:00:00.000Z' }, { metrics: [result('blocked_amount', { n: 27, value: 1_068_000 }), result('no_mans_land', { value: 230 })], stamp: { runRecordId: 'a02' } });
    assert.deepEqual(later.values, records.values);
    assert.deepEqual(later.stamps, { Sync_Run__c: 'a02', As_Of__c: '2026-06-01T18:00:00.000Z' });
  });
});

describe('a pack in its field', () => {
  test('is whole, knows its records by id and object, and no address of the org', () => {
    const stored = read(packJson(pack));
    assert.equal(stored.leftOut, 0);
    const lines = blocksOf(stored).flatMap((block) => (block.kind === 'numbers' ? block.lines : []));
    assert.deepEqual(lines.find(({ metric }) => metric === 'close_date_moves')?.records, [{ name: 'Acme', id: DEAL, object: 'Opportunity' }]);
    assert.ok(!packJson(pack).includes('example.my.salesforce.com'));
  });

  test('one that is too long is shorter and says by how much, whatever it holds', () => {
    const text = fc.string({ maxLength: 60 });
    const line: fc.Arbitrary<NumberLine> = fc.record({
      metric: text, slice: text, label: text, period: fc.constant({ from: '2026-01-01', to: '2026-04-01' }), value: text, state: fc.constant('ok' as const), change: fc.option(text), countedFrom: text, note: fc.option(text), recordsInAll: fc.nat(),
      records: fc.array(fc.record({ name: text, id: text, object: fc.option(text) }), { maxLength: 8 }),
    });
    const numbers = fc.record({ kind: fc.constant('numbers' as const), title: text, of: text, decision: text, lines: fc.array(line, { maxLength: 60 }) });
    const list = fc.record({ kind: fc.constant('list' as const), list: fc.constant('violations' as const), title: text, heads: fc.array(text, { maxLength: 4 }), rows: fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 60 }), more: fc.nat(9), empty: text });
    const section = fc.record({ title: text, minutes: fc.option(fc.nat(60)), blocks: fc.array(fc.oneof(numbers, list), { maxLength: 3 }) });
    const longest = 12_000;
    fc.assert(
      fc.property(fc.array(section, { maxLength: 3 }), numbers, (agenda, headline) => {
        const whole: Pack = { ...pack, opening: [], preRead: [], agenda, headline };
        const stored = packJson(whole, longest);
        assert.ok(stored.length <= longest, `${stored.length}`);
        const count = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + (block.kind === 'numbers' ? block.lines.length : block.kind === 'list' ? block.rows.length : 0), 0);
        assert.equal(count(blocksOf(read(stored))) + read(stored).leftOut, count(blocksOf(whole)));
        const more = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + (block.kind === 'list' ? block.more + block.rows.length : 0), 0);
        assert.equal(more(blocksOf(read(stored))), more(blocksOf(whole)));
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
