/** Every report of the package, run by jsforce on records written by hand: what it lists, and under which heading. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import jsforce from 'jsforce';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import { simulatedClock, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { PROJECT, readPackage } from './testing/forceApp.ts';

type Fields = Readonly<Record<string, string | number | null>>;

let org: LocalOrg;
let client: jsforce.Connection;
const ids = new Map<string, string>();

before(async () => {
  org = await startLocalOrg({ clock: simulatedClock(new Date('2026-06-01T15:00:00Z')) });
  await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
  client = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.login(CAST.revops), version: '67.0' });
  for (const { id, name } of await client.analytics.reports()) ids.set(name, id);
});
after(() => org.close());

function create(object: string, records: readonly Fields[], user = 'admin@handrail.local'): string[] {
  return org.engine.insert(org.session(user), object, records).map(({ id, errors }) => {
    assert.ok(id, JSON.stringify(errors));
    return id;
  });
}

/** Under each heading the first column of its records; of a report without groups under `all`. */
async function listed(name: string): Promise<Record<string, unknown[]>> {
  const id = ids.get(name);
  assert.ok(id, `There is no report ${name}: ${[...ids.keys()].join(', ')}.`);
  const { groupingsDown, factMap, reportMetadata } = await client.analytics.report(id).execute({ details: true });
  const firsts = (key: string): unknown[] => (factMap[key]?.rows ?? []).map(({ dataCells: [first] }) => first?.label);
  if (reportMetadata.groupingsDown.length === 0) return { all: firsts('T!T') };
  return Object.fromEntries((groupingsDown?.groupings ?? []).map(({ key, label }) => [label, firsts(`${key}!T`)]));
}

const files = readPackage('force-app/main').filter(({ type }) => type === 'Report');

describe('reports of the package', () => {
  test('all are there for RevOps, by name', () => {
    assert.equal(ids.size, files.length);
  });

  test('numbers: wholes as last synced, no slices, earlier periods in a report of their own', async () => {
    const metric = (label: string, more: Fields): Fields => ({ External_Id__c: `${label}|${JSON.stringify(more)}`, Metric__c: label.toLowerCase(), Label__c: label, Tier__c: 'north_star', Series__c: 'now', State__c: 'ok', Unit__c: 'percent', Value__c: 0.5, Period_From__c: '2026-04-01', Period_To__c: '2026-07-01', ...more });
    create('Handrail_Metric__c', [
      metric('Win rate', {}), metric('ARR', {}), metric('Win rate', { Slice__c: 'owner=Ann', Value__c: 0.1 }),
      metric('ARR', { Series__c: 'trend', Period_From__c: '2026-01-01', Period_To__c: '2026-04-01' }), metric('ARR', { Series__c: 'trend', Period_From__c: '2025-10-01', Period_To__c: '2026-01-01' }),
      metric('Bookings', { Tier__c: 'operational', State__c: 'stale' }), metric('Bookings', { Tier__c: 'operational', State__c: 'low_n', Slice__c: 'owner=Ann' }),
    ]);
    assert.deepEqual(await listed('North Star Metrics'), { all: ['ARR', 'Win rate'] });
    assert.deepEqual(await listed('North Star Metrics, Earlier Periods'), { ARR: ['10/1/2025', '1/1/2026'] });
    assert.deepEqual(await listed('Numbers as Last Synced, by Tier'), { north_star: ['ARR', 'Win rate'], operational: ['Bookings'] });
    assert.deepEqual(await listed('Numbers That Cannot Be Read Yet'), { stale: ['Bookings'] });
  });

  test('findings: open ones the gravest first with what is at stake, decided ones by decision', async () => {
    const finding = (code: string, severity: string, more: Fields = {}): Fields => ({ External_Id__c: code, Code__c: code, Summary__c: code, Severity__c: severity, Status__c: 'Open', ...more });
    create('Handrail_Finding__c', [
      finding('F-medium', 'medium', { Amount_At_Stake__c: 100.5 }), finding('F-critical', 'critical', { Amount_At_Stake__c: 1000 }), finding('F-high', 'high'), finding('F-medium-2', 'medium', { Amount_At_Stake__c: 20 }),
      finding('F-closed', 'critical', { Status__c: 'Resolved' }), finding('F-recorded', 'high', { Status__c: 'Recorded', Decision_Reason__c: 'Agreed', Decision_Until__c: '2026-12-31' }),
    ]);
    const id = ids.get('Open Findings by Severity') ?? '';
    const { groupingsDown, factMap } = await client.analytics.report(id).execute();
    assert.deepEqual(groupingsDown?.groupings.map(({ key, label }) => [label, factMap[`${key}!T`]?.aggregates.map(({ value }) => value)]), [['critical', [1000, 1]], ['high', [0, 1]], ['medium', [120.5, 2]]]);
    assert.deepEqual(factMap['T!T']?.aggregates.map(({ label }) => label), ['$1,120.50', '4']);
    assert.deepEqual(Object.keys(await listed('Findings Recorded or Ignored')), ['Recorded']);
  });

  test('handoffs by status in the order of the way, and those sent back by reason', async () => {
    const [account] = create('Account', [{ Name: 'Acme' }]);
    const [deal] = create('Opportunity', [{ Name: 'Acme: first', AccountId: account ?? null, StageName: 'Prospecting', CloseDate: '2026-07-01' }], CAST.rep);
    const handoff = { Opportunity__c: deal ?? null, Sender__c: org.session(CAST.rep).userId, Receiver__c: org.session(CAST.customerSuccess).userId };
    const made = create('Handrail_Handoff__c', [handoff, handoff], CAST.rep);
    const back = org.engine.update(org.session(CAST.customerSuccess), 'Handrail_Handoff__c', [{ Id: made[1] ?? '', Status__c: 'Rejected', Reject_Reason__c: 'Billing details missing', Reject_Note__c: 'There is no billing contact on it.' }]);
    assert.ok(back.every(({ success }) => success), JSON.stringify(back));
    const byStatus = await listed('Handoffs by Status');
    assert.deepEqual(Object.entries(byStatus).map(([status, names]) => [status, names.length]), [['Sent', 1], ['Rejected', 1]]);
    assert.deepEqual(await listed('Handoffs Sent Back, by Reason'), { 'Billing details missing': byStatus['Rejected'] });
  });

  test('decisions: open ones by meeting, and those with a number to check in order of the day', async () => {
    const decision = (text: string, more: Fields): Fields => ({ External_Id__c: text, Decision__c: text, Meeting__c: 'weekly-pipeline', Status__c: 'Open', Due_On__c: '2026-06-08', ...more });
    create('Handrail_Decision__c', [decision('Call Acme', {}), decision('Drop the gate', { Metric__c: 'win_rate', Check_On__c: '2026-09-01', Meeting__c: 'monthly' }), decision('Done', { Status__c: 'Done', Metric__c: 'arr', Check_On__c: '2026-07-01' })]);
    const open = await listed('Open Decisions by Meeting');
    assert.deepEqual(Object.entries(open).map(([meeting, names]) => [meeting, names.length]), [['monthly', 1], ['weekly-pipeline', 1]]);
    assert.deepEqual(await listed('Decisions to Check'), { all: ['7/1/2026', '9/1/2026'] });
  });

  test('overrides by criterion', async () => {
    const [deal] = create('Opportunity', [{ Name: 'Beta: first', StageName: 'Prospecting', CloseDate: '2026-07-01' }], CAST.rep);
    create('Handrail_Override__c', [{ Opportunity__c: deal ?? null, Criterion__c: 'OPP-QUAL-01', Reason__c: 'The buyer is named after the summer break.', Until__c: '2026-06-10' }], CAST.rep);
    assert.deepEqual(Object.entries(await listed('Overrides by Criterion')).map(([criterion, names]) => [criterion, names.length]), [['OPP-QUAL-01', 1]]);
  });
});
