import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, JudgedReport } from '../../drift/types.ts';
import { driftSection } from './driftSection.ts';

test('what was decided stands below what is open, as text', () => {
  const report: JudgedReport = {
    findings: [],
    coverage: { read: [], unread: [], apiCalls: 1 },
    accepted: [{ id: 'OPP-1', kind: 'rule-off', severity: 'high', summary: 'Off.', until: '2026-12-31', reason: '<script>alert(1)</script>', owner: 'Dana' }],
    ignored: [],
    expired: [{ id: 'RULE-*', until: '2026-01-01', how: 'ignored' }],
    outdated: [{ id: 'OPP-<2>', until: '2026-12-31', how: 'accepted', why: 'changed' }],
  };
  const { text } = driftSection(report);
  assert.match(text, /Nothing is open: 1 accepted, 0 ignored\./);
  assert.match(text, /<code>OPP-&lt;2&gt;<\/code> was accepted until 2026-12-31, but the org says something else now, so it is open/);
  assert.match(text, /<code>OPP-1<\/code> Off\. Accepted until 2026-12-31 by Dana: &lt;script&gt;/);
  assert.match(text, /<code>RULE-\*<\/code> was ignored until 2026-01-01/);
  assert.ok(!driftSection({ ...report, accepted: [], expired: [], outdated: [] }).text.includes('Decided'));
});

test('a finding says how to mend it, by command or in Setup, and names few of what it breaks before the rest', () => {
  const criteria = Array.from({ length: 44 }, (_, index) => `OPP-X-${index}`);
  const held: Finding = {
    id: 'BYPASS-a@b', kind: 'bypass-held', severity: 'high', tier: 'confirmed', object: '', component: 'a@b', summary: 'A passes.', expected: null, actual: null, changedBy: null, changedAt: null,
    breaks: { criteria, metrics: [], reviews: [] }, remedies: [{ action: 'record', command: 'handrail drift record BYPASS-a@b' }],
  };
  const off: Finding = { ...held, id: 'OPP-1', kind: 'rule-off', breaks: { criteria: ['OPP-1'], metrics: [], reviews: [] }, remedies: [{ action: 'revert', command: 'handrail drift revert OPP-1' }] };
  const { text } = driftSection({ findings: [held, off], coverage: { read: [], unread: [], apiCalls: 1 } });
  assert.match(text, /Setup &gt; Users &gt; a@b &gt; Permission Set Assignments: remove the bypass/);
  assert.match(text, /<code>handrail drift revert OPP-1<\/code>/);
  assert.match(text, /OPP-X-5<details><summary>and 38 more<\/summary>OPP-X-6, /);
});
