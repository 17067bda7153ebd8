/** The scan as a person reads it: by criterion, with the first records of each. */
import { exposureInWords } from '../exposure.ts';
import type { ScanReport, Violation } from '../types.ts';
import { byOwner } from './byOwner.ts';
import { HOW } from './how.ts';
import { verdictOf } from './verdict.ts';
import { painter } from '../../shared/paint.ts';
import { clipped, counted, money } from '../../shared/words.ts';

export interface ScanTerminalOptions {
  readonly color: boolean;
  readonly currency: string;
}

const SHOWN_RECORDS = 5;
const NAME_WIDTH = 36;

export function formatScan(report: ScanReport, { color, currency }: ScanTerminalOptions): string {
  const paint = painter(color);
  const lines = [paint('dim', `${report.coverage.read.join('; ') || 'Nothing could be read'}; ${report.coverage.apiCalls} API calls`), ''];
  for (const { criterion, label, mode, records, amount } of report.summary) {
    lines.push(`${paint('bold', `${criterion}  ${label}`)}${mode === 'shadow' ? '  (shadow)' : ''}`);
    lines.push(`  ${counted(records, 'record')}${amount > 0 ? `, ${money(amount, currency)}` : ''}`);
    const own = report.violations.filter((violation) => violation.criterion === criterion);
    for (const violation of own.slice(0, SHOWN_RECORDS)) lines.push(`    ${line(violation)}`);
    if (own.length > SHOWN_RECORDS) lines.push(`    and ${own.length - SHOWN_RECORDS} more; all of them with --json`);
    lines.push('');
  }
  const owners = byOwner(report.violations);
  if (owners.length > 1) {
    lines.push(paint('bold', 'By owner'));
    for (const { owner, records, amount } of owners) lines.push(`  ${(owner ?? 'nobody').padEnd(NAME_WIDTH)}  ${counted(records, 'record')}${amount > 0 ? `, ${money(amount, currency)}` : ''}`);
    lines.push('');
  }
  if (report.overrides.length > 0) {
    lines.push(paint('bold', 'Let pass by an override'));
    for (const override of report.overrides) lines.push(`  ${override.criterion}  ${[...where(override), `until ${override.until}`].join('  ')}`);
    lines.push('');
  }
  if (report.bypass.length > 0) {
    lines.push(paint('bold', 'Passing gates by permission'));
    for (const one of report.bypass) lines.push(`  ${one.person}  ${one.families.join(', ')}`, `    ${exposureInWords(one)}`);
    lines.push('');
  }
  if (report.lossBudgets.length > 0) {
    lines.push(paint('bold', 'Loss reasons given more often than allowed'));
    for (const { reason, owner, given, losses, atMost, since } of report.lossBudgets) lines.push(`  ${reason}  ${given} of ${losses} losses${owner === null ? '' : ` of ${owner}`} since ${since}, at most ${atMost}%`);
    lines.push('');
  }
  if (report.coverage.unread.length > 0) {
    lines.push(paint('bold', 'Not judged'), ...report.coverage.unread.map((part) => `  ${part}`), '');
  }
  const verdict = verdictOf(report);
  lines.push(paint(verdict.clean ? 'green' : report.violations.length > 0 ? ['red', 'bold'] : 'yellow', `${verdict.text}.`));
  return lines.join('\n');
}

function line(violation: Violation): string {
  return [...where(violation), HOW[violation.how]].filter((part) => part !== '').join('  ');
}

function where({ name, stage, owner }: Pick<Violation, 'name' | 'stage' | 'owner'>): string[] {
  return [clipped(name, NAME_WIDTH).padEnd(NAME_WIDTH), stage ?? '', owner ?? ''].filter((part) => part !== '');
}
