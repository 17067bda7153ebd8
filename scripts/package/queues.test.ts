/** The queues of the package: each list finds what waits for somebody, and nothing else. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import { simulatedClock, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { PROJECT, readPackage } from './testing/forceApp.ts';

const LISTS = [...readPackage('force-app/main'), ...readPackage('force-app/playbook')].filter(({ type }) => type === 'ListView').map(({ path, name }) => `${/objects\/([^/]+)\//.exec(path)?.[1] ?? ''}/${name}`);

describe('queues', () => {
  const clock = simulatedClock(new Date('2026-06-01T15:00:00Z'));
  let org: LocalOrg;
  const names = new Map<string, string>();
  const userIds: Record<string, string> = {};

  before(async () => {
    org = await startLocalOrg({ clock });
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    for (const user of Object.values(CAST)) userIds[user] = org.session(user).userId;
  });

  after(() => org.close());

  /** @param name what the tests call the record */
  function create(name: string, user: string, object: string, fields: Readonly<Record<string, unknown>>): string {
    const [result] = org.engine.insert(org.session(user), object, [fields]);
    assert.ok(result?.id, `${name}: ${JSON.stringify(result?.errors)}`);
    names.set(result.id, name);
    return result.id;
  }

  function change(user: string, object: string, fields: Readonly<Record<string, unknown>>): void {
    const [result] = org.engine.update(org.session(user), object, [fields]);
    assert.equal(result?.success, true, JSON.stringify(result?.errors));
  }

  async function shown(user: string, list: string): Promise<string[]> {
    const response = await fetch(`${org.url}/services/data/v67.0/ui-api/list-ui/${list}`, { headers: { Authorization: `Bearer ${org.login(user)}` } });
    const body = await response.json() as { readonly records?: { readonly records: readonly { readonly id: string }[] } };
    assert.equal(response.status, 200, `${list}: ${JSON.stringify(body)}`);
    return (body.records?.records ?? []).map(({ id }) => names.get(id) ?? id).toSorted();
  }

  for (const list of LISTS) {
    test(`${list} can be shown to RevOps`, async () => {
      await shown(CAST.revops, list);
    });
  }

  test('handoffs: sent to me, sent back to me, unanswered, in onboarding', async () => {
    const handoff = { Sender__c: userIds[CAST.rep], Receiver__c: userIds[CAST.customerSuccess] };
    create('old', CAST.rep, 'Handrail_Handoff__c', handoff);
    const accepted = create('accepted', CAST.rep, 'Handrail_Handoff__c', handoff);
    const returned = create('returned', CAST.rep, 'Handrail_Handoff__c', handoff);
    const again = create('sent again', CAST.rep, 'Handrail_Handoff__c', handoff);
    change(CAST.customerSuccess, 'Handrail_Handoff__c', { Id: accepted, Status__c: 'Accepted' });
    for (const Id of [returned, again]) change(CAST.customerSuccess, 'Handrail_Handoff__c', { Id, Status__c: 'Rejected', Reject_Reason__c: 'Success criteria missing', Reject_Note__c: 'The success criteria name no number and no date.' });
    clock.set(new Date('2026-06-05T15:00:00Z'));
    change(CAST.rep, 'Handrail_Handoff__c', { Id: again, Status__c: 'Sent' });
    create('new', CAST.rep, 'Handrail_Handoff__c', handoff);

    assert.deepEqual(await shown(CAST.customerSuccess, 'Handrail_Handoff__c/Handrail_Waiting_For_Me'), ['new', 'old', 'sent again']);
    assert.deepEqual(await shown(CAST.rep, 'Handrail_Handoff__c/Handrail_Waiting_For_Me'), ['returned']);
    assert.deepEqual(await shown(CAST.manager, 'Handrail_Handoff__c/Handrail_Waiting_For_Me'), []);
    assert.deepEqual(await shown(CAST.manager, 'Handrail_Handoff__c/Handrail_Sent_Back'), ['returned']);
    assert.deepEqual(await shown(CAST.manager, 'Handrail_Handoff__c/Handrail_Unanswered'), ['old']);
    assert.deepEqual(await shown(CAST.manager, 'Handrail_Handoff__c/Handrail_In_Onboarding'), ['accepted']);
  });

  test('leads: MQLs without a decision, rejected ones that marketing has not triaged', async () => {
    const mql = { Company: 'Aldermoor', Email: 'ada@aldermoor.example', Handrail_Request__c: 'Demo', LeadSource: 'Web' };
    create('undecided', CAST.rep, 'Lead', { ...mql, LastName: 'Undecided' });
    create('no MQL', CAST.rep, 'Lead', { ...mql, LastName: 'None', Handrail_Request__c: 'Content' });
    const rejected = create('rejected', CAST.rep, 'Lead', { ...mql, LastName: 'Rejected' });
    const recycled = create('recycled', CAST.rep, 'Lead', { ...mql, LastName: 'Recycled' });
    for (const Id of [rejected, recycled]) change(CAST.rep, 'Lead', { Id, Handrail_Sales_Decision__c: 'Rejected', Handrail_Reject_Reason__c: 'Not now' });
    change(CAST.revops, 'Lead', { Id: recycled, Handrail_Sales_Decision__c: null });
    assert.deepEqual(await shown(CAST.rep, 'Lead/Handrail_Rejected_Waiting'), ['rejected']);
    const undecided = await shown(CAST.rep, 'Lead/Handrail_MQL_Undecided');
    assert.ok(undecided.includes('undecided'));
    assert.ok(!undecided.includes('no MQL') && !undecided.includes('rejected'));
  });

  test('deals: too long in their stage, passed by override', async () => {
    clock.set(new Date('2026-06-10T15:00:00Z'));
    const account = create('account', CAST.rep, 'Account', { Name: 'Aldermoor' });
    const deal = { AccountId: account, StageName: 'Prospecting', CloseDate: '2026-09-30', Amount: 50_000, LeadSource: 'Web', Handrail_Discovery_Held__c: '2026-05-20' };
    create('stuck', CAST.rep, 'Opportunity', { ...deal, Name: 'Stuck' });
    create('21 days', CAST.rep, 'Opportunity', { ...deal, Name: 'Has 21 days', StageName: 'Qualification', NextStep: 'Working session', Handrail_Next_Step_Date__c: '2026-08-30' });
    const passing = create('passing', CAST.rep, 'Opportunity', { ...deal, Name: 'Passing' });
    clock.set(new Date('2026-06-27T15:00:00Z'));
    create('fresh', CAST.rep, 'Opportunity', { ...deal, Name: 'Fresh' });
    assert.deepEqual(await shown(CAST.manager, 'Opportunity/Handrail_Past_Max_Days'), ['passing', 'stuck']);

    const request = create('request', CAST.rep, 'Handrail_Override__c', { Opportunity__c: passing, Criterion__c: 'OPP-QUAL-01', Reason__c: 'The buyer names the person who signs later.', Until__c: '2026-07-01' });
    assert.deepEqual(await shown(CAST.manager, 'Handrail_Override__c/Handrail_To_Decide'), ['request']);
    change(CAST.manager, 'Handrail_Override__c', { Id: request, Status__c: 'Granted' });
    assert.deepEqual(await shown(CAST.manager, 'Handrail_Override__c/Handrail_To_Decide'), []);
    assert.deepEqual(await shown(CAST.manager, 'Handrail_Override__c/Handrail_Running'), ['request']);
    assert.deepEqual(await shown(CAST.manager, 'Opportunity/Handrail_Open_With_Override'), ['passing']);
    clock.set(new Date('2026-07-02T15:00:00Z'));
    assert.deepEqual(await shown(CAST.manager, 'Opportunity/Handrail_Open_With_Override'), []);
  });

  test('findings: open ones, and those that matter first', async () => {
    create('critical', CAST.sync, 'Handrail_Finding__c', { Status__c: 'Open', Severity__c: 'critical' });
    create('low', CAST.sync, 'Handrail_Finding__c', { Status__c: 'Open', Severity__c: 'low' });
    create('resolved', CAST.sync, 'Handrail_Finding__c', { Status__c: 'Resolved', Severity__c: 'critical' });
    assert.deepEqual(await shown(CAST.revops, 'Handrail_Finding__c/Handrail_Open'), ['critical', 'low']);
    assert.deepEqual(await shown(CAST.revops, 'Handrail_Finding__c/Handrail_Open_Severe'), ['critical']);
  });
});
