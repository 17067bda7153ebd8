/** SARIF 2.1.0: what code scanning shows beside the line of the playbook that a finding is about. */
import { createHash } from 'node:crypto';
import type { Playbook } from '../../playbook/model.ts';
import { DRIFT_KINDS } from '../difference.ts';
import type { Finding, JudgedReport, Severity } from '../types.ts';
import { placeOf } from './place.ts';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' };

/** What GitHub sorts security findings by, from 0.0 to 10.0. */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '7.5', medium: '5.0', low: '2.0', info: '0.5' };

/** @param fallback path of a file of the playbook, for findings that no line speaks of: a result without a place is not shown */
export function driftSarif(report: JudgedReport, playbook: Playbook, fallback: string): string {
  const suppressed = new Map([...report.accepted, ...report.ignored].map((match) => [`${match.id} ${match.kind}`, match]));
  const kinds = [...new Set([...report.findings, ...suppressed.values()].map(({ kind }) => kind))].toSorted();
  const result = (finding: Pick<Finding, 'id' | 'kind' | 'severity' | 'summary'>, place: { file: string; line: number; column: number } | null): object => ({
    ruleId: finding.kind,
    ruleIndex: kinds.indexOf(finding.kind),
    level: LEVELS[finding.severity],
    message: { text: `${finding.id}: ${finding.summary}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uri(place?.file ?? fallback) }, region: { startLine: place?.line ?? 1, startColumn: place?.column ?? 1 } } }],
    partialFingerprints: { 'handrailFinding/v1': createHash('sha256').update(`${finding.id}\n${finding.kind}`).digest('hex') },
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'handrail', semanticVersion: playbook.version, rules: kinds.map((kind) => ruleOf(kind, report)) } },
      columnKind: 'utf16CodeUnits',
      results: [
        ...report.findings.map((finding) => ({
          ...result(finding, placeOf(finding, playbook)),
          properties: { tier: finding.tier, expected: finding.expected, actual: finding.actual, changedBy: finding.changedBy, changedAt: finding.changedAt, remedies: finding.remedies.map(({ command }) => command) },
        })),
        ...[...suppressed.values()].map((match) => ({ ...result(match, null), suppressions: [{ kind: 'external', justification: `until ${match.until}: ${match.reason}` }] })),
      ],
      invocations: [{
        executionSuccessful: true,
        toolExecutionNotifications: report.coverage.unread.map((part) => ({ level: 'warning', message: { text: `Could not be read: ${part}` } })),
      }],
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(kind: string, report: JudgedReport): object {
  const worst = report.findings.find((finding) => finding.kind === kind)?.severity ?? 'info';
  const text = Object.entries(DRIFT_KINDS).find(([name]) => name === kind)?.[1] ?? kind;
  return { id: kind, shortDescription: { text }, defaultConfiguration: { level: LEVELS[worst] }, properties: { 'security-severity': SCORES[worst] } };
}

function uri(file: string): string {
  return file.replaceAll('\\', '/').replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
