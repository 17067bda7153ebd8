import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { loadPlaybook } from '../playbook/index.ts';
import { FACTS, type FactInput, type FactName } from './facts/index.ts';
import { periodsOf } from './facts/spans.ts';
import { packOf, scansOf, turnsOf } from './pack.ts';

const { playbook } = await loadPlaybook(join(fileURLToPath(new URL('../..', import.meta.url)), 'config/playbook'));
assert.ok(playbook);
const stages = playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
const input: FactInput = { playbook, asOf: '2026-06-01T10:00:00.000Z', today: '2026-06-01', timeZone: 'UTC', firstDay: '2024-01-01', lastDay: '2026-06-01', stageOrders: [{ from: null, stages }] };
const ALL = Object.keys(FACTS) as FactName[];

test('each fact in its turn finds all it reads, and every table is made once and dropped', () => {
  const pack = packOf(input, new Set(ALL));
  const names = new Set(pack.shared.map(([name]) => name));
  const there = new Set<string>();
  const made: string[] = [];
  for (const { fact, relation, before, after } of turnsOf(pack)) {
    const finds = (reader: string, read: Iterable<string>): void => {
      for (const table of read) assert.ok(!names.has(table) || there.has(table), `${reader} reads ${table}, which is not there`);
    };
    for (const [name, step] of before) {
      finds(name, scansOf({ shared: [[name, step]], facts: [] }));
      there.add(name);
      made.push(name);
    }
    finds(fact.name, scansOf({ shared: [], facts: [{ fact, relation }] }));
    if (fact.ofDeals) assert.ok(there.has('journey'), `numbers of ${fact.name} ask for deals in no number`);
    for (const name of after) there.delete(name);
  }
  assert.deepEqual([...there], []);
  assert.deepEqual(made.toSorted(), [...names].toSorted());
});

test('the history row by row is gone before facts that do not read it', () => {
  const turns = turnsOf(packOf(input, new Set<FactName>(['outcome', 'close_move', 'lead'])));
  assert.deepEqual(turns.map(({ fact }) => fact.name), ['close_move', 'outcome', 'lead']);
  assert.ok(turns[0]?.after.includes('spell'));
  assert.ok(turns[1]?.after.includes('journey'));
});

test('a period that two metrics ask for has its rows once', () => {
  const quarter = { from: '2026-04-01', to: '2026-07-01' };
  const year = { from: '2026-01-01', to: '2027-01-01' };
  const asked = new Map([['period_due' as const, [quarter, year, { ...quarter }]]]);
  assert.deepEqual(periodsOf({ ...input, asked }, 'period_due').map(({ from, to }) => ({ from, to })), [quarter, year]);
});
