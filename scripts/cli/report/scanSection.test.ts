import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Playbook } from '../../playbook/model.ts';
import { scanMarkdown } from '../../scan/report/markdown.ts';
import { formatScan } from '../../scan/report/terminal.ts';
import type { ScanReport } from '../../scan/types.ts';
import { renderHtmlReport } from '../htmlReport.ts';

const scan = (unread: readonly string[]): ScanReport => ({ violations: [], summary: [], overrides: [], lossBudgets: [], bypass: [], coverage: { read: [], unread, apiCalls: 3 } });
const playbook = { name: 'P', version: '1', currency: 'USD', objects: [], metrics: [] } as unknown as Playbook;
const forms = (report: ScanReport): readonly string[] => [
  formatScan(report, { color: false, currency: 'USD' }),
  scanMarkdown(report, { playbookVersion: '1', currency: 'USD', instanceUrl: 'https://x.example' }),
  renderHtmlReport({ playbook, org: 'https://x.example', scan: report, exitCode: 0 }),
];

test('a scan that could not judge everything does not say that no record breaks the playbook, in no form', () => {
  for (const text of forms(scan(['OPP-1: hidden', 'OPP-2: hidden']))) {
    assert.match(text, /no record was found that breaks the playbook, but 2 parts were not judged/i);
    assert.doesNotMatch(text, /no record breaks|Nothing to do/i);
  }
  for (const text of forms(scan([]))) assert.match(text, /no record breaks the playbook/i);
});
