import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg({ clock: { now: () => new Date('2026-11-10T15:00:00Z') } });
});
after(() => client.org.close());

interface Answer {
  readonly data: { readonly uiapi: Readonly<Record<string, { Record?: Record<string, unknown>; Id?: string } | null>> };
  readonly errors: readonly { readonly message: string; readonly paths: readonly string[]; readonly extensions: { readonly ErrorType: string } }[];
}
async function ask(query: string, variables?: unknown, as?: string): Promise<Answer> {
  const { status, json } = await client.call('POST', '/graphql', { query, variables }, as === undefined ? {} : { as });
  assert.equal(status, 200);
  return json as Answer;
}
const count = async (soql: string): Promise<number> => (await client.query(soql)).length;

describe('mutations', () => {
  test('create, refer to it, update, delete, in the order of the document', async () => {
    const { data, errors } = await ask(`mutation { uiapi {
      AccountCreate(input: { Account: { Name: "Acme", NumberOfEmployees: 5 } }) { Record { Id Name { value } NumberOfEmployees { value } } }
      c: ContactCreate(input: { Contact: { LastName: "Berg", AccountId: "@{AccountCreate}" } }) { Record { Id AccountId { value } } }
      u: AccountUpdate(input: { Id: "@{AccountCreate}", Account: { Industry: "Banking" } }) { Record { Industry { value label } } }
      d: ContactDelete(input: { Id: "@{c}" }) { Id }
    } }`);
    assert.deepEqual(errors, []);
    const account = data.uiapi['AccountCreate']?.Record?.['Id'];
    assert.deepEqual(data.uiapi['c']?.Record?.['AccountId'], { value: account });
    assert.deepEqual(data.uiapi['u']?.Record, { Industry: { value: 'Banking', label: 'Banking' } });
    assert.equal(data.uiapi['d']?.Id, data.uiapi['c']?.Record?.['Id']);
    assert.equal(await count("SELECT Id FROM Contact WHERE LastName = 'Berg'"), 0);
  });

  test('all or none: one failure undoes the rest', async () => {
    const { data, errors } = await ask('mutation { uiapi { a: AccountCreate(input: { Account: { Name: "Undone" } }) { Record { Id } } b: AccountCreate(input: { Account: { Industry: "Banking" } }) { Record { Id } } } }');
    assert.deepEqual(data.uiapi, { a: null, b: null });
    assert.deepEqual(errors.map(({ message, paths, extensions }) => [message, paths, extensions.ErrorType]), [
      ['The transaction was rolled back since another operation in the same transaction failed.', ['uiapi', 'a'], 'DataFetchingException'],
      ['Required fields are missing: [Name]', ['uiapi', 'b'], 'DataFetchingException'],
    ]);
    assert.equal(await count("SELECT Id FROM Account WHERE Name = 'Undone'"), 0);
  });

  test('each for itself: what depends on a failure fails with it', async () => {
    const { data, errors } = await ask(`mutation { uiapi(input: { allOrNone: false }) {
      a: AccountCreate(input: { Account: { Name: "Kept" } }) { Record { Id } }
      b: AccountCreate(input: { Account: { Industry: "Banking" } }) { Record { Id } }
      c: ContactCreate(input: { Contact: { LastName: "x", AccountId: "@{b}" } }) { Record { Id } }
    } }`);
    assert.deepEqual([data.uiapi['b'], data.uiapi['c'], errors.map(({ paths }) => paths[1])], [null, null, ['b', 'c']]);
    assert.equal(await count("SELECT Id FROM Account WHERE Name = 'Kept'"), 1);
  });

  test('an update cannot be referred to', async () => {
    const account = await client.create('Account', { Name: 'Referred' });
    const { errors } = await ask(`mutation { uiapi { u: AccountUpdate(input: { Id: "${account}", Account: { Site: "x" } }) { Record { Id } } c: ContactCreate(input: { Contact: { LastName: "x", AccountId: "@{u}" } }) { Record { Id } } } }`);
    assert.match(errors.find(({ paths }) => paths[1] === 'c')?.message ?? '', /@\{u\}/);
  });

  test('relationships are not in the answer; the fields beside them are', async () => {
    const { data, errors } = await ask('mutation m($input: AccountCreateInput!) { uiapi { AccountCreate(input: $input) { Record { Name { value } Owner { Id } Contacts { totalCount } } } } }', { input: { Account: { Name: 'Alone' } } });
    assert.deepEqual(data.uiapi['AccountCreate'], { Record: { Name: { value: 'Alone' }, Owner: null, Contacts: null } });
    assert.deepEqual(errors.map(({ message }) => message), ['Owner is not currently available in mutation results', 'Contacts is not currently available in mutation results']);
  });

  test('every error of a refused save is told', async () => {
    const { errors } = await ask('mutation { uiapi { OpportunityCreate(input: { Opportunity: { Name: "x", Amount: 99999999999999999999 } }) { Record { Id } } } }');
    assert.ok(errors.length > 0 && errors.every(({ paths, extensions }) => paths[1] === 'OpportunityCreate' && extensions.ErrorType === 'DataFetchingException'));
  });

  test('values and fields that do not fit', async () => {
    const messages = async (inner: string): Promise<string> => (await ask(`mutation { uiapi { ${inner} } }`)).errors.map(({ message }) => message).join(' ');
    assert.match(await messages('OpportunityCreate(input: { Opportunity: { CloseDate: "tomorrow" } }) { Record { Id } }'), /argument 'input.Opportunity.CloseDate' with value .* is not a valid 'Date'/);
    assert.match(await messages('OpportunityCreate(input: { Opportunity: { IsWon: true } }) { Record { Id } }'), /IsWon/);
    assert.match(await messages('AccountUpdate(input: { Account: { Name: "x" } }) { Record { Id } }'), /Id/);
    assert.match(await messages('AccountDelete(input: { Id: "001000000009999AAA" }) { Id }'), /./);
    assert.match(await messages('AccountDelete(input: { Id: "001000000009999AAA" }) { Record { Id } }'), /Field 'Record' in type 'RecordDeletePayload' is undefined/);
  });
});
