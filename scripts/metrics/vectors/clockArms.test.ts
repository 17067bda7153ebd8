/**
 * Clocks while an experiment gives some people another target: each case is judged by the target of its arm. Vectors worked out by hand. Hours are
 * Monday to Friday 9 to 17 in New York; 14:00 UTC is ten in the morning there.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Duration, Experiment, Playbook } from '../../playbook/model.ts';
import { computeMetrics } from '../compute.ts';
import { readExperiments } from '../experiments/index.ts';
import { dealRows, playbookWith, writeSnapshot, type Rows } from '../testing/snapshot.ts';
import { metric, valuesOf, type Said } from '../testing/vectors.ts';

type Cells = Readonly<Record<string, string | number | boolean | null>>;
const NOWHERE = { file: 'config/playbook/service-levels.yaml', line: 20, column: 3 };

/** From 1 May on those of the cohort have other targets, written in the order of the clock's. */
function trial(clock: string, targets: readonly Duration[], reads: string, cohort: Experiment['cohort'], metrics: readonly string[]): Playbook {
  const base = playbookWith(metrics.map((id) => metric(id)));
  const experiment: Experiment = {
    id: 'OTHER_CLOCK', hypothesis: '', permission: 'Handrail_Experiment_OTHER_CLOCK', subject: { kind: 'clock', id: clock, label: 'A clock' }, started: '2026-05-01', cohort, reads, better: 'higher', wants: 'better',
    guardrails: [], leastPerArm: 2, stop: { on: '2026-05-31', harm: 10 }, position: NOWHERE,
  };
  return { ...base, serviceLevels: base.serviceLevels.map((level) => (level.id === clock ? { ...level, variant: { experiment, targets: level.targets.map((target, index) => ({ ...target, within: targets[index] ?? target.within })) } } : level)) };
}

const USERS: Rows = {
  Territory2: [{ Id: 'T1', Name: 'East Coast', DeveloperName: 'NA_East' }, { Id: 'T2', Name: 'West Coast', DeveloperName: 'NA_West' }],
  UserTerritory2Association: [['A1', 'ANN', 'T1'], ['A2', 'ANN', 'T1'], ['A3', 'BO', 'T2']].map(([Id = '', UserId = '', Territory2Id = '']) => ({ Id, UserId, Territory2Id })),
  User: [['ANN', 'Ann', 'R1'], ['BO', 'Bo', 'R2'], ['CY', 'Cy', 'R2']].map(([Id = '', Name = '', UserRoleId = '']) => ({ Id, Name, Username: `${Name.toLowerCase()}@example.com`, UserRoleId, IsActive: true })),
  UserRole: [{ Id: 'R1', Name: 'North' }, { Id: 'R2', Name: 'South' }],
};

const lead = (id: string, owner: string, assigned: string, minutes: number, more: Cells = {}): Cells => ({
  Id: id, OwnerId: owner, LeadSource: 'Web', Status: 'Open', CreatedDate: assigned, Handrail_Request__c: 'Content', Handrail_MQL_At__c: assigned, Handrail_Assigned_At__c: assigned,
  Handrail_First_Response_At__c: new Date(Date.parse(assigned) + minutes * 60_000).toISOString(), ...more,
});

test('a target that changed: what had begun is judged by the one that it began under', async () => {
  const base = playbookWith([metric('sla_attainment')]);
  // From 12 May on four hours, before that three, and before April two.
  const hours = (count: number): Playbook['serviceLevels'][number]['targets'][number] => ({ for: 'other MQL', within: { count, unit: 'hours' }, warnAt: null });
  const of = (playbook: Playbook): Playbook => ({
    ...playbook,
    serviceLevels: playbook.serviceLevels.map((level) => (level.id !== 'S2' ? level : { ...level, earlier: [['2026-04-01', 2], ['2026-05-12', 3]].map(([before, count]) => ({ before: String(before), targets: level.targets.map((target) => (target.for === 'other MQL' ? hours(Number(count)) : target)) })) })),
  });
  const rows: Rows = {
    Lead: [
      lead('now', 'ANN', '2026-05-12T14:00:00Z', 240), lead('now too late', 'ANN', '2026-05-12T14:00:00Z', 241),
      lead('before', 'ANN', '2026-05-11T14:00:00Z', 180), lead('before too late', 'ANN', '2026-05-11T14:00:00Z', 181),
      lead('long ago', 'ANN', '2026-03-31T14:00:00Z', 121),
      // On the evening before in New York, on the day itself in UTC: it begins at the next opening, and keeps three hours.
      lead('by night', 'ANN', '2026-05-12T01:00:00Z', 60 * 12 + 181),
    ],
  };
  const read = async (playbook: Playbook): Promise<unknown> => {
    const [found] = await computeMetrics(playbook, await writeSnapshot(playbook, rows), { metrics: ['sla_attainment'], asOf: '2026-05-29T17:00:00Z', period: '2026-03-01..2026-06-01' });
    return [found?.numerator, found?.denominator];
  };
  // Met: now, before. Without the list all but one are within four hours.
  assert.deepEqual(await read(of(base)), [2, 6]);
  assert.deepEqual(await read(base), [5, 6]);
});

describe('first response: two hours in place of four, for Ann', () => {
  const HOURS_2 = [{ count: 5, unit: 'minutes' }, { count: 2, unit: 'hours' }] as const;
  const LEADS: Rows = {
    ...USERS,
    Lead: [
      // Three hours: too late by Ann's clock, in time by Bo's.
      lead('ann-three', 'ANN', '2026-05-12T14:00:00Z', 180), lead('bo-three', 'BO', '2026-05-12T14:00:00Z', 180),
      // Two hours to the second, and one more.
      lead('ann-two', 'ANN', '2026-05-12T14:00:00Z', 120), lead('ann-over', 'ANN', '2026-05-12T14:00:00Z', 120 + 1 / 60),
      // On the last evening of April in New York, which is May in UTC: it began before the experiment. Three hours of the next day.
      lead('ann-before', 'ANN', '2026-05-01T01:00:00Z', 60 * 12 + 180),
      // Who asks to talk has five minutes in both arms.
      lead('ann-asks', 'ANN', '2026-05-12T14:00:00Z', 6, { Handrail_Request__c: 'Demo' }), lead('bo-asks', 'BO', '2026-05-12T14:00:00Z', 4, { Handrail_Request__c: 'Demo' }),
      // Not answered after three hours: late for Ann, not due for Bo. Of nobody that is known: the target of all.
      { ...lead('ann-open', 'ANN', '2026-05-29T14:00:00Z', 0), Handrail_First_Response_At__c: null }, { ...lead('bo-open', 'BO', '2026-05-29T14:00:00Z', 0), Handrail_First_Response_At__c: null },
      lead('gone', 'GONE', '2026-05-12T14:00:00Z', 180),
    ],
  };
  const read = async (cohort: Experiment['cohort']): Promise<Said> => {
    const playbook = trial('S2', HOURS_2, 'mql_to_sql', cohort, ['sla_attainment', 'mql_to_sql']);
    return valuesOf((await computeMetrics(playbook, await writeSnapshot(playbook, LEADS), { metrics: ['sla_attainment'], asOf: '2026-05-29T17:00:00Z', period: '2026-04-01..2026-06-01', slice: 'owner' })));
  };

  for (const [how, cohort] of [['by name', { owners: ['ANN@example.com'], teams: [], territories: [] }], ['by team', { owners: [], teams: ['north'], territories: [] }], ['by territory', { owners: [], teams: [], territories: ['east coast'] }], ['by API name of a territory', { owners: [], teams: [], territories: ['NA_East'] }]] as const) {
    test(`the cohort ${how}`, async () => {
      const said = await read(cohort);
      // Ann: met ann-two and ann-before; missed ann-three, ann-over, ann-asks, ann-open. Bo: met both that were due. The third met his.
      assert.deepEqual([said['sla_attainment@Ann'], said['sla_attainment@Bo'], said['sla_attainment']], [0.333333, 1, 0.555556]);
    });
  }

  test('assignments that could not be read: the number says so', async () => {
    const playbook = trial('S2', HOURS_2, 'mql_to_sql', { owners: [], teams: [], territories: ['East Coast'] }, ['sla_attainment', 'mql_to_sql']);
    const unread = ['Id', 'UserId', 'Territory2Id'].map((name) => `UserTerritory2Association.${name}`);
    const [result] = await computeMetrics(playbook, await writeSnapshot(playbook, LEADS, unread), { metrics: ['sla_attainment'], asOf: '2026-05-29T17:00:00Z', period: '2026-04-01..2026-06-01' });
    assert.equal(result?.state, 'partial_access');
    assert.match(result.reason ?? '', /Could not be read: UserTerritory2Association/);
    const [readout] = await readExperiments(playbook, await writeSnapshot(playbook, LEADS, unread), { asOf: '2026-06-02T12:00:00Z' });
    assert.match(readout?.verdict.says ?? '', /^Who is of the cohort cannot be told\. Could not be read: UserTerritory2Association\.$/);
  });

  test('without a cohort that is there, everybody has four hours', async () => {
    const said = await read({ owners: ['nobody@example.com'], teams: [], territories: [] });
    // Ann: all but ann-asks are in time, and ann-open is not due.
    assert.deepEqual([said['sla_attainment@Ann'], said['sla_attainment@Bo']], [0.8, 1]);
  });
});

test('a longer target is kept by what the shorter one misses', async () => {
  const playbook = trial('S2', [{ count: 5, unit: 'minutes' }, { count: 6, unit: 'hours' }], 'mql_to_sql', { owners: ['ann@example.com'], teams: [], territories: [] }, ['sla_attainment', 'mql_to_sql']);
  const rows: Rows = { ...USERS, Lead: [lead('a', 'ANN', '2026-05-12T14:00:00Z', 300), lead('b', 'BO', '2026-05-12T14:00:00Z', 300)] };
  const said = valuesOf(await computeMetrics(playbook, await writeSnapshot(playbook, rows), { metrics: ['sla_attainment'], asOf: '2026-05-29T17:00:00Z', period: '2026-05', slice: 'owner' }));
  assert.deepEqual([said['sla_attainment@Ann'], said['sla_attainment@Bo']], [1, 0]);
});

test('what lies too long is what lies too long by its arm: one day to decide in place of two', async () => {
  const playbook = trial('S3', [{ count: 1, unit: 'days' }], 'mql_to_sql', { owners: ['ann@example.com'], teams: [], territories: [] }, ['no_mans_land', 'mql_to_sql']);
  // Assigned on Tuesday at ten; on Wednesday at noon ten working hours have passed: more than one day of eight, less than two.
  const rows: Rows = { ...USERS, Lead: [lead('a', 'ANN', '2026-05-12T14:00:00Z', 1), lead('b', 'BO', '2026-05-12T14:00:00Z', 1)], ...dealRows([]) };
  const [result] = await computeMetrics(playbook, await writeSnapshot(playbook, rows), { metrics: ['no_mans_land'], asOf: '2026-05-13T16:00:00Z' });
  assert.equal(result?.value, 1);
});

describe('handoffs: answered within four hours in place of a day of eight, by Ann', () => {
  const won = ['D1', 'D2', 'D3', 'D4'].map((id) => ({ id, owner: 'CY', amount: 100, path: [['S2', '2026-05-01'], ['Won', '2026-05-11T14:00:00Z']] as const }));
  const handoff = (deal: string, receiver: string | null, hours: number, kicked: string | null): Cells => ({
    Id: `H-${deal}`, Type__c: 'Sales to Customer Success', Opportunity__c: deal, Receiver__c: receiver, Sent_At__c: '2026-05-12T13:00:00Z', Accepted_At__c: new Date(Date.parse('2026-05-12T13:00:00Z') + hours * 3_600_000).toISOString(), Kickoff_Held_At__c: kicked,
  });
  const IN_TIME = '2026-05-13T10:00:00Z';
  const TOO_LATE = '2026-05-14T10:00:00Z';
  const ROWS: Rows = { ...USERS, ...dealRows(won), Handrail_Handoff__c: [handoff('D1', 'ANN', 5, IN_TIME), handoff('D2', 'ANN', 4, IN_TIME), handoff('D3', 'BO', 5, TOO_LATE), handoff('D4', null, 5, IN_TIME)] };
  const playbook = trial('S5', [{ count: 4, unit: 'hours' }], 'kickoff_on_time', { owners: ['ann@example.com'], teams: [], territories: [] }, ['handoff_answered', 'kickoff_on_time']);

  test('judged by the arm of who received them, whoever sold', async () => {
    const [result] = await computeMetrics(playbook, await writeSnapshot(playbook, ROWS), { metrics: ['handoff_answered'], asOf: '2026-06-01T12:00:00Z', period: '2026-05' });
    // Five hours: missed by Ann, met by Bo and by whom nobody named.
    assert.deepEqual([result?.numerator, result?.denominator], [3, 4]);
  });

  test('read out by who received them, and the one of nobody is in neither arm', async () => {
    const [readout] = await readExperiments(playbook, await writeSnapshot(playbook, ROWS), { asOf: '2026-06-02T12:00:00Z' });
    assert.ok(readout);
    assert.deepEqual([readout.subject.id, readout.primary.n, readout.primary.variant?.value, readout.primary.control?.value], ['S5', { variant: 2, control: 1 }, 1, 0]);
    assert.ok(readout.notes.some((note) => note.includes('in neither arm: 1.')), readout.notes.join());
    assert.equal(readout.verdict.word, 'inconclusive');
  });
});
