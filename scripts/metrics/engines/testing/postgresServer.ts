/** A PostgreSQL server of a test's own: a cluster in a folder for the time of the test, reached by a socket only. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { postgresDriver } from '../postgres.ts';
import type { Driver } from '../driver.ts';

const run = promisify(execFile);

/** Folder with initdb and postgres; undefined: none is installed. */
export function postgresBin(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((left, right) => Number(right) - Number(left)).map((version) => join(debian, version, 'bin')) : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...versions];
  return folders.find((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))));
}

export interface PostgresServer {
  connect(signal?: AbortSignal): Promise<Driver>;
  readonly socket: string;
  stop(): Promise<void>;
}

const DATABASE_USER = 'handrail';
const PORT = 5432;

/** The server refuses to run as root: then it runs as the user that the package made, or as nobody. */
async function serverUser(): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const idOf = async (flag: '-u' | '-g', name: string): Promise<number> => Number((await run('id', [flag, name])).stdout);
  const name = await run('id', ['-u', 'postgres']).then(() => 'postgres', () => 'nobody');
  return { uid: await idOf('-u', name), gid: await idOf('-g', name) };
}

export async function startPostgres(bin: string): Promise<PostgresServer> {
  // A short path: that of a socket may have about a hundred characters.
  const dir = await mkdtemp(join(tmpdir(), 'handrail-pg-'));
  const user = await serverUser();
  if (user.uid !== undefined) await chown(dir, user.uid, user.gid ?? user.uid);
  const data = join(dir, 'data');
  const initdb = (...locale: string[]): Promise<unknown> => run(join(bin, 'initdb'), ['-D', data, '-U', DATABASE_USER, '-A', 'trust', '-E', 'UTF8', '--no-sync', ...locale], { cwd: dir, ...user });
  // Texts in the order of a language, so that an order that is left to the engine is found out; servers before 15 cannot.
  await initdb('--locale=C', '--locale-provider=icu', '--icu-locale=en-US').catch(() => initdb('--locale=C'));
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', dir, '-p', String(PORT), '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'timezone=America/New_York'], { cwd: dir, stdio: 'ignore', ...user });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    // An immediate stop: nothing in it is kept.
    server.kill('SIGQUIT');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  const connect = (signal?: AbortSignal): Promise<Driver> => postgresDriver({ host: dir, port: PORT, database: 'postgres', user: DATABASE_USER, password: undefined, tls: false, ...(signal ? { signal } : {}) });
  try {
    await ready(connect, server);
    return { connect, socket: dir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(connect: () => Promise<Driver>, server: { readonly exitCode: number | null }): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await (await connect()).close();
      return;
    } catch (error) {
      if (attempt > 100 || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
