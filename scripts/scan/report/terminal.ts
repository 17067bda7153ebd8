/** The scan as a person reads it: by criterion, with the first records of each. */
import { exposureInWords } from '../exposure.ts';
import type { ScanReport, Violation } from '../types.ts';
import { byOwner } from './byOwner.ts';
import { HOW } from './how.ts';
import { verdictOf } from './verdict.ts';
import { painter } from '../../shared/paint.ts';
import { clipped, counted, money } from '../../shared/words.ts';
import { wrap } from '../../shared/wrap.ts';

export interface ScanTerminalOptions {
  readonly color: boolean;
  readonly currency: string;
  /** Columns; default 100. */
  readonly width?: number;
}

const SHOWN_RECORDS = 5;
const NAME_WIDTH = 36;
const HANG = '  ';
const RECORD = '    ';
const WIDTH = 100;
/** Narrower than this, a terminal breaks lines by itself. */
const LEAST_WIDTH = 50;

export function formatScan(report: ScanReport, { color, currency, width = WIDTH }: ScanTerminalOptions): string {
  const paint = painter(color);
  const columns = Math.max(width, LEAST_WIDTH);
  const fit = (text: string, indent = ''): string[] => fitted(text, columns, indent);
  const lines = [...fit(`${report.coverage.read.join('; ') || 'Nothing could be read'}; ${report.coverage.apiCalls} API calls`).map((part) => paint('dim', part)), ''];
  for (const { criterion, label, mode, records, amount } of report.summary) {
    lines.push(...fit(`${criterion}  ${label}${mode === 'shadow' ? '  (shadow)' : ''}`).map((part) => paint('bold', part)));
    lines.push(`  ${counted(records, 'record')}${amount > 0 ? `, ${money(amount, currency)}` : ''}`);
    const own = report.violations.filter((violation) => violation.criterion === criterion);
    for (const violation of own.slice(0, SHOWN_RECORDS)) lines.push(...recordLines(violation, fit, columns));
    if (own.length > SHOWN_RECORDS) lines.push(`    and ${own.length - SHOWN_RECORDS} more; all of them with --json`);
    lines.push('');
  }
  const owners = byOwner(report.violations);
  if (owners.length > 1) {
    lines.push(paint('bold', 'By owner'));
    for (const { owner, records, amount } of owners) lines.push(...fit(`${(owner ?? 'nobody').padEnd(NAME_WIDTH)}  ${counted(records, 'record')}${amount > 0 ? `, ${money(amount, currency)}` : ''}`, '  '));
    lines.push('');
  }
  if (report.overrides.length > 0) {
    lines.push(paint('bold', 'Let pass by an override'));
    for (const override of report.overrides) lines.push(...fit(`${override.criterion}  ${[...where(override), `until ${override.until}`].join('  ')}`, '  '));
    lines.push('');
  }
  if (report.bypass.length > 0) {
    lines.push(paint('bold', 'Passing gates by permission'));
    for (const one of report.bypass) lines.push(...fit(`${one.person}  ${one.families.join(', ')}`, '  '), ...fit(exposureInWords(one), '    '));
    lines.push('');
  }
  if (report.lossBudgets.length > 0) {
    lines.push(paint('bold', 'Loss reasons given more often than allowed'));
    for (const { reason, owner, given, losses, atMost, since } of report.lossBudgets) lines.push(...fit(`${reason}  ${given} of ${losses} losses${owner === null ? '' : ` of ${owner}`} since ${since}, at most ${atMost}%`, '  '));
    lines.push('');
  }
  if (report.coverage.unread.length > 0) {
    lines.push(paint('bold', 'Not judged'), ...report.coverage.unread.flatMap((part) => fit(part, '  ')), '');
  }
  const verdict = verdictOf(report);
  lines.push(...fit(`${verdict.text}.`).map((part) => paint(verdict.clean ? 'green' : report.violations.length > 0 ? ['red', 'bold'] : 'yellow', part)));
  return lines.join('\n');
}

/** Columns where they fit; else the words one after another, what does not fit hanging below. */
function fitted(text: string, columns: number, indent: string): string[] {
  const room = columns - indent.length;
  if (text.length <= room) return [`${indent}${text}`];
  return wrap(text, room - HANG.length).map((part, index) => `${indent}${index === 0 ? '' : HANG}${part}`);
}

/** How it got there stands beside the record, or below it where both do not fit. */
function recordLines(violation: Violation, fit: (text: string, indent?: string) => string[], columns: number): string[] {
  const record = where(violation).join('  ');
  const how = HOW[violation.how];
  const whole = how === '' ? record : `${record}  ${how}`;
  return whole.length <= columns - RECORD.length ? fit(whole, RECORD) : [...fit(record, RECORD), ...fit(how, `${RECORD}${HANG}`)];
}

function where({ name, stage, owner }: Pick<Violation, 'name' | 'stage' | 'owner'>): string[] {
  return [clipped(name, NAME_WIDTH).padEnd(NAME_WIDTH), stage ?? '', owner ?? ''].filter((part) => part !== '');
}
