/** What a sales org does with its standard objects, on the standard schema. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildSchema, defineField } from '../engine/schemaIndex.ts';
import { rule } from '../engine/testOrg.ts';
import type { Engine, RecordInput, Session } from '../engine/types.ts';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

let client: TestOrg;
let engine: Engine;
let admin: Session;
before(async () => {
  client = await startTestOrg({ clock: { now: () => new Date('2026-02-10T10:00:00Z') } });
  ({ engine } = client.org);
  admin = client.org.session('admin@handrail.local');
});
after(() => client.org.close());

function create(object: string, record: RecordInput): string {
  const [result] = engine.insert(admin, object, [record]);
  assert.ok(result?.success === true && result.id !== null, JSON.stringify(result?.errors));
  return result.id;
}
const update = (object: string, record: RecordInput): unknown => engine.update(admin, object, [record])[0]?.errors[0]?.statusCode ?? 'saved';
const read = (object: string, id: string, ...fields: string[]): unknown[] => {
  const row = engine.retrieve(admin, object, id);
  return fields.map((field) => row[field]);
};
const DEAL = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-03-31' };

describe('activities', () => {
  test('closed tasks and events date their person, their matter and the account; open tasks do not', () => {
    const account = create('Account', { Name: 'A' });
    const contact = create('Contact', { LastName: 'C', AccountId: account });
    const deal = create('Opportunity', { ...DEAL, AccountId: account });
    const task = create('Task', { Subject: 'Call', WhoId: contact, WhatId: deal, ActivityDate: '2026-02-01' });
    assert.deepEqual(read('Opportunity', deal, 'LastActivityDate'), [null]);
    update('Task', { Id: task, Status: 'Completed' });
    assert.deepEqual([...read('Opportunity', deal, 'LastActivityDate'), ...read('Contact', contact, 'LastActivityDate'), ...read('Account', account, 'LastActivityDate')], ['2026-02-01', '2026-02-01', '2026-02-01']);
    const event = create('Event', { Subject: 'Meeting', WhatId: deal, StartDateTime: '2026-02-05T15:00:00Z', DurationInMinutes: 30 });
    assert.deepEqual(read('Event', event, 'EndDateTime', 'ActivityDate', 'AccountId'), ['2026-02-05T15:30:00.000+0000', '2026-02-05', account]);
    assert.deepEqual(read('Opportunity', deal, 'LastActivityDate'), ['2026-02-05']);
    engine.delete(admin, 'Event', [event]);
    assert.deepEqual(read('Opportunity', deal, 'LastActivityDate'), ['2026-02-01']);
  });
});

describe('lead conversion', () => {
  const STATUS = 'Closed - Converted';

  test('activities and campaign memberships go along; an existing account keeps what it has', () => {
    const account = create('Account', { Name: 'Kept', Industry: 'Banking' });
    const lead = create('Lead', { LastName: 'L', Company: 'C', Industry: 'Energy', Phone: '1', Website: 'https://example.com' });
    const task = create('Task', { Subject: 'Call', WhoId: lead });
    const campaign = create('Campaign', { Name: 'Fair' });
    const member = create('CampaignMember', { CampaignId: campaign, LeadId: lead });
    const made = engine.convertLead(admin, { leadId: lead, convertedStatus: STATUS, accountId: account });
    assert.deepEqual(read('Account', account, 'Name', 'Industry', 'Phone'), ['Kept', 'Banking', '1']);
    assert.deepEqual(read('Task', task, 'WhoId', 'WhatId', 'AccountId'), [made.contactId, made.opportunityId, account]);
    assert.deepEqual(read('CampaignMember', member, 'ContactId', 'LeadId'), [made.contactId, lead]);
    assert.equal(update('Lead', { Id: lead, Company: 'D' }), 'CANNOT_UPDATE_CONVERTED_LEAD');
    assert.throws(() => engine.convertLead(admin, { leadId: lead, convertedStatus: STATUS }), { errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD' });
  });

  test('custom fields go where the settings say, and rules run as the settings say', () => {
    const before = engine.schema;
    const [lead, opportunity] = [before.object('Lead'), before.object('Opportunity')];
    assert.ok(lead !== undefined && opportunity !== undefined);
    const need = defineField({ apiName: 'Need__c', type: 'string' });
    const objects = [...before.objects, { ...lead, fields: [...lead.fields, need] }, { ...opportunity, fields: [...opportunity.fields, need], validationRules: [rule('NEVER', 'ISNEW()')] }];
    const mapping = new Map([['Need__c', ['Opportunity.Need__c', 'Contact.Absent__c']]]);
    const system: Session = { ...admin };
    Reflect.deleteProperty(system, 'access');
    const convert = (leadConvertRequiresValidation: boolean): unknown => {
      engine.replaceSchema(buildSchema(objects, { ...before.settings, leadConvertRequiresValidation, leadConvertMapping: mapping }));
      const [id] = engine.insert(system, 'Lead', [{ LastName: 'L', Company: 'C', Need__c: 'Speed' }]);
      const { opportunityId } = engine.convertLead(system, { leadId: String(id?.id), convertedStatus: STATUS });
      return engine.retrieve(system, 'Opportunity', String(opportunityId))['Need__c'];
    };
    assert.throws(() => convert(true), { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' });
    assert.equal(convert(false), 'Speed');
    engine.replaceSchema(before);
  });
});

describe('owners', () => {
  test('a queue owns records of the objects it was set up for, and no others', () => {
    const queue = create('Group', { Name: 'Inbound', Type: 'Queue' });
    create('QueueSobject', { QueueId: queue, SobjectType: 'Lead' });
    const lead = create('Lead', { LastName: 'L', Company: 'C', OwnerId: queue });
    assert.deepEqual(read('Lead', lead, 'OwnerId'), [queue]);
    const owner = engine.query(admin, `SELECT Owner.Name FROM Lead WHERE Id = '${lead}'`).records[0]?.['Owner'] as Record<string, unknown>;
    assert.equal(owner['Name'], 'Inbound');
    const [refused] = engine.insert(admin, 'Case', [{ Subject: 'S', OwnerId: queue }]);
    assert.deepEqual(refused?.errors, [{ statusCode: 'INVALID_OPERATION', message: 'Queue not associated with this SObject type', fields: ['OwnerId'] }]);
    assert.equal(engine.insert(admin, 'Opportunity', [{ ...DEAL, OwnerId: queue }])[0]?.success, false);
  });
});

describe('contact roles', () => {
  test('one is primary, and it is the contact of the opportunity', () => {
    const account = create('Account', { Name: 'A' });
    const [first, second] = ['F', 'S'].map((LastName) => create('Contact', { LastName, AccountId: account }));
    const deal = create('Opportunity', { ...DEAL, AccountId: account, ContactId: first });
    const roles = (): unknown[] => engine.query(admin, `SELECT ContactId, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = '${deal}' ORDER BY Id`).records.map((row) => [row['ContactId'], row['IsPrimary']]);
    assert.deepEqual(roles(), [[first, true]]);
    const role = create('OpportunityContactRole', { OpportunityId: deal, ContactId: second, IsPrimary: true });
    assert.deepEqual([roles(), read('Opportunity', deal, 'ContactId')], [[[first, false], [second, true]], [second]]);
    engine.delete(admin, 'OpportunityContactRole', [role]);
    assert.deepEqual(read('Opportunity', deal, 'ContactId'), [null]);
  });

  test('an opportunity whose contact role is refused is not there', () => {
    const before = engine.schema;
    const role = before.object('OpportunityContactRole');
    assert.ok(role !== undefined);
    engine.replaceSchema(buildSchema([...before.objects, { ...role, validationRules: [rule('NEVER', 'ISNEW()')] }]));
    const contact = create('Contact', { LastName: 'C' });
    const [refused, saved] = engine.insert(admin, 'Opportunity', [{ ...DEAL, Name: 'Refused', ContactId: contact }, DEAL]);
    assert.deepEqual([refused?.errors[0]?.statusCode, saved?.success], ['FIELD_CUSTOM_VALIDATION_EXCEPTION', true]);
    assert.equal(engine.query(admin, "SELECT Id FROM Opportunity WHERE Name = 'Refused'").totalSize, 0);
    engine.replaceSchema(before);
  });
});

describe('after the deal', () => {
  test('a contract ends with its term and is numbered; orders and quotes add up their lines', () => {
    const account = create('Account', { Name: 'A' });
    const contract = create('Contract', { AccountId: account, StartDate: '2026-01-31', ContractTerm: 1 });
    const [end, number] = read('Contract', contract, 'EndDate', 'ContractNumber');
    assert.deepEqual([end, /^\d{8}$/.test(String(number))], ['2026-02-27', true]);
    assert.equal(engine.delete(admin, 'Account', [account])[0]?.errors[0]?.statusCode, 'DELETE_FAILED');
    update('Contract', { Id: contract, Status: 'Activated' });
    assert.deepEqual(read('Contract', contract, 'StatusCode', 'ActivatedDate'), ['Activated', '2026-02-10T10:00:00.000+0000']);

    const order = create('Order', { AccountId: account, EffectiveDate: '2026-02-10' });
    const line = create('OrderItem', { OrderId: order, Quantity: 3, UnitPrice: 0.1 });
    create('OrderItem', { OrderId: order, Quantity: 1, UnitPrice: 2 });
    assert.deepEqual(read('Order', order, 'TotalAmount'), [2.3]);
    engine.delete(admin, 'OrderItem', [line]);
    assert.deepEqual(read('Order', order, 'TotalAmount'), [2]);

    const deal = create('Opportunity', { ...DEAL, AccountId: account });
    const quote = create('Quote', { Name: 'Q', OpportunityId: deal, Tax: 1 });
    create('QuoteLineItem', { QuoteId: quote, Quantity: 2, UnitPrice: 50, Discount: 10 });
    assert.deepEqual(read('Quote', quote, 'AccountId', 'Subtotal', 'TotalPrice', 'GrandTotal', 'LineItemCount'), [account, 100, 90, 91, 1]);
  });

  test('a case closes with its status and takes its account from the contact', () => {
    const account = create('Account', { Name: 'A' });
    const contact = create('Contact', { LastName: 'C', AccountId: account, Email: 'c@example.com' });
    const id = create('Case', { Subject: 'S', ContactId: contact });
    assert.deepEqual(read('Case', id, 'Status', 'IsClosed', 'AccountId', 'ContactEmail'), ['New', false, account, 'c@example.com']);
    update('Case', { Id: id, Status: 'Closed' });
    assert.deepEqual(read('Case', id, 'IsClosed', 'ClosedDate'), [true, '2026-02-10T10:00:00.000+0000']);
  });

  test('an address reads as one field and is written through its parts', () => {
    const id = create('Account', { Name: 'A', BillingCity: 'Oslo', BillingCountry: 'Norway' });
    const [address] = read('Account', id, 'BillingAddress');
    assert.deepEqual([(address as Record<string, unknown>)['city'], (address as Record<string, unknown>)['country']], ['Oslo', 'Norway']);
    assert.equal(update('Account', { Id: id, BillingAddress: { city: 'Bergen' } }), 'INVALID_FIELD_FOR_INSERT_UPDATE');
  });
});
