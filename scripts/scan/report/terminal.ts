/** The scan as a person reads it: by criterion, with the first records of each. */
import { styleText } from 'node:util';
import type { How, ScanReport, Violation } from '../types.ts';

type Style = Parameters<typeof styleText>[0];

export interface ScanTerminalOptions {
  readonly color: boolean;
  readonly currency: string;
}

const SHOWN_RECORDS = 5;
const NAME_WIDTH = 36;

const HOW: Readonly<Record<How, string>> = {
  bypass: 'saved by a holder of a bypass permission',
  hole: 'came through a way without rules',
  legacy: 'was there before the criterion took effect',
  unknown: '',
};

export function formatScan(report: ScanReport, { color, currency }: ScanTerminalOptions): string {
  const paint = (style: Style, text: string): string => (color ? styleText(style, text, { validateStream: false }) : text);
  const money = (amount: number): string => amount.toLocaleString('en-US', { style: 'currency', currency, maximumFractionDigits: 0 });
  const lines = [paint('dim', `${report.coverage.read.join('; ') || 'Nothing could be read'}; ${report.coverage.apiCalls} API calls`), ''];
  for (const { criterion, label, mode, records, amount } of report.summary) {
    lines.push(`${paint('bold', `${criterion}  ${label}`)}${mode === 'shadow' ? '  (shadow)' : ''}`);
    lines.push(`  ${records} ${records === 1 ? 'record' : 'records'}${amount > 0 ? `, ${money(amount)}` : ''}`);
    const own = report.violations.filter((violation) => violation.criterion === criterion);
    for (const violation of own.slice(0, SHOWN_RECORDS)) lines.push(`    ${line(violation)}`);
    if (own.length > SHOWN_RECORDS) lines.push(`    and ${own.length - SHOWN_RECORDS} more; all of them with --json`);
    lines.push('');
  }
  if (report.coverage.unread.length > 0) {
    lines.push(paint('bold', 'Not judged'), ...report.coverage.unread.map((part) => `  ${part}`), '');
  }
  const records = new Set(report.violations.map(({ recordId }) => recordId)).size;
  lines.push(records === 0 ? paint('green', 'No record breaks the playbook.') : paint(['red', 'bold'], `${records} ${records === 1 ? 'record breaks' : 'records break'} the playbook.`));
  return lines.join('\n');
}

function line(violation: Violation): string {
  const name = violation.name.length > NAME_WIDTH ? `${violation.name.slice(0, NAME_WIDTH - 1)}…` : violation.name.padEnd(NAME_WIDTH);
  return [name, violation.stage, violation.owner, HOW[violation.how]].filter((part) => part !== null && part !== '').join('  ');
}
