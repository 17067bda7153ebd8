/** The packaged stamps at work: force-app deployed, records saved over the REST API. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { simulatedClock } from '../../clock.ts';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';
import { deploySourceFolder } from '../../metadata/deploySource.ts';

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
const REP = 'rep@handrail.local';
const MANAGER = 'manager@handrail.local';
const SYNC = 'sync@handrail.local';

const clock = simulatedClock(new Date('2026-03-02T09:00:00Z'));
let client: TestOrg;
let accountId = '';

before(async () => {
  client = await startTestOrg({ clock });
  const deployed = await deploySourceFolder(client.org.metadata, client.org.session('admin@handrail.local'), PROJECT, ['force-app/main', 'force-app/playbook']);
  assert.equal(deployed.success, true, JSON.stringify(deployed.messages.find((message) => !message.success)));
  await assign(SYNC, 'Handrail_Automation');
  await assign(MANAGER, 'Handrail_Bypass_Opportunity');
  accountId = await client.create('Account', { Name: 'Acme', NumberOfEmployees: 120 });
});
after(() => client.org.close());

async function userId(username: string): Promise<unknown> {
  const [user] = await client.query(`SELECT Id FROM User WHERE Username = '${username}'`);
  return user?.['Id'];
}

async function assign(username: string, permissionSet: string): Promise<void> {
  const [set] = await client.query(`SELECT Id FROM PermissionSet WHERE Name = '${permissionSet}'`);
  await client.create('PermissionSetAssignment', { AssigneeId: await userId(username), PermissionSetId: set?.['Id'] });
}

const at = (instant: string): void => clock.set(new Date(instant));
const stamp = (instant: string): string => instant.replace('Z', '.000+0000');

async function update(object: string, id: string, fields: Readonly<Record<string, unknown>>, as = REP): Promise<void> {
  const answer = await client.call('PATCH', `/sobjects/${object}/${id}`, fields, { as });
  assert.equal(answer.status, 204, answer.text);
}

async function read(object: string, id: string, ...fields: readonly string[]): Promise<readonly unknown[]> {
  const [record] = await client.query(`SELECT ${fields.join(', ')} FROM ${object} WHERE Id = '${id}'`);
  return fields.map((field) => record?.[field]);
}

describe('Handrail_Opportunity_Stamp', { concurrency: 1 }, () => {
  const stamps = (id: string): Promise<readonly unknown[]> => read('Opportunity', id, 'Handrail_Stage_Entered_At__c', 'Handrail_Previous_Stage__c');
  const open = (fields: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    client.create('Opportunity', { Name: 'Deal', AccountId: accountId, StageName: 'Prospecting', CloseDate: '2026-06-30', LeadSource: 'Web', ...fields });

  test('a new deal enters its stage; only a change of stage stamps again and keeps the stage that was left', async () => {
    at('2026-03-02T09:00:00Z');
    const id = await open();
    assert.deepEqual(await stamps(id), [stamp('2026-03-02T09:00:00Z'), null]);
    at('2026-03-03T09:00:00Z');
    await update('Opportunity', id, { NextStep: 'Call the buyer' });
    assert.deepEqual(await stamps(id), [stamp('2026-03-02T09:00:00Z'), null]);
    at('2026-03-05T10:00:00Z');
    await update('Opportunity', id, { StageName: 'Qualification' }, MANAGER);
    assert.deepEqual(await stamps(id), [stamp('2026-03-05T10:00:00Z'), 'Prospecting']);
    at('2026-03-06T10:00:00Z');
    await update('Opportunity', id, { StageName: 'Needs Analysis', NextStep: 'Demo' }, MANAGER);
    assert.deepEqual(await stamps(id), [stamp('2026-03-06T10:00:00Z'), 'Qualification']);
  });

  test('the rules see the stamp of the same save: a deal lost after its evaluation began needs its story', async () => {
    const lose = (id: string, note?: string): ReturnType<TestOrg['call']> =>
      client.call('PATCH', `/sobjects/Opportunity/${id}`, { StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget', ...(note === undefined ? {} : { Handrail_Loss_Note__c: note }) }, { as: REP });
    const codes = (answer: Awaited<ReturnType<TestOrg['call']>>): readonly string[] => (answer.json as readonly { readonly message: string }[]).map(({ message }) => message.slice(0, message.indexOf(']') + 1));
    const id = await open();
    await update('Opportunity', id, { StageName: 'Value Proposition' }, MANAGER);
    const refused = await lose(id);
    assert.equal(refused.status, 400);
    assert.deepEqual(codes(refused), ['[OPP-LOST-04]']);
    assert.deepEqual((await stamps(id))[1], 'Prospecting', 'a refused save leaves no stamp');
    assert.equal((await lose(id, 'The buyer chose to keep what they have.')).status, 204);
    assert.deepEqual((await stamps(id))[1], 'Value Proposition');
    const early = await open();
    assert.equal((await lose(early)).status, 204);
  });

  test('a stamp that comes with a new deal is kept; a deal without one is stamped by its next save', async () => {
    at('2026-03-02T09:00:00Z');
    const imported = await open({ Handrail_Stage_Entered_At__c: '2025-11-01T08:00:00Z' });
    assert.deepEqual(await stamps(imported), [stamp('2025-11-01T08:00:00Z'), null]);
    await update('Opportunity', imported, { Handrail_Stage_Entered_At__c: null });
    assert.deepEqual(await stamps(imported), [stamp('2026-03-02T09:00:00Z'), null]);
  });

});

describe('Handrail_Lead_Stamp', { concurrency: 1 }, () => {
  const START = '2026-04-01T09:00:00Z';
  const open = (fields: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    at(START);
    return client.create('Lead', { LastName: 'Vale', Company: 'Vale Ltd', Email: 'v@vale.example', LeadSource: 'Web', ...fields });
  };
  const acceptance = { Handrail_Sales_Decision__c: 'Accepted', Handrail_Need__c: 'They lose two days a month to manual work', Handrail_Timeframe__c: 'This quarter' };

  test('creation keeps the first source and starts the clock of its owner', async () => {
    const fields = ['Handrail_Original_Source__c', 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c', 'Handrail_Decided_At__c', 'Handrail_Recycle_Count__c'];
    const id = await open();
    assert.deepEqual(await read('Lead', id, ...fields), ['Web', stamp(START), null, null, 0]);
    assert.deepEqual(await read('Lead', await open({ Handrail_Original_Source__c: 'Trade fair' }), ...fields.slice(0, 1)), ['Trade fair']);
    assert.deepEqual(await read('Lead', await open({ LeadSource: null }), ...fields.slice(0, 1)), [null]);
    at('2026-04-02T09:00:00Z');
    await update('Lead', id, { LeadSource: 'Other', Title: 'Head of Operations' });
    assert.deepEqual(await read('Lead', id, ...fields), ['Web', stamp(START), null, null, 0]);
  });

  test('a new owner starts the clock anew', async () => {
    const id = await open();
    at('2026-04-02T09:00:00Z');
    await update('Lead', id, { OwnerId: await userId(MANAGER) });
    assert.deepEqual(await read('Lead', id, 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c'), [stamp('2026-04-02T09:00:00Z'), null]);
  });

  test('only a person responds, and only the first time counts', async () => {
    const id = await open();
    const response = async (): Promise<unknown> => (await read('Lead', id, 'Handrail_First_Response_At__c'))[0];
    at('2026-04-01T09:05:00Z');
    await update('Lead', id, { Status: 'Working - Contacted' }, SYNC);
    assert.equal(await response(), null);
    at('2026-04-01T10:00:00Z');
    await update('Lead', id, { Phone: '+1 555 0100' });
    assert.equal(await response(), null);
    await update('Lead', id, { Status: 'Open - Not Contacted' });
    assert.equal(await response(), stamp('2026-04-01T10:00:00Z'));
    at('2026-04-01T11:00:00Z');
    await update('Lead', id, { Status: 'Working - Contacted' });
    assert.equal(await response(), stamp('2026-04-01T10:00:00Z'));
  });

  test('a decision is stamped; the first acceptance stays; taking it back starts the next cycle', async () => {
    const id = await open({ Handrail_MQL_At__c: START });
    const fields = ['Handrail_Decided_At__c', 'Handrail_SQL_At__c', 'Handrail_Recycle_Count__c', 'Handrail_MQL_At__c', 'Handrail_First_Response_At__c'];
    at('2026-04-02T09:00:00Z');
    await update('Lead', id, { Status: 'Working - Contacted', Handrail_Sales_Decision__c: 'Rejected', Handrail_Reject_Reason__c: 'Not now' });
    assert.deepEqual(await read('Lead', id, ...fields), [stamp('2026-04-02T09:00:00Z'), null, 0, stamp(START), stamp('2026-04-02T09:00:00Z')]);
    at('2026-04-03T09:00:00Z');
    await update('Lead', id, acceptance);
    assert.deepEqual(await read('Lead', id, ...fields), [stamp('2026-04-03T09:00:00Z'), stamp('2026-04-03T09:00:00Z'), 0, stamp(START), stamp('2026-04-02T09:00:00Z')]);
    at('2026-04-04T09:00:00Z');
    await update('Lead', id, { Handrail_Sales_Decision__c: null, Status: 'Open - Not Contacted' });
    assert.deepEqual(await read('Lead', id, ...fields), [null, stamp('2026-04-03T09:00:00Z'), 1, null, null]);
    at('2026-04-05T09:00:00Z');
    await update('Lead', id, acceptance);
    assert.deepEqual(await read('Lead', id, ...fields), [stamp('2026-04-05T09:00:00Z'), stamp('2026-04-03T09:00:00Z'), 1, null, null]);
  });

  test('conversion closes a stamped lead and opens a stamped deal', async () => {
    const leadId = await open();
    at('2026-04-03T09:00:00Z');
    await update('Lead', leadId, { ...acceptance, Handrail_Meeting_Held__c: '2026-04-02' });
    at('2026-04-04T09:00:00Z');
    const { opportunityId } = client.org.engine.convertLead(client.org.session(REP), { leadId, convertedStatus: 'Closed - Converted' });
    assert.deepEqual(await read('Opportunity', opportunityId ?? '', 'Handrail_Stage_Entered_At__c', 'Handrail_Previous_Stage__c'), [stamp('2026-04-04T09:00:00Z'), null]);
    assert.deepEqual(await read('Lead', leadId, 'Handrail_First_Response_At__c', 'Handrail_SQL_At__c'), [stamp('2026-04-04T09:00:00Z'), stamp('2026-04-03T09:00:00Z')]);
  });
});

test('Setup shows the flows as active', async () => {
  const rows = await client.query("SELECT ApiName, IsActive, TriggerType, RecordTriggerType, TriggerOrder, TriggerObjectOrEventLabel FROM FlowDefinitionView ORDER BY ApiName");
  assert.deepEqual(rows.map(({ ApiName, IsActive, TriggerType, RecordTriggerType, TriggerOrder, TriggerObjectOrEventLabel }) => [ApiName, IsActive, TriggerType, RecordTriggerType, TriggerOrder, TriggerObjectOrEventLabel]), [
    ['Handrail_Lead_Stamp', true, 'RecordBeforeSave', 'CreateAndUpdate', 1900, 'Lead'],
    ['Handrail_Opportunity_Stamp', true, 'RecordBeforeSave', 'CreateAndUpdate', 1900, 'Opportunity'],
  ]);
});
