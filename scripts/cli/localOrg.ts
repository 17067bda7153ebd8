/** Puts the local org together for a command: the page, deployed source, permission sets, data. */
import { cp, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tickingClock } from '../demo/clock.ts';
import { ASSIGNMENTS, CAST } from '../demo/cast.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { CliError } from './cliError.ts';

/** Where the external inputs of the demo company are put, from the root of the project. */
const DEMO_INPUTS = '.handrail/demo/inputs';

export interface LocalOrgOptions {
  /** Root of the project: holds force-app and config/sample. */
  readonly projectDir: string;
  readonly port: number;
  /** `demo`, `none`, or a folder of CSV files. */
  readonly data: string;
  /** Deploy force-app and assign the permission sets. */
  readonly deploy: boolean;
  /** Serve the Lightning page. */
  readonly page: boolean;
  readonly store?: string;
  readonly asOf?: Date;
  readonly onProgress: (text: string) => void;
}

/** @throws CliError when a part of it cannot be had; nothing keeps running then */
export async function openLocalOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  const demo = options.data === 'demo' ? await placeDemo(options) : undefined;
  const clock = tickingClock(options.asOf ?? demo?.asOf);
  try {
    const page = options.page ? await pageOf(options) : [];
    const store = demo?.store ?? options.store;
    const org = await startLocalOrg({ port: options.port, clock, extraOperations: page, ...(store === undefined ? {} : { store }) });
    try {
      // The stored company has force-app already.
      if (options.deploy && demo === undefined) await deployForceApp(org, options);
      if (options.data !== 'demo' && options.data !== 'none') {
        const { loadDataFolder } = await import('../local-org/load/dataFolder.ts');
        await loadDataFolder(org.engine, org.session(CAST.admin), options.data, options.onProgress);
      }
      return demo === undefined ? org : { ...org, close: () => org.close().then(demo.remove) };
    } catch (error) {
      await org.close();
      throw error;
    }
  } catch (error) {
    await demo?.remove();
    throw error;
  }
}

/**
 * The company in a file of its own: the one that `--store` names, where it is kept, or one that goes with the org. Its
 * inputs are put where commands find them.
 */
async function placeDemo({ projectDir, store, onProgress }: LocalOrgOptions): Promise<{ readonly store: string; readonly asOf: Date; remove(): Promise<void> }> {
  const { copyOfStore, demoStore } = await import('./demoStore.ts');
  const { loadTables } = await import('../demo/tables/load.ts');
  const { company } = await loadTables(join(projectDir, 'config/sample'));
  const kept = await demoStore({ projectDir, onProgress });
  await cp(join(kept.filesDir, 'inputs'), join(projectDir, DEMO_INPUTS), { recursive: true });
  const asOf = new Date(company.as_of);
  if (store === undefined) {
    const { file, remove } = await copyOfStore(kept.store);
    return { store: file, asOf, remove };
  }
  if (!(await stat(store).then(() => true, () => false))) {
    await mkdir(dirname(store), { recursive: true });
    await cp(kept.store, store);
  }
  return { store, asOf, remove: () => Promise.resolve() };
}

/** Deploys force-app inside the process and gives every user of the cast their permission sets. */
export async function deployForceApp(org: LocalOrg, { projectDir, onProgress }: Pick<LocalOrgOptions, 'projectDir' | 'onProgress'>): Promise<void> {
  onProgress('Deploying force-app');
  const { deploySourceFolder } = await import('../local-org/metadata/deploySource.ts');
  const result = await deploySourceFolder(org.metadata, org.session(CAST.admin), projectDir, ['force-app/main', 'force-app/playbook']);
  if (!result.success) {
    const failures = result.messages.filter((message) => !message.success);
    throw new CliError('DeployFailed', `force-app cannot be deployed: ${failures[0]?.fileName ?? ''} ${failures[0]?.problem ?? result.errorMessage ?? ''}`, {
      actions: ['Check and build the playbook first: handrail check && handrail build'],
      data: { failures },
    });
  }
  assignPermissionSets(org);
}

export function assignPermissionSets(org: LocalOrg): void {
  const admin = org.session(CAST.admin);
  const idOf = (soql: string): string => {
    const id = org.engine.query(admin, soql).records[0]?.['Id'];
    return typeof id === 'string' ? id : '';
  };
  for (const [username, names] of Object.entries(ASSIGNMENTS)) {
    const assigneeId = idOf(`SELECT Id FROM User WHERE Username = '${username}'`);
    for (const name of names) {
      const permissionSetId = idOf(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`);
      if (permissionSetId === '') throw new CliError('PermissionSetMissing', `The permission set ${name} is not in force-app.`, { actions: ['Build the playbook: handrail build'] });
      const assigned = idOf(`SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${assigneeId}' AND PermissionSetId = '${permissionSetId}'`);
      if (assigned === '') org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: assigneeId, PermissionSetId: permissionSetId }]);
    }
  }
}

async function pageOf({ projectDir, onProgress }: LocalOrgOptions): Promise<NonNullable<Parameters<typeof startLocalOrg>[0]>['extraOperations']> {
  const { createPreview } = await import('../preview/index.ts');
  onProgress('Building the page');
  return (await createPreview({ projectDir, onProgress })).operations;
}
