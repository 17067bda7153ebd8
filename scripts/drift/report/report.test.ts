import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Playbook } from '../../playbook/model.ts';
import { criterion, STAGED } from '../testing/fixtures.ts';
import type { Finding, JudgedReport } from '../types.ts';
import { driftJunit } from './junit.ts';
import { driftMarkdown } from './markdown.ts';
import { driftSarif } from './sarif.ts';
import { formatDrift } from './terminal.ts';

const OFF: Finding = {
  id: 'OPP-QUAL-01', kind: 'rule-off', severity: 'critical', tier: 'confirmed', object: 'Opportunity', component: 'Handrail_OPP_QUAL_01', summary: 'Deals can leave Qualification without "Economic buyer named".',
  expected: 'active', actual: 'inactive', changedBy: 'J. Doe', changedAt: '2026-11-05T16:12:00Z', breaks: { criteria: ['OPP-QUAL-01'], metrics: ['win_rate'], reviews: ['weekly'] },
  remedies: [{ action: 'revert', command: 'handrail drift revert OPP-QUAL-01' }, { action: 'record', command: 'handrail drift record OPP-QUAL-01 --until <date> --reason <text>' }],
};
const HOSTILE: Finding = { ...OFF, id: 'STAGE-x|<b>', kind: 'stage-undeclared', severity: 'high', component: 'StageName.x', summary: '"|<img src=x>@everyone [a](b)`\u0001]]>\uD800" was added', expected: null, actual: '</system-out>', breaks: { criteria: [], metrics: [], reviews: [] }, remedies: [] };
const UNREAD: Finding = { ...HOSTILE, id: 'UNREAD-flows', kind: 'unread', severity: 'medium', tier: 'unverifiable', summary: 'Could not be read', actual: null };

const REPORT: JudgedReport = {
  findings: [OFF, HOSTILE, UNREAD],
  coverage: { read: ['rules'], unread: ['flows: no access'], apiCalls: 12 },
  accepted: [{ id: 'BYPASS-a@b', kind: 'bypass-held', severity: 'high', summary: 'x', until: '2026-12-31', reason: 'load', owner: 'Dana' }],
  ignored: [],
  expired: [{ id: 'OLD-1', until: '2026-01-01', how: 'ignored' }],
  outdated: [],
};
const NONE: JudgedReport = { findings: [], coverage: { read: ['rules'], unread: [], apiCalls: 12 }, accepted: [], ignored: [], expired: [], outdated: [] };

const playbook = { version: '2026.4.0', objects: [{ ...STAGED, criteria: [criterion({ position: { file: 'config/playbook/opportunity.yaml', line: 48, column: 9 } })] }] } as unknown as Playbook;

test('a narrow terminal gets lines that fit, and a command that stays whole', () => {
  const long = { ...OFF, summary: `${OFF.summary} `.repeat(4), expected: 'a b c '.repeat(30), breaks: { criteria: Array.from({ length: 9 }, (_, index) => `OPP-QUAL-0${index}`), metrics: [], reviews: [] } };
  const lines = formatDrift({ ...NONE, findings: [long], outdated: [{ id: 'RULE-*', until: '2999-01-01', how: 'ignored', why: 'gone' }] }, { color: false, width: 60, exitCode: 1, parts: 66, playbookVersion: '2026.4.0' }).split('\n');
  assert.deepEqual(lines.filter((line) => line.length > 60), []);
  assert.ok(lines.some((line) => line.endsWith('handrail drift revert OPP-QUAL-01')));
});

describe('Markdown', () => {
  test('what to look at first, and what an org says is text', () => {
    const text = driftMarkdown(REPORT, { playbookVersion: '2026.4.0' });
    assert.match(text, /^## Drift: 1 critical, 1 high, 1 medium\n/);
    assert.match(text, /\| 🔴 critical \| <code>OPP-QUAL-01<\/code> \| Deals can leave Qualification without "Economic buyer named"\. \| J\. Doe, 2026-11-05 16:12 UTC \| OPP-QUAL-01; 1 metric; weekly \|/);
    assert.ok(!/<img|@everyone|\[a\]/.test(text));
    for (const line of text.split('\n').filter((line) => line.startsWith('| '))) assert.equal(line.split('|').length, 7, line);
    assert.match(text, /<code>OLD-1<\/code> was ignored until 2026-01-01/);
  });

  test('long formulas are shown from where they differ, and long lists by their first names', () => {
    const same = 'AND(NOT($Permission.Handrail_Bypass_Opportunity_Gates), '.repeat(20);
    const many = Array.from({ length: 44 }, (_, index) => `OPP-X-${index}`);
    const text = driftMarkdown({ ...NONE, findings: [{ ...OFF, expected: `${same}LEN(Name) >= 20`, actual: `${same}LEN(Name) >= 1`, breaks: { ...OFF.breaks, criteria: many } }] }, { playbookVersion: '1' });
    assert.match(text, /org: <code>… .*LEN\(Name\) &#62;= 1<\/code>/);
    assert.match(text, /\| OPP-X-0, OPP-X-1, OPP-X-2, OPP-X-3, OPP-X-4, OPP-X-5 and 38 more; 1 metric; weekly \|/);
  });

  test('a comment on a pull request can hold it, whatever the org says', () => {
    // Escaped, an underscore is five characters: 600 of them in 50 findings would be 150,000.
    const findings = Array.from({ length: 6_000 }, (_, index) => ({ ...OFF, id: `OPP-X-${index}`, expected: '_'.repeat(5_000), actual: '*'.repeat(5_000) }));
    const text = driftMarkdown({ ...REPORT, findings, coverage: { ...REPORT.coverage, unread: findings.map(({ id }) => `${id}: no access`) } }, { playbookVersion: '1' });
    assert.ok(text.length <= 65_536);
    assert.match(text, /^## Drift: 6000 critical\n/);
    // Of 50 rows a quarter fits.
    assert.match(text, /\nand 5988 more\.\n/);
    assert.match(text, /\n12 API calls\.\n$/);
  });

  test('nothing to say', () => assert.match(driftMarkdown(NONE, { playbookVersion: '2026.4.0' }), /^## Drift: none\n\nThe org says what playbook 2026\.4\.0 says\./));
});

describe('JUnit', () => {
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'testcase' });
  const cases = (report: JudgedReport): Record<string, unknown>[] => {
    const xml = driftJunit(report, ({ tier, severity }) => tier === 'confirmed' && severity === 'critical');
    assert.equal(XMLValidator.validate(xml), true);
    return (parser.parse(xml) as { testsuites: { testsuite: { testcase: Record<string, unknown>[] } } }).testsuites.testsuite.testcase;
  };

  test('what fails, what is only shown, what was decided', () => {
    assert.deepEqual(cases(REPORT).map((entry) => [entry['@_name'], 'failure' in entry, 'skipped' in entry]), [
      ['rules', false, false], ['OPP-QUAL-01', true, false], ['STAGE-x|<b>', false, true], ['UNREAD-flows', false, true], ['BYPASS-a@b', false, true], ['OLD-1', true, false],
    ]);
    assert.match(driftJunit(REPORT, () => true), /<testsuites name="handrail" tests="6" failures="4" errors="0">\n +<testsuite name="handrail drift" tests="6" failures="4" errors="0" skipped="1">/);
  });

  test('a clean run has passed', () => assert.deepEqual(cases(NONE).map((entry) => Object.keys(entry)), [['@_classname', '@_name']]));
});

describe('SARIF', () => {
  interface Log { version: string; runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; level: string; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[]; suppressions?: unknown[]; partialFingerprints: Record<string, string> }[]; invocations: { toolExecutionNotifications: unknown[] }[] }[] }
  const run = (report: JudgedReport): Log['runs'][number] => {
    const log = JSON.parse(driftSarif(report, playbook, 'config/playbook/definitions.yaml')) as Log;
    assert.equal(log.version, '2.1.0');
    const [first] = log.runs;
    assert.ok(first);
    return first;
  };

  test('a result stands at the line of the playbook, under a rule of its kind', () => {
    const { results, tool } = run(REPORT);
    for (const result of results) assert.equal(tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
    assert.deepEqual(results.map(({ ruleId, level, locations, suppressions }) => [ruleId, level, locations[0]?.physicalLocation.artifactLocation.uri, locations[0]?.physicalLocation.region.startLine, suppressions?.length ?? 0]), [
      ['rule-off', 'error', 'config/playbook/opportunity.yaml', 48, 0], ['stage-undeclared', 'error', 'test.yaml', 1, 0], ['unread', 'warning', 'test.yaml', 1, 0], ['bypass-held', 'error', 'config/playbook/definitions.yaml', 1, 1],
    ]);
    assert.equal(new Set(results.map(({ partialFingerprints }) => partialFingerprints['handrailFinding/v1'])).size, results.length);
  });

  test('what could not be read is a notification', () => assert.equal(run(REPORT).invocations[0]?.toolExecutionNotifications.length, 1));
});

test('the terminal says what was decided, and when it ends', () => {
  const text = formatDrift(REPORT, { color: false, exitCode: 1, parts: 66, playbookVersion: '2026.4.0' });
  assert.match(text, /3 open: 1 critical, 1 high, 1 medium\. {2}1 recorded, 0 ignored \(next ends 2026-12-31\)\./);
  assert.match(text, /OLD-1 was ignored until 2026-01-01, which is over/);
  assert.match(formatDrift({ ...NONE, accepted: REPORT.accepted }, { color: false, exitCode: 0, parts: 66, playbookVersion: '2026.4.0' }), /Nothing open\. {2}1 recorded/);
});

test('every form says how to mend what no command mends, and the terminal under which id it is recorded', () => {
  const setting: Finding = { ...OFF, id: 'SETTING-lead-conversion', kind: 'setting-off', component: 'LeadConfig', expected: 'true', actual: 'false', remedies: OFF.remedies.slice(1) };
  const report: JudgedReport = { ...NONE, findings: [setting] };
  const setup = 'Setup > Feature Settings > Sales > Lead Settings: tick Require Validation for Converted Leads';
  const terminal = formatDrift(report, { color: false, exitCode: 0, parts: 1, playbookVersion: '1' });
  assert.match(terminal.replace(/\s+/g, ' '), new RegExp(` mend ${setup} id SETTING-lead-conversion `));
  assert.ok(driftMarkdown(report, { playbookVersion: '1' }).includes(`Mend it: ${setup.replaceAll('>', '&#62;')}`));
  assert.ok(driftJunit(report, () => true).includes(setup.replaceAll('>', '&gt;')));
  const off = formatDrift({ ...NONE, findings: [OFF] }, { color: false, exitCode: 0, parts: 1, playbookVersion: '1' });
  assert.ok(!/^ +(?:mend|id) /m.test(off), off);
});
