import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LOG_FILE, readDecisions, withDecisions, writeDecisions } from './file.ts';
import { nextId, openDecisions, parseDecisions, type Decision } from './log.ts';

const decision: Decision = { id: 'D-2026-001', date: '2026-06-01', meeting: 'weekly-pipeline', decision: 'Date the overdue deals', owner: 'Marcus', due: '2026-06-08' };

describe('the decision log', () => {
  test('comments and order of a log written by hand stay', () => {
    const before = '# ours\ndecisions:\n  # from the offsite\n  - id: D-2026-001\n    date: 2026-06-01\n    meeting: weekly-pipeline\n    decision: Date the overdue deals # all eleven\n    owner: Marcus\n    due: 2026-06-08\n';
    const after = withDecisions(before, [{ ...decision, checked: '2026-06-08', result: 'nine closed' }, { ...decision, id: 'D-2026-002' }]);
    for (const kept of ['# ours', '# from the offsite', '# all eleven']) assert.ok(after.includes(kept), kept);
    assert.deepEqual(parseDecisions('decisions.yaml', after).decisions.map(({ id, result }) => [id, result]), [['D-2026-001', 'nine closed'], ['D-2026-002', undefined]]);
  });

  test('what is written is read again, whatever people write', () => {
    const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((value) => value.trim() === value && value !== '');
    fc.assert(fc.property(text, text, (words, owner) => {
      const written = { ...decision, decision: words, owner };
      assert.deepEqual(parseDecisions('decisions.yaml', withDecisions(null, [written])).decisions, [written]);
    }));
  });

  test('a log with a problem is not used and not written to; the message has its place', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'handrail-test-decisions-'));
    try {
      const bad = 'decisions:\n  - id: D-2026-001\n    date: 2026-06-01\n    meeting: weekly-pipeline\n    decision: x\n    owner: Marcus\n    due: soon\n';
      await writeFile(join(dir, LOG_FILE), bad);
      const { decisions, problems } = await readDecisions(dir);
      assert.deepEqual(decisions, []);
      assert.equal(problems[0]?.line, 7);
      await assert.rejects(writeDecisions(dir, [{ ...decision, id: 'D-2026-002' }]), /decisions\.yaml:7:.*Nothing was written/);
      assert.equal(await readFile(join(dir, LOG_FILE), 'utf8'), bad);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  test('an id stands once', () => {
    const text = `decisions:\n${[1, 2].map(() => '  - { id: D-2026-001, date: 2026-06-01, meeting: m, decision: x, owner: o, due: 2026-06-08 }').join('\n')}\n`;
    const { decisions, problems } = parseDecisions('decisions.yaml', text);
    assert.deepEqual([decisions.length, problems[0]?.line, problems[0]?.code], [0, 3, 'decision-twice']);
  });

  test('ids go on within their year; open ones are those without a result', () => {
    const log = [{ ...decision, id: 'D-2025-009', result: 'x' }, { ...decision, id: 'D-2026-011', due: '2026-07-01' }, { ...decision, id: 'D-2026-002' }];
    assert.equal(nextId(log, '2026-06-01'), 'D-2026-012');
    assert.equal(nextId(log, '2027-01-04'), 'D-2027-001');
    assert.deepEqual(openDecisions(log).map(({ id }) => id), ['D-2026-002', 'D-2026-011']);
  });
});
