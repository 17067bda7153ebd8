/** The packaged stamps at work: force-app deployed, records saved over the REST API. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../../http/testClient.ts';
import { ADMIN, codes, MANAGER, REP, stamp, startPackagedOrg, SYNC, type PackagedOrg } from './packagedOrg.ts';

let org: PackagedOrg;
let accountId = '';

before(async () => {
  org = await startPackagedOrg('2026-03-02T09:00:00Z');
  accountId = await org.client.create('Account', { Name: 'Acme', NumberOfEmployees: 120 });
});
after(() => org.client.org.close());

describe('Handrail_Opportunity_Stamp', { concurrency: 1 }, () => {
  const stamps = (id: string): Promise<readonly unknown[]> => org.read('Opportunity', id, 'Handrail_Stage_Entered_At__c', 'Handrail_Previous_Stage__c');
  const open = (fields: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    org.client.create('Opportunity', { Name: 'Deal', AccountId: accountId, StageName: 'Prospecting', CloseDate: '2026-06-30', LeadSource: 'Web', ...fields });

  test('a new deal enters its stage; only a change of stage stamps again and keeps the stage that was left', async () => {
    org.at('2026-03-02T09:00:00Z');
    const id = await open();
    assert.deepEqual(await stamps(id), [stamp('2026-03-02T09:00:00Z'), null]);
    org.at('2026-03-03T09:00:00Z');
    await org.update('Opportunity', id, { NextStep: 'Call the buyer' });
    assert.deepEqual(await stamps(id), [stamp('2026-03-02T09:00:00Z'), null]);
    org.at('2026-03-05T10:00:00Z');
    await org.update('Opportunity', id, { StageName: 'Qualification' }, MANAGER);
    assert.deepEqual(await stamps(id), [stamp('2026-03-05T10:00:00Z'), 'Prospecting']);
    org.at('2026-03-06T10:00:00Z');
    await org.update('Opportunity', id, { StageName: 'Needs Analysis', NextStep: 'Demo' }, MANAGER);
    assert.deepEqual(await stamps(id), [stamp('2026-03-06T10:00:00Z'), 'Qualification']);
  });

  test('the rules see the stamp of the same save: a deal lost after its evaluation began needs its story', async () => {
    const lose = (id: string, note?: string): Promise<Answer> =>
      org.patch('Opportunity', id, { StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget', ...(note === undefined ? {} : { Handrail_Loss_Note__c: note }) });
    const id = await open();
    await org.update('Opportunity', id, { StageName: 'Value Proposition' }, MANAGER);
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
    org.at('2026-03-02T09:00:00Z');
    const imported = await open({ Handrail_Stage_Entered_At__c: '2025-11-01T08:00:00Z' });
    assert.deepEqual(await stamps(imported), [stamp('2025-11-01T08:00:00Z'), null]);
    await org.update('Opportunity', imported, { Handrail_Stage_Entered_At__c: null }, ADMIN);
    assert.deepEqual(await stamps(imported), [stamp('2026-03-02T09:00:00Z'), null]);
  });

});

describe('Handrail_Lead_Stamp', { concurrency: 1 }, () => {
  const START = '2026-04-01T09:00:00Z';
  const open = (fields: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    org.at(START);
    return org.client.create('Lead', { LastName: 'Vale', Company: 'Vale Ltd', Email: 'v@vale.example', LeadSource: 'Web', ...fields });
  };
  const acceptance = { Handrail_Sales_Decision__c: 'Accepted', Handrail_Need__c: 'They lose two days a month to manual work', Handrail_Timeframe__c: 'This quarter' };

  test('creation keeps the first source and starts the clock of its owner', async () => {
    const fields = ['Handrail_Original_Source__c', 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c', 'Handrail_Decided_At__c', 'Handrail_Recycle_Count__c'];
    const id = await open();
    assert.deepEqual(await org.read('Lead', id, ...fields), ['Web', stamp(START), null, null, 0]);
    assert.deepEqual(await org.read('Lead', await open({ Handrail_Original_Source__c: 'Trade fair' }), ...fields.slice(0, 1)), ['Trade fair']);
    assert.deepEqual(await org.read('Lead', await open({ LeadSource: null }), ...fields.slice(0, 1)), [null]);
    org.at('2026-04-02T09:00:00Z');
    await org.update('Lead', id, { LeadSource: 'Other', Title: 'Head of Operations' });
    assert.deepEqual(await org.read('Lead', id, ...fields), ['Web', stamp(START), null, null, 0]);
  });

  test('a new owner starts the clock anew', async () => {
    const id = await open();
    org.at('2026-04-02T09:00:00Z');
    await org.update('Lead', id, { OwnerId: await org.userId(MANAGER) });
    assert.deepEqual(await org.read('Lead', id, 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c'), [stamp('2026-04-02T09:00:00Z'), null]);
  });

  test('only a person responds, and only the first time counts', async () => {
    const id = await open();
    const response = async (): Promise<unknown> => (await org.read('Lead', id, 'Handrail_First_Response_At__c'))[0];
    org.at('2026-04-01T09:05:00Z');
    await org.update('Lead', id, { Status: 'Working - Contacted' }, SYNC);
    assert.equal(await response(), null);
    org.at('2026-04-01T10:00:00Z');
    await org.update('Lead', id, { Phone: '+1 555 0100' });
    assert.equal(await response(), null);
    await org.update('Lead', id, { Status: 'Open - Not Contacted' });
    assert.equal(await response(), stamp('2026-04-01T10:00:00Z'));
    org.at('2026-04-01T11:00:00Z');
    await org.update('Lead', id, { Status: 'Working - Contacted' });
    assert.equal(await response(), stamp('2026-04-01T10:00:00Z'));
  });

  test('a decision is stamped; the first acceptance stays; taking it back starts the next cycle', async () => {
    const id = await open({ Handrail_MQL_At__c: START });
    const fields = ['Handrail_Decided_At__c', 'Handrail_SQL_At__c', 'Handrail_Recycle_Count__c', 'Handrail_MQL_At__c', 'Handrail_First_Response_At__c', 'Handrail_Reject_Reason__c'];
    org.at('2026-04-02T09:00:00Z');
    await org.update('Lead', id, { Status: 'Working - Contacted', Handrail_Sales_Decision__c: 'Rejected', Handrail_Reject_Reason__c: 'Not now' });
    assert.deepEqual(await org.read('Lead', id, ...fields), [stamp('2026-04-02T09:00:00Z'), null, 0, stamp(START), stamp('2026-04-02T09:00:00Z'), 'Not now']);
    org.at('2026-04-03T09:00:00Z');
    await org.update('Lead', id, acceptance);
    assert.deepEqual(await org.read('Lead', id, ...fields), [stamp('2026-04-03T09:00:00Z'), stamp('2026-04-03T09:00:00Z'), 0, stamp(START), stamp('2026-04-02T09:00:00Z'), 'Not now']);
    org.at('2026-04-04T09:00:00Z');
    await org.update('Lead', id, { Handrail_Sales_Decision__c: null, Status: 'Open - Not Contacted' });
    assert.deepEqual(await org.read('Lead', id, ...fields), [null, stamp('2026-04-03T09:00:00Z'), 1, null, null, null]);
    org.at('2026-04-05T09:00:00Z');
    await org.update('Lead', id, acceptance);
    assert.deepEqual(await org.read('Lead', id, ...fields), [stamp('2026-04-05T09:00:00Z'), stamp('2026-04-03T09:00:00Z'), 1, null, null, null]);
  });

  test('an acceptance stays when the lead is disqualified later (T04)', async () => {
    const id = await open({ Handrail_MQL_At__c: START });
    org.at('2026-04-02T09:00:00Z');
    await org.update('Lead', id, acceptance);
    org.at('2026-04-06T09:00:00Z');
    await org.update('Lead', id, { Status: 'Closed - Not Converted', Handrail_Disqualify_Reason__c: 'Not a fit' });
    assert.deepEqual(await org.read('Lead', id, 'Handrail_SQL_At__c', 'Handrail_Disqualify_Reason__c'), [stamp('2026-04-02T09:00:00Z'), 'Not a fit']);
  });

  test('conversion closes a stamped lead and opens a stamped deal', async () => {
    const leadId = await open();
    org.at('2026-04-03T09:00:00Z');
    await org.update('Lead', leadId, { ...acceptance, Handrail_Meeting_Held__c: '2026-04-02' });
    org.at('2026-04-04T09:00:00Z');
    const { opportunityId } = org.client.org.engine.convertLead(org.client.org.session(REP), { leadId, convertedStatus: 'Closed - Converted' });
    assert.deepEqual(await org.read('Opportunity', opportunityId ?? '', 'Handrail_Stage_Entered_At__c', 'Handrail_Previous_Stage__c'), [stamp('2026-04-04T09:00:00Z'), null]);
    assert.deepEqual(await org.read('Lead', leadId, 'Handrail_First_Response_At__c', 'Handrail_SQL_At__c'), [stamp('2026-04-04T09:00:00Z'), stamp('2026-04-03T09:00:00Z')]);
  });
});

test('Setup shows the flows as active', async () => {
  const flows = [
    ['Handrail_Handoff_Escalate', true, 'RecordAfterSave', 'Update', 1900, 'Handoff'],
    ['Handrail_Handoff_Open', true, 'RecordAfterSave', 'CreateAndUpdate', 1900, 'Opportunity'],
    ['Handrail_Handoff_Stamp', true, 'RecordBeforeSave', 'CreateAndUpdate', 1900, 'Handoff'],
    ['Handrail_Lead_Qualify', true, 'RecordAfterSave', 'CreateAndUpdate', 1900, 'Lead'],
    ['Handrail_Lead_Stamp', true, 'RecordBeforeSave', 'CreateAndUpdate', 1900, 'Lead'],
    ['Handrail_Opportunity_Stamp', true, 'RecordBeforeSave', 'CreateAndUpdate', 1900, 'Opportunity'],
    ['Handrail_Role_Count_Delete', true, 'RecordBeforeDelete', 'Delete', null, 'Opportunity Contact Role'],
    ['Handrail_Role_Count_Save', true, 'RecordAfterSave', 'Create', 1900, 'Opportunity Contact Role'],
  ];
  const names = flows.map(([name]) => `'${String(name)}'`).join(', ');
  const rows = await org.client.query(`SELECT ApiName, IsActive, TriggerType, RecordTriggerType, TriggerOrder, TriggerObjectOrEventLabel FROM FlowDefinitionView WHERE ApiName IN (${names}) ORDER BY ApiName`);
  assert.deepEqual(rows.map(({ ApiName, IsActive, TriggerType, RecordTriggerType, TriggerOrder, TriggerObjectOrEventLabel }) => [ApiName, IsActive, TriggerType, RecordTriggerType, TriggerOrder, TriggerObjectOrEventLabel]), flows);
});
