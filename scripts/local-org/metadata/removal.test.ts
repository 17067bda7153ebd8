/** The package as a whole comes and goes: afterwards the org is as it was found. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startLocalOrg, type LocalOrg } from '../index.ts';
import { literal } from '../http/soqlLiteral.ts';
import { convertSource } from './deploySource.ts';
import { METADATA_TYPES } from './registry.ts';
import { DEPLOY, manifest, problemsOf, zipOf } from './testing/org.ts';
import { readZip } from './zip/read.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ADMIN = 'admin@handrail.local';
/** What setup shows; the audit trail remembers, as it should. */
const ROWS = [
  'ValidationRule', 'CustomField', 'CustomObject', 'CustomTab', 'FlexiPage', 'Flow', 'FlowDefinition', 'FlowDefinitionView', 'LightningComponentBundle', 'PathAssistant', 'PermissionSet',
  'ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess', 'CustomPermission', 'RecordType', 'EntityDefinition', 'EntityLimit', 'EntityParticle', 'FieldDefinition', 'FlowVersionView', 'PicklistValueInfo', 'MetadataComponentDependency',
] as const;

/** What can be seen of the org: its objects with all they are made of, its rows, its components. */
function snapshot(org: LocalOrg): Record<string, unknown> {
  const session = org.session(ADMIN);
  const rows = ROWS.map((object) => {
    const tooling = org.engine.schema.object(object)?.kind === 'tooling';
    return [object, org.engine.query(session, `SELECT Id FROM ${object}`, { tooling }).records.map((record) => record['Id']).sort()];
  });
  const components = METADATA_TYPES.map(({ xmlName }) => [xmlName, org.metadata.list(session, xmlName).map((file) => file.fullName).sort()]);
  const objects = org.engine.schema.objects.map((object) => JSON.stringify(object)).sort();
  return { objects, rows: Object.fromEntries(rows) as unknown, components: Object.fromEntries(components) as unknown };
}

/** Manifest of everything in the zip, as the members of a destructive one. */
function membersOf(zip: Uint8Array): Record<string, string[]> {
  const text = new TextDecoder().decode(readZip(zip).get('package.xml'));
  return Object.fromEntries([...text.matchAll(/<types>([\s\S]*?)<\/types>/g)].map((block) => [
    /<name>(\w+)<\/name>/.exec(block[1] ?? '')?.[1] ?? '', [...(block[1] ?? '').matchAll(/<members>([^<]*)<\/members>/g)].map((member) => member[1] ?? ''),
  ]));
}

test('everything in force-app is deployed, is there, and leaves nothing behind when it is removed', async () => {
  const org = await startLocalOrg();
  try {
    const admin = org.session(ADMIN);
    const found = snapshot(org);
    const folders = readdirSync(`${ROOT}force-app`, { withFileTypes: true }).filter((entry) => entry.isDirectory() && ['main', 'playbook'].includes(entry.name)).map((entry) => `force-app/${entry.name}`);
    const zip = await convertSource(ROOT, folders);
    const deployed = org.metadata.deploy(admin, zip, DEPLOY);
    assert.deepEqual(problemsOf(deployed), []);
    const members = membersOf(zip);
    for (const [type, names] of Object.entries(members)) {
      // A folder is named with a slash under the type it holds.
      const holder = METADATA_TYPES.find(({ xmlName }) => xmlName === type)?.folderType;
      const folders = holder === undefined ? [] : org.metadata.list(admin, holder).map((file) => `${file.fullName}/`);
      const there = new Set([...folders, ...org.metadata.list(admin, type).map((file) => file.fullName)]);
      assert.deepEqual(names.filter((name) => !there.has(name)), [], type);
    }
    assert.ok(org.engine.query(admin, `SELECT COUNT() FROM PermissionSet WHERE Name IN (${(members['PermissionSet'] ?? []).map(literal).join(', ')})`).totalSize > 0);

    // Labels are removed one by one, not as a file.
    const { CustomLabels: _file, ...others } = members;
    const labels = org.metadata.list(admin, 'CustomLabel').map((label) => label.fullName);
    const removed = org.metadata.deploy(admin, zipOf({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ ...others, CustomLabel: labels }) }), DEPLOY);
    assert.deepEqual(problemsOf(removed), []);
    assert.deepEqual(snapshot(org), found);
  } finally {
    await org.close();
  }
});
