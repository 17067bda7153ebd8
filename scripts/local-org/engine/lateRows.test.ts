import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStore } from '../store/store.ts';
import { createLateRows } from './lateRows.ts';

test('late rows are written once, and again when what wrote them is undone', () => {
  const store = openStore();
  const rows = createLateRows(store);
  let written = 0;
  const isLate = rows.add(() => {
    written += 1;
  });
  assert.deepEqual([isLate(), written], [true, 0]);
  assert.throws(() => store.transaction(() => {
    rows.flush();
    assert.deepEqual([isLate(), written], [false, 1]);
    throw new Error('undone');
  }), /undone/);
  assert.equal(isLate(), true);
  rows.flush();
  rows.flush();
  assert.deepEqual([isLate(), written], [false, 2]);
  assert.throws(() => store.transaction(() => {
    throw new Error('something else');
  }));
  assert.equal(isLate(), false);
  store.close();
});

test('what cannot be written stays to be written', () => {
  const store = openStore();
  const rows = createLateRows(store);
  let works = false;
  const isLate = rows.add(() => {
    if (!works) throw new Error('not yet');
  });
  assert.throws(rows.flush, /not yet/);
  assert.equal(isLate(), true);
  works = true;
  rows.flush();
  assert.equal(isLate(), false);
  store.close();
});
