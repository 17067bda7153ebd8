/** The drift report as a person reads it in a terminal: findings by severity, then the summary. */
import { SEVERITIES } from '../index.ts';
import type { DriftReport, Finding, JudgedReport, Severity } from '../types.ts';
import { outdatedInWords } from '../policy/apply.ts';
import { wrap } from '../../shared/wrap.ts';
import { excerpts } from '../../shared/excerpt.ts';
import { fewOf, mendsOf } from './mend.ts';
import { readableTime } from './time.ts';
import { painter, type Paint, type Style } from '../../shared/paint.ts';

const BADGES: Readonly<Record<Severity, Style>> = {
  critical: ['bgRed', 'white', 'bold'],
  high: ['bgYellow', 'black', 'bold'],
  medium: ['bgBlue', 'white', 'bold'],
  low: ['bgGray', 'white'],
  info: ['dim'],
};

/** `CRITICAL ` and a space: everything of a finding hangs below its sentence. */
const INDENT = 11;
const WIDTH = 100;
/** Narrower than this, a terminal breaks lines by itself. */
const LEAST_WIDTH = 50;
const NOTHING = 'does not have it';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns; default 100. */
  readonly width?: number;
  readonly exitCode: number;
  /** Parts compared, for the first line. */
  readonly parts: number;
  readonly playbookVersion: string;
}

/** @param report before or after the policy was applied */
export function formatDrift(report: DriftReport & Partial<JudgedReport>, options: TerminalOptions): string {
  const paint = painter(options.color);
  const { findings, coverage } = report;
  const width = Math.max(options.width ?? WIDTH, LEAST_WIDTH);
  const blocks = findings.map((finding) => formatFinding(finding, width, paint));
  return [
    ...wrap(`${options.parts} parts compared with playbook ${options.playbookVersion}, ${coverage.unread.length} not checkable, ${coverage.apiCalls} API calls`, width).map((part) => paint('dim', part)),
    '',
    ...blocks.flatMap((block) => [block, '']),
    summary(report, paint),
    ...policyLines(report, width, paint),
    paint('dim', `exit code ${options.exitCode}`),
  ].join('\n');
}

function formatFinding(finding: Finding, width: number, paint: Paint): string {
  const badge = paint(BADGES[finding.severity], finding.severity.toUpperCase().padEnd(INDENT - 2).replace(/^/, ' '));
  const line = (name: string, value: string): string[] =>
    wrap(value, width - INDENT - 10).map((part, index) => `${' '.repeat(INDENT)}${(index === 0 ? name : '').padEnd(10)}${part}`);
  const rows = wrap(finding.summary, width - INDENT).map((part, index) => `${index === 0 ? `${badge} ` : ' '.repeat(INDENT)}${paint('bold', part)}`);
  if (finding.tier !== 'confirmed') rows.push(...line('tier', finding.tier));
  const who = [finding.changedBy, finding.changedAt && readableTime(finding.changedAt)].filter(Boolean).join(', ');
  if (who) rows.push(...line('changed', who));
  if (finding.expected !== null || finding.actual !== null) {
    const [expected, actual] = excerpts(finding.expected ?? NOTHING, finding.actual ?? NOTHING);
    rows.push(...line('playbook', expected), ...line('org', actual));
  }
  const breaks = [list(finding.breaks.criteria, 'criterion', 'criteria'), list(finding.breaks.metrics, 'metric', 'metrics'), list(finding.breaks.reviews, 'meeting', 'meetings')].filter((part) => part !== '').join('; ');
  if (breaks) rows.push(...line('breaks', breaks));
  const mends = mendsOf(finding);
  // A command is for copying: it stays on one line.
  for (const { how, text } of mends) rows.push(...(how === 'setup' ? line('mend', text) : [`${' '.repeat(INDENT)}${how.padEnd(10)}${paint('cyan', text)}`]));
  // Commands have it; without one nobody could record the finding.
  if (finding.remedies.length > 0 && !mends.some(({ how }) => how !== 'setup')) rows.push(...line('id', finding.id));
  return rows.join('\n');
}

function summary({ findings, accepted = [], ignored = [] }: DriftReport & Partial<JudgedReport>, paint: Paint): string {
  const ends = [...accepted, ...ignored].map(({ until }) => until).toSorted()[0];
  const decided = ends === undefined ? '' : `  ${accepted.length} recorded, ${ignored.length} ignored${gravest([...accepted, ...ignored])} (next ends ${ends}).`;
  if (findings.length === 0 && decided !== '') return paint('green', `Nothing open.${decided}`);
  if (findings.length === 0) return paint('green', 'No drift. The org says what the playbook says.');
  const counts = SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const).filter(([, count]) => count > 0);
  return `${paint(['red', 'bold'], `${findings.length} open`)}: ${counts.map(([severity, count]) => `${count} ${severity}`).join(', ')}.${decided}`;
}

/** A pattern may hide more than it was meant to. */
function gravest(decided: readonly { readonly severity: Severity }[]): string {
  const critical = decided.filter(({ severity }) => severity === 'critical').length;
  return critical === 0 ? '' : `, ${critical} of them critical`;
}

/** How to live with a finding is the same for all of them, so it stands once. */
function policyLines({ findings, expired = [], outdated = [] }: DriftReport & Partial<JudgedReport>, width: number, paint: Paint): string[] {
  const gone = outdated.filter(({ why }) => why === 'gone').map(({ id }) => id);
  return [
    ...expired.map(({ id, until, how }) => paint('yellow', `${id} was ${how} until ${until}, which is over: decide again, or take the entry out.`)),
    ...outdated.filter(({ why }) => why === 'changed').map((entry) => paint('yellow', `${entry.id} ${outdatedInWords(entry)}.`)),
    ...(gone.length > 0 ? wrap(`Recorded or ignored, but no finding is; take out what is no longer needed: ${fewOf(gone)}.`, width).map((part) => paint('dim', part)) : []),
    ...(findings.length > 0 ? wrap('To live with one for a time: handrail drift record|ignore <id> --until <date> --reason <text>', width).map((part) => paint('dim', part)) : []),
  ];
}

function list(ids: readonly string[], one: string, many: string): string {
  if (ids.length === 0) return '';
  return `${ids.length === 1 ? one : many} ${fewOf(ids)}`;
}
