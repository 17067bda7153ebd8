import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { startLocalOrg } from '../index.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-killed-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ENOUGH = 120;

test('what was answered 201 or 200 survives kill -9 in the middle of writing; a collection survives whole or not at all', async () => {
  const store = join(folder, 'org.sqlite');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'servingOrg.ts'), store], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line') as [string];
  const { url, token } = JSON.parse(line) as { readonly url: string; readonly token: string };
  const call = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/services/data/v67.0/${path}`, { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return text === '' ? undefined : JSON.parse(text);
  };

  const acknowledged = new Map<string, string>();
  const writer = async (name: string): Promise<void> => {
    for (let number = 0; ; number += 1) {
      const { id } = await call('POST', 'sobjects/Account', { Name: `${name} ${number}` }) as { readonly id: string };
      acknowledged.set(id, `${name} ${number}`);
      await call('PATCH', `sobjects/Account/${id}`, { Site: 'changed' });
      acknowledged.set(id, 'changed');
      const records = Array.from({ length: 20 }, (_, index) => ({ attributes: { type: 'Contact' }, LastName: `${name} ${number} ${index}`, Department: `${name} ${number}` }));
      const results = await call('POST', 'composite/sobjects', { allOrNone: true, records }) as readonly { readonly id: string }[];
      results.forEach((result) => acknowledged.set(result.id, 'contact'));
      if (acknowledged.size > ENOUGH) {
        child.kill('SIGKILL');
      }
    }
  };
  const closed = once(child, 'close');
  // Every writer ends with the connection.
  await Promise.allSettled(['a', 'b', 'c'].map(writer));
  await closed;
  assert.ok(acknowledged.size > ENOUGH);

  const org = await startLocalOrg({ store });
  try {
    const session = org.session('admin@handrail.local');
    for (const [id, what] of acknowledged) {
      const row = org.engine.retrieve(session, what === 'contact' ? 'Contact' : 'Account', id);
      assert.ok(what === 'contact' || row['Site'] === 'changed' || row['Name'] === what, JSON.stringify(row));
    }
    const collections = org.engine.query(session, 'SELECT Department, COUNT(Id) many FROM Contact GROUP BY Department').records;
    assert.deepEqual(collections.filter((row) => row['many'] !== 20), []);
  } finally {
    await org.close();
  }
});
