import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { DriftReport, Finding } from '../types.ts';
import { applyPolicy, decide, PolicyConflict, stateOf } from './index.ts';
import { covers, parsePolicy, type AcceptedEntry } from './policy.ts';

function finding(id: string, kind = 'rule-off', actual = 'inactive'): Finding {
  return { id, kind, severity: 'high', tier: 'confirmed', object: 'Opportunity', component: id, summary: `${id} was switched off.`, expected: 'active', actual, changedBy: null, changedAt: null, breaks: { criteria: [], metrics: [], reviews: [] }, remedies: [] };
}

const report = (...findings: Finding[]): DriftReport => ({ findings, coverage: { read: [], unread: [], apiCalls: 0 } });
const accepted = (of: Finding, until = '2026-06-30'): AcceptedEntry => ({ id: of.id, kind: of.kind, state: stateOf(of), until, reason: 'load', owner: 'Dana', recorded: '2026-06-01' });
const TODAY = '2026-06-15';

describe('applying', () => {
  const off = finding('OPP-1');

  test('accepted until its last day, and then open again and named', () => {
    const policy = { accepted: [accepted(off)], ignored: [] };
    for (const day of ['2026-06-15', '2026-06-30']) assert.deepEqual(applyPolicy(report(off), policy, day).findings, []);
    const after = applyPolicy(report(off), policy, '2026-07-01');
    assert.deepEqual(after.findings, [off]);
    assert.deepEqual(after.expired, [{ id: 'OPP-1', until: '2026-06-30', how: 'accepted' }]);
  });

  test('a decision holds for the departure it was made about, and for no other', () => {
    const policy = { accepted: [accepted(off)], ignored: [] };
    const worse = finding('OPP-1', 'rule-off', 'deleted');
    const other = finding('OPP-1', 'rule-message');
    assert.deepEqual(applyPolicy(report(worse, other), policy, TODAY).findings, [worse, other]);
  });

  test('an entry that decides about nothing is named: the org went on, or no finding is left', () => {
    const policy = { accepted: [accepted(off), accepted(finding('OPP-2')), accepted(finding('OPP-3'), '2026-06-01')], ignored: [{ id: 'RULE-Lead-*', until: '2026-12-31', reason: 'theirs' }, { id: 'OPP-*', kind: 'rule-on', until: '2026-12-31', reason: 'x' }, { id: 'OPP-1', kind: 'rule-off', until: '2026-12-31', reason: 'x' }] };
    const worse = finding('OPP-1', 'rule-off', 'deleted');
    const { outdated } = applyPolicy(report(worse), policy, TODAY);
    assert.deepEqual(outdated, [
      { id: 'OPP-1', until: '2026-06-30', how: 'accepted', why: 'changed' },
      { id: 'OPP-2', until: '2026-06-30', how: 'accepted', why: 'gone' },
      { id: 'RULE-Lead-*', until: '2026-12-31', how: 'ignored', why: 'gone' },
      { id: 'OPP-*', until: '2026-12-31', how: 'ignored', why: 'gone' },
    ]);
    const inPart = { ...report(worse), coverage: { read: [], unread: ['experiments: no access'], apiCalls: 0 } };
    assert.deepEqual(applyPolicy(inPart, policy, TODAY).outdated.map(({ id }) => id), ['OPP-1']);
  });

  test('ignored however it changes', () => {
    const policy = { accepted: [], ignored: [{ id: 'RULE-Lead-*', until: '2026-12-31', reason: 'theirs' }] };
    const judged = applyPolicy(report(finding('RULE-Lead-A', 'rule-foreign', '1'), finding('RULE-Lead-B', 'rule-foreign', '2'), off), policy, TODAY);
    assert.deepEqual(judged.findings, [off]);
    assert.deepEqual(judged.ignored.map(({ id, reason }) => [id, reason]), [['RULE-Lead-A', 'theirs'], ['RULE-Lead-B', 'theirs']]);
  });
});

test('patterns', () => {
  const matches = (pattern: string, id: string): boolean => covers({ id: pattern, until: '2026-01-01', reason: 'x' }, { id, kind: 'k' });
  for (const [pattern, id] of [['A', 'a'], ['A*', 'A'], ['*', 'anything'], ['STAGE-*-category', 'STAGE-Id. Decision/x-category'], ['*b*', 'abc'], ['a*a', 'aa']] as const) assert.ok(matches(pattern, id), `${pattern} ${id}`);
  for (const [pattern, id] of [['A', 'AB'], ['a*a', 'a'], ['A.C', 'ABC'], ['*-category', 'STAGE-category-x'], ['a*b*a', 'aba-b']] as const) assert.ok(!matches(pattern, id), `${pattern} ${id}`);
  assert.ok(!covers({ id: '*', kind: 'rule-off', until: '2026-01-01', reason: 'x' }, { id: 'A', kind: 'rule-message' }));
  // A pattern that would keep a backtracking matcher busy for ever.
  assert.ok(!matches(`${'a*'.repeat(200)}b`, 'a'.repeat(5000)));
});

describe('malformed files', () => {
  const problems = (acceptedText: string | null, ignoreText: string | null = null): string[] => parsePolicy('drift', acceptedText, ignoreText).problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
  const entry = (extra: string): string => `accepted:\n  - id: OPP-1\n    kind: rule-off\n    state: 0123456789abcdef\n    until: 2026-06-30\n    reason: load\n    owner: Dana\n    recorded: 2026-06-01\n${extra}`;

  test('each is named with its place', () => {
    assert.deepEqual(problems(entry('')), []);
    assert.deepEqual(problems(null, 'ignore:\n'), []);
    assert.match(problems(entry('    util: 1\n'))[0] ?? '', /^drift\/accepted\.yaml:9:5 .*util/);
    assert.match(problems(entry('').replace('2026-06-30', '2026-06-31'))[0] ?? '', /^drift\/accepted\.yaml:5:12 /);
    assert.match(problems(entry('').replace('    reason: load\n', ''))[0] ?? '', /reason/);
    assert.match(problems(null, 'ignore: [')[0] ?? '', /^drift\/ignore\.yaml:/);
    assert.match(problems('accepted: &a [*a]')[0] ?? '', /accepted\.yaml/);
    assert.equal(problems('- OPP-1').length, 1);
    assert.equal(problems('').length, 1);
  });

  test('two decisions about one finding', () => {
    assert.match(problems(entry(entry('').replace('accepted:\n', '')))[0] ?? '', /^drift\/accepted\.yaml:9:9 OPP-1 \(rule-off\) is accepted twice/);
    assert.match(problems(entry(''), 'ignore:\n  - id: LEAD-*\n    until: 2026-06-30\n    reason: y\n  - id: OPP-*\n    until: 2026-06-30\n    reason: x\n')[0] ?? '', /^drift\/ignore\.yaml:5:9 .*accepted until 2026-06-30 and also ignored by "OPP-\*"/);
  });
});

describe('writing', () => {
  test('entries are added, one about the same finding is replaced, comments stay, conflicts write nothing', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'handrail-policy-'));
    try {
      const ignore = join(dir, 'ignore.yaml');
      await writeFile(ignore, '# Ours.\nignore:\n  # the partner team\n  - id: RULE-Lead-*   # all of them\n    until: 2026-12-31\n    reason: theirs\n');
      await decide(dir, 'ignore', [{ id: 'STAGE-Verbal', kind: 'stage-undeclared', until: '2026-07-01', reason: 'trial: spring' }]);
      assert.equal(await readFile(ignore, 'utf8'), '# Ours.\nignore:\n  # the partner team\n  - id: RULE-Lead-* # all of them\n    until: 2026-12-31\n    reason: theirs\n  - id: STAGE-Verbal\n    kind: stage-undeclared\n    until: 2026-07-01\n    reason: "trial: spring"\n');
      await decide(dir, 'accepted', [accepted(finding('OPP-1')), accepted(finding('OPP-2'))]);
      await decide(dir, 'accepted', [accepted(finding('OPP-1'), '2026-08-01')]);
      const { policy, problems } = parsePolicy(dir, await readFile(join(dir, 'accepted.yaml'), 'utf8'), null);
      assert.deepEqual(problems, []);
      assert.deepEqual(policy.accepted.map(({ id, until }) => [id, until]), [['OPP-2', '2026-06-30'], ['OPP-1', '2026-08-01']]);
      const before = await readFile(ignore, 'utf8');
      await assert.rejects(decide(dir, 'ignore', [{ id: 'OPP-1', kind: 'rule-off', until: '2026-07-01', reason: 'x' }]), PolicyConflict);
      assert.equal(await readFile(ignore, 'utf8'), before);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
