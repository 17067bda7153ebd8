/** The demo company as a stored org, played once and kept until one of the files it follows from is changed. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compilePlaybook } from '../compiler/index.ts';
import { CAST } from '../demo/cast.ts';
import { tickingClock } from '../demo/clock.ts';
import { letCompanyHappen } from '../demo/happen.ts';
import { loadTables } from '../demo/tables/load.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { closeIdleConnections, createConnection, DEFAULT_API_VERSION } from '../org/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { sync } from '../sync/index.ts';
import { CliError } from './cliError.ts';
import { deployForceApp } from './localOrg.ts';

/** What the stored org follows from. */
const SOURCES = ['config/sample', 'config/playbook', 'force-app', 'scripts/demo', 'scripts/local-org', 'scripts/formula', 'scripts/metrics', 'scripts/drift', 'scripts/scan', 'scripts/review', 'scripts/sync', 'scripts/compiler', 'scripts/playbook'];
const FOLDER = '.handrail/cache';
const STORE = 'org.db';
const UNSYNCED = 'unsynced.db';
const LOCK_SECONDS = 300;

export interface DemoStore {
  /** SQLite file of the org. Copy it before opening: who opens it, changes it. */
  readonly store: string;
  /** The same before its first sync. */
  readonly unsynced: string;
  /** Folder of its `inputs/*.csv` and `expected.json`. */
  readonly filesDir: string;
}

/** Finds the stored company, or plays it: about ten seconds. */
export async function demoStore({ projectDir, onProgress }: { readonly projectDir: string; readonly onProgress: (text: string) => void }): Promise<DemoStore> {
  const dir = join(projectDir, FOLDER, `demo-${await hashOf(projectDir)}`);
  const found = { store: join(dir, STORE), unsynced: join(dir, UNSYNCED), filesDir: dir };
  if (await exists(found.store)) return found;
  await mkdir(join(projectDir, FOLDER), { recursive: true });
  const lock = `${dir}.lock`;
  while (!(await taken(lock))) {
    await wait(250);
    if (await exists(found.store)) return found;
  }
  try {
    if (await exists(found.store)) return found;
    const building = await mkdtemp(`${dir}.`);
    try {
      await build(building, projectDir, onProgress);
      await rename(building, dir);
    } finally {
      await rm(building, { recursive: true, force: true });
    }
    await removeOthers(join(projectDir, FOLDER), dir);
    return found;
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** Whether this process holds the lock now; one that was left behind is taken over. */
async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const age = await stat(lock).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
    if (age > LOCK_SECONDS * 1000) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

async function build(dir: string, projectDir: string, onProgress: (text: string) => void): Promise<void> {
  const tablesDir = join(projectDir, 'config/sample');
  const { company } = await loadTables(tablesDir);
  await inOrg(join(dir, UNSYNCED), `${company.history_from}T04:00:00Z`, async (org, clock) => {
    await deployForceApp(org, { projectDir, onProgress });
    await letCompanyHappen(org, clock, { tablesDir, filesDir: dir, onProgress });
  });
  await cp(join(dir, UNSYNCED), join(dir, STORE));
  await inOrg(join(dir, STORE), company.as_of, (org) => syncCompany(org, { projectDir, asOf: new Date(company.as_of), inputsDir: join(dir, 'inputs'), onProgress }));
}

/** @param begins ISO instant at which its clock starts */
async function inOrg(store: string, begins: string, work: (org: LocalOrg, clock: ReturnType<typeof tickingClock>) => Promise<void>): Promise<void> {
  const clock = tickingClock(new Date(begins));
  const org = await startLocalOrg({ clock, store });
  try {
    await work(org, clock);
  } finally {
    closeIdleConnections();
    await org.close();
  }
}

/** Drift, scan and metrics into the org, by the user who is there for it. */
async function syncCompany(org: LocalOrg, { projectDir, asOf, inputsDir, onProgress }: { readonly projectDir: string; readonly asOf: Date; readonly inputsDir: string; readonly onProgress: (text: string) => void }): Promise<void> {
  const { playbook } = await loadPlaybook(join(projectDir, 'config/playbook'));
  if (!playbook) throw new CliError('PlaybookInvalid', 'The playbook has problems.', { actions: ['Name them: handrail check'] });
  const connection = createConnection({ instanceUrl: org.url, accessToken: org.login(CAST.sync), username: CAST.sync, organizationId: org.engine.organizationId, apiVersion: DEFAULT_API_VERSION });
  await sync(connection, playbook, compilePlaybook(playbook).files, { asOf, inputsDir, onProgress: (text) => onProgress(`Syncing: ${text}`) });
}

/** A copy of the store that may be changed; it goes when `remove` is called. */
export async function copyOfStore(store: string): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-demo-'));
  const file = join(dir, STORE);
  await cp(store, file);
  return { file, remove: () => rm(dir, { recursive: true, force: true }) };
}

async function hashOf(projectDir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const entries = await readdir(join(projectDir, source), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !/\.test\.ts$|\.md$/.test(entry.name)).map(({ parentPath, name }) => join(parentPath, name)).toSorted();
    const texts = await Promise.all(files.map((file) => readFile(file)));
    for (const [index, file] of files.entries()) hash.update(relative(projectDir, file)).update(texts[index] ?? '');
  }
  return hash.digest('hex').slice(0, 16);
}

/** Stores of other versions that nobody has made lately. */
async function removeOthers(folder: string, keep: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const age = await stat(path).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
    if (name.startsWith('demo-') && path !== keep && age > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
