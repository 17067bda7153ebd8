/** Histories and snapshots that cannot be right: each has a state, a plain number or an error, and none a wrong number. */
import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import { computeMetrics } from './compute.ts';
import { MANIFEST_FILE, type SnapshotManifest } from './snapshot.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from './testing/snapshot.ts';
import { compute, metric } from './testing/vectors.ts';

const total = async (id: string, deals: readonly DealRow[], options: Parameters<typeof computeMetrics>[2] = {}, gaps: readonly string[] = []) => (await compute(metric(id), dealRows(deals), { period: '2026', ...options }, gaps))[0];
const WON: DealRow = { id: 'W', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['Won', '2026-02-09']] };

test('a history that begins later than the deal: what came before is not made up', async () => {
  // Created in January, the history begins in May, in the last open stage: it qualified when it was first seen there.
  const late: DealRow = { id: 'LATE', path: [['S3', '2026-05-04'], ['Won', '2026-05-24']], more: { CreatedDate: '2026-01-05T15:00:00Z' } };
  assert.equal((await total('sales_cycle', [late]))?.value, 20);
  const asked = await compute(metric('forecast_accuracy', { notBefore: '2026-04-01' }), dealRows([late]), { period: '2026-Q1' });
  assert.ok(asked.every(({ value, state }) => value === null && state === 'undefined'));
  assert.match(asked[0]?.reason ?? '', /The history that it needs begins on 2026-04-01/);
});

test('a stage that was renamed is the same stage: its cycle, its time and its conversion go on', async () => {
  const plain = playbookWith([metric('sales_cycle', { variants: [] }), metric('time_in_stage', { variants: [] }), metric('stage_conversion', { variants: [] }), metric('win_rate', { variants: [] })]);
  const playbook = { ...plain, objects: plain.objects.map((object) => ({ ...object, stages: object.stages.map((one) => (one.name === 'S2' ? { ...one, was: ['Discovery', 'Intake'] } : one)) })) };
  const rows = dealRows([
    // Renamed on some day after 10 January; the org writes no row for it. From one former name to the other is no passage.
    { id: 'A', path: [['S1', '2026-01-05'], ['Intake', '2026-01-10'], ['Discovery', '2026-01-20'], ['S3', '2026-02-09'], ['Won', '2026-05-10']] },
    // Whose record still has a former name is open, in that stage.
    { id: 'B', path: [['S1', '2026-01-05'], ['discovery ', '2026-01-10']] },
  ]);
  const said = await computeMetrics(playbook, await writeSnapshot(playbook, rows), { asOf: '2026-07-01T12:00:00Z', period: '2026' });
  const found = Object.fromEntries(said.map(({ id, slice, value, n, state }) => [[id, ...Object.values(slice)].join(' '), [value, n, state]]));
  // 10 January to 10 May are 21 + 28 + 31 + 30 + 10 days.
  assert.deepEqual(found['sales_cycle'], [120, 1, 'ok']);
  // A: 10 January to 9 February, 30. B: to 1 July, 172. Their median.
  assert.deepEqual(found['time_in_stage S2'], [101, 2, 'ok']);
  assert.deepEqual([found['stage_conversion S1'], found['stage_conversion S2']], [[1, 2, 'ok'], [0.5, 2, 'immature']]);
  assert.deepEqual(found['win_rate'], [1, 1, 'ok']);
});

test('without access to the history: no time in a stage is invented, and the number says what it lacks', async () => {
  const gaps = ['Id', 'OpportunityId', 'StageName', 'CloseDate', 'CreatedDate', 'Amount', 'ForecastCategory', 'CreatedById'].map((name) => `OpportunityHistory.${name}`);
  const cycle = await total('sales_cycle', [WON], {}, gaps);
  assert.deepEqual([cycle?.value, cycle?.state], [null, 'undefined']);
  const rate = await total('win_rate', [WON], {}, gaps);
  assert.deepEqual([rate?.value, rate?.state, rate?.reason], [null, 'partial_access', 'Could not be read: OpportunityHistory.']);
});

test('clocks that disagree: a row of tomorrow is not seen, a close before the beginning makes no negative duration', async () => {
  const ahead: DealRow = { id: 'AHEAD', path: [['S1', '2026-01-05'], ['Won', '2026-07-01T12:00:01Z']] };
  assert.deepEqual([(await total('win_rate', [ahead]))?.denominator], [0]);
  // The history was loaded in the wrong order: won first, qualified afterwards, then closed for good by nobody.
  const backwards: DealRow = { id: 'BACK', closes: '2025-12-01', path: [['S1', '2026-01-05'], ['S2', '2026-02-10'], ['Won', '2026-02-10']] };
  const cycle = await total('sales_cycle', [backwards]);
  assert.deepEqual([cycle?.value, cycle?.variants.map(({ value }) => value).some((value) => value !== null && value < 0)], [0, false]);
});

test('a close date set back counts in the period in which it was closed', async () => {
  const backdated: DealRow = { id: 'B', closes: '2026-03-31', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['Won', '2026-04-02']] };
  assert.equal((await total('win_rate', [backdated], { period: '2026-Q1' }))?.denominator, 0);
  assert.equal((await total('win_rate', [backdated], { period: '2026-Q2' }))?.denominator, 1);
});

test('a file that was changed after it was written is refused by name', async () => {
  const playbook = playbookWith([metric('win_rate')]);
  const dir = await writeSnapshot(playbook, dealRows([WON]));
  const path = join(dir, MANIFEST_FILE);
  const manifest = JSON.parse(await readFile(path, 'utf8')) as SnapshotManifest;
  const hashed = await Promise.all(manifest.objects.map(async (object) => (object.file === '' ? object : { ...object, sha256: createHash('sha256').update(await readFile(join(dir, object.file))).digest('hex') })));
  await writeFile(path, JSON.stringify({ ...manifest, objects: hashed }));
  assert.equal((await computeMetrics(playbook, dir, { asOf: '2026-07-01T12:00:00Z', period: '2026' }))[0]?.value, 1);
  await appendFile(join(dir, 'Opportunity.parquet'), 'x');
  await assert.rejects(computeMetrics(playbook, dir, { asOf: '2026-07-01T12:00:00Z' }), /Opportunity\.parquet/);
});

test('a record that a snapshot holds twice is named, not counted twice', async () => {
  await assert.rejects(compute(metric('win_rate'), dealRows([WON, WON]), { period: '2026' }), /holds the Opportunity twice that has the id W: nothing can be counted/);
});
