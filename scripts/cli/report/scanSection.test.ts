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
  renderHtmlReport({ playbook, org: 'https://x.example', scan: report, exitCode: 0, at: new Date('2026-11-10T06:00:12Z') }),
];

test('a scan that could not judge everything does not say that no record breaks the playbook, in no form', () => {
  for (const text of forms(scan(['OPP-1: hidden', 'OPP-2: hidden']))) {
    assert.match(text, /no record was found that breaks the playbook, but 2 parts were not judged/i);
    assert.doesNotMatch(text, /no record breaks|Nothing to do/i);
  }
  for (const text of forms(scan([]))) assert.match(text, /no record breaks the playbook/i);
});

test('a page that is kept says when it was made', () => {
  assert.match(forms(scan([]))[2] ?? '', /<dt>Run<\/dt><dd>2026-11-10 06:00 UTC<\/dd>/);
});

test('in a narrow terminal every line fits and no word is lost; in a wide one columns stand under each other', () => {
  const violation = (name: string, owner: string): ScanReport['violations'][number] => ({ criterion: 'OPP-QUAL-02', object: 'Opportunity', recordId: name, name, stage: 'Id. Decision Makers', owner, amount: 1000, how: 'legacy', url: null }) as unknown as ScanReport['violations'][number];
  const report: ScanReport = {
    ...scan(['OPP-NEED-02 of Opportunity: the field Handrail_Contact_Roles__c cannot be read by this user']),
    violations: [violation('Yard visibility for the northern depots', 'Olu Martins'), violation('Spare parts', 'Priya Raghunathan')],
    summary: [{ criterion: 'OPP-QUAL-02', label: 'Next step with a date that lies ahead of us and says something', mode: 'shadow', records: 2, amount: 2000 }] as unknown as ScanReport['summary'],
  };
  const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
  const [narrow, wide] = [60, 120].map((width) => formatScan(report, { color: false, currency: 'USD', width }));
  assert.ok(narrow !== undefined && wide !== undefined);
  assert.deepEqual(narrow.split('\n').filter((line) => line.length > 60), []);
  assert.deepEqual(words(narrow), words(wide));
  const [first, second] = wide.split('\n').filter((line) => line.includes('Id. Decision Makers'));
  assert.equal(first?.indexOf('Id. Decision'), second?.indexOf('Id. Decision'));
});
