/** Plan against the local org with deals planted by hand: whom a rule that comes back would stop, and who writes what it asks. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { stateOf } from '../drift/policy/index.ts';
import { ADMIN, deployedOrg, inner, mdapi, type DeployedOrg } from '../drift/testing/deployedOrg.ts';
import { planAgainstOrg } from './index.ts';
import type { Impact, PlanReport } from './types.ts';

describe('plan of an org where rules were switched off', () => {
  let deployed: DeployedOrg;
  let report: PlanReport;
  const RULES = ['Handrail_OPP_QUAL_01', 'Handrail_OPP_QUAL_03', 'Handrail_OPP_QUAL_04'];

  before(async () => {
    deployed = await deployedOrg();
    const off = RULES.map((name) => inner(deployed.compiled(`${name}.validationRule-meta.xml`), 'validationRules').replace('<active>true', '<active>false'));
    const tracked = inner(deployed.compiled('Opportunity/fields/Handrail_Economic_Buyer__c.field-meta.xml'), 'fields').replace(/<trackHistory>[^<]*<\/trackHistory>|(?=<type>)/, '<trackHistory>true</trackHistory>');
    deployed.deploy({ 'objects/Opportunity.object': mdapi('CustomObject', `<enableHistory>true</enableHistory>${tracked}${off.join('')}`) }, { CustomObject: ['Opportunity'], CustomField: ['Opportunity.Handrail_Economic_Buyer__c'], ValidationRule: RULES.map((name) => `Opportunity.${name}`) });
    await plantDeals();
    report = await planAgainstOrg(deployed.connection, deployed.playbook, deployed.files, {
      policy: {
        accepted: [{ id: 'OPP-QUAL-04', kind: 'rule-off', state: stateOf({ expected: 'active', actual: 'inactive' }), until: '2999-12-31', reason: 'yearly load', owner: 'Dana', recorded: '2026-01-01' }],
        ignored: [{ id: 'BYPASS-*', until: '2999-12-31', reason: 'the load user' }, { id: 'STAGE-*', until: '2020-01-01', reason: 'once' }],
      },
    });
  });
  after(() => deployed.close());

  async function plantDeals(): Promise<void> {
    const { org } = deployed;
    const admin = org.session(ADMIN);
    const id = (soql: string): string => String(org.engine.query(admin, soql).records[0]?.['Id']);
    const user = (name: string): string => id(`SELECT Id FROM User WHERE Username = '${name}@handrail.local'`);
    for (const set of ['Handrail_Bypass_Opportunity', 'Handrail_Bypass_Forecast', 'Handrail_Bypass_Closing', 'Handrail_Automation', 'Handrail_Admin', 'Handrail_Playbook_Edit']) {
      org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: user('sync'), PermissionSetId: id(`SELECT Id FROM PermissionSet WHERE Name = '${set}'`) }]);
    }
    org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: user('rep'), PermissionSetId: id("SELECT Id FROM PermissionSet WHERE Name = 'Handrail_Rep'") }]);
    const sync = org.session('sync@handrail.local');
    const [manager, rep] = [user('manager'), user('rep')];
    const CloseDate = '2030-01-31';
    const saved = org.engine.insert(sync, 'Opportunity', [
      { Name: 'Alpha', StageName: 'Qualification', CloseDate, Amount: 1000, OwnerId: manager, ForecastCategoryName: 'Commit' },
      { Name: 'Beta', StageName: 'Needs Analysis', CloseDate, OwnerId: rep },
      { Name: 'Gamma', StageName: 'Prospecting', CloseDate, Amount: 4000, OwnerId: rep },
      { Name: 'Delta', StageName: 'Needs Analysis', CloseDate, Amount: 8000, OwnerId: rep },
      { Name: 'Epsilon', StageName: 'Closed Lost', CloseDate: '2020-01-31', Amount: 16000, OwnerId: rep },
      { Name: 'Zeta', StageName: 'Needs Analysis', CloseDate, Amount: 32000, OwnerId: rep, Handrail_Motion__c: 'Renewal' },
    ]);
    assert.ok(saved.every(({ success }) => success), JSON.stringify(saved));
    const contact = org.engine.insert(sync, 'Contact', [{ LastName: 'Buyer' }])[0];
    const buyer = org.engine.update(sync, 'Opportunity', [{ Id: saved[3]?.id ?? '', Handrail_Economic_Buyer__c: contact?.id ?? '' }]);
    const touched = org.engine.update(org.session('rep@handrail.local'), 'Opportunity', [{ Id: saved[1]?.id ?? '', Description: 'Called them' }]);
    assert.ok([...buyer, ...touched].every(({ success }) => success), JSON.stringify([buyer, touched]));
  }

  const of = (criterion: string): Partial<Impact> => report.impact.find((impact) => impact.criterion === criterion) ?? {};

  test('counted by hand: two deals past the gate without a buyer; the early, the closed, the renewed and the answered one are none', () => {
    const { writers, ...buyer } = of('OPP-QUAL-01');
    assert.deepEqual(buyer, {
      criterion: 'OPP-QUAL-01', label: 'Economic buyer named', object: 'Opportunity', change: 'switched on', blocks: true,
      blockedRecords: 2, openRecords: 5, amount: 1000,
      byOwner: [{ name: 'Mira Manager', records: 1, amount: 1000 }, { name: 'Rosa Rep', records: 1, amount: 0 }],
      byStage: [{ name: 'Needs Analysis', records: 1, amount: 0 }, { name: 'Qualification', records: 1, amount: 1000 }],
      byCategory: [{ name: 'Commit', records: 1, amount: 1000 }, { name: 'Pipeline', records: 1, amount: 0 }],
      inCommit: { records: 1, amount: 1000 },
      topFields: [{ field: 'Handrail_Economic_Buyer__c', records: 2, share: 1 }],
      assumedBlank: [],
    });
    // From the field's history: the load user filled it once, on Delta.
    assert.deepEqual(writers, [{ user: 'Handrail Sync', kind: 'integration', bypasses: true, fields: ['Handrail_Economic_Buyer__c'], changes: 1, lastChanged: 0 }]);
    assert.deepEqual(report.impact.map(({ criterion }) => criterion), ['OPP-QUAL-01', 'OPP-QUAL-04', 'OPP-QUAL-03']);
    // Beta lacks the buyer and the amount.
    assert.equal(report.blockedRecords, 2);
  });

  test('where no history is kept, who last changed what would be stopped, and it is said', () => {
    const { blockedRecords, amount, topFields, writers } = of('OPP-QUAL-04');
    assert.deepEqual([blockedRecords, amount, topFields], [1, 0, [{ field: 'Amount', records: 1, share: 1 }]]);
    assert.deepEqual(writers, [{ user: 'Rosa Rep', kind: 'person', bypasses: false, fields: [], changes: null, lastChanged: 1 }]);
    // In shadow: counted, nobody blocked. Alpha and Delta were changed last by the load user.
    const pain = of('OPP-QUAL-03');
    assert.deepEqual([pain.blocks, pain.blockedRecords, pain.amount], [false, 3, 9000]);
    assert.deepEqual(pain.writers?.map(({ user, kind, lastChanged }) => [user, kind, lastChanged]), [['Handrail Sync', 'integration', 2], ['Rosa Rep', 'person', 1]]);
    assert.deepEqual(report.coverage.unread, ['who writes Opportunity.Handrail_Pain__c: no history is tracked; taken from who last changed the records']);
  });

  test('what was decided about drift is planned, and said', () => {
    // The history that somebody tracks is not the playbook's: a deploy ends it.
    assert.deepEqual(report.changes.map(({ fullName }) => fullName).toSorted(), ['Handrail_Economic_Buyer__c', ...RULES].map((name) => `Opportunity.${name}`));
    assert.deepEqual(report.decided.map(({ id, how, until, fullName }) => [id, how, until, fullName]), [
      ['OPP-QUAL-04', 'accepted', '2999-12-31', 'Opportunity.Handrail_OPP_QUAL_04'],
      ['BYPASS-sync@handrail.local', 'ignored', '2999-12-31', null],
    ]);
    assert.deepEqual(report.expired, [{ id: 'STAGE-*', until: '2020-01-01', how: 'ignored' }]);
  });

  test('the limits are the org’s own, and the calls stay in what was said', () => {
    const criteria = deployed.playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.criteria.length ?? 0;
    const own = report.rules.find(({ object }) => object === 'Opportunity');
    assert.equal(own?.rules, criteria);
    assert.equal(own.limit, 100);
    assert.ok((own.longest?.characters ?? 0) > 0 && own.longest?.limit === 3900);
    assert.deepEqual(report.refusals, []);
    assert.ok(report.coverage.apiCalls <= report.budget.calls, `${report.coverage.apiCalls} of ${report.budget.calls}`);
  });
});
