/** What scan and plan say of records at rest by criteria that read a record type or a parent's field. Counted by hand. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deployForceApp } from '../cli/localOrg.ts';
import { compilePlaybook } from '../compiler/index.ts';
import { CAST } from '../demo/cast.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { planAgainstOrg, type PlanReport } from '../plan/index.ts';
import type { Playbook } from '../playbook/index.ts';
import { scanRecords, type ScanReport } from '../scan/index.ts';
import { PROJECT } from './gateWorld.ts';
import { deployOwnCriteria, loadWithOwn, PARTNER } from './ownCriteria.ts';

const OWN = ['OPP-PROS-90', 'OPP-PROS-91'];

describe('records judged by their record type and by their account', () => {
  let org: LocalOrg;
  let playbook: Playbook;
  let scan: ScanReport;
  let plan: PlanReport;

  before(async () => {
    playbook = await loadWithOwn(PROJECT);
    org = await startLocalOrg();
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    // The rules of the criteria are not there yet: plan says what they would do.
    await deployOwnCriteria(org, []);
    plant();
    const connection = connectionTo(org);
    scan = await scanRecords(connection, playbook, { criteria: OWN });
    plan = await planAgainstOrg(connection, playbook, compilePlaybook(playbook).files);
  });
  after(() => org.close());

  function plant(): void {
    const { userId, username, profileName, timeZone } = org.session(CAST.admin);
    const past = { userId, username, profileName, timeZone, customPermissions: new Set(['Opportunity', 'Forecast', 'Closing'].map((family) => `Handrail_Bypass_${family}_Gates`)) };
    const insert = (object: string, rows: readonly Record<string, unknown>[]): string[] => org.engine.insert(past, object, rows, { allOrNone: true }).map(({ id }) => String(id));
    const [small = '', enterprise = ''] = insert('Account', [{ Name: 'Small', NumberOfEmployees: 1_999 }, { Name: 'Enterprise', NumberOfEmployees: 2_000 }]);
    const RecordTypeId = String(org.engine.query(past, `SELECT Id FROM RecordType WHERE DeveloperName = '${PARTNER}'`).records[0]?.['Id']);
    const deal = (Name: string, StageName: string, more: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ Name, StageName, CloseDate: '2030-01-31', ...more });
    insert('Opportunity', [
      deal('Partner, silent', 'Qualification', { RecordTypeId, Amount: 10 }),
      deal('Partner, told', 'Qualification', { RecordTypeId, Amount: 20, Handrail_Pain__c: 'Their drivers wait for papers.' }),
      deal('Partner, at the gate', 'Prospecting', { RecordTypeId, Amount: 40 }),
      deal('No record type', 'Qualification', { Amount: 80 }),
      deal('Enterprise, no amount', 'Qualification', { AccountId: enterprise }),
      deal('Enterprise, amount', 'Qualification', { AccountId: enterprise, Amount: 160 }),
      deal('Below enterprise', 'Qualification', { AccountId: small }),
      deal('No account', 'Qualification', {}),
      deal('Partner and enterprise', 'Qualification', { RecordTypeId, AccountId: enterprise }),
    ]);
  }

  const broken = (criterion: string): unknown => scan.violations.filter((each) => each.criterion === criterion).map(({ name }) => name).toSorted();
  const impactOf = (id: string): unknown => {
    const { blockedRecords, amount } = plan.impact.find(({ criterion }) => criterion === id) ?? assert.fail(id);
    return { blockedRecords, amount };
  };

  test('scan finds those of the record type, and no others', () => assert.deepEqual(broken('OPP-PROS-90'), ['Partner and enterprise', 'Partner, silent']));

  test('scan finds those whose account is in the segment, and none without an account', () => assert.deepEqual(broken('OPP-PROS-91'), ['Enterprise, no amount', 'Partner and enterprise']));

  test('nothing of them is left unread', () => assert.deepEqual([...scan.coverage.unread, ...plan.coverage.unread].filter((text) => OWN.some((id) => text.includes(id))), []));

  test('plan counts whom the new rules would stop at their next move', () => {
    assert.deepEqual(impactOf('OPP-PROS-90'), { blockedRecords: 3, amount: 50 });
    assert.deepEqual(impactOf('OPP-PROS-91'), { blockedRecords: 2, amount: 0 });
  });
});
