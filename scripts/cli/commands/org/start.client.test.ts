/** Two local orgs in one HOME: the Salesforce CLI keeps one log-in for their administrator, and whoever starts the second is told. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { temporaryFolder } from '../../../shared/testing/folder.ts';
import { PROJECT } from '../../testing/run.ts';

const BIN = fileURLToPath(new URL('../../bin.js', import.meta.url));
const running: ChildProcess[] = [];
after(() => running.forEach((child) => child.kill('SIGTERM')));

interface Started {
  readonly url: string;
  /** @returns what it said on stderr, all of it */
  stop(): Promise<string>;
}

async function start(home: string, alias: string, port = '0'): Promise<Started> {
  const child = spawn(process.execPath, [BIN, 'org', 'start', '--port', port, '--login', alias, '--json'], { cwd: PROJECT, env: { ...process.env, HOME: home, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    return {
      url: (JSON.parse(String(chunk)) as { url: string }).url,
      stop: async () => {
        child.kill('SIGTERM');
        await once(child, 'close');
        return stderr;
      },
    };
  }
  throw new Error(`The org did not start: ${stderr}`);
}

test('a second org says which aliases it takes from one that still runs, and nothing of one that was stopped', async () => {
  const home = await temporaryFolder('two-orgs');
  const first = await start(home, 'first');
  const second = await start(home, 'second');
  const [said] = (await second.stop()).split('\n').filter((line) => line.startsWith('warning'));
  assert.equal(said, `warning The Salesforce CLI keeps one log-in for each username, and the administrator of every local org is admin@handrail.local. first and second now mean this org (${second.url}) and no longer the one at ${first.url}, which is still running. To use both, start one of them with a HOME of its own.`);
  assert.doesNotMatch(await first.stop(), /warning/);
  assert.doesNotMatch(await (await start(home, 'first', new URL(first.url).port)).stop(), /warning/, 'the same again');
});
