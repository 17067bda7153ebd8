/** Reports over the API: filters, groups and sums worked out by hand, and what is refused by name. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from '../../metadata/testing/org.ts';

interface Ran {
  readonly factMap: Readonly<Record<string, { readonly aggregates: readonly { readonly value: unknown }[]; readonly rows?: readonly { readonly dataCells: readonly { readonly label: string; readonly value: unknown }[] }[] }>>;
  readonly groupingsDown: { readonly groupings: readonly Grouped[] };
}
interface Grouped {
  readonly key: string;
  readonly label: string;
  readonly groupings: readonly Grouped[];
}

const FIELDS = ['Name', 'StageName', 'Amount', 'CloseDate', 'OwnerId', 'IsPrivate', 'CreatedDate', 'NextStep'];
const TYPE = file('ReportType', `<baseObject>Opportunity</baseObject><category>opportunities</category><deployed>true</deployed><label>Deals</label><sections>${FIELDS.map((field) => `<columns><checkedByDefault>true</checkedByDefault><field>${field}</field><table>Opportunity</table></columns>`).join('')}<masterLabel>Deals</masterLabel></sections>`);
const column = (field: string, ...aggregates: readonly string[]): string => `<columns>${aggregates.map((how) => `<aggregateTypes>${how}</aggregateTypes>`).join('')}<field>Opportunity$${field}</field></columns>`;
const group = (field: string, granularity = 'Day', order = 'Asc'): string => `<groupingsDown><dateGranularity>${granularity}</dateGranularity><field>Opportunity$${field}</field><sortOrder>${order}</sortOrder></groupingsDown>`;
const item = (field: string, operator: string, value: string): string => `<criteriaItems><column>Opportunity$${field}</column><columnToColumn>false</columnToColumn><isUnlocked>true</isUnlocked><operator>${operator}</operator><value>${value}</value></criteriaItems>`;
/** In the order of the schema: columns, filter, format, groups, the rest. */
const report = (columns: string, filter: string, groups = '', rest = ''): string => file('Report', `${columns}${filter === '' ? '' : `<filter>${filter}</filter>`}<format>${groups === '' ? 'Tabular' : 'Summary'}</format>${groups}<name>A report</name><reportType>Deals__c</reportType><scope>organization</scope><showDetails>true</showDetails>${rest}`);

let org: TestOrg;
let count = 0;
before(async () => {
  org = await startTestOrg();
  deploy({ 'reportTypes/Deals.reportType': TYPE, 'reports/Own-meta.xml': file('ReportFolder', '<name>Own</name>') }, { ReportType: ['Deals'], Report: ['Own'] });
  const deal = (Name: string, StageName: string, Amount: number | null, CloseDate: string, more: object = {}): Record<string, unknown> => ({ Name, StageName, Amount, CloseDate, ...more });
  for (const each of [
    deal('Alpha', 'Prospecting', 100, '2026-01-31'), deal('Beta', 'Closed Won', 250.5, '2026-02-01'), deal('Gamma, 100 %', 'Prospecting', null, '2026-04-01', { NextStep: 'Call' }), deal('Delta', 'Closed Won', 49.5, '2025-12-31'),
  ]) await org.create('Opportunity', each);
});
after(() => org.org.close());

function deploy(files: Readonly<Record<string, string>>, types: Readonly<Record<string, readonly string[]>>): void {
  const result = org.org.metadata.deploy(org.org.session('admin@handrail.local'), zipOf({ ...files, 'package.xml': manifest(types) }), DEPLOY);
  assert.deepEqual(problemsOf(result), []);
}

/** Deploys a report and runs it. */
async function answer(xml: string, query = '?includeDetails=true', method = 'GET', body?: unknown): Promise<{ readonly status: number; readonly json: unknown; readonly text: string }> {
  const name = `R${++count}`;
  deploy({ [`reports/Own/${name}.report`]: xml }, { Report: [`Own/${name}`] });
  const { json } = await org.call('GET', `/query?q=${encodeURIComponent(`SELECT Id FROM Report WHERE DeveloperName = '${name}'`)}`);
  const id = (json as { records: { Id: string }[] }).records[0]?.Id ?? '';
  return org.call(method, `/analytics/reports/${id}${query}`, body);
}

async function run(xml: string, query?: string): Promise<Ran> {
  const { status, json, text } = await answer(xml, query);
  assert.equal(status, 200, text);
  return json as Ran;
}

const namesIn = ({ factMap }: Ran, key = 'T'): string[] => (factMap[`${key}!T`]?.rows ?? []).map(({ dataCells: [first] }) => first?.label ?? '').toSorted();

describe('filters', () => {
  const NAME = column('Name');
  const cases: readonly (readonly [filter: string, names: readonly string[]])[] = [
    [item('StageName', 'equals', 'Closed Won'), ['Beta', 'Delta']],
    [item('Name', 'equals', 'Alpha,Delta'), ['Alpha', 'Delta']],
    [item('StageName', 'notEqual', 'Closed Won'), ['Alpha', 'Gamma, 100 %']],
    [item('Amount', 'equals', ''), ['Gamma, 100 %']],
    [item('Amount', 'notEqual', ''), ['Alpha', 'Beta', 'Delta']],
    [item('NextStep', 'notEqual', 'Call'), ['Alpha', 'Beta', 'Delta']],
    [item('Amount', 'greaterOrEqual', '100'), ['Alpha', 'Beta']],
    [item('Amount', 'lessThan', '100'), ['Delta']],
    [item('Name', 'contains', '100 %'), ['Gamma, 100 %']],
    [item('Name', 'startsWith', 'a'), ['Alpha']],
    [item('Name', 'notContain', 'a'), []],
    [item('CloseDate', 'lessOrEqual', '2026-01-31'), ['Alpha', 'Delta']],
    [item('IsPrivate', 'equals', 'True'), []],
    [item('CreatedDate', 'equals', 'TODAY'), ['Alpha', 'Beta', 'Delta', 'Gamma, 100 %']],
    [`<booleanFilter>(1 OR 2) AND 3</booleanFilter>${item('Name', 'equals', 'Alpha')}${item('Name', 'equals', 'Beta')}${item('Amount', 'greaterThan', '200')}`, ['Beta']],
    [item('Name', 'equals', "x' OR Name != '"), []],
  ];
  for (const [filter, names] of cases) {
    test(filter.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim(), async () => {
      assert.deepEqual(namesIn(await run(report(NAME, filter))), names);
    });
  }

  test('days from one to another, both among them', async () => {
    const ran = await run(report(NAME, '', '', '<timeFrameFilter><dateColumn>Opportunity$CloseDate</dateColumn><endDate>2026-02-01</endDate><interval>INTERVAL_CUSTOM</interval><startDate>2026-01-31</startDate></timeFrameFilter>'));
    assert.deepEqual(namesIn(ran), ['Alpha', 'Beta']);
  });
});

describe('groups and sums', () => {
  test('by stage in the order of the picklist, then by quarter, each with its sums', async () => {
    const ran = await run(report(column('Name') + column('Amount', 'Sum', 'Average', 'Maximum', 'Minimum'), '', group('StageName') + group('CloseDate', 'Quarter', 'Desc')));
    const labels = ran.groupingsDown.groupings.map(({ label, groupings }) => [label, groupings.map((inner) => inner.label)]);
    assert.deepEqual(labels, [['Prospecting', ['2026-Q2', '2026-Q1']], ['Closed Won', ['2026-Q1', '2025-Q4']]]);
    const values = (key: string): unknown[] => (ran.factMap[`${key}!T`]?.aggregates ?? []).map(({ value }) => value);
    assert.deepEqual([values('T'), values('0'), values('1'), values('0_0')], [[400, 400 / 3, 250.5, 49.5, 4], [100, 100, 100, 100, 2], [300, 150, 250.5, 49.5, 2], [0, null, null, null, 1]]);
    assert.deepEqual([namesIn(ran, '1_1'), ran.factMap['1!T']?.rows], [['Delta'], undefined]);
  });

  test('without details there are no rows; a lookup is called by its name', async () => {
    const ran = await run(report(column('Name'), '', group('OwnerId')), '');
    assert.match(ran.groupingsDown.groupings[0]?.label ?? '', /^[A-Z]\w+ [A-Z]/);
    assert.ok(Object.values(ran.factMap).every(({ rows }) => rows === undefined));
  });

  test('sorted, and no more than asked for', async () => {
    const { factMap } = await run(report(column('Name') + column('Amount'), '', '', '<rowLimit>2</rowLimit><sortColumn>Opportunity$Amount</sortColumn><sortOrder>Desc</sortOrder>'));
    assert.deepEqual(factMap['T!T']?.rows?.map(({ dataCells }) => dataCells.map(({ label }) => label)), [['Beta', '$250.50'], ['Alpha', '$100.00']]);
  });
});

describe('refused', () => {
  const NAME = column('Name');
  const cases: readonly (readonly [name: string, xml: string, says: RegExp])[] = [
    ['a standard report type', report(NAME, '').replace('Deals__c', 'Opportunity'), /reports of type Opportunity/],
    ['a column that the report type does not offer', report(column('Probability'), ''), /report column Opportunity\$Probability/],
    ['a time frame by name', report(NAME, '', '', '<timeFrameFilter><dateColumn>Opportunity$CloseDate</dateColumn><interval>INTERVAL_CURFY</interval></timeFrameFilter>'), /time frame INTERVAL_CURFY/],
    ['a comparison with text', report(NAME, item('Amount', 'greaterThan', 'much')), /much is no number/],
    ['a filter that is not there', report(NAME, `<booleanFilter>1 AND 2</booleanFilter>${item('Name', 'equals', 'A')}`), /names filter 2, and there are 1/],
    ['the records of one user', report(NAME, '').replace('organization', 'user'), /reports of scope user/],
  ];
  for (const [name, xml, says] of cases) {
    test(name, async () => {
      const { status, text } = await answer(xml);
      assert.ok(status === 501 || status === 400, text);
      assert.match(text, says);
    });
  }

  test('other metadata than its own, a report that is not there, dashboards', async () => {
    assert.equal((await answer(report(NAME, ''), '', 'POST', { reportMetadata: { detailColumns: [] } })).status, 501);
    assert.equal((await org.call('GET', '/analytics/reports/00O000000000001AAA')).status, 404);
    assert.equal((await org.call('GET', '/analytics/dashboards')).status, 501);
  });
});
