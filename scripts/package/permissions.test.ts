/**
 * Who may what: the matrix by hand, read from the permission sets and proved by what users with those sets can do. The org
 * knows no sharing, so View All and Modify All are read only.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deployForceApp } from '../cli/localOrg.ts';
import { ASSIGNMENTS, CAST } from '../demo/cast.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { nodesOf, PROJECT, readPackage, textOf, type MetadataFile, type Node } from './testing/forceApp.ts';

const OBJECTS = ['Account', 'Contact', 'Lead', 'Opportunity', 'Handrail_Finding__c', 'Handrail_Handoff__c', 'Handrail_Metric__c', 'Handrail_Override__c', 'Handrail_Sync_Run__c', 'Handrail_Decision__c', 'Handrail_Pack__c', 'Handrail_Late_Lead__c', 'Handrail_Gate_Event__c'] as const;

/** Create, Read, Update, Delete, View all, Modify all; in the order of the objects above. Sets without object permissions grant none. */
const MATRIX: Readonly<Record<string, readonly string[]>> = {
  //                 Account   Contact   Lead      Opportun. Finding   Handoff   Metric    Override  Sync Run  Decision  Pack      Late lead Gate event
  Handrail_Rep:     ['-R----', '------', '------', '-R----', '-R----', 'CRU---', '-R----', 'CRU---', '-R----', 'CRU---', '------', '------', 'CR----'],
  Handrail_Manager: ['-R----', '------', '------', '-R----', '------', '------', '------', 'CRU---', '------', '------', '-RU---', '-R----', '------'],
  Handrail_RevOps:  ['-R----', '------', '------', '-R----', '-RU---', 'CRUDV-', '-R----', '-R----', '-R----', 'CRUDV-', '-RU---', '-R----', '-R--V-'],
  Handrail_Admin:   ['-R----', '------', '------', '-R----', 'CRUDVM', 'CRUDVM', 'CRUDVM', 'CRUD--', 'CRUDVM', 'CRUDVM', 'CRUDVM', 'CRUDVM', 'CRUDVM'],
  Handrail_Sync:    ['-R--V-', '-R--V-', '-R--V-', '-R--V-', 'CRUDVM', '-RU-V-', 'CRUDVM', '-R--V-', 'CRUDVM', 'CRU-V-', 'CRUDVM', 'CRU-V-', '-RUDVM'],
};
const NOTHING = '------';
const RIGHTS = ['allowCreate', 'allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords', 'modifyAllRecords'] as const;

/** Salesforce asks for Modify Metadata before it gives metadata out. */
const USER_PERMISSIONS: Readonly<Record<string, readonly string[]>> = { Handrail_Sync: ['ApiEnabled', 'ModifyMetadata', 'ViewRoles', 'ViewSetup'] };

/** Written by a flow, and by nobody else: the decision on an override. */
const DECISION_STAMPS = ['Handrail_Override__c.Decided_At__c', 'Handrail_Override__c.Decided_By__c'];

const files = [...readPackage('force-app/main'), ...readPackage('force-app/playbook')];
const ofType = (type: string): readonly MetadataFile[] => files.filter((file) => file.type === type);
const sets = ofType('PermissionSet');
const isTrue = (node: Node, element: string): boolean => textOf(node, element) === 'true';
const named = (element: string, name: string, flag: string): ReadonlySet<string> => new Set(sets.flatMap(({ content }) => nodesOf(content, element).filter((node) => isTrue(node, flag)).map((node) => textOf(node, name))));
const fieldName = ({ path, name }: MetadataFile): string => `${/objects\/([^/]+)\//.exec(path)?.[1] ?? ''}.${name}`;

function granted(set: MetadataFile, object: string): string {
  const node = nodesOf(set.content, 'objectPermissions').find((candidate) => textOf(candidate, 'object') === object);
  return node === undefined ? NOTHING : RIGHTS.map((right, index) => (isTrue(node, right) ? 'CRUDVM'[index] : '-')).join('');
}

describe('permission sets as they are written', () => {
  test('objects', () => {
    assert.deepEqual(
      Object.fromEntries(sets.map((set) => [set.name, OBJECTS.map((object) => granted(set, object))]).filter(([, row]) => (row as string[]).some((rights) => rights !== NOTHING))),
      MATRIX,
    );
    const others = sets.flatMap(({ content }) => nodesOf(content, 'objectPermissions').map((node) => textOf(node, 'object'))).filter((object) => !(OBJECTS as readonly string[]).includes(object));
    assert.deepEqual(others, []);
  });

  test('who reads a detail or a deal reads what it hangs on', () => {
    for (const set of sets) {
      const reads = (object: string): boolean => granted(set, object).includes('R');
      assert.ok(!reads('Handrail_Override__c') || reads('Opportunity'), set.name);
      assert.ok(!(reads('Opportunity') || reads('Contact')) || reads('Account'), set.name);
    }
  });

  test('user permissions: the ones of the sync, and none that sees or changes all data', () => {
    const found = sets.map(({ name, content }) => [name, nodesOf(content, 'userPermissions').map((node) => textOf(node, 'name')).toSorted()] as const).filter(([, names]) => names.length > 0);
    assert.deepEqual(Object.fromEntries(found), USER_PERMISSIONS);
  });

  test('every field is readable by somebody, and none that is always visible is listed', () => {
    const readable = named('fieldPermissions', 'field', 'readable');
    const fields = ofType('CustomField').filter(({ path }) => !path.includes('__mdt/'));
    const alwaysVisible = (file: MetadataFile): boolean => isTrue(file.content, 'required') || textOf(file.content, 'type') === 'MasterDetail';
    assert.ok(fields.length > 100, `only ${fields.length} fields were found`);
    assert.deepEqual(fields.filter((file) => !alwaysVisible(file)).map(fieldName).filter((name) => !readable.has(name)), []);
    assert.deepEqual(fields.filter(alwaysVisible).map(fieldName).filter((name) => sets.some(({ content }) => nodesOf(content, 'fieldPermissions').some((node) => textOf(node, 'field') === name))), []);
  });

  test('what is stamped is edited by data loads alone', async () => {
    const { playbook } = await loadPlaybook(`${PROJECT}config/playbook`);
    const stamps = new Set(playbook?.objects.flatMap((object) => object.fields.filter((field) => field.automatic && !field.existing).map((field) => `${object.apiName}.${field.apiName}`)));
    assert.ok(stamps.has('Opportunity.Handrail_Overrides__c') && stamps.has('Lead.Handrail_MQL_At__c'));
    const editors = (field: string): string[] => sets.filter(({ content }) => nodesOf(content, 'fieldPermissions').some((node) => textOf(node, 'field') === field && isTrue(node, 'editable'))).map(({ name }) => name);
    assert.deepEqual([...stamps].flatMap(editors).filter((name) => name !== 'Handrail_Playbook_Load'), []);
    assert.deepEqual(DECISION_STAMPS.flatMap(editors), []);
  });

  test('every tab, app, custom permission and custom metadata type is granted by some set', () => {
    const visibleTabs = new Set(sets.flatMap(({ content }) => nodesOf(content, 'tabSettings').filter((node) => textOf(node, 'visibility') === 'Visible').map((node) => textOf(node, 'tab'))));
    assert.deepEqual(ofType('CustomTab').map(({ name }) => name).filter((name) => !visibleTabs.has(name)), []);
    const grants: readonly (readonly [string, ReadonlySet<string>])[] = [
      ['CustomApplication', named('applicationVisibilities', 'application', 'visible')],
      ['CustomPermission', named('customPermissions', 'name', 'enabled')],
    ];
    for (const [type, names] of grants) assert.deepEqual(ofType(type).map(({ name }) => name).filter((name) => !names.has(name)), [], type);
    assert.ok(named('customMetadataTypeAccesses', 'name', 'enabled').has('Handrail_Criterion__mdt'));
  });

  test('a bypass stands alone, and is nobody else’s', () => {
    for (const { name, content } of sets) {
      const bypasses = nodesOf(content, 'customPermissions').map((node) => textOf(node, 'name')).filter((permission) => permission.startsWith('Handrail_Bypass_'));
      assert.equal(bypasses.length, name.startsWith('Handrail_Bypass_') ? 1 : 0, name);
    }
  });
});

describe('permission sets as they work', () => {
  let org: LocalOrg;
  const records = new Map<string, string>();

  before(async () => {
    org = await startLocalOrg();
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    const create = (object: string, fields: Readonly<Record<string, unknown>>): void => {
      const [result] = org.engine.insert(org.session(CAST.admin), object, [fields]);
      assert.ok(result?.id, JSON.stringify(result?.errors));
      records.set(object, result.id);
    };
    create('Account', { Name: 'Aldermoor' });
    create('Opportunity', { Name: 'Aldermoor platform', AccountId: records.get('Account'), StageName: 'Prospecting', CloseDate: '2027-09-30' });
    for (const object of HANDRAIL) create(object, object === 'Handrail_Override__c' ? override() : {});
  });

  after(() => org.close());

  const HANDRAIL = OBJECTS.filter((object) => object.endsWith('__c'));
  const override = (): Readonly<Record<string, unknown>> => ({ Opportunity__c: records.get('Opportunity'), Criterion__c: 'OPP-QUAL-01', Reason__c: 'The buyer names the person who signs later.', Until__c: new Date().toISOString().slice(0, 10) });

  /** What the sets of a user allow together. */
  const allowed = (user: string, object: string): string => [...'CRUD'].map((right) => (ASSIGNMENTS[user]?.some((set) => MATRIX[set]?.[OBJECTS.indexOf(object as (typeof OBJECTS)[number])]?.includes(right)) === true ? right : '-')).join('');

  const REFUSALS = new Set(['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'INSUFFICIENT_ACCESS_OR_READONLY', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY']);
  const isRefused = (results: readonly { readonly errors: readonly { readonly statusCode: string }[] }[]): boolean => results.some(({ errors }) => errors.some(({ statusCode }) => REFUSALS.has(statusCode)));

  /** What the user can do, found out by doing it. Any other refusal, such as a rule's, is not a matter of permission. */
  function tried(user: string, object: string): string {
    const session = org.session(user);
    const Id = records.get(object) ?? '';
    const canRead = (): boolean => {
      try {
        return org.engine.query(session, `SELECT Id FROM ${object}`).totalSize > 0;
      } catch (error) {
        assert.equal((error as { errorCode?: string }).errorCode, 'INVALID_TYPE');
        return false;
      }
    };
    const rights: readonly [string, boolean][] = [
      ['C', !isRefused(org.engine.insert(session, object, [object === 'Handrail_Override__c' ? override() : {}]))],
      ['R', canRead()],
      ['U', !isRefused(org.engine.update(session, object, [{ Id }]))],
      ['D', !isRefused(org.engine.delete(session, object, [org.engine.insert(org.session(CAST.admin), object, [object === 'Handrail_Override__c' ? override() : {}])[0]?.id ?? '']))],
    ];
    return rights.map(([right, is]) => (is ? right : '-')).join('');
  }

  for (const user of Object.values(CAST).filter((username) => username !== CAST.admin)) {
    test(`${user} can do what the matrix says`, () => {
      const of = (rights: (user: string, object: string) => string): Readonly<Record<string, string>> => Object.fromEntries(HANDRAIL.map((object) => [object, rights(user, object)]));
      assert.deepEqual(of(tried), of(allowed));
    });
  }

  for (const [user, mayExclude] of [[CAST.rep, false], [CAST.manager, false], [CAST.customerSuccess, false], [CAST.revops, true], [CAST.admin, true]] as const) {
    test(`${user} ${mayExclude ? 'may' : 'may not'} leave a deal out of the metrics, over REST`, async () => {
      const deal = `${org.url}/services/data/v67.0/sobjects/Opportunity/${records.get('Opportunity') ?? ''}`;
      const headers = { Authorization: `Bearer ${org.login(user)}`, 'Content-Type': 'application/json' };
      const save = (fields: object): Promise<Response> => fetch(deal, { method: 'PATCH', headers, body: JSON.stringify(fields) });
      const saved = await save({ Handrail_Exclude__c: 'Test' });
      if (mayExclude) {
        assert.equal(saved.status, 204);
      } else {
        const [problem] = await saved.json() as { errorCode: string; fields: string[] }[];
        assert.deepEqual([saved.status, problem?.errorCode, problem?.fields], [400, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['Handrail_Exclude__c']]);
        assert.equal((await save({ NextStep: 'Another field of the same deal' })).status, 204);
      }
      const read = await (await fetch(deal, { headers })).json() as Record<string, unknown>;
      assert.ok('Handrail_Exclude__c' in read, 'who may not change it sees it');
    });
  }

  test('without a set of Handrail there is nothing of it', () => {
    const admin = org.session(CAST.admin);
    const assignments = org.engine.query(admin, `SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${CAST.customerSuccess}' AND PermissionSet.IsOwnedByProfile = false`).records;
    assert.ok(assignments.length > 0);
    org.engine.delete(admin, 'PermissionSetAssignment', assignments.map((record) => String(record['Id'])));
    assert.deepEqual(HANDRAIL.map((object) => tried(CAST.customerSuccess, object)), HANDRAIL.map(() => '----'));
    assert.throws(() => org.engine.query(org.session(CAST.customerSuccess), 'SELECT Handrail_ARR__c FROM Opportunity'), { errorCode: 'INVALID_FIELD' });
  });

  for (const user of [CAST.manager, CAST.revops]) {
    test(`${user} reads every column of the list of late leads`, () => {
      const list = ofType('ListView').find(({ path, name }) => path.includes('Handrail_Late_Lead__c') && name === 'All');
      assert.ok(list);
      const columns = (list.content['columns'] ?? []).map(String).map((column) => (column === 'NAME' ? 'Name' : column));
      assert.ok(columns.includes('Lead__c') && columns.includes('Escalation__c'), columns.join());
      assert.ok(org.engine.query(org.session(user), `SELECT ${columns.join(', ')} FROM Handrail_Late_Lead__c`).totalSize > 0);
    });
  }

  test('RevOps marks a finding as ignored and changes nothing else of it', () => {
    const session = org.session(CAST.revops);
    const Id = records.get('Handrail_Finding__c') ?? '';
    assert.equal(org.engine.update(session, 'Handrail_Finding__c', [{ Id, Status__c: 'Ignored' }])[0]?.success, true);
    assert.equal(org.engine.update(session, 'Handrail_Finding__c', [{ Id, Severity__c: 'low' }])[0]?.errors[0]?.statusCode, 'INVALID_FIELD_FOR_INSERT_UPDATE');
  });
});
