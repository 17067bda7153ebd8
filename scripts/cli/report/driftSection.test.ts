import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JudgedReport } from '../../drift/types.ts';
import { driftSection } from './driftSection.ts';

test('what was decided stands below what is open, as text', () => {
  const report: JudgedReport = {
    findings: [],
    coverage: { read: [], unread: [], apiCalls: 1 },
    accepted: [{ id: 'OPP-1', kind: 'rule-off', severity: 'high', summary: 'Off.', until: '2026-12-31', reason: '<script>alert(1)</script>', owner: 'Dana' }],
    ignored: [],
    expired: [{ id: 'RULE-*', until: '2026-01-01', how: 'ignored' }],
  };
  const { text } = driftSection(report);
  assert.match(text, /Nothing to do/);
  assert.match(text, /<code>OPP-1<\/code> Off\. Accepted until 2026-12-31 by Dana: &lt;script&gt;/);
  assert.match(text, /<code>RULE-\*<\/code> was ignored until 2026-01-01/);
  assert.ok(!driftSection({ ...report, accepted: [], expired: [] }).text.includes('Decided'));
});
