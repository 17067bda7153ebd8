import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';
import { deployDeals } from './testing/dealPackage.ts';

let client: TestOrg;
let account: string;
const deals: string[] = [];
before(async () => {
  client = await startTestOrg({ clock: { now: () => new Date('2026-11-10T15:00:00Z') } });
  deployDeals(client.org);
  account = await client.create('Account', { Name: 'Aldermoor Logistics' });
  await client.create('Account', { Name: '100% Logistics' });
  for (const [Score__c, Region__c] of [[60, 'North'], [80, 'South'], [20, 'North']] as const) {
    deals.push(await client.create('Deal__c', { Score__c, Region__c, Account__c: account }));
  }
});
after(() => client.org.close());

interface UiRecord {
  readonly id: string;
  readonly fields: Readonly<Record<string, { readonly displayValue: string | null; readonly value: unknown }>>;
}
interface RecordPage {
  readonly count: number;
  readonly nextPageToken: string | null;
  readonly records: readonly UiRecord[];
}

async function get<T>(path: string): Promise<T> {
  const { status, json, text } = await client.call('GET', `/ui-api${path}`);
  assert.equal(status, 200, text);
  return json as T;
}
const status = async (path: string): Promise<number> => (await client.call('GET', `/ui-api${path}`)).status;
const scores = ({ records }: RecordPage): unknown[] => records.map(({ fields }) => fields['Score__c']?.value);

describe('layouts', () => {
  interface Layout {
    readonly mode: string;
    readonly sections: readonly { readonly heading: string | null; readonly columns: number; readonly layoutRows: readonly { readonly layoutItems: readonly { readonly required: boolean; readonly editableForUpdate: boolean; readonly layoutComponents: readonly { readonly apiName: string | null }[] }[] }[] }[];
  }
  const rows = ({ sections }: Layout): unknown[] => sections.flatMap(({ layoutRows }) => layoutRows.map(({ layoutItems }) => layoutItems.map(({ layoutComponents }) => layoutComponents[0]?.apiName)));

  test('the deployed one, column by column', async () => {
    const layout = await get<Layout>('/layout/Deal__c?mode=Edit');
    assert.deepEqual([layout.mode, layout.sections[0]?.heading, rows(layout)], ['Edit', 'Facts', [['Name', 'Account__c'], ['Score__c', null]]]);
    const [[name], [score]] = [layout.sections[0]?.layoutRows[0]?.layoutItems ?? [], layout.sections[0]?.layoutRows[1]?.layoutItems ?? []];
    assert.deepEqual([name?.editableForUpdate, score?.editableForUpdate, score?.required], [false, true, true]);
  });

  test('the assigned compact one', async () => {
    assert.deepEqual(rows(await get<Layout>('/layout/Deal__c?layoutType=Compact')), [['Name'], ['Score__c']]);
  });

  test('without one, all fields', async () => {
    const layout = await get<Layout>('/layout/Opportunity');
    assert.ok(rows(layout).flat().includes('StageName'));
    assert.equal(await status('/layout/Opportunity?layoutType=Wide'), 400);
    assert.equal(await status('/layout/Profile'), 404);
  });

  test('a record page has layout, object info and record', async () => {
    const ui = await get<{ layouts: Record<string, Record<string, Record<string, Record<string, Layout>>>>; objectInfos: Record<string, unknown>; records: Record<string, UiRecord> }>(`/record-ui/${deals[0] ?? ''},${account}?layoutTypes=Full,Compact&modes=View,Edit`);
    assert.deepEqual(Object.keys(ui.layouts).toSorted(), ['Account', 'Deal__c']);
    assert.deepEqual(Object.keys(ui.layouts['Deal__c']?.['012000000000000AAA']?.['Compact'] ?? {}), ['View', 'Edit']);
    assert.deepEqual([ui.records[account]?.fields['Name']?.value, 'Deal__c' in ui.objectInfos], ['Aldermoor Logistics', true]);
  });
});

describe('picklists', () => {
  const picklist = (recordType: string, field: string): Promise<{ controllerValues: unknown; defaultValue: { value: string } | null; values: { value: string; label: string; validFor: number[] }[] }> => get(`/object-info/Deal__c/picklist-values/${recordType}/${field}`);

  test('a dependent one tells under which values each may be chosen', async () => {
    const { controllerValues, values } = await picklist('012000000000000AAA', 'City__c');
    assert.deepEqual(controllerValues, { North: 0, South: 1 });
    assert.deepEqual(values.map(({ value, validFor }) => [value, validFor]), [['Oslo', [0]], ['Rome', [1]], ['Both', [0, 1]]]);
  });

  test('a record type has its own values and default', async () => {
    const { recordTypeInfos, dependentFields } = await get<{ recordTypeInfos: Record<string, { master: boolean }>; dependentFields: unknown }>('/object-info/Deal__c');
    const own = Object.keys(recordTypeInfos).find((id) => recordTypeInfos[id]?.master === false) ?? '';
    const { defaultValue, values } = await picklist(own, 'Region__c');
    assert.deepEqual([defaultValue?.value, values.map(({ value }) => value)], ['South', ['South']]);
    assert.deepEqual(dependentFields, { Region__c: { City__c: {} } });
  });

  test('no picklist, no values', async () => {
    assert.equal(await status('/object-info/Deal__c/picklist-values/012000000000000AAA/Score__c'), 404);
  });
});

describe('related lists', () => {
  test('those of the layout, with its columns and order', async () => {
    const { relatedLists } = await get<{ relatedLists: { relatedListId: string }[] }>('/related-list-info/Account');
    assert.deepEqual(relatedLists.map(({ relatedListId }) => relatedListId), ['Deals__r', 'Contacts']);
    const info = await get<{ displayColumns: { fieldApiName: string }[]; orderedByInfo: { fieldApiName: string; isAscending: boolean }[] }>('/related-list-info/Account/Deals__r');
    assert.deepEqual([info.displayColumns.map(({ fieldApiName }) => fieldApiName), info.orderedByInfo[0]?.isAscending], [['Name', 'Score__c'], false]);
    assert.deepEqual(scores(await get<RecordPage>(`/related-list-records/${account}/Deals__r`)), [80, 60, 20]);
  });

  test('fields, order and page of the request', async () => {
    const first = await get<RecordPage>(`/related-list-records/${account}/Deals__r?fields=Deal__c.Score__c&sortBy=Score__c&pageSize=2`);
    assert.deepEqual([scores(first), first.nextPageToken], [[20, 60], '2']);
    assert.deepEqual(scores(await get<RecordPage>(`/related-list-records/${account}/Deals__r?fields=Deal__c.Score__c&sortBy=Score__c&pageSize=2&pageToken=2`)), [80]);
    const posted = await client.call('POST', `/ui-api/related-list-records/${account}/Deals__r`, { fields: ['Deal__c.Score__c'], sortBy: ['-Score__c'], pageSize: 1 });
    assert.deepEqual(scores(posted.json as RecordPage), [80]);
  });

  test('a filter as GraphQL writes it, in the address and in the body', async () => {
    const where = '{ or: [{ Score__c: { gt: 70 } }, { Region__c: { eq: "North" }, Score__c: { lt: 30 } }] }';
    const list = `/related-list-records/${account}/Deals__r`;
    assert.deepEqual(scores(await get<RecordPage>(`${list}?fields=Deal__c.Score__c&sortBy=Score__c&where=${encodeURIComponent(where)}`)), [20, 80]);
    const posted = await client.call('POST', `/ui-api${list}`, { fields: ['Deal__c.Score__c'], sortBy: ['Score__c'], pageSize: 1, where });
    const page = posted.json as RecordPage & { nextPageUrl: string };
    assert.deepEqual(scores(page), [20]);
    // The address of the next page keeps the filter.
    assert.deepEqual(scores(await get<RecordPage>(page.nextPageUrl.slice(page.nextPageUrl.indexOf('/ui-api') + '/ui-api'.length))), [80]);
    for (const wrong of ['{ Score__c: { gt: "high" } }', '{ Nothing__c: { eq: 1 } }', '{ Score__c:', '[]', 'x', '{'.repeat(1_900), '['.repeat(1_900), '{ Score__c: { gt: $least } }']) {
      assert.equal(await status(`${list}?where=${encodeURIComponent(wrong)}`), 400, wrong);
    }
  });

  test('several lists at once, each with parameters of its own', async () => {
    const { status: code, json } = await client.call('POST', `/ui-api/related-list-records/batch/${account}`, {
      relatedListParameters: [
        { relatedListId: 'Deals__r', fields: ['Deal__c.Score__c'], sortBy: ['-Score__c'], where: '{ Region__c: { eq: "North" } }' },
        { relatedListId: 'Contacts', fields: ['Contact.Name'] },
        { relatedListId: 'Nothing__r' },
        { fields: ['Contact.Name'] },
      ],
    });
    const { results } = json as { results: { statusCode: number; result: RecordPage }[] };
    assert.deepEqual([code, results.map(({ statusCode }) => statusCode)], [200, [200, 200, 404, 404]]);
    assert.deepEqual([scores(results[0]?.result ?? assert.fail()), results[1]?.result.count], [[60, 20], 0]);
    assert.equal((await client.call('POST', `/ui-api/related-list-records/batch/${account}`, {})).status, 400);
  });

  test('counts, up to a bound', async () => {
    assert.deepEqual((await get<{ count: number; hasMore: boolean }>(`/related-list-count/${account}/Deals__r?maxCount=2`)), { ...(await get<object>(`/related-list-count/${account}/Deals__r?maxCount=2`)), count: 2, hasMore: true });
    const { results } = await get<{ results: { statusCode: number }[] }>(`/related-list-count/batch/${account}/Deals__r,Nothing__r`);
    assert.deepEqual(results.map(({ statusCode }) => statusCode), [200, 404]);
  });

  test('bad requests', async () => {
    assert.equal(await status(`/related-list-records/${account}/Deals__r?fields=Deal__c.Nothing__c`), 400);
    assert.equal(await status(`/related-list-records/${account}/Deals__r?sortBy=Nothing__c`), 400);
    assert.equal(await status(`/related-list-records/${account}/Deals__r?pageSize=-1`), 400);
    assert.equal(await status(`/related-list-records/001000000009999AAA/Deals__r`), 404);
  });
});

describe('list views', () => {
  test('all of an object, also those of a new org', async () => {
    const { lists } = await get<{ lists: { apiName: string }[] }>('/list-ui/Deal__c');
    assert.deepEqual(lists.map(({ apiName }) => apiName), ['All', 'Good']);
    assert.equal((await get<{ lists: { apiName: string }[] }>('/list-ui/Opportunity?q=all')).lists[0]?.apiName, 'AllOpportunities');
  });

  test('filters with their logic, columns, scope', async () => {
    const { info, records } = await get<{ info: { displayColumns: { fieldApiName: string }[]; listReference: { id: string } }; records: RecordPage }>('/list-ui/Deal__c/Good');
    assert.deepEqual(info.displayColumns.map(({ fieldApiName }) => fieldApiName), ['Name', 'Score__c', 'Account__c']);
    assert.deepEqual(scores(records), [60, 80]);
    assert.deepEqual(scores((await get<{ records: RecordPage }>(`/list-ui/${info.listReference.id}`)).records), [60, 80]);
    const other = await client.call('GET', '/ui-api/list-records/Account/AllAccounts?sortBy=-Name', undefined, { as: 'rep@handrail.local' });
    assert.deepEqual((other.json as RecordPage).records.map(({ fields }) => fields['Name']?.value), ['Aldermoor Logistics', '100% Logistics']);
  });

  test('an unknown list is not found', async () => {
    assert.equal(await status('/list-ui/Deal__c/Nothing'), 404);
    assert.equal(await status('/list-records/Deal__c/All?fields=Nothing__c'), 400);
  });
});

describe('lookups', () => {
  const names = async (query: string): Promise<unknown[]> => (await get<RecordPage>(`/lookups/Deal__c/Account__c/Account?${query}`)).records.map(({ fields }) => fields['Name']?.value);

  test('words that begin with the text while typing, the text anywhere in a search', async () => {
    assert.deepEqual(await names('searchType=TypeAhead&q=logi'), ['100% Logistics', 'Aldermoor Logistics']);
    assert.deepEqual(await names('searchType=TypeAhead&q=ermoor'), []);
    assert.deepEqual(await names('searchType=Search&q=ermoor'), ['Aldermoor Logistics']);
  });

  test('signs of patterns are text', async () => {
    assert.deepEqual(await names(`searchType=Search&q=${encodeURIComponent('0%')}`), ['100% Logistics']);
    assert.deepEqual(await names(`searchType=Search&q=${encodeURIComponent("' OR Name != '")}`), []);
  });

  test('records used last, the latest first', async () => {
    assert.deepEqual(await names('searchType=Recent'), []);
    await get(`/records/${account}?fields=Account.Name&updateMru=true`);
    assert.deepEqual(await names('searchType=Recent'), ['Aldermoor Logistics']);
    assert.equal((await get<RecordPage>('/mru-list-records/Account')).records[0]?.id, account);
  });

  test('bad requests', async () => {
    assert.equal(await status('/lookups/Deal__c/Score__c/Account?q=ab'), 404);
    assert.equal(await status('/lookups/Deal__c/Account__c/Contact?q=ab'), 404);
    assert.equal(await status('/lookups/Deal__c/Account__c/Account?searchType=Search&q=a'), 400);
  });
});

test('what a user may not see is not there', async () => {
  const as = { as: 'rep@handrail.local' };
  // The permission set that shows the object is the administrator's.
  assert.equal((await client.call('GET', '/ui-api/object-info/Deal__c', undefined, as)).status, 400);
  const { relatedLists } = (await client.call('GET', '/ui-api/related-list-info/Account', undefined, as)).json as { relatedLists: { relatedListId: string }[] };
  assert.deepEqual(relatedLists.map(({ relatedListId }) => relatedListId), ['Contacts']);
});
