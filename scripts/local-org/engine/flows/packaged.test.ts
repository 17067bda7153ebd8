/** The packaged flows that look at other records: force-app deployed, records saved over the REST API by those who work with them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseXml } from '../../metadata/xml/parse.ts';
import { ADMIN, CS, MANAGER, REP, stamp, startPackagedOrg, type PackagedOrg } from './packagedOrg.ts';

type Fields = Readonly<Record<string, unknown>>;

let org: PackagedOrg;
let accountId = '';

before(async () => {
  org = await startPackagedOrg('2026-03-02T09:00:00Z');
  accountId = await org.client.create('Account', { Name: 'Acme', NumberOfEmployees: 120 });
});
after(() => org.client.org.close());

async function create(object: string, fields: Fields, as = REP): Promise<string> {
  const answer = await org.client.call('POST', `/sobjects/${object}`, fields, { as });
  assert.equal(answer.status, 201, answer.text);
  return (answer.json as { readonly id: string }).id;
}

const openDeal = (fields: Fields = {}): Promise<string> => create('Opportunity', { Name: 'Deal', AccountId: accountId, StageName: 'Prospecting', CloseDate: '2026-02-27', LeadSource: 'Web', ...fields });

describe('Handrail_Lead_Qualify', { concurrency: 1 }, () => {
  const lead = (fields: Fields): Promise<string> => create('Lead', { LastName: 'Vale', Company: 'Vale Ltd', Email: 'v@vale.example', LeadSource: 'Web', ...fields });
  const fitting = { NumberOfEmployees: 900, Handrail_Engagement_Score__c: 60 };

  test('a lead that asks to talk is an MQL at once, whatever its size (T01)', async () => {
    org.at('2026-03-02T10:00:00Z');
    const id = await lead({ Handrail_Request__c: 'Demo', Email: 'v@gmail.com', NumberOfEmployees: 6 });
    assert.deepEqual(await org.read('Lead', id, 'Handrail_Is_MQL__c', 'Handrail_MQL_At__c'), [true, stamp('2026-03-02T10:00:00Z')]);
  });

  test('another one is when it fits and is engaged, and the day stays (T02)', async () => {
    org.at('2026-03-02T10:00:00Z');
    const id = await lead({ ...fitting, Handrail_Engagement_Score__c: 59 });
    assert.deepEqual(await org.read('Lead', id, 'Handrail_MQL_At__c'), [null]);
    org.at('2026-03-03T10:00:00Z');
    await org.update('Lead', id, { Handrail_Engagement_Score__c: 60 }, ADMIN);
    assert.deepEqual(await org.read('Lead', id, 'Handrail_MQL_At__c'), [stamp('2026-03-03T10:00:00Z')]);
    org.at('2026-03-04T10:00:00Z');
    await org.update('Lead', id, { Handrail_Engagement_Score__c: 10 }, ADMIN);
    await org.update('Lead', id, { Handrail_Engagement_Score__c: 99 }, ADMIN);
    assert.deepEqual(await org.read('Lead', id, 'Handrail_MQL_At__c'), [stamp('2026-03-03T10:00:00Z')]);
  });

  test('a lead that is recycled and still meets the criteria starts its next cycle as an MQL', async () => {
    org.at('2026-03-02T10:00:00Z');
    const id = await lead(fitting);
    org.at('2026-03-03T10:00:00Z');
    await org.update('Lead', id, { Handrail_Sales_Decision__c: 'Rejected', Handrail_Reject_Reason__c: 'Not now', Status: 'Working - Contacted' });
    org.at('2026-06-01T10:00:00Z');
    await org.update('Lead', id, { Handrail_Sales_Decision__c: null, Status: 'Open - Not Contacted' });
    assert.deepEqual(await org.read('Lead', id, 'Handrail_MQL_At__c', 'Handrail_Recycle_Count__c'), [stamp('2026-06-01T10:00:00Z'), 1]);
  });

  test('two hundred leads of one request are each stamped', async () => {
    const records = Array.from({ length: 200 }, (_, index) => ({ attributes: { type: 'Lead' }, LastName: `Lead ${index}`, Company: 'Many Ltd', Email: `m${index}@many.example`, LeadSource: 'Web', ...(index % 2 === 0 ? { Handrail_Request__c: 'Trial' } : {}) }));
    const { json } = await org.client.call('POST', '/composite/sobjects', { allOrNone: false, records }, { as: REP });
    assert.deepEqual((json as readonly { readonly success: boolean }[]).filter(({ success }) => !success), []);
    const [count] = await org.client.query("SELECT COUNT(Handrail_MQL_At__c) stamped, COUNT(Id) all_of_them FROM Lead WHERE Company = 'Many Ltd'");
    assert.deepEqual([count?.['stamped'], count?.['all_of_them']], [100, 200]);
  });
});

describe('Handrail_Role_Count', { concurrency: 1 }, () => {
  const contact = (LastName: string): Promise<string> => create('Contact', { LastName, AccountId: accountId });
  const role = (OpportunityId: string, ContactId: string, fields: Fields = {}): Promise<string> => create('OpportunityContactRole', { OpportunityId, ContactId, ...fields });
  const counted = async (id: string): Promise<unknown> => (await org.read('Opportunity', id, 'Handrail_Contact_Roles__c'))[0];
  const remove = async (object: string, id: string): Promise<void> => {
    assert.equal((await org.client.call('DELETE', `/sobjects/${object}/${id}`, undefined, { as: ADMIN })).status, 204);
  };

  test('the deal knows how many contact roles it has, and no other deal does', async () => {
    const [deal, other] = [await openDeal(), await openDeal()];
    const [ada, ben] = [await contact('Ada'), await contact('Ben')];
    assert.equal(await counted(deal), 0);
    const first = await role(deal, ada);
    assert.equal(await counted(deal), 1);
    await role(deal, ben, { Role: 'Decision Maker' });
    await role(deal, ada, { Role: 'Economic Buyer' });
    assert.deepEqual([await counted(deal), await counted(other)], [3, 0]);
    await remove('OpportunityContactRole', first);
    assert.equal(await counted(deal), 2);
  });

  test('roles that go with their deal start no flow, and nothing fails', async () => {
    const deal = await openDeal();
    await role(deal, await contact('Cy'));
    await remove('Opportunity', deal);
    assert.deepEqual(await org.client.query(`SELECT Id FROM OpportunityContactRole WHERE OpportunityId = '${deal}'`), []);
  });

  test('a deal that another rule of the org refuses does not keep anyone from adding a contact role', async () => {
    const deal = await openDeal({ Name: 'Locked' });
    const { metadata } = org.client.org;
    const { root: content } = parseXml('<ValidationRule><fullName>Opportunity.Locked</fullName><active>true</active><errorConditionFormula>Name = "Locked"</errorConditionFormula><errorMessage>This deal is locked.</errorMessage></ValidationRule>');
    assert.deepEqual(metadata.create(org.client.org.session(ADMIN), [{ type: 'ValidationRule', content }]).map(({ success }) => success), [true]);
    try {
      const added = await role(deal, await contact('Di'));
      assert.deepEqual([await counted(deal), await org.read('OpportunityContactRole', added, 'OpportunityId')], [0, [deal]]);
    } finally {
      metadata.delete(org.client.org.session(ADMIN), 'ValidationRule', ['Opportunity.Locked']);
    }
  });
});

/** A deal that keeps all it takes to close; the gates before are the manager's to pass. */
async function wonDeal({ Handrail_Exclude__c: excluded, ...fields }: Fields = {}): Promise<string> {
  const id = await openDeal(fields);
  // Representatives may not take a deal out of the metrics.
  if (excluded !== undefined) await org.update('Opportunity', id, { Handrail_Exclude__c: excluded }, ADMIN);
  const kickoff = await org.userId(CS);
  const closing = {
    Amount: 12_000, Handrail_ARR__c: 12_000, Handrail_Term_Months__c: 12, Handrail_Contract_Status__c: 'Signed', Handrail_Promises_Made__c: 'None made', Handrail_Kickoff_Owner__c: kickoff,
    Handrail_Billing_Contact__c: await create('Contact', { LastName: 'Bill', AccountId: accountId }), Handrail_Billing_Frequency__c: 'Monthly', Handrail_Payment_Terms__c: 'Net 30', StageName: 'Closed Won',
  };
  await org.update('Opportunity', id, closing, MANAGER);
  return id;
}

const handoffsOf = async (deal: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await org.client.query(`SELECT Id, Type__c, Account__c, Sender__c, Receiver__c, Status__c, Sent_At__c, Resent_At__c FROM Handrail_Handoff__c WHERE Opportunity__c = '${deal}'`)).map(({ attributes: _attributes, ...fields }) => fields);

describe('Handrail_Handoff_Open', { concurrency: 1 }, () => {
  test('a deal that is won opens its handoff, from its owner to who runs the kickoff', async () => {
    org.at('2026-03-05T10:00:00Z');
    const deal = await wonDeal();
    const [handoff, ...more] = await handoffsOf(deal);
    assert.deepEqual({ ...handoff, Id: null }, {
      Id: null, Type__c: 'Sales to Customer Success', Account__c: accountId, Sender__c: await org.userId(REP), Receiver__c: await org.userId(CS), Status__c: 'Sent', Sent_At__c: stamp('2026-03-05T10:00:00Z'), Resent_At__c: null,
    });
    assert.deepEqual(more, []);
    await org.update('Opportunity', deal, { NextStep: 'Kickoff' }, MANAGER);
    await org.update('Opportunity', deal, { StageName: 'Negotiation/Review' }, MANAGER);
    await org.update('Opportunity', deal, { StageName: 'Closed Won' }, MANAGER);
    assert.equal((await handoffsOf(deal)).length, 1, 'a deal that is won again keeps its handoff');
  });

  for (const [fields, count] of [
    [{ Handrail_Motion__c: 'New Logo' }, 1], [{ Handrail_Motion__c: 'Win-back' }, 1], [{ Handrail_Motion__c: 'Contraction' }, 0], [{ Handrail_Exclude__c: 'Migration' }, 0],
  ] as const) {
    test(`${JSON.stringify(fields)} opens ${count}`, async () => {
      assert.equal((await handoffsOf(await wonDeal(fields))).length, count);
    });
  }

  test('a deal that is refused opens none', async () => {
    const deal = await openDeal();
    assert.equal((await org.patch('Opportunity', deal, { StageName: 'Closed Won' })).status, 400);
    assert.deepEqual(await handoffsOf(deal), []);
  });
});

describe('Handrail_Handoff_Stamp', { concurrency: 1 }, () => {
  const STAMPS = ['Sent_At__c', 'Rejected_At__c', 'Resent_At__c', 'Accepted_At__c'];

  test('sent, sent back, sent again, accepted: each has its time, and the first sending never moves', async () => {
    org.at('2026-03-02T09:00:00Z');
    const id = await create('Handrail_Handoff__c', { Account__c: accountId, Receiver__c: await org.userId(CS) });
    const stamps = (): Promise<readonly unknown[]> => org.read('Handrail_Handoff__c', id, ...STAMPS);
    assert.deepEqual(await stamps(), [stamp('2026-03-02T09:00:00Z'), null, null, null]);
    org.at('2026-03-03T09:00:00Z');
    await org.update('Handrail_Handoff__c', id, { Status__c: 'Rejected', Reject_Reason__c: 'Scope unclear' }, CS);
    org.at('2026-03-04T09:00:00Z');
    await org.update('Handrail_Handoff__c', id, { Status__c: 'Sent' });
    org.at('2026-03-05T09:00:00Z');
    await org.update('Handrail_Handoff__c', id, { Status__c: 'Accepted' }, CS);
    const all = ['2026-03-02T09:00:00Z', '2026-03-03T09:00:00Z', '2026-03-04T09:00:00Z', '2026-03-05T09:00:00Z'].map((instant) => stamp(instant));
    assert.deepEqual(await stamps(), all);
    org.at('2026-03-06T09:00:00Z');
    await org.update('Handrail_Handoff__c', id, { Blocker__c: 'Data' }, CS);
    assert.deepEqual(await stamps(), all);
  });

  test('a rejection without a reason is refused and leaves no stamp', async () => {
    const id = await create('Handrail_Handoff__c', { Account__c: accountId });
    assert.equal((await org.patch('Handrail_Handoff__c', id, { Status__c: 'Rejected' }, CS)).status, 400);
    assert.deepEqual(await org.read('Handrail_Handoff__c', id, 'Status__c', 'Rejected_At__c'), ['Sent', null]);
  });
});

describe('Handrail_Handoff_Count', { concurrency: 1 }, () => {
  const COUNTS = ['Items_Valid_At_Sending__c', 'Items_Required_At_Sending__c', 'Items_Valid__c', 'Items_Required__c'];
  const counts = (id: unknown): Promise<readonly unknown[]> => org.read('Handrail_Handoff__c', String(id), ...COUNTS);

  test('what was there at the first sending stays, whatever is repaired; an explicit none is an answer, one that is typed is not (T20)', async () => {
    org.at('2026-03-05T10:00:00Z');
    const deal = await wonDeal({ Handrail_Pain__c: 'None', Handrail_Success_Criteria__c: 'Two hours saved a day' });
    const [handoff] = await handoffsOf(deal);
    // Success criteria, promises (none made), billing contact, frequency, terms, kickoff owner; five are blank.
    assert.deepEqual(await counts(handoff?.['Id']), [6, 12, 6, 12]);
    org.at('2026-03-05T10:05:00Z');
    await org.update('Opportunity', deal, { Handrail_Pain__c: 'They lose a day a week', Handrail_Term_Start__c: '2026-04-01' }, MANAGER);
    await org.update('Handrail_Handoff__c', String(handoff?.['Id']), { Status__c: 'Rejected', Reject_Reason__c: 'Scope unclear' }, CS);
    await org.update('Handrail_Handoff__c', String(handoff?.['Id']), { Status__c: 'Sent' });
    assert.deepEqual(await counts(handoff?.['Id']), [6, 12, 8, 12]);
  });

  test('each type has items of its own, of the records it points at', async () => {
    org.at('2026-03-05T10:00:00Z');
    await org.update('Account', accountId, { Handrail_Health__c: 'Green' }, ADMIN);
    const renewal = await create('Handrail_Handoff__c', { Account__c: accountId, Type__c: 'Success to Renewal' });
    assert.deepEqual(await counts(renewal), [1, 2, 1, 2]);
    // No item is required, so there is no share of it.
    assert.deepEqual(await counts(await create('Handrail_Handoff__c', { Account__c: accountId, Type__c: 'Onboarding to Success' })), [0, 0, 0, 0]);
  });

  test('what was sent before is not judged by what its records hold now', async () => {
    org.at('2026-03-05T10:00:00Z');
    const loaded = await create('Handrail_Handoff__c', { Account__c: accountId, Type__c: 'Success to Renewal', Sent_At__c: '2026-01-05T10:00:00Z' }, ADMIN);
    assert.deepEqual(await counts(loaded), [null, null, 1, 2]);
    await org.update('Handrail_Handoff__c', loaded, { Blocker__c: 'Data' }, ADMIN);
    assert.deepEqual((await counts(loaded)).slice(0, 2), [null, null]);
  });

  test('a rule of the org that refuses the count keeps nobody from winning a deal', async () => {
    org.at('2026-03-05T10:00:00Z');
    const { metadata } = org.client.org;
    const { root: content } = parseXml('<ValidationRule><fullName>Handrail_Handoff__c.Locked</fullName><active>true</active><errorConditionFormula>NOT(ISNEW())</errorConditionFormula><errorMessage>Handoffs are locked.</errorMessage></ValidationRule>');
    assert.deepEqual(metadata.create(org.client.org.session(ADMIN), [{ type: 'ValidationRule', content }]).map(({ success }) => success), [true]);
    try {
      const deal = await wonDeal();
      const [handoff] = await handoffsOf(deal);
      assert.deepEqual([await org.read('Opportunity', deal, 'StageName'), (await counts(handoff?.['Id'])).slice(0, 2)], [['Closed Won'], [null, null]]);
    } finally {
      metadata.delete(org.client.org.session(ADMIN), 'ValidationRule', ['Handrail_Handoff__c.Locked']);
    }
  });

  test('a handoff that is not sent when it is made is counted when it is', async () => {
    org.at('2026-03-05T10:00:00Z');
    const later = await create('Handrail_Handoff__c', { Account__c: accountId, Type__c: 'Success to Renewal', Status__c: 'Closed' }, ADMIN);
    assert.deepEqual((await counts(later)).slice(0, 2), [null, null]);
    org.at('2026-03-09T10:00:00Z');
    await org.update('Handrail_Handoff__c', later, { Status__c: 'Sent' }, ADMIN);
    assert.deepEqual((await counts(later)).slice(0, 2), [1, 2]);
  });
});
