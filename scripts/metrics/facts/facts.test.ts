/** The facts by themselves: what a deal's history says, worked out by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { metricOf, type Metric } from '../../playbook/metricModel.ts';
import { FACTS as CATALOGUE, metricSchema } from '../../playbook/metricSchema.ts';
import { computeMetrics } from '../compute.ts';
import { dealRows, playbookWith, stage, writeSnapshot, type DealRow } from '../testing/snapshot.ts';
import { dealRelations, dealTables } from './deals.ts';
import { FACTS, type StageOrder } from './index.ts';

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };
const AS_OF = '2026-07-01T12:00:00Z';

/** A count by stage, or of the whole fact. */
function counting(source: { fact: keyof typeof CATALOGUE; where?: Record<string, (string | boolean | number)[]>; split_by?: string; sum?: string }): Metric {
  const counted = source.sum === undefined ? { count: 'rows' as const } : { sum: source.sum };
  const numerator = { ...counted, ...(source.where ? { where: source.where } : {}) };
  return metricOf(
    metricSchema.parse({ id: 'counted', label: 'Counted', tier: 'diagnostic', owners: ['SAL', 'REV'], decision: 'Does it count?', version: 1, unit: 'count', fact: source.fact, window: 'all', measure: { numerator, denominator: { count: 'rows' } }, slices: [], split_by: source.split_by, min_n: 0 }),
    NOWHERE,
  );
}

async function counts(metric: Metric, deals: readonly DealRow[], stageOrders?: readonly StageOrder[]): Promise<Record<string, number | null>> {
  const playbook = playbookWith([metric]);
  const results = await computeMetrics(playbook, await writeSnapshot(playbook, dealRows(deals)), { asOf: AS_OF, ...(stageOrders ? { stageOrders } : {}) });
  return Object.fromEntries(results.map(({ slice, numerator }) => [Object.values(slice)[0] ?? 'all', numerator]));
}

describe('stage passages', () => {
  const deals: DealRow[] = [
    { id: 'D1', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['S3', '2026-01-15'], ['Won', '2026-02-10']] },
    { id: 'D2', path: [['S1', '2026-01-05'], ['S3', '2026-01-15'], ['Won', '2026-02-10']] },
    { id: 'D3', reason: 'Price', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['S1', '2026-01-12'], ['S2', '2026-01-14'], ['Lost', '2026-02-11']] },
    { id: 'D4', reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-02-12']] },
    { id: 'D5', path: [['S2', '2026-01-05'], ['S3', '2026-01-10']] },
  ];

  test('reached at least: skipped and earlier stages are imputed (T07)', async () => {
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage' }), deals), { S1: 5, S2: 4, S3: 3, Won: 2 });
  });

  test('going on from a stage counts any later one', async () => {
    // 4 of 5, 3 of 4, 2 of 3; nothing comes after Won.
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage', where: { advanced: [true] } }), deals), { S1: 4, S2: 3, S3: 2, Won: 0 });
  });

  test('one deal in the third stage has not been decided', async () => {
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage', where: { settled: [true] } }), deals), { S1: 5, S2: 4, S3: 2, Won: 2 });
  });

  test('strict order loses a deal at the first stage it skipped', async () => {
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage', where: { in_order: [true] } }), deals), { S1: 4, S2: 2, S3: 1, Won: 1 });
  });

  test('any stage counts only what was entered', async () => {
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage', where: { imputed: [false] } }), deals), { S1: 4, S2: 3, S3: 3, Won: 2 });
  });

  test('moving back is a regression and no second passage; losing is neither', async () => {
    assert.deepEqual(await counts(counting({ fact: 'outcome', sum: 'regressions' }), deals), { all: 1 });
  });

  test('rows that change the amount or the probability only are no passage', async () => {
    const path: DealRow['path'] = [['S1', '2026-01-05'], ['S1', '2026-01-06'], ['S2', '2026-01-07'], ['S2', '2026-01-08'], ['S1', '2026-01-09'], ['S1', '2026-01-10']];
    assert.deepEqual(await counts(counting({ fact: 'outcome', sum: 'regressions' }), [{ id: 'P', path }]), { all: 1 });
  });

  test('two changes at one instant are in the order they were written', async () => {
    const path: DealRow['path'] = [['S1', '2026-01-05T15:00:00Z'], ['S2', '2026-01-06T15:00:00Z'], ['S3', '2026-01-06T15:00:00Z']];
    assert.deepEqual(await counts(counting({ fact: 'outcome', sum: 'regressions' }), [{ id: 'T', path }]), { all: 0 });
  });

  test('a deal created closed has no stages', async () => {
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage' }), [{ id: 'X', path: [['Won', '2026-01-05']] }]), { all: null });
  });

  test('the order in force at the time decides what was skipped', async () => {
    const before: StageOrder = { from: null, stages: [stage('Lost', 0, true), stage('S1', 10), stage('S3', 30), stage('Won', 100, true, true)] };
    const since: StageOrder = { from: '2026-02-01T00:00:00.000Z', stages: [stage('Lost', 0, true), stage('S1', 10), stage('S2', 20), stage('S3', 30), stage('Won', 100, true, true)] };
    const old: DealRow = { id: 'OLD', path: [['S1', '2026-01-05'], ['S3', '2026-01-10'], ['Won', '2026-03-01']] };
    const young: DealRow = { id: 'YOUNG', path: [['S1', '2026-02-05'], ['S3', '2026-02-10'], ['Won', '2026-03-01']] };
    // S2 did not exist when the first deal went by.
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage' }), [old, young], [before, since]), { S1: 2, S2: 1, S3: 2, Won: 2 });
  });
});

describe('stages that the playbook does not have', () => {
  const won: DealRow = { id: 'W', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] };
  const rate = { ...counting({ fact: 'outcome', where: { outcome: ['won'] } }), periodBy: 'created_on' };

  test('a deal that is in one is in no number, and the numbers of its time say so', async () => {
    const playbook = playbookWith([rate]);
    // "Gewonnen" was Won once: counted as open, it would lower the rate without a word.
    const dir = await writeSnapshot(playbook, dealRows([won, { id: 'G', closes: '2026-02-12', path: [['S1', '2026-01-05'], ['Gewonnen', '2026-02-12']] }]));
    const [early] = await computeMetrics(playbook, dir, { asOf: AS_OF, period: '2026-Q1' });
    assert.deepEqual([early?.numerator, early?.denominator, early?.state], [1, 1, 'partial_access']);
    assert.equal(early?.reason, '1 deal is in a stage that the playbook does not have (Gewonnen) and in no number.');
    const [late] = await computeMetrics(playbook, dir, { asOf: AS_OF, period: '2026-Q2' });
    assert.deepEqual([late?.state, late?.reason], ['undefined', 'Nothing in this period counts.']);
    // Before it was moved there it was an open deal like any other.
    const [before] = await computeMetrics(playbook, dir, { asOf: '2026-02-11T00:00:00Z', period: '2026-Q1' });
    assert.deepEqual([before?.numerator, before?.denominator, before?.state], [1, 2, 'ok']);
  });

  test('renewals and excluded deals in one are nobody\'s concern', async () => {
    const playbook = playbookWith([rate]);
    const dir = await writeSnapshot(playbook, dealRows([won, { id: 'N', motion: 'Renewal', path: [['Signing', '2026-01-05']] }, { id: 'E', exclude: 'Test', path: [['Signing', '2026-01-05']] }]));
    assert.equal((await computeMetrics(playbook, dir, { asOf: AS_OF, period: '2026-Q1' }))[0]?.state, 'ok');
  });

  test('a deal that has been through one has stayed where it was', async () => {
    const path: DealRow['path'] = [['S1', '2026-01-05'], ['S3', '2026-01-10'], ['Pilot', '2026-01-20'], ['S3', '2026-01-25'], ['Pilot', '2026-01-28'], ['S2', '2026-02-01']];
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage' }), [{ id: 'P', path }]), { S1: 1, S2: 1, S3: 1 });
    // Back from S3 to S2; to Pilot and from it is neither forward nor back.
    assert.deepEqual(await counts(counting({ fact: 'outcome', sum: 'regressions' }), [{ id: 'P', path }]), { all: 1 });
    assert.deepEqual(await counts(counting({ fact: 'stage_reached', split_by: 'stage' }), [{ id: 'F', path: [['Pilot', '2026-01-05'], ['S2', '2026-01-10']] }]), { S1: 1, S2: 1 });
  });
});

test('a deal that was reopened is counted once per reopening', async () => {
  const path: DealRow['path'] = [['S1', '2026-01-05'], ['Lost', '2026-01-10'], ['S1', '2026-02-05'], ['Lost', '2026-02-10'], ['S2', '2026-03-05'], ['Won', '2026-03-10']];
  assert.deepEqual(await counts(counting({ fact: 'outcome', sum: 'reopened' }), [{ id: 'R', path }]), { all: 2 });
});

test('the catalogue of the playbook, the declared columns and the relations say the same', () => {
  const input = { playbook: playbookWith([]), asOf: '2026-07-01T12:00:00.000Z', today: '2026-07-01', firstDay: '2026-01-01', lastDay: '2026-07-01', timeZone: 'UTC', stageOrders: [{ from: null, stages: [stage('S1', 10)] }] };
  const deals = dealTables(dealRelations(input, true));
  assert.deepEqual(Object.keys(FACTS).toSorted(), Object.keys(CATALOGUE).toSorted());
  for (const [name, fact] of Object.entries(FACTS)) {
    assert.deepEqual(Object.keys(fact.columns).toSorted(), [...CATALOGUE[fact.name]].toSorted(), `columns of ${name}`);
    const declared = Object.fromEntries(Object.entries(fact.columns).map(([column, { type }]) => [column, type]));
    assert.deepEqual(Object.entries(fact.relation(input, deals).columns).toSorted(), Object.entries(declared).toSorted(), `relation of ${name}`);
  }
});
