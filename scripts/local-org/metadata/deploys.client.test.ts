/** Deploys that wait, are watched, cancelled, validated and undone, as the Salesforce CLI does it. One CLI call takes seconds: each test says several things. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';
import { failuresOf, openSfProject, sourceFile, type SfProject } from './testing/sfProject.ts';

const FIELD = 'p/main/default/objects/Opportunity/fields/Buyer__c.field-meta.xml';
const RULE = 'p/main/default/objects/Opportunity/validationRules/Buyer_Named.validationRule-meta.xml';
const PERMISSION = 'p/main/default/customPermissions/Bypass.customPermission-meta.xml';
const SOURCE: Readonly<Record<string, string>> = {
  'sfdx-project.json': '{"packageDirectories":[{"path":"p","default":true}],"sourceApiVersion":"67.0"}\n',
  [FIELD]: sourceFile('CustomField', '    <fullName>Buyer__c</fullName>\n    <label>Economic Buyer</label>\n    <length>80</length>\n    <type>Text</type>\n'),
  [RULE]: sourceFile('ValidationRule', '    <fullName>Buyer_Named</fullName>\n    <active>true</active>\n    <errorConditionFormula>AND(NOT($Permission.Bypass), ISBLANK(Buyer__c))</errorConditionFormula>\n    <errorMessage>Name the buyer.</errorMessage>\n'),
  [PERMISSION]: sourceFile('CustomPermission', '    <isLicensed>false</isLicensed>\n    <label>Bypass</label>\n'),
  'only.xml': sourceFile('Package', '    <types>\n        <members>Bypass</members>\n        <name>CustomPermission</name>\n    </types>\n    <version>67.0</version>\n'),
  'post.xml': sourceFile('Package', '    <types>\n        <members>Opportunity.Buyer_Named</members>\n        <name>ValidationRule</name>\n    </types>\n    <version>67.0</version>\n'),
};

let client: TestOrg;
let project: SfProject;
before(async () => {
  client = await startTestOrg();
  project = await openSfProject(client.org, SOURCE);
});
after(async () => {
  await client.org.close();
  project.close();
});

const has = (field: string): boolean => client.org.engine.schema.field('Opportunity', field) !== undefined;
const rules = (): readonly string[] => client.org.engine.schema.object('Opportunity')?.validationRules.map((rule) => rule.fullName) ?? [];
const idOf = (answer: { readonly result: Readonly<Record<string, unknown>> }): string => String(answer.result['id']);

describe('sf project deploy', { concurrency: 1 }, () => {
  test('a deploy that waits is cancelled before it changes anything', async () => {
    const release = client.org.metadata.deploys.hold();
    const started = await project.sf(['project', 'deploy', 'start', '--source-dir', 'p', '--async']);
    assert.equal(started.status, 0, JSON.stringify(started).slice(0, 1000));
    const canceled = await project.sf(['project', 'deploy', 'cancel', '--job-id', idOf(started)]);
    assert.equal(canceled.result['status'], 'Canceled', JSON.stringify(canceled).slice(0, 1000));
    release();
    assert.equal(has('Buyer__c'), false);
  });

  test('a validation is left, reported and resumed to its end; the quick deploy of it does what it said', async () => {
    const release = client.org.metadata.deploys.hold();
    const started = await project.sf(['project', 'deploy', 'validate', '--source-dir', 'p', '--test-level', 'RunLocalTests', '--async']);
    assert.equal(started.status, 0, JSON.stringify(started).slice(0, 1000));
    const report = await project.sf(['project', 'deploy', 'report', '--job-id', idOf(started)]);
    assert.equal(report.result['status'], 'Pending', JSON.stringify(report).slice(0, 1000));
    release();
    const validated = await project.sf(['project', 'deploy', 'resume', '--job-id', idOf(started)]);
    assert.equal(validated.result['status'], 'Succeeded', JSON.stringify(validated).slice(0, 1000));
    assert.equal(has('Buyer__c'), false);
    const quick = await project.sf(['project', 'deploy', 'quick', '--job-id', idOf(started)]);
    assert.equal(quick.result['status'], 'Succeeded', JSON.stringify(quick).slice(0, 1000));
    assert.notEqual(idOf(quick), idOf(started));
    assert.deepEqual([has('Buyer__c'), rules()], [true, ['Buyer_Named']]);
  });

  test('what is still used is not deleted; after what uses it, it is', async () => {
    const refused = await project.sf(['project', 'delete', 'source', '--source-dir', FIELD, '--no-prompt']);
    assert.notEqual(refused.status, 0);
    assert.match(JSON.stringify(refused), /This custom field is referenced elsewhere in salesforce\.com\. : Validation Rule - Opportunity\.Buyer_Named/);
    const done = await project.sf(['project', 'deploy', 'start', '--manifest', 'only.xml', '--post-destructive-changes', 'post.xml']);
    assert.equal(done.status, 0, JSON.stringify(done).slice(0, 1000));
    assert.deepEqual(rules(), []);
    const removed = await project.sf(['project', 'delete', 'source', '--source-dir', FIELD, '--no-prompt']);
    assert.equal(removed.status, 0, JSON.stringify(removed).slice(0, 1000));
    assert.equal(has('Buyer__c'), false);
  });

  test('a failing deploy leaves nothing, or with --ignore-errors what is good', async () => {
    project.write(FIELD, SOURCE[FIELD] ?? '');
    project.write(RULE, (SOURCE[RULE] ?? '').replace('ISBLANK(Buyer__c)', 'ISBLANK(Buyer__c'));
    const failed = await project.sf(['project', 'deploy', 'start', '--source-dir', 'p']);
    assert.match(failuresOf(failed).join('\n'), /Opportunity\.Buyer_Named: Syntax error/);
    assert.equal(has('Buyer__c'), false);
    const partly = await project.sf(['project', 'deploy', 'start', '--source-dir', 'p', '--ignore-errors']);
    assert.equal(partly.result['status'], 'SucceededPartial', JSON.stringify(partly).slice(0, 1000));
    assert.deepEqual([has('Buyer__c'), rules()], [true, []]);
  });
});

describe('what the org has', { concurrency: 1 }, () => {
  test('is listed by type and written to a manifest, with which it is retrieved', async () => {
    const types = await project.sf(['org', 'list', 'metadata-types']);
    const known = (types.result['metadataObjects'] as readonly { readonly xmlName: string }[]).map((type) => type.xmlName);
    assert.ok(['CustomObject', 'Profile', 'DuplicateRule', 'Queue'].every((name) => known.includes(name)), known.join());
    const manifest = await project.sf(['project', 'generate', 'manifest', '--from-org', 'local', '--name', 'all.xml']);
    assert.equal(manifest.status, 0, JSON.stringify(manifest).slice(0, 1000));
    assert.match(project.read('all.xml'), /<members>Opportunity\.Buyer__c<\/members>[\s\S]*<members>Bypass<\/members>/);
    const retrieved = await project.sf(['project', 'retrieve', 'start', '--manifest', 'all.xml', '--output-dir', 'got']);
    assert.equal(retrieved.status, 0, JSON.stringify(retrieved).slice(0, 2000));
    assert.match(project.read('got/objects/Opportunity/fields/Buyer__c.field-meta.xml'), /<label>Economic Buyer<\/label>/);
  });
});
