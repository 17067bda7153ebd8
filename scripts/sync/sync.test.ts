import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { STAGED } from '../drift/testing/fixtures.ts';
import type { DriftReport, Finding } from '../drift/types.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { ScanReport } from '../scan/types.ts';
import { clip, type DesiredRecord } from './desired.ts';
import { withDecision } from './decisions.ts';
import { exposureOf } from './exposure.ts';
import { externalId } from './externalId.ts';
import { findingRecords } from './findings.ts';
import { leadingRecords, MOST_IDS, metricRecords } from './metricRecords.ts';
import { changesNeeded, sameValue, type ExistingRecord, type StoredValue } from './reconcile.ts';
import { resolvedFindings } from './resolve.ts';

const STAMP = { runRecordId: 'a00000000000001AAA', asOf: '2026-06-15T12:00:00.000Z', timeZone: 'UTC' };

describe('what counts as the same', () => {
  const cases: readonly (readonly [wanted: string | number | null, stored: StoredValue, same: boolean])[] = [
    [null, undefined, true],
    [null, '', true],
    [0, null, false],
    [0, 0, true],
    [1.0000004, 1, true],
    [1.00001, 1, false],
    ['2026-06-15T12:00:00.123Z', '2026-06-15T12:00:00.000+0000', true],
    ['2026-06-15T12:00:00Z', '2026-06-15T14:00:00.000+0200', true],
    ['2026-06-15T12:00:01Z', '2026-06-15T12:00:00.000+0000', false],
    ['2026-06-15', '2026-06-15', true],
    ['one\ntwo', 'one\r\ntwo ', true],
    ['high', 'High', false],
  ];
  for (const [wanted, stored, same] of cases) test(`${JSON.stringify(wanted)} and ${JSON.stringify(stored)}`, () => assert.equal(sameValue(wanted, stored), same));
});

describe('what has to be written', () => {
  const desired: DesiredRecord = { externalId: 'A', values: { Status__c: 'Open' }, stamps: { Last_Seen_At__c: 'now' }, onCreate: { First_Seen_At__c: 'now' } };
  const stored = (Status__c: string): Map<string, ExistingRecord> => new Map([['A', { External_Id__c: 'A', Status__c, Last_Seen_At__c: 'before' }]]);

  test('a new record with everything', () => {
    assert.deepEqual(changesNeeded([desired], new Map()), { upserts: [{ externalId: 'A', fields: { First_Seen_At__c: 'now', Status__c: 'Open', Last_Seen_At__c: 'now' } }], unchanged: 0 });
  });

  test('a changed one without what is only said at creation', () => {
    assert.deepEqual(changesNeeded([desired], stored('Resolved')), { upserts: [{ externalId: 'A', fields: { Status__c: 'Open', Last_Seen_At__c: 'now' } }], unchanged: 0 });
  });

  test('a stamp alone is no reason', () => {
    assert.deepEqual(changesNeeded([desired], stored('Open')), { upserts: [], unchanged: 1 });
  });
});

describe('external ids', () => {
  test('are readable', () => {
    assert.equal(externalId(['win_rate', 'segment=Mid', '2026-01-01', '2026-04-01']), 'win_rate|segment=Mid|2026-01-01|2026-04-01');
  });

  test('differ when their parts do, and fit the field', () => {
    const parts = fc.array(fc.string({ maxLength: 150 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        assert.ok(externalId(left).length <= 255);
        assert.equal(externalId(left) === externalId(right), JSON.stringify(left) === JSON.stringify(right));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('text is cut on a whole character', () => {
    assert.equal(clip('abcdef', 4), 'abc…');
    assert.equal(clip('ab😀cd', 4), 'ab…');
    assert.equal(clip('', 4), null);
  });
});

function finding(id: string, kind: string, object = 'Opportunity'): Finding {
  return {
    id, kind, object, severity: 'high', tier: 'confirmed', component: 'C', summary: 'S', expected: null, actual: null, changedBy: null, changedAt: null,
    breaks: { criteria: ['OPP-QUAL-01', 'OPP-QUAL-02'], metrics: [], reviews: [] }, remedies: [{ action: 'revert', command: `handrail drift revert ${id}` }],
  };
}

/** Every part was read but for those in `unread`, which say their name and a reason. */
const drift = (findings: readonly Finding[], unread: readonly string[] = []): DriftReport => {
  const parts = ['rules, fields and criteria', 'Opportunity StageName', 'the flows of the package', 'who can bypass gates', 'experiments', 'who takes part in experiments', 'required fields and picklist values', 'reports and dashboards named after metrics'];
  return { findings, coverage: { read: parts.filter((part) => !unread.some((text) => text.startsWith(`${part}:`))), unread, apiCalls: 0 } };
};
const scan = (unread: readonly string[] = []): ScanReport => ({ violations: [], summary: [], overrides: [], lossBudgets: [], bypass: [], coverage: { read: [], unread, apiCalls: 0 } });

describe('findings', () => {
  test('lists stand one a line, and two kinds of one id are two records', () => {
    const records = findingRecords(drift([finding('OPP-QUAL-01', 'rule-formula'), finding('OPP-QUAL-01', 'rule-message')]), scan(), STAMP);
    assert.deepEqual(records.map((record) => record.externalId), ['OPP-QUAL-01|rule-formula', 'OPP-QUAL-01|rule-message']);
    assert.deepEqual([records[0]?.values['Breaks_Criteria__c'], records[0]?.values['Remedies__c'], records[0]?.values['Status__c']], ['OPP-QUAL-01\nOPP-QUAL-02', 'handrail drift revert OPP-QUAL-01', 'Open']);
  });

  test('in an org that cannot be compared nothing was looked at, and nothing is closed', () => {
    const incomparable: DriftReport = { findings: [], coverage: { read: ['what kind of org it is'], unread: ['rules, fields and criteria: the org has the namespace acme'], apiCalls: 1 } };
    for (const kind of ['rule-off', 'stage-order', 'bypass-held', 'flow-inactive', 'field-required', 'metric-conflict']) assert.equal(closes(stored({ Kind__c: kind }), [], incomparable), false, kind);
  });

  test('records that break an enforced criterion are one finding; those in shadow none', () => {
    const violation = { criterion: 'OPP-QUAL-01', object: 'Opportunity', recordId: '006A', name: 'Deal', owner: null, stage: 'X', amount: 5, since: null, how: 'bypass' as const };
    const summary = (criterion: string, mode: 'enforce' | 'shadow'): ScanReport['summary'][number] => ({ criterion, mode, label: 'Economic buyer named', object: 'Opportunity', records: 1, amount: 5 });
    const [record, ...others] = findingRecords(drift([]), { ...scan(), violations: [violation], summary: [summary('OPP-QUAL-01', 'enforce'), summary('OPP-NEED-02', 'shadow')] }, STAMP);
    assert.deepEqual(others, []);
    assert.deepEqual([record?.externalId, record?.values['Summary__c'], record?.values['Actual__c']], ['SCAN-OPP-QUAL-01|records-break-criterion', '1 record is past the gate without "Economic buyer named" (OPP-QUAL-01).', 'Deal (006A, bypass)']);
  });

  const stored = (facts: Readonly<Record<string, string>>): Map<string, ExistingRecord> => new Map([['X', { External_Id__c: 'X', Status__c: 'Open', Kind__c: 'rule-off', Object__c: 'Opportunity', ...facts }]]);
  const closes = (existing: Map<string, ExistingRecord>, seen: readonly string[], found = drift([]), scanned = scan()): boolean => resolvedFindings(existing, new Set(seen), found, scanned, { objects: [STAGED] }, STAMP).length === 1;

  test('one that is no longer found is closed', () => {
    assert.deepEqual(resolvedFindings(stored({}), new Set(), drift([]), scan(), { objects: [STAGED] }, STAMP), [{ externalId: 'X', values: { Status__c: 'Resolved', Resolved_At__c: STAMP.asOf }, stamps: { Sync_Run__c: STAMP.runRecordId } }]);
    assert.equal(closes(stored({}), ['X']), false);
    assert.equal(closes(stored({ Status__c: 'Ignored' }), []), false);
    assert.equal(closes(stored({ Status__c: 'Recorded' }), []), true);
  });

  test('one about a part that could not be read stays open', () => {
    assert.equal(closes(stored({}), [], drift([], ['rules, fields and criteria: no access'])), false);
    assert.equal(closes(stored({ Kind__c: 'stage-order' }), [], drift([], ['rules, fields and criteria: no access'])), true);
    assert.equal(closes(stored({ Kind__c: 'stage-order' }), [], drift([], ['Opportunity StageName: no access'])), false);
    assert.equal(closes(stored({ Kind__c: 'stage-order' }), [], drift([], ['the setup audit trail: no access'])), true);
    const parts = [
      ['bypass-held', 'who can bypass gates'], ['experiment-left', 'experiments'], ['experiment-cohort', 'who takes part in experiments'], ['flow-inactive', 'the flows of the package'], ['field-required', 'required fields and picklist values'], ['value-undeclared', 'picklist values'],
      ['metric-conflict', 'reports and dashboards named after metrics'], ['metric-conflict', 'reports named after metrics'], ['metric-conflict', 'dashboards'], ['setting-off', 'the lead conversion setting'],
      ['field-changed', 'default values'], ['field-changed', 'picklist values'], ['value-missing', 'required fields and picklist values'], ['rule-foreign', 'rules of managed packages'], ['rule-off', 'part of the metadata'],
      ['of-another-version', 'dashboards'],
    ] as const;
    for (const [kind, part] of parts) {
      assert.equal(closes(stored({ Kind__c: kind }), [], drift([], [`${part}: no access`])), false, `${kind}, ${part}`);
      assert.equal(closes(stored({ Kind__c: kind }), [], drift([], ['who changed rules: no access'])), true, kind);
    }
    assert.equal(closes(stored({ Kind__c: 'stage-order' }), [], drift([], ['default values: no access'])), true);
    assert.equal(closes(stored({ Kind__c: 'bypass-held' }), [], drift([], ['rules, fields and criteria: no access'])), true);
    assert.equal(closes(stored({ Kind__c: 'unread' }), [], drift([], ['experiments: no access'])), true);
    assert.equal(closes(stored({ Kind__c: 'records-break-criterion', Component__c: 'OPP-QUAL-01' }), [], drift([]), scan(['OPP-QUAL-01: hidden'])), false);
    assert.equal(closes(stored({ Kind__c: 'records-break-criterion', Component__c: 'OPP-QUAL-02' }), [], drift([]), scan(['OPP-QUAL-01: hidden'])), true);
  });
});

describe('metric results', () => {
  const result: MetricResult = {
    id: 'win_rate', label: 'Win rate', tier: 'north_star', decision: 'Which one?', advice: null, slice: { segment: 'Mid', motion: 'New' }, period: { from: '2026-01-01', to: '2026-04-01' }, value: 1 / 3, unit: 'percent', state: 'ok', reason: null,
    numerator: 1, denominator: 3, n: 3, definitionVersion: 'win_rate@1', asOf: STAMP.asOf, variants: [],
  };

  test('keep their id while metric, slice and period are the same', () => {
    const [record] = metricRecords([result], [], STAMP);
    assert.equal(record?.externalId, 'win_rate|segment=Mid;motion=New|2026-01-01|2026-04-01');
    assert.deepEqual([record.values['Value__c'], record.values['Slice_Dimension__c'], record.values['Slice_Value__c']], [0.333333, 'segment', 'Mid']);
  });

  test('every state that holds is kept, and with the numbers of today what they hang on', () => {
    const stale = { ...result, state: 'stale' as const, also: ['low_n' as const] };
    const [now, past] = metricRecords([stale], [{ ...stale, period: { from: '2025-10-01', to: '2026-01-01' } }], STAMP, (id) => `{"of":"${id}"}`);
    assert.deepEqual([now?.values['State__c'], now?.values['Also__c'], now?.values['Lineage__c']], ['stale', 'low_n', '{"of":"win_rate"}']);
    assert.deepEqual([past?.values['Also__c'], past?.values['Lineage__c']], ['low_n', null]);
    assert.equal(metricRecords([result], [], STAMP)[0]?.values['Also__c'], null);
  });

  test("a number has the day of the org's clocks: in Auckland July has begun while it is June by UTC", () => {
    const counted = { ...result, asOf: '2026-06-30T13:00:00.000Z' };
    const day = (timeZone: string): unknown => metricRecords([counted], [], { ...STAMP, timeZone })[0]?.stamps?.['As_Of_Day__c'];
    assert.deepEqual([day('Pacific/Auckland'), day('UTC')], ['2026-07-01', '2026-06-30']);
  });

  test('null is not zero', () => {
    assert.equal(metricRecords([{ ...result, value: null, state: 'undefined' }], [], STAMP)[0]?.values['Value__c'], null);
  });

  test('an open period has no first day, and is the same record tomorrow', () => {
    const on = (to: string): DesiredRecord | undefined => metricRecords([{ ...result, slice: {}, period: { from: '0001-01-01', to } }], [], STAMP)[0];
    assert.equal(on('2026-06-16')?.externalId, 'win_rate||all');
    assert.equal(on('2026-06-17')?.externalId, on('2026-06-16')?.externalId);
    assert.equal(on('2026-06-16')?.values['Period_From__c'], null);
  });

  test('earlier periods are a trend beside them; one that is today\'s own period is written once', () => {
    const quarter = (from: string, to: string): MetricResult => ({ ...result, slice: {}, period: { from, to } });
    const now = quarter('2026-04-01', '2026-07-01');
    const records = metricRecords([now], [quarter('2026-01-01', '2026-04-01'), now], STAMP);
    assert.deepEqual(records.map((record) => [record.externalId, record.values['Series__c']]), [['win_rate||2026-04-01|2026-07-01', 'now'], ['win_rate||2026-01-01|2026-04-01', 'trend']]);
    // How things stood at the end of a month is not how they stand.
    const standing = (to: string): MetricResult => ({ ...result, slice: {}, period: { from: '0001-01-01', to } });
    assert.deepEqual(metricRecords([standing('2026-06-16')], [standing('2026-05-02')], STAMP).map((record) => record.externalId), ['win_rate||all', 'win_rate||all|2026-05-02']);
  });

  test('what an indicator said is a series of its own, one record for each month it was looked at', () => {
    const lead: MetricResult = { ...result, id: 'leading_indicator', slice: { indicator: 'win_rate', target: 'new_business_won' }, period: { from: '2024-03-01', to: '2026-03-01' }, value: -0.5, unit: 'ratio', parts: { months: 2, says: -1 } };
    const [record] = leadingRecords([lead], STAMP);
    assert.equal(record?.externalId, 'leading_indicator|indicator=win_rate;target=new_business_won|2024-03-01|2026-03-01');
    assert.deepEqual([record.values['Series__c'], record.values['Value__c'], record.values['Parts__c']], ['leads', -0.5, '{"months":2,"says":-1}']);
  });

  test('parts and records are JSON; a list that does not fit is cut to whole ids and says how many there are', () => {
    const ids = Array.from({ length: MOST_IDS }, (_, index) => `006${String(index).padStart(15, '0')}`);
    const [whole, slice] = metricRecords([{ ...result, slice: {}, parts: { won: 3 }, records: { object: 'Opportunity', ids, total: 9000 } }, { ...result, records: { object: null, ids, total: 9000 } }], [], STAMP);
    assert.equal(whole?.values['Parts__c'], '{"won":3}');
    const text = String(whole.values['Records__c']);
    assert.ok(text.length <= 32_000);
    assert.deepEqual(JSON.parse(text), { object: 'Opportunity', ids, total: 9000 });
    assert.deepEqual(JSON.parse(String(slice?.values['Records__c'])), { object: null, ids: ids.slice(0, 200), total: 9000 });
    const long = ids.map((id) => `${id}-and-more-than-an-id-of-the-org`);
    const [cut] = metricRecords([{ ...result, slice: {}, records: { object: null, ids: long, total: 9000 } }], [], STAMP);
    const kept = JSON.parse(String(cut?.values['Records__c'])) as { ids: string[] };
    assert.ok(String(cut?.values['Records__c']).length <= 32_000 && kept.ids.length > 500);
    assert.deepEqual(kept.ids, long.slice(0, kept.ids.length));
  });
});

describe('a decision about a finding', () => {
  const found: DesiredRecord = { externalId: 'A', values: { Status__c: 'Open', Actual__c: 'inactive' }, stamps: {} };
  const status = (stored: Readonly<Record<string, StoredValue>>): unknown => withDecision(found, { External_Id__c: 'A', Actual__c: 'inactive', ...stored }, '2026-06-15').values['Status__c'];

  test('recorded holds until the org says something else', () => {
    assert.equal(status({ Status__c: 'Recorded' }), 'Recorded');
    assert.equal(status({ Status__c: 'Recorded', Actual__c: 'another formula' }), 'Open');
  });

  test('ignored holds whatever the org says', () => {
    assert.equal(status({ Status__c: 'Ignored', Actual__c: 'another formula' }), 'Ignored');
  });

  test('each ends with its last day', () => {
    for (const Status__c of ['Recorded', 'Ignored']) {
      assert.equal(status({ Status__c, Decision_Until__c: '2026-06-15' }), Status__c);
      assert.equal(status({ Status__c, Decision_Until__c: '2026-06-14' }), 'Open');
    }
  });

  test('nothing else is one', () => {
    assert.equal(status({ Status__c: 'Resolved' }), 'Open');
    assert.equal(withDecision(found, undefined, '2026-06-15'), found);
  });
});

describe('what a finding let through', () => {
  const violation = (criterion: string, recordId: string, amount: number | null, how: 'bypass' | 'unknown' = 'unknown'): ScanReport['violations'][number] => ({ criterion, object: 'Opportunity', recordId, name: `Deal\n${recordId}`, owner: null, stage: null, amount, since: null, how });
  const violations = [violation('OPP-PROP-01', '006A', 100), violation('OPP-PROP-03', '006A', 100), violation('OPP-PROP-03', '006B', 700, 'bypass'), violation('OPP-WON-01', '006C', null)];
  const let_ = (kind: string, criteria: readonly string[]): unknown => exposureOf({ kind, breaks: { criteria, metrics: [], reviews: [] } }, violations);

  test('each record once, the largest first, on one line', () => {
    assert.deepEqual(let_('rule-off', ['OPP-PROP-01', 'OPP-PROP-03']), { Record_Count__c: 2, Amount_At_Stake__c: 800, Records__c: '006B bypass Deal 006B\n006A unknown Deal 006A' });
  });

  test('of a bypass only what went past under it', () => {
    assert.deepEqual(let_('bypass-held', ['OPP-PROP-03', 'OPP-WON-01']), { Record_Count__c: 1, Amount_At_Stake__c: 700, Records__c: '006B bypass Deal 006B' });
  });

  test('none is zero; a finding about no criterion has no number', () => {
    assert.deepEqual(let_('rule-off', ['OPP-QUAL-01']), { Record_Count__c: 0, Amount_At_Stake__c: 0, Records__c: null });
    assert.deepEqual(let_('stage-undeclared', []), { Record_Count__c: null, Amount_At_Stake__c: null, Records__c: null });
  });
});
