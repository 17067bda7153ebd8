import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { criterion as criterionNamed, FRAGMENT, OPPORTUNITY, OPPORTUNITY_CRITERIA, withCriteria } from '../compiler/fixtures/fragment.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Criterion, FieldDefinition, Playbook, PlaybookObject, Experiment } from '../playbook/model.ts';
import { amountOf, criterionTest, judge, readRecords, testsOf, type ObjectRecords, type OrgRecord } from './index.ts';
import { createReader } from './readable.ts';
import { textLiteral } from '../org/soql.ts';
import type { Violation } from './types.ts';

const MOMENT = { now: new Date('2026-06-15T12:00:00Z'), timeZone: 'America/New_York' };
const NOBODY = new Map<string, ReadonlySet<string>>();

function criterion(id: string): Criterion {
  const found = OPPORTUNITY_CRITERIA.find((candidate) => candidate.id === id);
  assert.ok(found);
  return found;
}

function deal(facts: Readonly<Record<string, unknown>>): OrgRecord {
  return { Id: '006000000000001AAA', Name: 'Deal', Owner: { Name: 'Priya' }, Amount: 100, CreatedDate: '2026-02-01T00:00:00.000+0000', LastModifiedDate: '2026-03-01T00:00:00.000+0000', LastStageChangeDate: '2026-02-15T00:00:00.000+0000', LastModifiedById: '005A', ...facts };
}

function violations(of: Criterion, records: readonly OrgRecord[], holders = NOBODY, unread: string[] = []): Violation[] {
  const found: ObjectRecords = { records, tests: [criterionTest(FRAGMENT, of)], unread: [], assumedBlank: [], currency: 'USD' };
  return judge(OPPORTUNITY, found, MOMENT, holders, unread).violations;
}

describe('which records break a criterion at rest', () => {
  const buyer = criterion('OPP-QUAL-01');
  const cases: readonly (readonly [stage: string, buyer: string | null, broken: boolean])[] = [
    ['Prospecting', null, false],
    ['Qualification', null, false],
    ['Needs Analysis', null, true],
    ['Needs Analysis', '003A', false],
    ['Negotiation/Review', null, true],
    ['Closed Won', null, true],
    ['Closed Lost', null, false],
    ['A stage nobody declared', null, false],
  ];
  for (const [StageName, Handrail_Economic_Buyer__c, broken] of cases) {
    test(`exit gate: ${StageName}, buyer ${Handrail_Economic_Buyer__c ?? 'blank'}`, () => {
      assert.equal(violations(buyer, [deal({ StageName, Handrail_Economic_Buyer__c })]).length, broken ? 1 : 0);
    });
  }

  test('a field that is not on the record is blank, and names compare without regard to case', () => {
    assert.equal(violations(buyer, [deal({ StageName: 'Needs Analysis' })]).length, 1);
    assert.equal(violations(buyer, [deal({ StageName: 'Needs Analysis', handrail_economic_buyer__C: '003A' })]).length, 0);
  });

  test('a record that somebody let pass is no violation until its day is over', () => {
    const overrides: FieldDefinition = { ...OPPORTUNITY.fields[0] as FieldDefinition, apiName: 'Handrail_Overrides__c', label: 'Overrides', type: 'Text', automatic: true, existing: false };
    const object: PlaybookObject = { ...OPPORTUNITY, fields: [...OPPORTUNITY.fields, overrides] };
    const playbook: Playbook = { ...FRAGMENT, objects: FRAGMENT.objects.map((each) => (each.apiName === object.apiName ? object : each)) };
    const found = (text: string | null): ObjectRecords => ({
      records: [deal({ StageName: 'Needs Analysis', Handrail_Overrides__c: text })], tests: [criterionTest(playbook, buyer)], unread: [], assumedBlank: [], currency: 'USD',
    });
    const verdict = (text: string | null): readonly [number, string | undefined] => {
      const { violations: broken, overrides: excused } = judge(object, found(text), MOMENT, NOBODY, []);
      return [broken.length, excused[0]?.until];
    };
    assert.deepEqual(verdict(null), [1, undefined]);
    assert.deepEqual(verdict('|OPP-NEED-01:2026-12-31||OPP-QUAL-01:2026-06-15|'), [0, '2026-06-15'], 'its last day counts');
    assert.deepEqual(verdict('|OPP-QUAL-01:2026-06-14|'), [1, undefined]);
    assert.deepEqual(verdict('|OPP-QUAL-011:2026-12-31|'), [1, undefined], 'another code that opens alike');
  });

  test('an arm of an experiment is asked by who owns the record', () => {
    const experiment: Experiment = { subject: { kind: 'criterion', id: buyer.id, label: buyer.label }, cohort: { owners: ['a@example.com'], teams: [], territories: [] }, better: 'higher', wants: 'better', guardrails: [], id: 'X', hypothesis: 'It is as good without.', permission: 'Handrail_Experiment_X', started: '2026-06-01', reads: 'win_rate', leastPerArm: 30, stop: { on: '2026-09-01', harm: 5 }, position: buyer.position };
    const broken = (holder: boolean, OwnerId: string): number => {
      const found: ObjectRecords = { records: [deal({ StageName: 'Needs Analysis', OwnerId })], tests: [criterionTest(FRAGMENT, { ...buyer, arm: { experiment, holder } })], unread: [], assumedBlank: [], currency: 'USD' };
      return judge(OPPORTUNITY, found, MOMENT, NOBODY, [], new Map([['Handrail_Experiment_X', new Set(['005A'])]])).violations.length;
    };
    assert.deepEqual([broken(true, '005A'), broken(true, '005B'), broken(false, '005A'), broken(false, '005B')], [1, 0, 0, 1]);
  });

  test('the population is respected', () => {
    const contacts = criterion('OPP-NEED-02');
    const at = (motion: string | null): OrgRecord => deal({ StageName: 'Value Proposition', Handrail_Motion__c: motion, Handrail_Contact_Roles__c: 1 });
    assert.deepEqual([null, 'New Logo', 'Expansion', 'Renewal'].map((motion) => violations(contacts, [at(motion)]).length), [1, 1, 0, 0]);
  });

  test('the entered value is the gate of an enter criterion', () => {
    const reason = criterion('OPP-LOST-01');
    assert.equal(violations(reason, [deal({ StageName: 'Closed Lost', Handrail_Loss_Reason__c: null })]).length, 1);
    assert.equal(violations(reason, [deal({ StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Price' })]).length, 0);
    assert.equal(violations(reason, [deal({ StageName: 'Closed Won', Handrail_Loss_Reason__c: null })]).length, 0);
  });

  test('what is asked at every change has to hold while the deal is open, and only where it applies', () => {
    const commit = criterion('OPP-FCST-01');
    const of = (StageName: string, ForecastCategoryName: string): number => violations(commit, [deal({ StageName, ForecastCategoryName, CloseDate: '2026-06-14' })]).length;
    assert.deepEqual([of('Prospecting', 'Commit'), of('Prospecting', 'Pipeline'), of('Closed Won', 'Commit')], [1, 0, 0]);
  });

  test('a criterion about the running user cannot be judged at rest, and is named', () => {
    const unread: string[] = [];
    const about = criterionNamed('OPP-USER-01', { satisfiedWhen: 'ISBLANK($User.Title)' });
    assert.deepEqual(testsOf(withCriteria(about), [about], unread), []);
    assert.match(unread[0] ?? '', /^OPP-USER-01: it asks about \$User\.Title/);
  });

  test('a formula that fails for a record is no verdict', () => {
    const unread: string[] = [];
    const ratio = criterionNamed('OPP-RATE-01', { satisfiedWhen: 'Handrail_ARR__c / Amount > 0.5' });
    assert.deepEqual(violations(ratio, [deal({ StageName: 'Needs Analysis', Amount: 0, Handrail_ARR__c: 5 })], NOBODY, unread), []);
    assert.match(unread[0] ?? '', /^OPP-RATE-01: some records cannot be judged/);
  });
});

describe('how it came about', () => {
  const how = (facts: Readonly<Record<string, unknown>>, holders = NOBODY): string | undefined => violations(criterion('OPP-QUAL-01'), [deal({ StageName: 'Needs Analysis', ...facts })], holders)[0]?.how;

  test('entered before the criterion took effect, by the day of the business', () => {
    assert.equal(how({ LastStageChangeDate: '2025-12-31T20:00:00.000+0000' }), 'legacy');
    // 03:00 UTC on New Year's Day is still the old year in New York.
    assert.equal(how({ LastStageChangeDate: '2026-01-01T03:00:00.000+0000' }), 'legacy');
    assert.equal(how({ LastStageChangeDate: '2026-01-01T06:00:00.000+0000' }), 'unknown');
  });

  test("Handrail's own stamp outranks the platform's; a deal that never moved entered when it was created", () => {
    assert.equal(how({ Handrail_Stage_Entered_At__c: '2025-06-01T00:00:00.000+0000' }), 'legacy');
    assert.equal(how({ LastStageChangeDate: null, CreatedDate: '2025-06-01T00:00:00.000+0000' }), 'legacy');
  });

  test('last saved by a holder of this family’s bypass', () => {
    assert.equal(how({}, new Map([['Opportunity', new Set(['005A'])]])), 'bypass');
    assert.equal(how({}, new Map([['Forecast', new Set(['005A'])], ['Opportunity', new Set(['005B'])]])), 'unknown');
  });

  test('the record is described', () => {
    assert.deepEqual(violations(criterion('OPP-QUAL-01'), [deal({ StageName: 'Needs Analysis' })]), [
      { criterion: 'OPP-QUAL-01', object: 'Opportunity', recordId: '006000000000001AAA', name: 'Deal', owner: 'Priya', stage: 'Needs Analysis', amount: 100, since: '2026-02-15T00:00:00.000+0000', how: 'unknown' },
    ]);
  });
});

describe('reading', () => {
  /** Answers describe with these fields, and remembers the query. */
  function orgWith(fields: readonly string[], records: readonly OrgRecord[] = []): { connection: OrgConnection; queries: string[] } {
    const queries: string[] = [];
    const answer = {
      apiVersion: '67.0',
      username: 'sync@example.com',
      json: async () => ({ fields: fields.map((name) => ({ name, relationshipName: null, referenceTo: [] })) }),
      query: async (soql: string) => {
        queries.push(soql);
        return records;
      },
    };
    return { connection: answer as unknown as OrgConnection, queries };
  }
  async function readWith(fields: readonly string[], ids: readonly string[], options: Parameters<typeof readRecords>[4], records: readonly OrgRecord[] = []): Promise<{ found: ObjectRecords; soql: string | undefined }> {
    const { connection, queries } = orgWith(fields, records);
    const readable = await createReader(connection)('Opportunity');
    assert.ok(readable);
    return { found: await readRecords(connection, OPPORTUNITY, ids.map((id) => criterionTest(FRAGMENT, criterion(id))), readable, options), soql: queries[0] };
  }

  test('asks for exactly the fields that are read, of open records and those closed since', async () => {
    const { found, soql } = await readWith(['Id', 'StageName', 'Handrail_Economic_Buyer__c', 'Handrail_Pain__c', 'LastStageChangeDate'], ['OPP-QUAL-01'], { closed: true, currency: 'USD' });
    assert.deepEqual(found.unread, []);
    assert.equal(
      soql,
      "SELECT Id, Handrail_Economic_Buyer__c, StageName, LastStageChangeDate FROM Opportunity WHERE StageName NOT IN ('Closed Lost', 'Closed Won') OR LastStageChangeDate >= 2026-01-01T00:00:00Z OR (LastStageChangeDate = null AND CreatedDate >= 2026-01-01T00:00:00Z)",
    );
  });

  test('a hidden field takes its criterion out, says so, and leaves the others', async () => {
    const { found, soql } = await readWith(['Id', 'StageName', 'Handrail_Economic_Buyer__c'], ['OPP-QUAL-01', 'OPP-LOST-01'], { closed: false, currency: 'USD' });
    assert.deepEqual(found.tests.map((one) => one.criterion.id), ['OPP-QUAL-01']);
    assert.match(found.unread[0] ?? '', /^OPP-LOST-01: Opportunity has no Handrail_Motion__c, Handrail_Loss_Reason__c, or hides it from sync@example\.com; not judged$/);
    assert.doesNotMatch(soql ?? '', /Loss_Reason/);
  });

  test('a field known to be missing stands blank', async () => {
    const { found } = await readWith(['Id', 'StageName'], ['OPP-QUAL-01'], { closed: false, currency: 'USD', missing: new Set(['Opportunity.Handrail_Economic_Buyer__c']) });
    assert.deepEqual([found.assumedBlank, found.unread, found.tests.length], [['Opportunity.Handrail_Economic_Buyer__c'], [], 1]);
  });

  test('amounts in another currency have no part in a sum, and are counted', async () => {
    const fields = ['Id', 'StageName', 'Amount', 'CurrencyIsoCode', 'Handrail_Economic_Buyer__c'];
    const { found } = await readWith(fields, ['OPP-QUAL-01'], { closed: false, currency: 'USD' }, [deal({ CurrencyIsoCode: 'USD' }), deal({ CurrencyIsoCode: 'JPY', Amount: 1_000_000 })]);
    assert.deepEqual(found.records.map((record) => amountOf(record, found.currency)), [100, null]);
    assert.match(found.unread[0] ?? '', /^Opportunity\.Amount: 1 amounts in other currencies than USD/);
  });

  test('text in a query stays text', () => {
    assert.equal(textLiteral("O'Brien \\ \"x\"\n"), String.raw`'O\'Brien \\ \"x\"\n'`);
  });
});
