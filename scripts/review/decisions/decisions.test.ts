import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { visible } from '../../shared/visible.ts';
import { LOG_FILE, readDecisions, withDecisions, writeDecisions } from './file.ts';
import { decisionOf, mergeDecisions } from './org.ts';
import { nextId, openDecisions, parseDecisions, type Decision } from './log.ts';

const decision: Decision = { id: 'D-2026-001', date: '2026-06-01', meeting: 'weekly-pipeline', decision: 'Date the overdue deals', owner: 'Marcus', due: '2026-06-08' };

describe('the decision log', () => {
  test('comments and order of a log written by hand stay', () => {
    const before = '# ours\ndecisions:\n  # from the offsite\n  - id: D-2026-001\n    date: 2026-06-01\n    meeting: weekly-pipeline\n    decision: Date the overdue deals # all eleven\n    owner: Marcus\n    due: 2026-06-08\n';
    const after = withDecisions(before, [{ ...decision, checked: '2026-06-08', result: 'nine closed' }, { ...decision, id: 'D-2026-002' }]);
    for (const kept of ['# ours', '# from the offsite', '# all eleven']) assert.ok(after.includes(kept), kept);
    assert.deepEqual(parseDecisions('decisions.yaml', after).decisions.map(({ id, result }) => [id, result]), [['D-2026-001', 'nine closed'], ['D-2026-002', undefined]]);
  });

  test('what is written is read again, whatever people write, without what cannot be seen', () => {
    const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((value) => visible(value) !== '');
    fc.assert(fc.property(text, text, (words, owner) => {
      const written = { ...decision, decision: words, owner };
      assert.deepEqual(parseDecisions('decisions.yaml', withDecisions(null, [written])).decisions, [{ ...written, decision: visible(words), owner: visible(owner) }]);
    }));
  });

  test('words pasted from elsewhere are kept, with a space where a line ended oddly', () => {
    for (const [pasted, kept] of [['call\u2028Kestrel', 'call Kestrel'], ['\u200Bcall Kes\u200Btrel', 'call Kestrel'], ['call\u0085Kestrel\u0007', 'call Kestrel'], ['call\nKestrel', 'call\nKestrel']] as const) {
      const { decisions, problems } = parseDecisions('decisions.yaml', withDecisions(null, [{ ...decision, decision: pasted }]));
      assert.deepEqual([decisions[0]?.decision, problems], [kept, []]);
    }
  });

  test('a log with a problem is not used and not written to; the message has its place', async () => {
    const dir = await temporaryFolder('decisions');
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

describe('decisions of the org and of the log', () => {
  test('words that cannot be seen are none, and the others compare as the log keeps them', () => {
    const row = { Id: 'a0300000000001AAA', External_Id__c: null, Decision__c: 'Call\u2028Kestrel', Meeting__c: '\u200B', Decided_On__c: '2026-06-02', Due_On__c: null, Check_On__c: null, Metric__c: ' ', Expected_Change__c: null, Status__c: 'Dropped', Result__c: '\u200B', Opportunity__c: null, CreatedDate: '2026-06-02T10:00:00.000+0000', Owner: { Name: 'Rosa' } };
    assert.deepEqual(decisionOf(row, 'UTC'), { id: null, org: row.Id, date: '2026-06-02', meeting: 'not said', decision: 'Call Kestrel', owner: 'Rosa', due: '2026-06-02', result: 'Dropped' });
  });

  const ofOrg = { id: null, org: 'a0300000000001AAA', date: '2026-06-02', meeting: 'Pipeline review', decision: 'Call Kestrel', owner: 'Rosa', due: '2026-06-09' };

  test('one that the log does not know gets the next free id, once', () => {
    const first = mergeDecisions([decision], [ofOrg]);
    assert.deepEqual(first.changed, [{ ...ofOrg, id: 'D-2026-002' }]);
    const again = mergeDecisions(first.all, [ofOrg]);
    assert.deepEqual([again.changed, again.all.length], [[], 2]);
  });

  test('an id that the org has given is kept and not given to another', () => {
    const { all } = mergeDecisions([], [ofOrg, { ...ofOrg, org: 'a0300000000002AAA', id: 'D-2026-001' }]);
    assert.deepEqual(all.map(({ id, org }) => [id, org]), [['D-2026-002', 'a0300000000001AAA'], ['D-2026-001', 'a0300000000002AAA']]);
  });

  test('words of the log stay, what only the org says comes along, and what differs is named', () => {
    const { id } = decision;
    const { all, differing } = mergeDecisions([decision], [{ ...ofOrg, id, decision: decision.decision, owner: 'Rosa', due: decision.due, result: 'Done' }]);
    assert.deepEqual(all, [{ ...decision, org: ofOrg.org, result: 'Done' }]);
    assert.deepEqual(differing, [{ id, what: 'owner', log: 'Marcus', org: 'Rosa' }]);
  });

  test('nothing of either side is lost, and merging again changes nothing', () => {
    const day = fc.constantFrom('2026-06-01', '2026-07-01');
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 });
    const words = fc.constantFrom('one', 'two');
    fc.assert(fc.property(some, some, words, words, day, (here, there, mine, theirs, due) => {
      const log = here.map((n) => ({ ...decision, id: `D-2026-00${n}`, decision: mine }));
      const org = there.map((n) => ({ ...ofOrg, org: `a030000000000${n}AAA`, id: n % 2 === 0 ? `D-2026-00${n}` : null, decision: theirs, due }));
      const { all } = mergeDecisions(log, org);
      for (const kept of log) assert.equal(all.find(({ id }) => id === kept.id)?.decision, mine);
      for (const { org: record } of org) assert.equal(all.filter((known) => known.org === record).length, 1);
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
      assert.deepEqual(mergeDecisions(all, org).changed, []);
    }));
  });
});
