/** The draft as a person reads it: what was read, what was drafted, what could not be said, what comes next. */
import type { InitReport } from '../types.ts';
import { POLICY_FILE } from '../write/policy.ts';
import { painter } from '../../shared/paint.ts';

export interface InitTerminalOptions {
  readonly color: boolean;
  /** Folder of the draft, as the person gave it. */
  readonly out: string;
  /** As `--target-org` takes it; null when the default org was asked. */
  readonly org: string | null;
}

export function formatInit(report: InitReport, { color, out, org }: InitTerminalOptions): string {
  const paint = painter(color);
  const { coverage, notExpressed, criteria, stages } = report;
  const named = (object: string): number => stages.filter((stage) => stage.object === object).length;
  const fromRules = new Set(criteria.flatMap(({ rule }) => rule ?? [])).size;
  const lines = [
    paint('dim', `Read ${coverage.read.join(', ')}; ${coverage.apiCalls} of at most ${coverage.budget} API calls. Nothing was written to the org.`),
    '',
    paint('bold', `Drafted in ${out}`),
    ...report.files.map(({ path }) => `  ${path}`),
    `  ${count(named('Opportunity'), 'stage')}, ${count(named('Lead'), 'lead status', 'lead statuses')}, ${count(criteria.length, 'criterion', 'criteria')}${fromRules > 0 ? ` from ${count(fromRules, 'rule')} of the org` : ''}${criteria.length > 0 ? ', all in shadow' : ''}`,
    '',
  ];
  const differing = criteria.filter(({ rule, differs }) => rule !== null && differs.length > 0);
  if (differing.length > 0) lines.push(paint('bold', 'Not quite the rule'), ...differing.map(({ id, rule, differs }) => `  ${id}  ${rule ?? ''}: ${differs.join('; ')}`), '');
  if (notExpressed.length > 0) lines.push(paint('bold', 'Not expressed'), ...notExpressed.map(({ object, kind, name, reason }) => `  ${object} ${kind} ${name}: ${reason}`), '');
  if (coverage.unread.length > 0) lines.push(paint('bold', 'Not read'), ...coverage.unread.map((part) => `  ${part}`), '');
  const target = org === null ? '' : ` --target-org ${org}`;
  lines.push(
    paint('bold', 'Next'),
    `  Read the draft, and write what says "To be written"`,
    `  handrail check --playbook ${out}`,
    `  handrail plan --playbook ${out}${target}`,
    `  handrail drift --playbook ${out}${target}${report.files.some(({ path }) => path === POLICY_FILE) ? ` --policy ${out}/${POLICY_FILE.split('/')[0] ?? ''}` : ''}`,
    `  handrail build --playbook ${out}      when it is the playbook: build replaces force-app/playbook`,
  );
  return lines.join('\n');
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
