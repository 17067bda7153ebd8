/** A request to pass a criterion, from asking to its end, through the package as it is deployed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { simulatedClock, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { CAST } from './cast.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const REASON = 'The buyer names the person who signs after the summer.';

describe('override', () => {
  const clock = simulatedClock(new Date('2026-06-01T15:00:00Z'));
  let org: LocalOrg;
  let deal: string;

  before(async () => {
    org = await startLocalOrg({ clock });
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    const account = create(CAST.rep, 'Account', { Name: 'Aldermoor' });
    deal = create(CAST.rep, 'Opportunity', {
      Name: 'Aldermoor platform', AccountId: account, StageName: 'Qualification', CloseDate: '2026-09-30', Amount: 50_000, LeadSource: 'Web',
      Handrail_Discovery_Held__c: '2026-05-20', NextStep: 'Working session', Handrail_Next_Step_Date__c: '2026-08-30',
    });
  });

  after(() => org.close());

  function refusals(results: readonly { success: boolean; errors: readonly { message: string }[] }[]): readonly string[] {
    return results.flatMap(({ errors }) => errors.map(({ message }) => /^\[([A-Z0-9-]+)\]/.exec(message)?.[1] ?? message));
  }

  function create(user: string, object: string, record: Readonly<Record<string, unknown>>): string {
    const [result] = org.engine.insert(org.session(user), object, [record]);
    assert.ok(result?.id, JSON.stringify(result?.errors));
    return result.id;
  }

  const insert = (user: string, record: Readonly<Record<string, unknown>>): readonly string[] =>
    refusals(org.engine.insert(org.session(user), 'Handrail_Override__c', [{ Opportunity__c: deal, Criterion__c: 'OPP-QUAL-01', Reason__c: REASON, Until__c: '2026-06-10', ...record }]));
  const decide = (user: string, id: string, status: string): readonly string[] => refusals(org.engine.update(org.session(user), 'Handrail_Override__c', [{ Id: id, Status__c: status }]));
  const move = (stage: string): readonly string[] => refusals(org.engine.update(org.session(CAST.rep), 'Opportunity', [{ Id: deal, StageName: stage }]));
  const read = (soql: string): Readonly<Record<string, unknown>> => org.engine.query(org.session(CAST.admin), soql).records[0] ?? {};

  test('a request has a reason, a day within reach, a criterion that may be passed, and starts as one', () => {
    assert.deepEqual(insert(CAST.rep, { Reason__c: 'no time' }), ['OVR-03']);
    assert.deepEqual(insert(CAST.rep, { Until__c: '2026-06-16' }), ['OVR-06']);
    assert.deepEqual(insert(CAST.rep, { Until__c: '2026-05-31' }), ['OVR-06']);
    assert.deepEqual(insert(CAST.rep, { Criterion__c: 'OPP-LOST-01' }), ['OVR-05'], 'a loss always has a reason');
    assert.deepEqual(insert(CAST.rep, { Criterion__c: 'OPP-QUAL' }), ['OVR-05']);
    assert.deepEqual(insert(CAST.manager, { Status__c: 'Granted' }), ['OVR-01']);
  });

  test('the deal is held until somebody else grants it, and then passes that criterion and no other', () => {
    assert.deepEqual(move('Needs Analysis'), ['OPP-QUAL-01']);
    const id = create(CAST.rep, 'Handrail_Override__c', { Opportunity__c: deal, Criterion__c: 'OPP-QUAL-01', Reason__c: REASON, Until__c: '2026-06-10' });
    assert.deepEqual(decide(CAST.rep, id, 'Granted'), ['OVR-02'], 'a representative decides nothing');
    const own = create(CAST.manager, 'Handrail_Override__c', { Opportunity__c: deal, Criterion__c: 'OPP-NEED-01', Reason__c: REASON, Until__c: '2026-06-14' });
    assert.deepEqual(decide(CAST.manager, own, 'Granted'), ['OVR-02'], 'nobody decides a request of their own');
    assert.deepEqual(move('Needs Analysis'), ['OPP-QUAL-01'], 'asking alone excuses from nothing');

    assert.deepEqual(decide(CAST.manager, id, 'Granted'), []);
    assert.deepEqual({ ...read(`SELECT Handrail_Overrides__c, Handrail_Override_Until__c FROM Opportunity WHERE Id = '${deal}'`), attributes: undefined }, {
      attributes: undefined, Handrail_Overrides__c: '|OPP-QUAL-01:2026-06-10|', Handrail_Override_Until__c: '2026-06-10',
    });
    const decided = read(`SELECT Decided_By__r.Username, Decided_At__c, Is_Running__c FROM Handrail_Override__c WHERE Id = '${id}'`);
    assert.equal((decided['Decided_By__r'] as Record<string, unknown>)['Username'], CAST.manager);
    assert.equal(decided['Decided_At__c'], '2026-06-01T15:00:00.000+0000');
    assert.equal(decided['Is_Running__c'], true);
    assert.deepEqual(move('Value Proposition'), ['OPP-NEED-01'], 'the next gate is not excused');
    assert.deepEqual(move('Needs Analysis'), []);
  });

  test('what was decided stays, and nobody writes the exception onto the deal by hand', () => {
    const { Id } = read("SELECT Id FROM Handrail_Override__c WHERE Status__c = 'Granted'");
    assert.deepEqual(refusals(org.engine.update(org.session(CAST.rep), 'Handrail_Override__c', [{ Id, Until__c: '2026-06-12' }])), ['OVR-04']);
    assert.deepEqual(decide(CAST.manager, String(Id), 'Refused'), ['OVR-04']);
    const [byHand] = org.engine.update(org.session(CAST.rep), 'Opportunity', [{ Id: deal, Handrail_Overrides__c: '|OPP-NEED-01:2099-01-01|' }]);
    assert.equal(byHand?.errors[0]?.statusCode, 'INVALID_FIELD_FOR_INSERT_UPDATE');
  });

  test('it ends by itself, or when it is withdrawn', () => {
    assert.deepEqual(move('Qualification'), [], 'back is free');
    clock.set(new Date('2026-06-10T15:00:00Z'));
    assert.deepEqual(move('Needs Analysis'), [], 'the last day counts');
    assert.deepEqual(move('Qualification'), []);
    clock.set(new Date('2026-06-11T15:00:00Z'));
    assert.deepEqual(move('Needs Analysis'), ['OPP-QUAL-01']);

    const again = create(CAST.rep, 'Handrail_Override__c', { Opportunity__c: deal, Criterion__c: 'OPP-QUAL-01', Reason__c: REASON, Until__c: '2026-06-20' });
    assert.deepEqual(decide(CAST.manager, again, 'Granted'), []);
    assert.equal(read(`SELECT Handrail_Overrides__c FROM Opportunity WHERE Id = '${deal}'`)['Handrail_Overrides__c'], '|OPP-QUAL-01:2026-06-20|', 'what is over is not carried on');
    assert.deepEqual(decide(CAST.rep, again, 'Withdrawn'), []);
    assert.equal(read(`SELECT Handrail_Overrides__c FROM Opportunity WHERE Id = '${deal}'`)['Handrail_Overrides__c'], null);
    assert.deepEqual(move('Needs Analysis'), ['OPP-QUAL-01']);
  });
});
