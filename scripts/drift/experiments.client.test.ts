/** What is left in an org of an experiment that has been decided: listed until it is gone, and not one word while it runs. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CLOCK_PERMISSION, loadWithClockExperiment, loadWithExperiment, PERMISSION } from '../compiler/fixtures/experiment.ts';
import { compilePlaybook, type GeneratedFile } from '../compiler/index.ts';
import { deploySourceFolder } from '../local-org/metadata/deploySource.ts';
import type { LoadResult, Playbook } from '../playbook/index.ts';
import { planAgainstOrg } from '../plan/index.ts';
import { temporaryFolder } from '../shared/testing/folder.ts';
import { setupAdvice } from './revert/advice.ts';
import { detectDrift, type DriftReport } from './index.ts';
import { ADMIN, deployedOrg, mdapi, type DeployedOrg } from './testing/deployedOrg.ts';

interface Version {
  readonly playbook: Playbook;
  readonly files: readonly GeneratedFile[];
}

function version({ playbook }: LoadResult): Version {
  assert.ok(playbook);
  return { playbook, files: compilePlaybook(playbook).files };
}

describe('an experiment that is over', () => {
  let deployed: DeployedOrg;
  before(async () => {
    deployed = await deployedOrg();
  });
  after(() => deployed.close());

  const drift = ({ playbook, files }: Version): Promise<DriftReport> => detectDrift(deployed.connection, playbook, files);
  const kinds = async (of: Version): Promise<string[]> => (await drift(of)).findings.map(({ kind, id, severity }) => `${severity} ${kind} ${id}`).toSorted();

  /** As `sf project deploy start` does: adds and changes, and takes nothing away. */
  async function deploy({ files }: Version): Promise<void> {
    const dir = await temporaryFolder('experiment');
    for (const { path, contents } of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), contents);
    }
    await writeFile(join(dir, 'sfdx-project.json'), '{"packageDirectories":[{"path":"force-app/playbook","default":true}],"sourceApiVersion":"67.0"}');
    const { success, messages } = await deploySourceFolder(deployed.org.metadata, deployed.org.session(ADMIN), dir, ['force-app/playbook']);
    assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  }

  function remove(members: Readonly<Record<string, string>>): void {
    const types = Object.entries(members).map(([type, name]) => `<types><members>${name}</members><name>${type}</name></types>`).join('');
    deployed.deploy({ 'destructiveChanges.xml': mdapi('Package', types) }, {});
  }

  const CASES = [
    { name: 'of a criterion', load: loadWithExperiment, permission: PERMISSION, rule: 'RULE' },
    { name: 'of a clock', load: loadWithClockExperiment, permission: CLOCK_PERMISSION, rule: null },
  ] as const;
  for (const { name, load, permission, rule } of CASES) {
    for (const outcome of ['scale', 'kill']) {
      test(`${name}, ${outcome}: permission, set and rule are listed until they are removed`, async () => {
        const [running, decided] = [version(load()), version(load({ outcome }))];
        const id = permission.replace('Handrail_Experiment_', '');
        await deploy(running);
        assert.deepEqual(await kinds(running), []);
        await deploy(decided);
        const { findings } = await drift(decided);
        assert.deepEqual(findings.map(({ kind }) => kind).toSorted(), ['experiment-left', ...(rule === null ? [] : ['rule-undeclared'])]);
        const left = findings.find(({ kind }) => kind === 'experiment-left');
        assert.deepEqual([left?.id, left?.severity, left?.tier, left?.actual, left?.changedBy], [`EXPERIMENT-${id}`, 'low', 'confirmed', 'permission set and custom permission', 'Ada Admin']);
        assert.match(left === undefined ? '' : setupAdvice(left), new RegExp(`^Setup > Permission Sets > ${permission}: `));
        const plan = await planAgainstOrg(deployed.connection, decided.playbook, decided.files);
        assert.deepEqual(plan.changes.filter(({ fullName }) => fullName === permission).map(({ action, type, meaning }) => [action, type, meaning]), [['remove', 'PermissionSet', 'safe']]);

        const undeclared = findings.find(({ kind }) => kind === 'rule-undeclared');
        if (undeclared !== undefined) remove({ ValidationRule: `${undeclared.object}.${undeclared.component}` });
        remove({ PermissionSet: permission });
        assert.deepEqual((await drift(decided)).findings.map(({ kind, actual }) => [kind, actual]), [['experiment-left', 'custom permission']]);
        remove({ CustomPermission: permission });
        assert.deepEqual(await kinds(decided), []);
      });
    }
  }
});
