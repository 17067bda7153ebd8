/** SARIF 2.1.0: the records that break a criterion, at its line of the playbook. */
import type { Playbook } from '../../playbook/index.ts';
import { sarifLog } from '../../shared/report/sarif.ts';
import type { ScanReport } from '../types.ts';
import { sentence } from './junit.ts';
import { recordUrl } from './links.ts';

/** @param fallback path of a file of the playbook, for a criterion without a place */
export function scanSarif({ violations, coverage }: ScanReport, playbook: Playbook, instanceUrl: string, fallback: string): string {
  const criteria = new Map(playbook.objects.flatMap((object) => object.criteria.map((criterion) => [criterion.id, criterion] as const)));
  const ids = [...new Set(violations.map(({ criterion }) => criterion))].toSorted();
  return sarifLog({
    version: playbook.version,
    rules: ids.map((id) => ({ id, shortDescription: { text: criteria.get(id)?.label ?? id }, defaultConfiguration: { level: 'error' } })),
    results: violations.map((violation) => ({
      ruleId: violation.criterion,
      level: criteria.get(violation.criterion)?.mode === 'enforce' ? 'error' : 'note',
      message: sentence(violation),
      place: criteria.get(violation.criterion)?.position ?? { file: fallback, line: 1, column: 1 },
      identity: `${violation.criterion}\n${violation.recordId}`,
      more: { properties: { recordId: violation.recordId, url: recordUrl(instanceUrl, violation), owner: violation.owner, stage: violation.stage, amount: violation.amount, since: violation.since, how: violation.how } },
    })),
    notifications: coverage.unread.map((part) => `Not judged: ${part}`),
  }, 'handrailViolation/v1');
}
