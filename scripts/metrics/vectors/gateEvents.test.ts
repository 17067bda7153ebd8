/** What was refused and what was mended, from the file and from the events of the org: each case by hand. New York, May 2026. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { Criterion, FieldDefinition, Playbook } from '../../playbook/model.ts';
import { computeMetrics, type ComputeOptions } from '../compute.ts';
import { objectsNeeded } from '../extract/needs.ts';
import { DIALECT_NAMES, DIALECTS } from '../relational/dialects.ts';
import { printSql } from '../engines/printSql.ts';
import { playbookWith, writeSnapshot, type Rows } from '../testing/snapshot.ts';
import { inputs, metric, valuesOf, type Said } from '../testing/vectors.ts';
import type { MetricResult } from '../types.ts';

const METRICS = ['first_pass_yield', 'block_to_fix'];
const GUIDANCE = 'guidance_opened';
const CODES = ['OPP-QUAL-01', 'OPP-QUAL-02', 'OPP-QUAL-02-V', 'OPP-NEED-01'];
const AS_OF = '2026-06-01T12:00:00Z';

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };
const criterion = (id: string): Criterion => ({
  id, label: id, object: 'Opportunity', family: 'Opportunity', trigger: { kind: 'exit', stage: 'S1', rank: 10 }, for: 'growth', require: null, satisfiedWhen: 'NOT(ISBLANK(StageName))', appliesWhen: null, holds: 'through_won', onUndo: 'block', decays: true, overridable: true,
  errorField: null, message: '', decision: '', mode: 'enforce', effectiveFrom: '2026-01-01', position: NOWHERE, formulaPositions: {},
});
const stageName: FieldDefinition = { object: 'Opportunity', apiName: 'StageName', label: 'Stage', type: 'Picklist', help: '', existing: true, automatic: false, position: NOWHERE };

function playbookFor(gateEvents: boolean, ids = METRICS): Playbook {
  const base = playbookWith(ids.map((id) => metric(id)));
  return { ...base, gateEvents, objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, fields: [stageName], criteria: CODES.map(criterion) } : object)) };
}

async function results(gateEvents: boolean, rows: Rows, options: ComputeOptions = {}, gaps: readonly string[] = [], ids = METRICS): Promise<MetricResult[]> {
  const playbook = playbookFor(gateEvents, ids);
  const dir = await writeSnapshot(playbook, rows, gaps);
  try {
    return await computeMetrics(playbook, dir, { asOf: AS_OF, ...options });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

let ids = 0;
type Save = readonly [at: string, event: string, record: string, codes: string | null, to?: string | null, from?: string];

/** Events in the order they were written; by default from S1 to S2. */
const events = (saves: readonly Save[]): Rows => ({
  Handrail_Gate_Event__c: saves.map(([at, event, record, codes, to = 'S2', from = 'S1']) => ({
    Id: `E${String((ids += 1)).padStart(4, '0')}`, Event__c: event, Record_Id__c: record, From__c: from, To__c: to, Codes__c: codes, CreatedDate: at.includes('T') ? at : `2026-05-20T${at}Z`,
  })),
});

/** Three passed at once, two were refused and mended, after 4 and after 10 minutes. */
const BOTH: Said = {
  first_pass_yield: 0.6, 'first_pass_yield@OPP-QUAL-01': 0, 'first_pass_yield@OPP-QUAL-02': 1,
  block_to_fix: 7, 'block_to_fix/p90': 9.4, 'block_to_fix@OPP-QUAL-01': 7, 'block_to_fix/p90@OPP-QUAL-01': 9.4,
};

describe('the same saves say the same', () => {
  test('as lines of the file', async () => {
    const line = (outcome: string, criterion: string, minutes = ''): string => `2026-05-20,006A,${criterion},${outcome},${minutes},2026-05-31\n`;
    const inputsDir = await inputs({
      'gate_event.csv': `day,opportunity_id,criterion,outcome,minutes,as_of\n${line('passed', 'OPP-QUAL-02').repeat(3)}${line('blocked', 'OPP-QUAL-01').repeat(2)}${line('fixed', 'OPP-QUAL-01', '4')}${line('fixed', 'OPP-QUAL-01', '10')}`,
    });
    assert.deepEqual(valuesOf(await results(false, {}, { inputsDir, slice: 'all' })), BOTH);
    await rm(inputsDir, { recursive: true });
  });

  test('as events of the org', async () => {
    const rows = events([
      ['15:00:00', 'Passed', 'A', 'OPP-QUAL-02'], ['15:00:00', 'Passed', 'B', 'OPP-QUAL-02'], ['15:00:00', 'Passed', 'C', 'OPP-QUAL-02'],
      ['15:00:00', 'Refused', 'D', 'OPP-QUAL-01'], ['15:00:00', 'Refused', 'E', 'OPP-QUAL-01'],
      ['15:04:00', 'Passed', 'D', 'OPP-QUAL-01'], ['15:10:00', 'Passed', 'E', 'OPP-QUAL-01'],
    ]);
    assert.deepEqual(valuesOf(await results(true, rows, { slice: 'all' })), BOTH);
  });
});

test('a save is one in the whole and one for each criterion it names; being refused twice is one attempt', async () => {
  const rows = events([
    ['15:00:00', 'Passed', 'A', 'OPP-QUAL-01;OPP-QUAL-02'],
    // Refused twice, first by both.
    ['15:00:00', 'Refused', 'B', 'OPP-QUAL-01;OPP-QUAL-02'], ['15:03:00', 'Refused', 'B', 'OPP-QUAL-01'], ['15:10:00', 'Passed', 'B', 'OPP-QUAL-01;OPP-QUAL-02'],
    // Refused by one of two; the other passed at once.
    ['15:00:00', 'Refused', 'C', 'OPP-QUAL-01'], ['15:04:00', 'Passed', 'C', 'OPP-QUAL-01;OPP-QUAL-02'],
    // The arm of an experiment is a criterion of its own.
    ['15:00:00', 'Passed', 'D', 'OPP-QUAL-02-V'],
    // Given up.
    ['15:00:00', 'Refused', 'E', 'OPP-QUAL-01'],
    // The next gate of the same deal is another attempt, and back again is a new one.
    ['16:00:00', 'Passed', 'B', 'OPP-NEED-01', 'S3', 'S2'], ['17:00:00', 'Refused', 'B', 'OPP-QUAL-02'], ['17:00:30', 'Passed', 'B', 'OPP-QUAL-01;OPP-QUAL-02'],
  ]);
  // Passed at once: A, D, B at the next gate. Refused: B, C, E, B again.
  assert.deepEqual(valuesOf(await results(true, rows, { slice: 'all' })), {
    first_pass_yield: 0.428571, 'first_pass_yield@OPP-NEED-01': 1, 'first_pass_yield@OPP-QUAL-01': 0.4, 'first_pass_yield@OPP-QUAL-02': 0.5, 'first_pass_yield@OPP-QUAL-02-V': 1,
    block_to_fix: 4, 'block_to_fix/p90': 8.8, 'block_to_fix@OPP-QUAL-01': 7, 'block_to_fix/p90@OPP-QUAL-01': 9.4, 'block_to_fix@OPP-QUAL-02': 5.25, 'block_to_fix/p90@OPP-QUAL-02': 9.05,
  });
});

describe('given up', () => {
  const given = (rows: Rows, options: ComputeOptions = {}): Promise<MetricResult[]> => results(true, rows, { slice: 'all', ...options }, [], ['gate_abandoned']);

  test('is what nobody mended within seven days; what is younger is not known yet, and mended late is mended', async () => {
    const rows = events([
      ['2026-05-04T15:00:00Z', 'Refused', 'A', 'OPP-QUAL-01'], ['2026-05-04T15:04:00Z', 'Passed', 'A', 'OPP-QUAL-01'],
      // Twice refused, and never again: one attempt.
      ['2026-05-04T15:00:00Z', 'Refused', 'B', 'OPP-QUAL-01'], ['2026-05-05T15:00:00Z', 'Refused', 'B', 'OPP-QUAL-01;OPP-QUAL-02'],
      ['2026-05-04T15:00:00Z', 'Refused', 'C', 'OPP-QUAL-02'], ['2026-05-20T15:00:00Z', 'Passed', 'C', 'OPP-QUAL-02'],
      // Seven days before the day that is asked for, and a second later.
      ['2026-05-25T12:00:00Z', 'Refused', 'D', 'OPP-QUAL-01'], ['2026-05-25T12:00:01Z', 'Refused', 'E', 'OPP-QUAL-01'],
      ['2026-05-04T15:00:00Z', 'Passed', 'F', 'OPP-QUAL-01'],
    ]);
    // B and D of A, B, C and D. The first criterion: B and D of A, B and D. The second: B of B and C.
    assert.deepEqual(valuesOf(await given(rows)), { gate_abandoned: 0.5, 'gate_abandoned@OPP-QUAL-01': 0.666667, 'gate_abandoned@OPP-QUAL-02': 0.5 });
  });

  test('is the attempt: a criterion that no longer asks of it when it goes through was not given up', async () => {
    const rows = events([['2026-05-04T15:00:00Z', 'Refused', 'A', 'OPP-QUAL-01;OPP-QUAL-02'], ['2026-05-04T15:04:00Z', 'Passed', 'A', 'OPP-QUAL-01']]);
    assert.deepEqual(valuesOf(await given(rows)), { gate_abandoned: 0, 'gate_abandoned@OPP-QUAL-01': 0, 'gate_abandoned@OPP-QUAL-02': 0 });
  });

  test('a file does not say what became of a refusal', async () => {
    const inputsDir = await inputs({ 'gate_event.csv': 'day,opportunity_id,criterion,outcome,minutes,as_of\n2026-05-04,006A,OPP-QUAL-01,blocked,,2026-05-31\n' });
    const [found] = await results(false, {}, { inputsDir }, [], ['gate_abandoned']);
    assert.deepEqual([found?.value, found?.state], [null, 'undefined']);
    await rm(inputsDir, { recursive: true });
  });
});

test('only saves past a gate count, by their day in the zone of the org and as far as the day could know', async () => {
  const rows = events([
    ['15:00:00', 'Passed', 'A', 'OPP-QUAL-01'],
    ['15:00:00', 'Shown', 'B', 'OPP-QUAL-01'], ['15:00:00', 'Guidance', 'B', 'OPP-QUAL-01'], ['15:00:00', 'Refused', 'B', 'OPP-QUAL-01', null], ['15:00:00', 'Passed', 'C', null],
    // 31 May in New York; 30 April there; after the day that is asked for.
    ['2026-06-01T03:00:00Z', 'Refused', 'D', 'OPP-QUAL-01'], ['2026-05-01T03:00:00Z', 'Refused', 'E', 'OPP-QUAL-01'], ['2026-06-01T13:00:00Z', 'Passed', 'D', 'OPP-QUAL-01'],
  ]);
  const [yielded, fixed] = await results(true, rows);
  assert.deepEqual([yielded?.numerator, yielded?.denominator, fixed?.value], [1, 2, null]);
});

describe('guidance', () => {
  const opened = (rows: Rows, options: ComputeOptions = {}): Promise<MetricResult[]> => results(true, rows, { slice: 'all', ...options }, [], [GUIDANCE]);

  test('is opened in a showing, once however often, and for the criteria that were to go', async () => {
    const rows = events([
      // Two to go; why the first matters was opened twice, as in another part of the page.
      ['15:00:00', 'Shown', 'A', 'OPP-QUAL-01;OPP-QUAL-02'], ['15:00:10', 'Guidance', 'A', 'OPP-QUAL-01'], ['15:00:20', 'Guidance', 'A', 'OPP-QUAL-01'],
      // Seen again later, and nobody asked.
      ['17:00:00', 'Shown', 'A', 'OPP-QUAL-02'],
      // Asked of what is met: nothing that was to go.
      ['15:00:00', 'Shown', 'B', 'OPP-QUAL-01'], ['15:00:10', 'Guidance', 'B', 'OPP-NEED-01'],
      // The same instant: the showing came first.
      ['15:00:00', 'Shown', 'C', 'OPP-NEED-01'], ['15:00:00', 'Guidance', 'C', 'OPP-NEED-01'],
      // By somebody who may not go on, and sees no gate.
      ['15:00:00', 'Guidance', 'D', 'OPP-QUAL-01'],
      // Saves are no matter of it.
      ['15:00:00', 'Refused', 'E', 'OPP-QUAL-01'], ['15:00:00', 'Passed', 'F', 'OPP-QUAL-01'],
    ]);
    // Four showings; A the first time, and C.
    assert.deepEqual(valuesOf(await opened(rows)), { guidance_opened: 0.5, 'guidance_opened@OPP-NEED-01': 1, 'guidance_opened@OPP-QUAL-01': 0.5, 'guidance_opened@OPP-QUAL-02': 0 });
  });

  test('counts on the day the gate was shown, as far as the day could know', async () => {
    const rows = events([
      // 31 May in New York; opened in June.
      ['2026-06-01T03:59:00Z', 'Shown', 'A', 'OPP-QUAL-01'], ['2026-06-01T04:01:00Z', 'Guidance', 'A', 'OPP-QUAL-01'],
      // Opened after the day that is asked for.
      ['15:00:00', 'Shown', 'B', 'OPP-QUAL-01'], ['2026-06-01T13:00:00Z', 'Guidance', 'B', 'OPP-QUAL-01'],
    ]);
    const [found] = await opened(rows);
    assert.deepEqual([found?.period.from, found?.numerator, found?.denominator], ['2026-05-01', 1, 2]);
  });

  test('saves alone say nothing of it, and a file may bring the same rows', async () => {
    const [none] = await opened(events([['15:00:00', 'Passed', 'A', 'OPP-QUAL-01']]));
    assert.deepEqual([none?.value, none?.state], [null, 'undefined']);
    const inputsDir = await inputs({ 'gate_event.csv': `day,opportunity_id,criterion,outcome,minutes,as_of\n${['explained', 'shown', 'shown', 'passed'].map((outcome) => `2026-05-20,006A,OPP-QUAL-01,${outcome},,2026-05-31\n`).join('')}` });
    assert.deepEqual(valuesOf(await results(false, {}, { inputsDir, slice: 'all' }, [], [GUIDANCE])), { guidance_opened: 0.333333, 'guidance_opened@OPP-QUAL-01': 0.333333 });
    await rm(inputsDir, { recursive: true });
  });
});

describe('where nothing is known, it says of which source', () => {
  test('no file and no events', async () => {
    const [off] = await results(false, {});
    assert.deepEqual([off?.value, off?.state, off?.reason], [null, 'undefined', 'It needs the file gate_event.csv. Salesforce keeps nothing of a save that a rule refused: only a page that records what it saw can tell, as the panel does with gate_events in definitions.yaml.']);
    const [on] = await results(true, {});
    assert.deepEqual([on?.value, on?.state, on?.reason], [null, 'undefined', 'The org has no gate events of this period and cut. Panels write them since gate_events is on and deployed, for users who may create them.']);
  });

  test('events that may not be read are no zero, and no file takes their place', async () => {
    const inputsDir = await inputs({ 'gate_event.csv': 'day,opportunity_id,criterion,outcome,minutes,as_of\n2026-05-20,006A,OPP-QUAL-01,passed,,2026-05-31\n' });
    const [found] = await results(true, events([['15:00:00', 'Passed', 'A', 'OPP-QUAL-01']]), { inputsDir }, ['Handrail_Gate_Event__c.Codes__c']);
    assert.deepEqual([found?.value, found?.state], [null, 'partial_access']);
    assert.match(found?.reason ?? '', /^Could not be read: Handrail_Gate_Event__c\.Codes__c\./);
    await rm(inputsDir, { recursive: true });
  });
});

test('the org is asked for events only where they are written and a metric counts them', () => {
  const asked = (gateEvents: boolean, ...ids: string[]): boolean => objectsNeeded({ ...playbookFor(gateEvents), metrics: [...METRICS, 'win_rate'].map((id) => metric(id)) }, ids).some(({ object }) => object === 'Handrail_Gate_Event__c');
  assert.deepEqual([asked(true, 'block_to_fix'), asked(true, 'win_rate'), asked(false, ...METRICS)], [true, false, false]);
});

test('every dialect can say it', async () => {
  for (const name of DIALECT_NAMES) {
    const sql = await printSql(playbookFor(true), DIALECTS[name], { asOf: AS_OF, schema: ['crm'], workSchema: ['work'], naming: 'snake' });
    assert.ok(sql.includes('handrail_fact_gate_event') && !/Not in here:.*(first_pass|block_to)/.test(sql), name);
  }
});
