/** Runs one client of the extraction benchmark in a process of its own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClientAnswer, ClientName } from './extractClient.ts';

const CLIENT = fileURLToPath(new URL('extractClient.ts', import.meta.url));

/** @param dir folder that the client writes to */
export async function askClient({ url, token }: { readonly url: string; readonly token: string }, name: ClientName, dir: string): Promise<ClientAnswer> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLIENT, name, dir], { env: { ...process.env, BENCH_URL: url, BENCH_TOKEN: token } });
  return JSON.parse(stdout) as ClientAnswer;
}
