import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { admin, openTestOrg } from './testOrg.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-store-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the committer until it has printed `lines` ids, then kills it in the middle of its work. */
function killedAfter(path: string, lines: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'committer.ts'), path], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let errors = '';
    child.stderr.on('data', (data: Buffer) => {
      errors += data.toString();
    });
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      if (printed.split('\n').length > lines) {
        child.kill('SIGKILL');
      }
    });
    child.on('error', reject);
    child.on('close', () => {
      const ids = printed.split('\n').filter((line) => line.length === 18);
      if (ids.length < lines) {
        reject(new Error(errors));
      } else {
        resolve(ids);
      }
    });
  });
}

test('every committed record survives kill -9, and a reopened store goes on with new ids', async () => {
  const path = join(folder, 'killed.sqlite');
  const committed = await killedAfter(path, 200);
  const org = openTestOrg({ path });
  const kept = new Set(org.records('SELECT Id FROM Account').map((record) => record['Id']));
  assert.deepEqual(committed.filter((id) => !kept.has(id)), []);

  const added = org.create('Account', { Name: 'after the restart' });
  assert.equal(kept.has(added), false);
  assert.equal(org.engine.retrieve(admin, 'Account', committed[0] ?? '')['Name'], 'Account 0');
  // Stages and users were written once, by the first opening.
  assert.equal(org.engine.query(admin, 'SELECT COUNT() FROM OpportunityStage').totalSize, 5);
  org.store.close();
});
