/** Recording, ignoring and adopting on the command line, and the forms of the report. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deployedOrg, inner, mdapi, type DeployedOrg } from '../../../drift/testing/deployedOrg.ts';
import { handrail, type Run } from '../../testing/run.ts';

interface DriftJson {
  readonly status: number;
  readonly result: { readonly findings: { readonly id: string }[]; readonly accepted: { readonly id: string; readonly owner: string }[]; readonly ignored: { readonly id: string }[]; readonly expired: { readonly id: string }[] };
}

describe('drift with decisions', () => {
  let deployed: DeployedOrg;
  let policy: string;
  before(async () => {
    deployed = await deployedOrg();
    policy = join(deployed.projectDir, 'config/drift');
    const rule = inner(deployed.compiled('Handrail_OPP_PROP_03.validationRule-meta.xml'), 'validationRules').replace('<active>true', '<active>false');
    const message = inner(deployed.compiled('Handrail_OPP_QUAL_01.validationRule-meta.xml'), 'validationRules').replace(/<errorMessage>[^<]*</, '<errorMessage>[OPP-QUAL-01] Who signs? Choose them in Economic Buyer.<');
    const record = deployed.compiled('Handrail_Criterion.OPP_QUAL_02.md-meta.xml').replace(/(<field>Enforced__c<\/field>\s*<value[^>]*>)true/, '$1false');
    deployed.deploy(
      { 'objects/Opportunity.object': mdapi('CustomObject', `${rule}${message}`), 'customMetadata/Handrail_Criterion.OPP_QUAL_02.md': record },
      { ValidationRule: ['Opportunity.Handrail_OPP_PROP_03', 'Opportunity.Handrail_OPP_QUAL_01'], CustomMetadata: ['Handrail_Criterion.OPP_QUAL_02'] },
    );
  });
  after(() => deployed.close());

  const run = (...args: readonly string[]): Promise<Run> => handrail([...args, '--target-org', deployed.org.accessToken], { cwd: deployed.projectDir, env: { SF_ORG_INSTANCE_URL: deployed.org.url } });
  const open = async (): Promise<DriftJson['result']> => (await run('drift', '--json')).json<DriftJson>().result;
  const failure = (done: Run): string => done.json<{ name: string; message: string }>().message;

  test('a decision needs a yes, a day to come and a reason', async () => {
    for (const args of [
      ['record', 'OPP-PROP-03', '--until', '2999-01-01', '--reason', 'load'],
      ['record', 'OPP-PROP-03', '--until', '2020-01-01', '--reason', 'load', '--yes'],
      ['ignore', 'OPP-PROP-03', '--until', '2999-02-30', '--reason', 'load', '--yes'],
      ['ignore', 'OPP-PROP-03', '--until', '2999-01-01', '--yes'],
      ['adopt', 'OPP-PROP-03'],
    ]) assert.equal((await run('drift', ...args, '--json')).exitCode, 2, args.join(' '));
    await assert.rejects(readFile(join(policy, 'accepted.yaml')), /ENOENT/);
  });

  test('recorded: set apart from what is open, with its owner', async () => {
    const done = await run('drift', 'record', 'opp-prop-03', '--until', '2999-01-01', '--reason', 'Load of acquired accounts', '--owner', 'Sam', '--yes', '--json');
    assert.equal(done.exitCode, 0, done.stderr);
    const { findings, accepted } = await open();
    assert.deepEqual(findings.map(({ id }) => id).toSorted(), ['MODE-OPP-QUAL-02', 'OPP-QUAL-01']);
    assert.deepEqual(accepted.map(({ id, owner }) => [id, owner]), [['OPP-PROP-03', 'Sam']]);
  });

  test('what is recorded cannot be ignored as well', async () => {
    const done = await run('drift', 'ignore', 'OPP-PROP-03', '--until', '2999-01-01', '--reason', 'x', '--yes', '--json');
    assert.equal(done.exitCode, 1);
    assert.match(failure(done), /^Nothing was written: OPP-PROP-03 \(rule-off\) is accepted until 2999-01-01 and also ignored/);
    await assert.rejects(readFile(join(policy, 'ignore.yaml')), /ENOENT/);
  });

  test('what cannot be adopted is said, and nothing is written', async () => {
    const path = join(deployed.projectDir, 'config/playbook/opportunity.yaml');
    const before = await readFile(path, 'utf8');
    const own = inner(deployed.compiled('Handrail_OPP_NEED_01.validationRule-meta.xml'), 'validationRules');
    const onNeed = (rule: string): void => deployed.deploy({ 'objects/Opportunity.object': mdapi('CustomObject', rule) }, { ValidationRule: ['Opportunity.Handrail_OPP_NEED_01'] });
    onNeed(own.replace(/<errorConditionFormula>[\s\S]*?</, '<errorConditionFormula>FALSE<'));
    const done = await run('drift', 'adopt', 'OPP-QUAL-01', 'OPP-NEED-01', '--yes', '--json');
    onNeed(own);
    assert.equal(done.exitCode, 1);
    assert.match(failure(done), /^Nothing was written\. OPP-NEED-01 \(rule-formula\) cannot be adopted: an edited formula does not say/);
    assert.equal(await readFile(path, 'utf8'), before);
  });

  test('adopted: two lines of the playbook say what the org says, and drift is silent', async () => {
    const path = join(deployed.projectDir, 'config/playbook/opportunity.yaml');
    const before = (await readFile(path, 'utf8')).split('\n');
    const done = await run('drift', 'adopt', 'OPP-QUAL-01', 'MODE-OPP-QUAL-02', '--yes', '--json');
    assert.equal(done.exitCode, 0, done.stdout);
    const lines = (await readFile(path, 'utf8')).split('\n');
    assert.equal(lines.length, before.length);
    assert.deepEqual(lines.filter((line, index) => line !== before[index]).map((line) => line.trim()), ['message: Who signs? Choose them in Economic Buyer.', 'mode: shadow']);
    assert.deepEqual((await open()).findings, []);
  });

  test('a decision that is over: named, and the command fails', async () => {
    await mkdir(policy, { recursive: true });
    await writeFile(join(policy, 'ignore.yaml'), 'ignore:\n  - id: RULE-*\n    until: 2020-01-01\n    reason: theirs\n');
    const done = await run('drift', '--json');
    assert.equal(done.exitCode, 1);
    assert.deepEqual(done.json<DriftJson>().result.expired.map(({ id }) => id), ['RULE-*']);
    assert.match(done.stderr + done.stdout, /RULE-\* was ignored until 2020-01-01, which is over/);
  });

  test('a policy that cannot be read costs no call and names the place', async () => {
    await writeFile(join(policy, 'ignore.yaml'), 'ignore:\n  - id: RULE-*\n    until: soon\n    reason: theirs\n');
    const done = await run('drift', '--json');
    assert.equal(done.exitCode, 1);
    assert.match(failure(done), /^The drift policy in config\/drift cannot be used: config\/drift\/ignore\.yaml:3:12 .*until/);
    assert.ok(!done.stderr.includes('Reading'));
    await rm(join(policy, 'ignore.yaml'));
  });

  test('every form of the report', async () => {
    const reports = ['html', 'md', 'json', 'sarif', 'xml'].flatMap((ending) => ['--report', `out/drift.${ending}`]);
    const done = await run('drift', '--format', 'md', ...reports);
    assert.equal(done.exitCode, 0, done.stderr);
    const text = (ending: string): Promise<string> => readFile(join(deployed.projectDir, `out/drift.${ending}`), 'utf8');
    assert.equal(done.stdout.trim(), (await text('md')).trim());
    assert.match(await text('html'), /^<!doctype html>/);
    assert.match(await text('xml'), /<testsuites name="handrail"/);
    assert.equal((JSON.parse(await text('sarif')) as { version: string }).version, '2.1.0');
    assert.deepEqual((JSON.parse(await text('json')) as DriftJson['result']).accepted.map(({ id }) => id), ['OPP-PROP-03']);
    assert.equal((await run('drift', '--report', 'out/drift.pdf')).exitCode, 2);
  });

  test('a rule that was switched off, adopted: the criterion is off, the build deploys it inactive, and drift is silent', async () => {
    const path = join(deployed.projectDir, 'config/playbook/opportunity.yaml');
    const before = (await readFile(path, 'utf8')).split('\n');
    const done = await run('drift', 'adopt', 'OPP-PROP-03', '--yes', '--json');
    assert.equal(done.exitCode, 0, done.stdout);
    const lines = (await readFile(path, 'utf8')).split('\n');
    assert.deepEqual(lines.filter((line, index) => line !== before[index]).map((line) => line.trim()), ['mode: off']);
    const built = await handrail(['build', '--json'], { cwd: deployed.projectDir });
    assert.equal(built.exitCode, 0, built.stdout);
    assert.match(await readFile(join(deployed.projectDir, 'force-app/playbook/default/objects/Opportunity/validationRules/Handrail_OPP_PROP_03.validationRule-meta.xml'), 'utf8'), /<active>false</);
    const { findings, accepted } = await open();
    assert.deepEqual([findings, accepted], [[], []]);
  });
});
