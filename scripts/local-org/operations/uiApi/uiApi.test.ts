import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildSchema } from '../../engine/schemaIndex.ts';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';

let client: TestOrg;
let account: string;
let deal: string;
before(async () => {
  client = await startTestOrg({ clock: { now: () => new Date('2026-11-10T15:00:00Z') } });
  account = await client.create('Account', { Name: 'Aldermoor' });
  deal = await client.create('Opportunity', { Name: 'Fleet', StageName: 'Qualification', CloseDate: '2026-12-18', Amount: 184000, AccountId: account });
});
after(() => client.org.close());

interface UiRecord {
  readonly apiName: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, { readonly displayValue: string | null; readonly value: unknown }>>;
  readonly lastModifiedDate: string;
}

const get = async <T>(path: string): Promise<T> => (await client.call('GET', `/ui-api${path}`)).json as T;

describe('object info', () => {
  test('tells type, label and rights of a field', async () => {
    const info = await get<{ apiName: string; defaultRecordTypeId: string; updateable: boolean; fields: Record<string, Record<string, unknown>> }>('/object-info/opportunity');
    assert.deepEqual([info.apiName, info.defaultRecordTypeId, info.updateable], ['Opportunity', '012000000000000AAA', true]);
    assert.deepEqual([info.fields['Amount']?.['dataType'], info.fields['Amount']?.['label'], info.fields['Amount']?.['updateable']], ['Currency', 'Amount', true]);
    assert.equal(info.fields['IsWon']?.['updateable'], false);
    assert.deepEqual([info.fields['AccountId']?.['relationshipName'], info.fields['AccountId']?.['referenceToInfos']], ['Account', [{ apiName: 'Account', nameFields: ['Name'] }]]);
  });

  test('lists what users work with, not setup', async () => {
    const { objects } = await get<{ objects: Record<string, unknown> }>('/object-info');
    assert.ok('Opportunity' in objects && !('PermissionSet' in objects) && !('ValidationRule' in objects));
  });

  test('refuses an object that is not there', async () => {
    const answer = await client.call('GET', '/ui-api/object-info/Nothing__c');
    assert.equal(answer.status, 400);
    assert.equal((answer.json as { errorCode: string }[])[0]?.errorCode, 'INVALID_TYPE');
  });
});

describe('picklist values', () => {
  test('a stage tells what it stands for', async () => {
    const { values } = await get<{ values: { value: string; attributes: Record<string, unknown> }[] }>('/object-info/Opportunity/picklist-values/012000000000000AAA/StageName');
    assert.equal(values[0]?.value, 'Prospecting');
    assert.equal(values.find((value) => value.value === 'Closed Won')?.attributes['won'], true);
  });

  test('all of a record type', async () => {
    const { picklistFieldValues } = await get<{ picklistFieldValues: Record<string, { values: { value: string }[] }> }>('/object-info/Opportunity/picklist-values/012000000000000AAA');
    assert.ok(picklistFieldValues['LeadSource']?.values.some((value) => value.value === 'Web'));
    assert.ok(!('Name' in picklistFieldValues));
  });

  test('no record type, no values', async () => {
    assert.equal((await client.call('GET', '/ui-api/object-info/Opportunity/picklist-values/012000000000001AAA')).status, 404);
  });
});

describe('records', () => {
  test('values with their display, parents nested', async () => {
    const record = await get<UiRecord>(`/records/${deal}?fields=Opportunity.Amount,Opportunity.CloseDate,Opportunity.StageName,Opportunity.Account.Name,Opportunity.AccountId&optionalFields=Opportunity.Nothing__c,Opportunity.Description`);
    assert.deepEqual([record.apiName, record.id, record.lastModifiedDate], ['Opportunity', deal, '2026-11-10T15:00:00.000Z']);
    assert.deepEqual(record.fields['Amount'], { displayValue: '$184,000.00', value: 184000 });
    assert.deepEqual(record.fields['CloseDate'], { displayValue: '12/18/2026', value: '2026-12-18' });
    assert.deepEqual(record.fields['Description'], { displayValue: null, value: null });
    assert.equal('Nothing__c' in record.fields, false);
    const parent = record.fields['Account'] as { displayValue: string; value: UiRecord };
    assert.equal(parent.displayValue, 'Aldermoor');
    assert.deepEqual([parent.value.apiName, parent.value.id, parent.value.fields['Name']?.value, parent.value.lastModifiedDate], ['Account', account, 'Aldermoor', '2026-11-10T15:00:00.000Z']);
  });

  test('a lookup to several objects is of the object it points at', async () => {
    const lead = await client.create('Lead', { LastName: 'Dahl', Company: 'Dahl Ltd' });
    const task = await client.create('Task', { Subject: 'Call', WhoId: lead });
    const { value, displayValue } = (await get<UiRecord>(`/records/${task}?fields=Task.Who.Name,Task.WhoId`)).fields['Who'] as unknown as { value: UiRecord; displayValue: string };
    assert.deepEqual([value.apiName, value.id, displayValue], ['Lead', lead, 'Dahl']);
    const page = await get<UiRecord>(`/records/${task}?layoutTypes=Full`);
    assert.deepEqual(page.fields['WhoId']?.value, lead);
  });

  test('a blank parent is null', async () => {
    const alone = await client.create('Opportunity', { Name: 'Alone', StageName: 'Qualification', CloseDate: '2026-12-18' });
    assert.deepEqual((await get<UiRecord>(`/records/${alone}?fields=Opportunity.Account.Name`)).fields['Account'], { displayValue: null, value: null });
  });

  test('an unknown field in fields, an unknown record, and no fields at all are refused', async () => {
    assert.equal((await client.call('GET', `/ui-api/records/${deal}?fields=Opportunity.Nothing__c`)).status, 400);
    assert.equal((await client.call('GET', `/ui-api/records/${deal}?fields=Account.Name`)).status, 400);
    assert.equal((await client.call('GET', `/ui-api/records/${deal}`)).status, 400);
    assert.equal((await client.call('GET', '/ui-api/records/006000009999999?fields=Opportunity.Name')).status, 404);
    const nonsense = await client.call('GET', '/ui-api/records/nonsense?fields=Opportunity.Name');
    assert.deepEqual([nonsense.status, nonsense.json], [400, [{ errorCode: 'INVALID_ID_FIELD', message: 'Record ID nonsense is not a valid record ID.' }]]);
    assert.equal((await client.call('GET', `/ui-api/records/${deal}?layoutTypes=Wide`)).status, 400);
  });

  test('an update answers the record', async () => {
    const { status, json } = await client.call('PATCH', `/ui-api/records/${deal}`, { fields: { NextStep: 'Call the CFO' } });
    assert.deepEqual([status, (json as UiRecord).fields['NextStep']?.value], [200, 'Call the CFO']);
  });

  test('a refusal stands at its fields, one of the record in errors, and nothing is written', async () => {
    const { status, json } = await client.call('PATCH', `/ui-api/records/${deal}`, { fields: { Name: '', NextStep: 'changed' } });
    const body = json as { enhancedErrorType: string; output: { errors: unknown[]; fieldErrors: Record<string, { errorCode: string; fieldLabel: string }[]> } };
    assert.deepEqual([status, body.enhancedErrorType, body.output.errors], [400, 'RecordError', []]);
    assert.equal(body.output.fieldErrors['Name']?.[0]?.errorCode, 'REQUIRED_FIELD_MISSING');
    assert.equal((await get<UiRecord>(`/records/${deal}?fields=Opportunity.NextStep`)).fields['NextStep']?.value, 'Call the CFO');
    const unknown = (await client.call('PATCH', `/ui-api/records/${deal}`, { fields: { Nothing__c: 1 } })).json as typeof body;
    assert.equal(unknown.output.errors.length, 1);
  });

  test('create and delete', async () => {
    const made = await client.call('POST', '/ui-api/records', { apiName: 'Account', fields: { Name: 'New' } });
    assert.equal(made.status, 201);
    const { id, fields } = made.json as UiRecord;
    assert.equal(fields['Name']?.value, 'New');
    assert.equal((await client.call('DELETE', `/ui-api/records/${id}`)).status, 204);
    assert.equal((await client.call('GET', `/ui-api/records/${id}?fields=Account.Name`)).status, 404);
  });

  test('a record by its layout has the fields of the page, lookups with their names', async () => {
    const { fields } = await get<UiRecord>(`/records/${deal}?layoutTypes=Full&modes=View`);
    assert.deepEqual([fields['Amount']?.value, fields['Account']?.displayValue, 'SystemModstamp' in fields], [184000, 'Aldermoor', false]);
  });

  test('several at once, each with its status', async () => {
    const { hasErrors, results } = await get<{ hasErrors: boolean; results: { statusCode: number }[] }>(`/records/batch/${deal},006000009999999?fields=Opportunity.Name`);
    assert.deepEqual([hasErrors, results.map(({ statusCode }) => statusCode)], [true, [200, 404]]);
  });

  test('children by id, a page of each', async () => {
    for (const LastName of ['A', 'B', 'C']) {
      await client.create('Contact', { LastName, AccountId: account });
    }
    const { childRelationships } = await get<{ childRelationships: Record<string, { count: number; nextPageToken: string | null }> }>(`/records/${account}?fields=Account.Name&childRelationships=Account.Contacts&pageSize=2`);
    assert.deepEqual([childRelationships['Contacts']?.count, childRelationships['Contacts']?.nextPageToken], [2, '2']);
    assert.equal((await client.call('GET', `/ui-api/records/${account}?fields=Account.Name&childRelationships=Account.Nothing`)).status, 400);
  });

  test('an update of a record that somebody else has changed is a conflict', async () => {
    const change = (since: string): Promise<{ readonly status: number; readonly json: unknown }> => client.call('PATCH', `/ui-api/records/${deal}`, { fields: { NextStep: since } }, { headers: { 'If-Unmodified-Since': since } });
    const stale = await change('Mon, 09 Nov 2026 15:00:00 GMT');
    assert.deepEqual([stale.status, (stale.json as { errorCode: string }[])[0]?.errorCode], [409, 'CONFLICT']);
    assert.equal((await change('Tue, 10 Nov 2026 15:00:00 GMT')).status, 200);
    assert.equal((await change('yesterday')).status, 200, 'a header that is no date is ignored');
  });

  test('a duplicate names the records that match, and is saved when the request allows it', async () => {
    const { engine } = client.org;
    const contact = engine.schema.object('Contact');
    assert.ok(contact !== undefined);
    engine.replaceSchema(buildSchema([...engine.schema.objects, { ...contact, duplicateRules: [{
      fullName: 'Contact.Same_Mail', label: 'Same mail', onInsert: 'Allow', onUpdate: 'Allow', alertOn: ['insert'], alertText: 'Use one of these records?',
      matches: [{ matchObject: 'Contact', matchingRule: 'Mail', booleanFilter: null, items: [{ field: 'Email', matchField: 'Email', method: 'Exact', blank: 'NullNotAllowed' }] }],
    }] }]));
    const first = await client.create('Contact', { LastName: 'A', Email: 'a@example.com' });
    const body = { apiName: 'Contact', fields: { LastName: 'B', Email: 'a@example.com' } };
    const refused = (await client.call('POST', '/ui-api/records', body)).json as { output: { errors: { errorCode: string; duplicateRecordError: { matchResults: { apiName: string; isAllowSave: boolean; matchRecordIds: string[] }[] } }[] } };
    const [error] = refused.output.errors;
    assert.deepEqual([error?.errorCode, error?.duplicateRecordError.matchResults[0]?.isAllowSave, error?.duplicateRecordError.matchResults[0]?.matchRecordIds], ['DUPLICATES_DETECTED', true, [first]]);
    assert.equal((await client.call('POST', '/ui-api/records', { ...body, allowSaveOnDuplicate: true })).status, 201);
  });

  test('defaults of a new record and of a clone', async () => {
    const created = await get<{ layout: { mode: string }; record: { id: null; fields: Record<string, { value: unknown }> } }>('/record-defaults/create/Opportunity');
    assert.deepEqual([created.layout.mode, created.record.id, created.record.fields['IsPrivate']?.value], ['Create', null, false]);
    const cloned = await get<{ record: { id: null; fields: Record<string, { value: unknown }> } }>(`/record-defaults/clone/${deal}`);
    assert.deepEqual([cloned.record.id, cloned.record.fields['Amount']?.value, 'IsWon' in cloned.record.fields], [null, 184000, false]);
  });

  test('resources that are not there are refused by name, whatever the method', async () => {
    for (const [method, path] of [['GET', 'apps'], ['GET', `actions/record/${deal}`], ['PATCH', 'list-info/Account/AllAccounts'], ['POST', 'predupe']] as const) {
      const { status, text } = await client.call(method, `/ui-api/${path}`, method === 'GET' ? undefined : {});
      assert.ok(status === 501 && text.includes(path) || status === 405, `${method} ${path}: ${status}`);
    }
  });
});
