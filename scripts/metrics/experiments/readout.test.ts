/** An experiment from records to verdict: cohort by username and team, cases by owner and day. Counts by hand, intervals by Newcombe (1998), table II. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Criterion, Experiment, Playbook } from '../../playbook/model.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from '../testing/snapshot.ts';
import { metric } from '../testing/vectors.ts';
import { experimentsMarkdown, experimentsSection, formatExperiments } from '../formats/index.ts';
import { readExperiments, type ExperimentReadout } from './index.ts';

const NOWHERE = { file: 'config/playbook/opportunity.yaml', line: 80, column: 3 };
const EXPERIMENT: Experiment = {
  id: 'BUYER_SHADOW', hypothesis: 'Without the gate no fewer deals are <won>.', permission: 'Handrail_Experiment_BUYER_SHADOW', subject: { kind: 'criterion', id: 'OPP-QUAL-01', label: 'Economic buyer named' }, started: '2026-01-01',
  cohort: { owners: ['ANN@example.com', 'gone@example.com'], teams: ['North'], territories: [] }, reads: 'win_rate', better: 'higher', wants: 'better', guardrails: [{ reads: 'sales_cycle', better: 'lower', harm: 5 }], leastPerArm: 30, stop: { on: '2026-03-31', harm: 10 }, position: NOWHERE,
};

function playbookOf(experiment: Experiment): Playbook {
  const base = playbookWith([metric('win_rate'), metric('sales_cycle')]);
  // What is not read of a criterion is left out.
  const criterion = { id: 'OPP-QUAL-01-V', object: 'Opportunity', family: 'Opportunity', trigger: { kind: 'exit', stage: 'S2', rank: 20 }, for: 'every', require: null, satisfiedWhen: 'TRUE', appliesWhen: null, formulaPositions: {}, position: NOWHERE, arm: { experiment, holder: true } } as unknown as Criterion;
  return { ...base, objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, criteria: [criterion] } : object)) };
}

const PEOPLE: Rows = {
  User: [['ANN', 'Ann', 'ann@example.com', 'R1'], ['BO', 'Bo', 'bo@example.com', 'R2'], ['CY', 'Cy', 'cy@example.com', 'R1'], ['DI', 'Di', 'di@example.com', 'R1']].map(([Id = '', Name = '', Username = '', UserRoleId = '']) => ({ Id, Name, Username, UserRoleId, IsActive: true })),
  UserRole: [{ Id: 'R1', Name: 'South' }, { Id: 'R2', Name: 'North' }],
};

/** Closed on a day, after so many days from S2. */
const closed = (id: string, owner: string, won: boolean, on: string, opened = '2026-01-05'): DealRow => ({ id, owner, amount: 100, ...(won ? {} : { reason: 'Price' }), path: [['S2', opened], [won ? 'Won' : 'Lost', on]] });
const many = (owner: string, won: number, lost: number, on = '2026-03-31'): DealRow[] => Array.from({ length: won + lost }, (_, index) => closed(`${owner}-${on}-${index}`, owner, index < won, on));

async function read(deals: readonly DealRow[], asOf: string, experiment = EXPERIMENT, more: Rows = {}): Promise<ExperimentReadout> {
  const playbook = playbookOf(experiment);
  const [readout] = await readExperiments(playbook, await writeSnapshot(playbook, { ...dealRows(deals), ...PEOPLE, ...more }), { asOf });
  assert.ok(readout);
  return readout;
}

// Ann is of the cohort by name, Bo by team: 56 of 70. Cy and Di are the control: 48 of 80.
const DEALS = [
  ...many('ANN', 30, 4), ...many('BO', 26, 10), ...many('CY', 28, 22), ...many('DI', 20, 10),
  // Before the first day, after the last one, still open, and of nobody.
  closed('EARLY', 'ANN', false, '2025-12-31', '2025-12-01'), closed('LATE', 'CY', true, '2026-04-01'), { id: 'OPEN', owner: 'ANN', amount: 1, path: [['S2', '2026-02-01']] } satisfies DealRow, closed('NOBODY', 'GONE', true, '2026-03-01'),
];
const four = (value: number | undefined): number => Math.round((value ?? NaN) * 1e4) / 1e4;

describe('read after the last day', () => {
  test('both arms, the difference and its interval, and the line to write', async () => {
    const { primary, verdict, cohort, change, notes } = await read(DEALS, '2026-04-15T12:00:00Z');
    assert.deepEqual([primary.n, four(primary.variant?.value), four(primary.control?.value)], [{ variant: 70, control: 80 }, 0.8, 0.6]);
    assert.deepEqual([four(primary.difference?.value), four(primary.difference?.low), four(primary.difference?.high)], [0.2, 0.0524, 0.3339]);
    assert.deepEqual([verdict.word, cohort], ['scale', { people: 2, notFound: ['gone@example.com'] }]);
    assert.match(change ?? '', /outcome: scale under experiment BUYER_SHADOW in config\/playbook\/opportunity\.yaml:80/);
    assert.ok(notes.some((note) => note.includes('in neither arm: 1.')), notes.join());
  });

  test('the guardrail: medians of days of won deals', async () => {
    const { guardrails: [cycle] } = await read(DEALS, '2026-04-15T12:00:00Z');
    // All were won 85 days after they qualified.
    assert.deepEqual([cycle?.n, cycle?.variant, cycle?.difference?.value, cycle?.harmed], [{ variant: 56, control: 48 }, { value: 85, low: 85, high: 85 }, 0, false]);
  });

  test('a territory that nobody is assigned to is told, and who has several is one', async () => {
    const territories: Rows = {
      Territory2: [['T1', 'East Coast', 'NA_East'], ['T2', 'West Coast', 'NA_West'], ['T3', 'Empty', 'NA_Empty']].map(([Id = '', Name = '', DeveloperName = '']) => ({ Id, Name, DeveloperName })),
      UserTerritory2Association: [['A1', 'ANN', 'T1'], ['A2', 'ANN', 'T2'], ['A3', 'CY', 'T2']].map(([Id = '', UserId = '', Territory2Id = '']) => ({ Id, UserId, Territory2Id })),
    };
    const { primary, cohort } = await read(DEALS, '2026-04-15T12:00:00Z', { ...EXPERIMENT, cohort: { owners: [], teams: [], territories: ['East Coast', 'NA_West', 'Empty'] } }, territories);
    // Ann and Cy: 34 and 50 cases; Bo and Di: 36 and 30.
    assert.deepEqual([primary.n, cohort], [{ variant: 84, control: 66 }, { people: 2, notFound: ['Empty'] }]);
  });

  test('nobody of the cohort is there', async () => {
    const { verdict } = await read(DEALS, '2026-04-15T12:00:00Z', { ...EXPERIMENT, cohort: { owners: ['gone@example.com'], teams: [], territories: [] } });
    assert.deepEqual(verdict, { word: 'unread', says: 'Nobody of the cohort is in the org.' });
  });
});

test('on the last day only counts are told', async () => {
  const { primary, verdict, change } = await read([...many('ANN', 1, 1, '2026-03-29'), ...many('CY', 2, 1, '2026-03-30')], '2026-03-31T12:00:00Z');
  assert.deepEqual([primary.n, primary.variant, primary.difference, verdict.word, change], [{ variant: 2, control: 3 }, null, null, 'running', null]);
});

test('printed for people: names of an experiment are text in every form', async () => {
  const readout = await read(DEALS, '2026-04-15T12:00:00Z');
  const table = formatExperiments([readout], { color: false });
  assert.match(table, /difference {2}\+20\.0 points \(\+5\.2 to \+33\.4\)/);
  assert.ok(table.split('\n').every((line) => line.length <= 100), table);
  assert.match(experimentsMarkdown([readout]), /\\<won\\>/);
  assert.match(experimentsSection([readout]).text, /&lt;won&gt;/);
  assert.equal(formatExperiments([], { color: false }), 'The playbook has no experiment that runs.');
});
