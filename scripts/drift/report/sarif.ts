/** SARIF 2.1.0: what code scanning shows beside the line of the playbook that a finding is about. */
import type { Playbook } from '../../playbook/model.ts';
import { sarifLog, type SarifResult, type SarifRule } from '../../shared/report/sarif.ts';
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
  const nowhere = { file: fallback, line: 1, column: 1 };
  const result = ({ id, kind, severity, summary }: Pick<Finding, 'id' | 'kind' | 'severity' | 'summary'>, place: SarifResult['place'], more: object): SarifResult => ({
    ruleId: kind, level: LEVELS[severity], message: `${id}: ${summary}`, place, identity: `${id}\n${kind}`, more,
  });
  return sarifLog({
    version: playbook.version,
    rules: kinds.map((kind) => ruleOf(kind, report)),
    results: [
      ...report.findings.map((finding) => result(finding, placeOf(finding, playbook) ?? nowhere, {
        properties: { tier: finding.tier, expected: finding.expected, actual: finding.actual, changedBy: finding.changedBy, changedAt: finding.changedAt, remedies: finding.remedies.map(({ command }) => command) },
      })),
      ...[...suppressed.values()].map((match) => result(match, nowhere, { suppressions: [{ kind: 'external', justification: `until ${match.until}: ${match.reason}` }] })),
    ],
    notifications: report.coverage.unread.map((part) => `Could not be read: ${part}`),
  }, 'handrailFinding/v1');
}

function ruleOf(kind: string, report: JudgedReport): SarifRule {
  const worst = report.findings.find((finding) => finding.kind === kind)?.severity ?? 'info';
  const text = Object.entries(DRIFT_KINDS).find(([name]) => name === kind)?.[1] ?? kind;
  return { id: kind, shortDescription: { text }, defaultConfiguration: { level: LEVELS[worst] }, properties: { 'security-severity': SCORES[worst] } };
}
