/** Runs one client of the extraction benchmark in a process of its own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClientAnswer, ClientName } from './extractClient.ts';

/** As the command has it: the first run fills it, and that one is not measured. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/handrail', import.meta.url));
/** What `handrail extract` sets before it loads anything. */
const SMALL_HEAP = '--semi-space-growth-factor=1';
const CLIENT = fileURLToPath(new URL('extractClient.ts', import.meta.url));

/** @param dir folder that the client writes to */
export async function askClient({ url, token }: { readonly url: string; readonly token: string }, name: ClientName, dir: string): Promise<ClientAnswer> {
  const { stdout } = await promisify(execFile)(process.execPath, [...(name === 'jsforce' ? [] : [SMALL_HEAP]), CLIENT, name, dir], { env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, BENCH_URL: url, BENCH_TOKEN: token } });
  return JSON.parse(stdout) as ClientAnswer;
}
