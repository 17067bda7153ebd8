/**
 * The planted facts of the demo company that are records: hygiene, leaks, drift, bypasses and what they left behind. Where a
 * metric or a finding speaks of them it is asked, else the records themselves.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { compilePlaybook } from '../compiler/index.ts';
import { detectDrift, type DriftReport } from '../drift/index.ts';
import { scanRecords, type ScanReport } from '../scan/index.ts';
import { AS_OF, openDemoOrg, type DemoOrg } from './testing/company.ts';

type Row = Readonly<Record<string, unknown>>;

const NEW = "Handrail_Exclude__c = null AND Handrail_Motion__c IN (null, 'New Logo', 'Win-back')";
const STAGES: Readonly<Record<string, { readonly rank: number; readonly days: number }>> = {
  Prospecting: { rank: 10, days: 14 }, Qualification: { rank: 20, days: 21 }, 'Needs Analysis': { rank: 30, days: 30 }, 'Value Proposition': { rank: 40, days: 21 },
  'Id. Decision Makers': { rank: 50, days: 21 }, 'Perception Analysis': { rank: 60, days: 14 }, 'Proposal/Price Quote': { rank: 70, days: 21 }, 'Negotiation/Review': { rank: 80, days: 21 },
};
const DAY = 86_400_000;
const NOW = Date.parse(AS_OF);
const TODAY = '2026-06-01';

let demo: DemoOrg;
before(async () => {
  demo = await openDemoOrg();
});
after(() => demo?.close());

const instant = (value: unknown): number => Date.parse(String(value).replace('+0000', 'Z'));
const isAhead = (date: unknown): boolean => typeof date === 'string' && date >= TODAY;
const of = (row: Row | undefined, relation: string): Row => (row?.[relation] ?? {}) as Row;

test('the cast, the accounts and the people in them', () => {
  // 25 of the company and the user that syncs.
  assert.equal(demo.rows('SELECT Id FROM User').length, 26);
  assert.deepEqual(demo.rows('SELECT Name FROM User WHERE IsActive = false').map(({ Name }) => Name), ['Olu Martins']);
  assert.equal(demo.rows('SELECT Id FROM Contact').length, 1431);
  const motions = Object.fromEntries(demo.rows('SELECT Handrail_Motion__c motion, COUNT(Id) deals FROM Opportunity WHERE Handrail_Exclude__c = null GROUP BY Handrail_Motion__c').map(({ motion, deals }) => [String(motion), deals]));
  assert.deepEqual([motions['Renewal'], motions['Expansion'], motions['Contraction'], motions['Win-back']], [172, 66, 2, 4]);
  assert.equal(demo.org.users.at(-1)?.username, 'admin@handrail.local');
});

test('P6 open deals without enough contacts: 24 of 60, 11 of them in the stage that asks', () => {
  const needed = (amount: unknown): number => (Number(amount ?? 0) >= 100_000 ? 3 : 2);
  const open = demo.rows(`SELECT StageName, Amount, Handrail_Contact_Roles__c FROM Opportunity WHERE IsClosed = false AND ${NEW}`).filter(({ StageName }) => (STAGES[String(StageName)]?.rank ?? 0) >= 30);
  const unmet = open.filter(({ Amount, Handrail_Contact_Roles__c: roles }) => Number(roles ?? 0) < needed(Amount));
  assert.deepEqual([open.length, unmet.length, unmet.filter(({ StageName }) => StageName === 'Needs Analysis').length], [60, 24, 11]);
});

test('P8 one text on 22 deals of one seller, and no other text on ten', () => {
  for (const field of ['Handrail_Decision_Process__c', 'Handrail_Pain__c', 'Handrail_Success_Criteria__c', 'Handrail_Loss_Note__c', 'NextStep']) {
    const texts = Map.groupBy(demo.rows(`SELECT ${field}, Owner.Name FROM Opportunity WHERE ${field} != null`), (row) => String(row[field]).trim().toLowerCase());
    const common = [...texts.values()].filter((rows) => rows.length >= 10).map((rows) => [rows.length, [...new Set(rows.map((row) => of(row, 'Owner')['Name']))]]);
    assert.deepEqual(common, field === 'Handrail_Decision_Process__c' ? [[22, ['Beth Carmody']]] : [], field);
  }
});

test('P9 eleven close dates within a minute, by one manager, without a reason', () => {
  const moved = demo.rows("SELECT Opportunity.Handrail_Push_Reason__c, CreatedBy.Name, CreatedDate, Amount FROM OpportunityHistory WHERE CreatedDate >= 2025-12-30T20:59:00Z AND CreatedDate <= 2025-12-30T21:01:00Z AND CreatedBy.Name = 'Marcus Oyelaran'");
  assert.deepEqual([moved.length, moved.reduce((sum, { Amount }) => sum + Number(Amount), 0)], [11, 550_000]);
  const instants = moved.map(({ CreatedDate }) => instant(CreatedDate));
  assert.ok(Math.max(...instants) - Math.min(...instants) <= 60_000);
  assert.deepEqual([...new Set(moved.map((row) => of(row, 'Opportunity')['Handrail_Push_Reason__c']))], [null]);
});

describe('P17 leads between functions', () => {
  test('31 in the queue for three working days and more, 121 with somebody and past the decision', () => {
    const undecided = demo.rows('SELECT Id, OwnerId, Owner.Type, CreatedDate FROM Lead WHERE Handrail_MQL_At__c != null AND Handrail_Sales_Decision__c = null AND IsConverted = false');
    const old = undecided.filter(({ CreatedDate }) => instant(CreatedDate) < Date.parse('2026-05-29T21:00:00Z'));
    const inQueue = old.filter(({ OwnerId }) => String(OwnerId).startsWith('00G'));
    assert.deepEqual([undecided.length, undecided.length - old.length, inQueue.length, old.length - inQueue.length], [164, 12, 31, 121]);
    // Three working days before Monday, 1 June, with the holiday on 25 May.
    assert.ok(inQueue.every(({ CreatedDate }) => instant(CreatedDate) < Date.parse('2026-05-27T10:00:00Z')));
  });

  test('rejected: 768, of the bought ones 384 are no fit', () => {
    assert.equal(demo.rows("SELECT Id FROM Lead WHERE Handrail_Sales_Decision__c = 'Rejected'").length, 768);
    assert.equal(demo.rows("SELECT Id FROM Lead WHERE Handrail_Reject_Reason__c = 'Wrong fit' AND LeadSource = 'Purchased List'").length, 384);
    assert.equal(demo.rows('SELECT Id FROM Lead WHERE Handrail_Meeting_Held__c != null').length, 462);
    assert.equal(demo.rows('SELECT Email FROM Lead GROUP BY Email HAVING COUNT(Id) = 2').length, 24);
  });
});

test('P18 handoffs: 29 accepted, 2 rejected, 2 without an answer', () => {
  const answered = demo.rows('SELECT Accepted_At__c, Rejected_At__c, First_Invoice_On__c, Kickoff_Held_At__c FROM Handrail_Handoff__c');
  const count = (field: string): number => answered.filter((row) => row[field] !== null).length;
  assert.deepEqual([answered.length, count('Accepted_At__c'), count('Rejected_At__c'), count('First_Invoice_On__c'), count('Kickoff_Held_At__c')], [33, 29, 2, 27, 29]);
});

describe('P21 hygiene of the open deals', () => {
  let open: readonly Row[];
  let history: Map<string, Row[]>;
  let called: Set<string>;
  before(() => {
    open = demo.rows(`SELECT Id, StageName, Amount, CloseDate, Owner.Name, Owner.IsActive, ForecastCategoryName, Handrail_Next_Step_Date__c, Handrail_Stage_Entered_At__c, Handrail_Economic_Buyer_Met__c, Handrail_Scope_Agreed_On__c, Handrail_Procurement_Contact__c FROM Opportunity WHERE IsClosed = false AND ${NEW}`);
    history = Map.groupBy(demo.rows('SELECT OpportunityId, CreatedDate, StageName, CloseDate, ForecastCategory FROM OpportunityHistory WHERE Opportunity.IsClosed = false ORDER BY OpportunityId, CreatedDate, Id'), ({ OpportunityId }) => String(OpportunityId));
    called = new Set(demo.rows('SELECT WhatId, CompletedDateTime FROM Task WHERE IsClosed = true').filter(({ CompletedDateTime }) => NOW - instant(CompletedDateTime) <= 21 * DAY).map(({ WhatId }) => String(WhatId)));
  });

  const rank = ({ StageName }: Row): number => STAGES[String(StageName)]?.rank ?? 0;
  const historyOf = ({ Id }: Row): Row[] => history.get(String(Id)) ?? [];
  const quarter = (date: unknown): number => Number(String(date).slice(0, 4)) * 4 + Math.ceil(Number(String(date).slice(5, 7)) / 3);
  /** Later close dates; the one of the instant of creation is not counted. */
  const pushes = (deal: Row): { crossing: boolean }[] => {
    const rows = historyOf(deal);
    return rows.flatMap((row, index) => {
      const before = rows[index - 1];
      return !before || row['CreatedDate'] === rows[0]?.['CreatedDate'] || String(row['CloseDate']) <= String(before['CloseDate']) ? [] : [{ crossing: quarter(row['CloseDate']) > quarter(before['CloseDate']) }];
    });
  };
  const flags: Readonly<Record<string, (deal: Row) => boolean>> = {
    'HY-1': (deal) => rank(deal) >= 20 && !isAhead(deal['Handrail_Next_Step_Date__c']),
    'HY-2': ({ CloseDate }) => String(CloseDate) < TODAY,
    'HY-3': (deal) => NOW - instant(deal['Handrail_Stage_Entered_At__c']) > (STAGES[String(deal['StageName'])]?.days ?? 0) * DAY,
    'HY-4': (deal) => !called.has(String(deal['Id'])) && historyOf(deal).every(({ CreatedDate }) => NOW - instant(CreatedDate) > 21 * DAY),
    'HY-5': (deal) => pushes(deal).length >= 3 || pushes(deal).filter(({ crossing }) => crossing).length >= 2,
    'HY-6': (deal) => deal['ForecastCategoryName'] === 'Commit' && ['Handrail_Economic_Buyer_Met__c', 'Handrail_Scope_Agreed_On__c', 'Handrail_Procurement_Contact__c'].some((field) => deal[field] === null),
    'HY-7': (deal) => rank(deal) < 70 && String(deal['CloseDate']) >= TODAY && String(deal['CloseDate']) <= '2026-06-15',
    'HY-8': (deal) => rank(deal) >= 30 && !(Number(deal['Amount']) > 0),
    'HY-9': (deal) => historyOf(deal).some((row, index, rows) => ['Forecast', 'BestCase'].includes(String(rows[index - 1]?.['ForecastCategory'])) && rank(row) > rank(rows[index - 1] ?? {}) && row['ForecastCategory'] === 'Pipeline'),
    'HY-10': (deal) => of(deal, 'Owner')['IsActive'] === false,
  };

  test('by rule', () => {
    const found = Object.fromEntries(Object.entries(flags).map(([id, is]) => [id, open.filter(is).length]));
    assert.equal(open.length, 90);
    assert.deepEqual(found, { 'HY-1': 13, 'HY-2': 11, 'HY-3': 17, 'HY-4': 15, 'HY-5': 7, 'HY-6': 2, 'HY-7': 5, 'HY-8': 0, 'HY-9': 4, 'HY-10': 3 });
    assert.deepEqual(open.filter((deal) => flags['HY-10']?.(deal)).map((deal) => of(deal, 'Owner')['Name']), ['Olu Martins', 'Olu Martins', 'Olu Martins']);
  });

  test('LK-2: pipeline that rots is worth 810,000: the overdue, and six more', () => {
    const two = (deal: Row): boolean => ['HY-1', 'HY-3', 'HY-4', 'HY-5'].filter((id) => flags[id]?.(deal)).length >= 2;
    const rotting = open.filter((deal) => rank(deal) >= 30 && (flags['HY-2']?.(deal) === true || two(deal)));
    const overdue = rotting.filter((deal) => flags['HY-2']?.(deal));
    const sum = (deals: readonly Row[]): number => deals.reduce((total, { Amount }) => total + Number(Amount), 0);
    assert.deepEqual([rotting.length, sum(rotting), overdue.length, sum(overdue)], [17, 810_000, 11, 558_000]);
  });
});

describe('P22 to P24 drift', () => {
  let drift: DriftReport;
  before(async () => {
    drift = await detectDrift(demo.connection, demo.playbook, compilePlaybook(demo.playbook).files);
  });

  test('six findings, each with who and when, and nothing unread', () => {
    assert.deepEqual(drift.coverage.unread, []);
    assert.deepEqual(drift.findings.map(({ kind, id, changedBy, changedAt }) => [kind, id, changedBy, changedAt?.slice(0, 10)]).toSorted(), [
      ['bypass-held', 'BYPASS-casey.holt@fernhollow.example', null, '2026-02-10'],
      ['rule-formula', 'OPP-NEED-01', 'Jordan Doe', '2026-04-14'],
      ['rule-off', 'OPP-PROP-03', 'Jordan Doe', '2026-05-03'],
      ['setting-off', 'SETTING-lead-conversion', 'Jordan Doe', '2026-04-02'],
      ['stage-category', 'STAGE-Negotiation/Review-category', 'Jordan Doe', '2026-05-18'],
      ['value-undeclared', 'FIELD-Opportunity-Handrail_Loss_Reason__c-Lost - other', 'Jordan Doe', '2026-05-20'],
    ]);
    assert.match(drift.findings.find(({ kind }) => kind === 'bypass-held')?.summary ?? '', /^Casey Holt can pass every Closing, Forecast and Opportunity gate without meeting it, and nothing ends it\.$/);
  });

  test('no deal has entered the stage since its default category was changed, and nobody uses the added value', () => {
    const rows = demo.rows('SELECT OpportunityId, StageName, CreatedDate FROM OpportunityHistory ORDER BY OpportunityId, CreatedDate, Id');
    const entered = rows.filter((row, index) => row['StageName'] === 'Negotiation/Review' && (rows[index - 1]?.['OpportunityId'] !== row['OpportunityId'] || rows[index - 1]?.['StageName'] !== row['StageName']));
    assert.ok(entered.length > 100);
    assert.deepEqual(entered.filter(({ CreatedDate }) => instant(CreatedDate) > Date.parse('2026-05-18T22:00:00Z')), []);
    assert.equal(demo.rows("SELECT Id FROM Opportunity WHERE Handrail_Loss_Reason__c = 'Lost - other'").length, 0);
    assert.equal(demo.rows("SELECT Id FROM Lead WHERE IsConverted = true AND Handrail_Sales_Decision__c = null").length, 6);
  });

  test('twelve writes past the gates on nine deals', () => {
    const writes = demo.rows("SELECT OpportunityId, StageName, ForecastCategory, CreatedDate FROM OpportunityHistory WHERE CreatedBy.Name = 'Casey Holt' AND CreatedDate > 2026-02-10T14:00:00Z");
    assert.deepEqual([writes.length, new Set(writes.map(({ OpportunityId }) => OpportunityId)).size], [12, 9]);
    const last = (stage: string): number => new Set(writes.filter(({ StageName }) => StageName === stage).map(({ OpportunityId }) => OpportunityId)).size;
    assert.deepEqual([last('Closed Won'), last('Closed Lost'), last('Negotiation/Review')], [4, 3, 2]);
  });
});

describe('P25 scan', () => {
  let scan: ScanReport;
  before(async () => {
    scan = await scanRecords(demo.connection, demo.playbook, { asOf: new Date(AS_OF) });
  });

  test('fourteen violations, nine older than the rules, six leads', () => {
    const counts: Readonly<Record<string, number>> = Object.fromEntries([...Map.groupBy(scan.violations, ({ criterion, how }) => `${criterion} ${how}`)].map(([key, found]): [string, number] => [key, found.length]));
    assert.deepEqual(counts, {
      'LEAD-CONV-01 hole': 6, 'OPP-NEED-01 legacy': 2, 'OPP-NEED-01 unknown': 5, 'OPP-PROP-01 bypass': 2, 'OPP-PROP-03 unknown': 3, 'OPP-QUAL-01 legacy': 4, 'OPP-VALU-01 legacy': 3, 'OPP-WON-01 bypass': 4,
    });
    assert.deepEqual(scan.coverage.unread, []);
  });

  test('those without a procurement contact came in after the rule was off; those with a filler after it was cut', () => {
    const since = (criterion: string): (string | undefined)[] => scan.violations.filter((one) => one.criterion === criterion && one.how === 'unknown').map((one) => one.since?.slice(0, 10)).toSorted();
    assert.ok(since('OPP-PROP-03').every((day = '') => day >= '2026-05-04' && day <= '2026-05-15'));
    assert.ok(since('OPP-NEED-01').every((day = '') => day > '2026-04-14'));
  });

  test('four counters that count one person twice', () => {
    const people = Map.groupBy(demo.rows('SELECT OpportunityId, ContactId FROM OpportunityContactRole'), ({ OpportunityId }) => String(OpportunityId));
    const wrong = demo.rows('SELECT Id, Handrail_Contact_Roles__c FROM Opportunity').filter(({ Id, Handrail_Contact_Roles__c: counted }) => new Set((people.get(String(Id)) ?? []).map(({ ContactId }) => ContactId)).size !== Number(counted ?? 0));
    assert.equal(wrong.length, 4);
  });
});

test('the org has been synced: findings, metrics and the run are there for the health components', () => {
  assert.deepEqual(demo.rows('SELECT Status__c FROM Handrail_Sync_Run__c').map(({ Status__c }) => Status__c), ['Done']);
  assert.equal(demo.rows("SELECT Id FROM Handrail_Finding__c WHERE Status__c = 'Open' AND Kind__c != 'records-break-criterion'").length, 6);
  const arr = demo.rows("SELECT Value__c FROM Handrail_Metric__c WHERE Metric__c = 'arr'").map(({ Value__c }) => Value__c);
  assert.ok(arr.includes(6_700_000), JSON.stringify(arr));
});
