import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from './store.ts';

function counted(): { store: ReturnType<typeof openStore>; names: () => string[]; add: (name: string) => void } {
  const store = openStore();
  store.database.exec('CREATE TABLE t (name TEXT)');
  return {
    store,
    names: () => store.prepare('SELECT name FROM t ORDER BY name').all().map((row) => String(row['name'])),
    add: (name) => {
      store.prepare('INSERT INTO t VALUES (?)').run(name);
    },
  };
}

test('an exception undoes the innermost transaction only, when the outer one catches it', () => {
  const { store, names, add } = counted();
  store.transaction(() => {
    add('outer');
    assert.throws(() => {
      store.transaction(() => {
        add('inner');
        throw new Error('no');
      });
    }, /no/);
    store.transaction(() => {
      add('second');
    });
  });
  assert.deepEqual(names(), ['outer', 'second']);
  assert.equal(store.inTransaction, false);
});

test('an exception that leaves the outer transaction undoes everything, released savepoints too', () => {
  const { store, names, add } = counted();
  assert.throws(() => {
    store.transaction(() => {
      store.transaction(() => {
        add('inner');
      });
      throw new Error('no');
    });
  }, /no/);
  assert.deepEqual(names(), []);
});

test('undoing tells its listeners', () => {
  const { store } = counted();
  let told = 0;
  store.onRollback(() => {
    told += 1;
  });
  assert.throws(() => {
    store.transaction(() => {
      throw new Error('no');
    });
  });
  assert.equal(told, 1);
});

test('a counter never gives a number twice, whatever is undone', () => {
  const { store } = counted();
  const given: number[] = [];
  const take = (): void => {
    given.push(store.nextNumber('id 001'));
  };
  take();
  for (let round = 0; round < 3; round += 1) {
    assert.throws(() => {
      store.transaction(() => {
        take();
        throw new Error('no');
      });
    });
    store.transaction(take);
  }
  assert.equal(new Set(given).size, given.length);
  assert.deepEqual(given, [1, 2, 3, 4, 5, 6, 7]);
});

test('a counter goes on behind a number it was told of', () => {
  const { store } = counted();
  store.skipNumber('id 005', 5_000);
  assert.equal(store.nextNumber('id 005'), 5_001);
  store.skipNumber('id 005', 3);
  assert.equal(store.nextNumber('id 005'), 5_002);
});

test('a store file is for one process at a time, and must be one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-store-'));
  try {
    const path = join(folder, 'org.sqlite');
    const store = openStore(path);
    assert.throws(() => openStore(path), { message: `The store ${path} cannot be opened: another process is using it.` });
    store.close();
    openStore(path).close();
    const other = join(folder, 'notes.txt');
    writeFileSync(other, 'this is no database, and it is long enough to look at\n'.repeat(40));
    assert.throws(() => openStore(other), { message: `The store ${other} cannot be opened: file is not a database.` });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
