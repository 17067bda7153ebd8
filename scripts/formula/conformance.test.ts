import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ConformanceCase } from './conformance/case.ts';
import { matches } from './conformance/compare.ts';
import { runCase, runCases } from './conformance/run.ts';

const RUNNER = fileURLToPath(new URL('conformance.ts', import.meta.url));
const CORPUS = fileURLToPath(new URL('corpus/golden.jsonl', import.meta.url));

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(lines: readonly string[] | undefined, ...flags: readonly string[]): Run {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const file = join(folder, 'cases.jsonl');
    if (lines !== undefined) {
      writeFileSync(file, lines.join('\n'));
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [RUNNER, file, ...flags], { encoding: 'utf8' });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('every golden case of Salesforce\'s own engine is met, in both ways of counting blanks', () => {
  const cases = readFileSync(CORPUS, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as ConformanceCase);
  const { failures, skipped } = runCases(cases);
  assert.deepEqual(failures, []);
  assert.equal(skipped, 0);
});

const BASE = { id: 'case', fields: { N__c: { type: 'Double' }, Account: { type: 'reference', fields: { Industry: { type: 'picklist', values: ['A'] } } } } };

test('prior values, parents, picklists and a fixed moment reach the formula', () => {
  const cases: readonly ConformanceCase[] = [
    { ...BASE, formula: 'ISCHANGED(N__c)', values: { N__c: 2 }, prior: { N__c: 1 }, expected: true },
    { ...BASE, formula: 'ISCHANGED(N__c)', values: { N__c: 2 }, prior: { N__c: 1 }, isNew: true, expected: false },
    { ...BASE, formula: 'ISPICKVAL(Account.Industry, "A")', values: { Account: { Industry: 'A' } }, expected: true },
    { ...BASE, formula: 'account.industry = "A"', values: {}, expected: { error: 'picklist' } },
    { ...BASE, formula: 'TODAY()', now: '2026-01-31T23:30:00Z', timeZone: 'Europe/Berlin', expected: '2026-02-01' },
    { ...BASE, formula: 'N__c + 1', blanks: 'zero', expected: 1 },
    { ...BASE, formula: 'N__c + 1', expected: null },
    { ...BASE, formula: 'F__c * 2', fields: { F__c: { type: 'Percent', formula: 'G__c / 4' }, G__c: { type: 'Double' } }, values: { G__c: 1 }, expected: 0.5 },
  ];
  assert.deepEqual(cases.map((subject) => runCase(subject)), cases.map(() => ({ status: 'passed' })));
});

test('one way of counting blanks that differs fails the case', () => {
  const subject: ConformanceCase = { ...BASE, formula: 'N__c + 1', expectedCanon: { num: '1' }, expectedNullAsNullCanon: { num: '1' } };
  const result = runCase(subject);
  assert.ok(result.status === 'failed');
  assert.deepEqual(result.failures.map(({ blanks, actual }) => [blanks, actual]), [['blank', null]]);
});

test('numbers are compared digit by digit, doubles but for their last bits', () => {
  assert.equal(matches({ num: '0.30' }, { value: 0.3 }, 'A + B'), true);
  assert.equal(matches({ num: '0.33333333333333333333333333333334' }, { value: '0.33333333333333333333333333333333' }, '1 / 3'), false);
  assert.equal(matches({ num: '1.7320508075688772' }, { value: 1.7320508075688774 }, 'SQRT(3)'), true);
  assert.equal(matches({ num: '1.7320508' }, { value: 1.7320508075688772 }, 'SQRT(3)'), false);
  assert.equal(matches({ str: 'a' }, { value: 'A' }, 'T'), false);
  assert.equal(matches(null, { value: 0 }, 'N'), false);
  assert.equal(matches({ error: 'ArithmeticException' }, { value: null }, '1 / 0'), false);
});

test('the runner ends with its count; a failure shows both values and is exit 1', () => {
  const lines = [
    JSON.stringify({ ...BASE, formula: '1 + 1', expected: 2 }),
    JSON.stringify({ ...BASE, id: 'wrong', formula: '1 + 1', expected: 3 }),
    JSON.stringify({ ...BASE, formula: 'IFERROR(1, 2)', expected: 1 }),
  ];
  const { status, stdout } = run(lines);
  assert.equal(status, 1);
  assert.deepEqual(stdout.trimEnd().split('\n'), [
    'FAIL wrong (blanks as blank): 1 + 1', '  expected 3', '  actual   2', 'unsupported IFERROR: 1', '1 passed, 1 failed, 1 skipped',
  ]);
  assert.equal(run(lines.slice(0, 1)).status, 0);
});

test('--json is one object', () => {
  const { status, stdout } = run([JSON.stringify({ ...BASE, formula: '1', expected: 1 })], '--json');
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), { passed: 1, failed: 0, skipped: 0, failures: [], unsupported: {} });
});

test('a file that is none, or has a line that is no case, is named with its line', () => {
  assert.equal(run(undefined).status, 2);
  const { status, stderr } = run([JSON.stringify({ ...BASE, formula: '1', expected: 1 }), '{"id": 1}']);
  assert.equal(status, 2);
  assert.match(stderr, /cases\.jsonl:2 is not a case/);
});
