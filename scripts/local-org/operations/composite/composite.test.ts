import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

interface Answer {
  readonly referenceId: string;
  readonly httpStatusCode: number;
  readonly body: unknown;
}
interface Saved {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string; readonly fields: readonly string[] }[];
}

const BASE = '/services/data/v67.0';
const account = (referenceId: string, Name?: string) => ({ method: 'POST', url: `${BASE}/sobjects/Account`, referenceId, body: { ...(Name === undefined ? {} : { Name }) } });
const composite = async (compositeRequest: unknown, allOrNone = false): Promise<readonly Answer[]> =>
  ((await client.call('POST', '/composite', { allOrNone, compositeRequest })).json as { compositeResponse: Answer[] }).compositeResponse;
const countOf = async (name: string): Promise<number> => (await client.query(`SELECT Id FROM Account WHERE Name = '${name}'`)).length;

describe('composite', () => {
  test('passes values from one answer to the next request', async () => {
    const answers = await composite([
      account('acc', 'Composite A'),
      { method: 'POST', url: `${BASE}/sobjects/Contact`, referenceId: 'con', body: { LastName: 'C', AccountId: '@{acc.id}' } },
      { method: 'GET', url: `${BASE}/sobjects/Account/@{acc.id}?fields=Name`, referenceId: 'read' },
      { method: 'GET', url: `${BASE}/query?q=SELECT+Name+FROM+Contact+WHERE+AccountId='@{acc.id}'`, referenceId: 'found' },
    ]);
    assert.deepEqual(answers.map((answer) => [answer.referenceId, answer.httpStatusCode]), [['acc', 201], ['con', 201], ['read', 200], ['found', 200]]);
    assert.equal((answers[2]?.body as { Name: string }).Name, 'Composite A');
    assert.equal((answers[3]?.body as { totalSize: number }).totalSize, 1);
  });

  test('without allOrNone only what depends on a failure fails', async () => {
    const answers = await composite([
      account('bad'),
      { method: 'GET', url: `${BASE}/sobjects/Account/@{bad.id}`, referenceId: 'dependent' },
      account('good', 'Composite B'),
    ]);
    assert.deepEqual(answers.map((answer) => answer.httpStatusCode), [400, 400, 201]);
    assert.equal((answers[1]?.body as [{ errorCode: string }])[0].errorCode, 'PROCESSING_HALTED');
    assert.equal(await countOf('Composite B'), 1);
  });

  test('with allOrNone one failure undoes everything', async () => {
    const answers = await composite([account('one', 'Composite C'), account('two'), account('three', 'Composite C')], true);
    assert.deepEqual(answers.map((answer) => (answer.body as [{ errorCode: string }])[0].errorCode), ['PROCESSING_HALTED', 'REQUIRED_FIELD_MISSING', 'PROCESSING_HALTED']);
    assert.equal(await countOf('Composite C'), 0);
  });

  test('has limits and wants names', async () => {
    const refused = async (compositeRequest: unknown): Promise<number> => (await client.call('POST', '/composite', { compositeRequest })).status;
    assert.equal(await refused(Array.from({ length: 26 }, (_, index) => account(`r${index}`, 'x'))), 400);
    assert.equal(await refused([account('same', 'x'), account('same', 'x')]), 400);
    assert.equal(await refused([account('not a name', 'x')]), 400);
    assert.equal(await refused('x'), 400);
    const [inner] = await composite([{ method: 'POST', url: `${BASE}/composite`, referenceId: 'inner', body: {} }]);
    assert.equal(inner?.httpStatusCode, 404);
  });

  test('batch runs independent requests and can halt', async () => {
    const batchRequests = [
      { method: 'POST', url: 'v67.0/sobjects/Account', richInput: {} },
      { method: 'GET', url: 'v67.0/limits' },
    ];
    const { json } = await client.call('POST', '/composite/batch', { batchRequests });
    const { hasErrors, results } = json as { hasErrors: boolean; results: { statusCode: number }[] };
    assert.deepEqual([hasErrors, results.map((result) => result.statusCode)], [true, [400, 200]]);
    const halted = (await client.call('POST', '/composite/batch', { haltOnError: true, batchRequests })).json as { results: { statusCode: number }[] };
    assert.deepEqual(halted.results.map((result) => result.statusCode), [400, 412]);
  });
});

describe('graph', () => {
  interface GraphAnswer {
    readonly graphId: string;
    readonly isSuccessful: boolean;
    readonly graphResponse: { readonly compositeResponse: readonly Answer[] };
  }
  const contact = (referenceId: string, body: Record<string, unknown>) => ({ method: 'POST', url: `${BASE}/sobjects/Contact`, referenceId, body });
  const send = (graphs: unknown) => client.call('POST', '/composite/graph', { graphs });

  test('each graph stands or falls for itself', async () => {
    const { status, json } = await send([
      { graphId: 'good', compositeRequest: [account('a', 'Graph good'), contact('c', { LastName: 'G', AccountId: '@{a.id}' })] },
      { graphId: 'bad', compositeRequest: [account('a', 'Graph bad'), contact('c', { AccountId: '@{a.id}' }), account('later', 'Graph bad')] },
    ]);
    assert.equal(status, 200);
    const { graphs } = json as { graphs: GraphAnswer[] };
    assert.deepEqual(graphs.map((graph) => [graph.graphId, graph.isSuccessful]), [['good', true], ['bad', false]]);
    assert.deepEqual(graphs[0]?.graphResponse.compositeResponse.map((answer) => answer.httpStatusCode), [201, 201]);
    assert.deepEqual(graphs[1]?.graphResponse.compositeResponse.map((answer) => (answer.body as [{ errorCode: string }])[0].errorCode), ['PROCESSING_HALTED', 'REQUIRED_FIELD_MISSING', 'PROCESSING_HALTED']);
    assert.deepEqual([await countOf('Graph good'), await countOf('Graph bad')], [1, 0]);
  });

  test('has limits: graphs, nodes, depth, names; and takes records only', async () => {
    const chain = Array.from({ length: 16 }, (_, index) => account(`n${index}`, index === 0 ? 'Deep' : `@{n${index - 1}.id}`));
    const wide = (graphs: number, nodes: number) => Array.from({ length: graphs }, (_, graph) => ({ graphId: `g${graph}`, compositeRequest: Array.from({ length: nodes }, (_, index) => account(`n${index}`, 'Wide')) }));
    for (const graphs of [wide(76, 1), wide(2, 251), [{ graphId: 'deep', compositeRequest: chain }], [{ compositeRequest: [] }], [...wide(1, 1), ...wide(1, 1)], 'x']) {
      assert.equal((await send(graphs)).status, 400);
    }
    assert.equal(await countOf('Wide'), 0);
    const { json } = await send([{ graphId: 'query', compositeRequest: [{ method: 'GET', url: `${BASE}/query?q=SELECT+Id+FROM+Account`, referenceId: 'q' }] }]);
    assert.equal((json as { graphs: GraphAnswer[] }).graphs[0]?.isSuccessful, false);
  });
});

describe('tree', () => {
  const tree = (contact: Record<string, unknown>) => ({
    records: [{
      attributes: { type: 'Account', referenceId: 'ref1' }, Name: 'Tree',
      Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'ref2' }, ...contact }] },
    }],
  });

  test('creates parents and children together', async () => {
    const { status, json } = await client.call('POST', '/composite/tree/Account', tree({ LastName: 'Leaf' }));
    assert.equal(status, 201);
    const { hasErrors, results } = json as { hasErrors: boolean; results: { referenceId: string; id: string }[] };
    assert.deepEqual([hasErrors, results.map((result) => result.referenceId)], [false, ['ref1', 'ref2']]);
    const [row] = await client.query(`SELECT AccountId FROM Contact WHERE Id = '${results[1]?.id ?? ''}'`);
    assert.equal(row?.['AccountId'], results[0]?.id);
  });

  test('or nothing', async () => {
    const before = await countOf('Tree');
    const { status, json } = await client.call('POST', '/composite/tree/Account', tree({ FirstName: 'No last name' }));
    assert.equal(status, 400);
    const { hasErrors, results } = json as { hasErrors: boolean; results: { referenceId: string; errors: Saved['errors'] }[] };
    assert.deepEqual([hasErrors, results[0]?.referenceId, results[0]?.errors[0]?.statusCode], [true, 'ref2', 'REQUIRED_FIELD_MISSING']);
    assert.equal(await countOf('Tree'), before);
  });

  test('tells of every record of a level that is refused, and of reference ids used twice', async () => {
    const leaf = (referenceId: string, fields: Record<string, unknown>) => ({ attributes: { type: 'Contact', referenceId }, ...fields });
    const plant = (...records: unknown[]) => client.call('POST', '/composite/tree/Contact', { records });
    const { json } = await plant(leaf('a', {}), leaf('b', { LastName: 'Fine' }), leaf('c', { LastName: 'Bad', Email: 'no mail' }));
    assert.deepEqual((json as { results: { referenceId: string }[] }).results.map((result) => result.referenceId), ['a', 'c']);
    assert.equal((await plant(leaf('same', { LastName: 'One' }), leaf('same', { LastName: 'Two' }))).status, 400);
    assert.deepEqual(await client.query("SELECT Id FROM Contact WHERE LastName IN ('Fine', 'One')"), []);
  });
});

describe('collections', () => {
  const record = (type: string, fields: Record<string, unknown>) => ({ attributes: { type }, ...fields });
  const send = async (method: string, body: unknown, path = '/composite/sobjects'): Promise<readonly Saved[]> => (await client.call(method, path, body)).json as Saved[];

  test('each record for itself', async () => {
    const results = await send('POST', { allOrNone: false, records: [record('Account', { Name: 'Col 1' }), record('Account', {}), record('Contact', { LastName: 'Col' })] });
    assert.deepEqual(results.map((result) => result.success), [true, false, true]);
    assert.deepEqual(results[1], { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] }] });
  });

  test('all or none, over several objects', async () => {
    const results = await send('POST', { allOrNone: true, records: [record('Account', { Name: 'Col 2' }), record('Contact', {}), record('Account', { Name: 'Col 2' })] });
    assert.deepEqual(results.map((result) => result.errors[0]?.statusCode), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'REQUIRED_FIELD_MISSING', 'ALL_OR_NONE_OPERATION_ROLLED_BACK']);
    assert.equal(await countOf('Col 2'), 0);
  });

  test('update, read and delete', async () => {
    const created = await send('POST', { records: [record('Account', { Name: 'Col 3' }), record('Account', { Name: 'Col 3' })] });
    const ids = created.map((result) => result.id ?? '');
    const updated = await send('PATCH', { records: ids.map((id) => record('Account', { id, Site: 'HQ' })) });
    assert.deepEqual(updated.map((result) => [result.success, result.id]), ids.map((id) => [true, id]));
    const read = (await client.call('GET', `/composite/sobjects/Account?ids=${ids.join(',')},001000000000zzzAAA&fields=Site`)).json as ({ Site: string } | null)[];
    assert.deepEqual(read.map((row) => row?.Site), ['HQ', 'HQ', undefined]);
    const deleted = (await client.call('DELETE', `/composite/sobjects?ids=${ids.join(',')}&allOrNone=true`)).json as Saved[];
    assert.deepEqual(deleted.map((result) => result.success), [true, true]);
    assert.equal(await countOf('Col 3'), 0);
  });

  test('200 records and no more, each with a type', async () => {
    const many = Array.from({ length: 201 }, () => record('Account', { Name: 'Col 4' }));
    const { status, json } = await client.call('POST', '/composite/sobjects', { records: many });
    assert.equal(status, 400);
    assert.match((json as [{ message: string }])[0].message, /^record limit reached\. cannot submit more than 200 records/);
    assert.equal((await send('POST', { records: many.slice(1) })).length, 200);
    assert.equal((await client.call('POST', '/composite/sobjects', { records: [{ Name: 'untyped' }] })).status, 400);
  });
});
