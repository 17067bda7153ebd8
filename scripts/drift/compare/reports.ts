/** Reports whose name says a metric and that count something else. Only what is certain about a report is compared, and the name may still mean another number. */
import type { Metric } from '../../playbook/metricModel.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { ReportState } from '../orgState.ts';
import { stageNames } from './names.ts';

/** The object whose records a fact counts; facts that a report of the org cannot show are left out. */
const OBJECTS: Partial<Readonly<Record<Metric['fact'], string>>> = {
  outcome: 'Opportunity', stage_reached: 'Opportunity', stage_time: 'Opportunity', qualified: 'Opportunity', pipeline: 'Opportunity', close_move: 'Opportunity', amount_move: 'Opportunity',
  lead: 'Lead', lead_cycle: 'Lead',
};

/** Standard report types by the object they begin with; a custom type says itself. */
const TYPES: readonly (readonly [RegExp, string])[] = [[/^Opportunit(?:y|ies)/, 'Opportunity'], [/^Lead/, 'Lead'], [/^Account/, 'Account'], [/^Contact/, 'Contact'], [/^Case/, 'Case'], [/^Campaign/, 'Campaign']];

/** What a sync writes down, and what Handrail's own report types begin with. */
const SYNCED = 'Handrail_Metric__c';

/** Fields of opportunities by the columns that standard report types have for them. */
const COLUMNS: ReadonlyMap<string, string> = new Map([['CloseDate', 'CLOSE_DATE'], ['CreatedDate', 'CREATED_DATE'], ['StageName', 'STAGE_NAME'], ['IsWon', 'WON'], ['IsClosed', 'CLOSED']]);

/** Date columns of opportunity reports by the column of the fact. */
const DATES: ReadonlyMap<string, { readonly column: string; readonly says: string }> = new Map([
  ['CLOSE_DATE', { column: 'closed_on', says: 'the day deals close' }],
  ['CREATED_DATE', { column: 'created_on', says: 'the day deals were created' }],
]);

const STAGE_COLUMN = 'STAGE_NAME';
const REASON_COLUMN = /Handrail_(?:Loss_Reason|Outcome_Class)__c$/;

export function compareReports(reports: readonly ReportState[], playbook: Playbook): Difference[] {
  return reports.flatMap((report) => {
    const metric = playbook.metrics.find(({ id }) => id === report.metric);
    const found = metric === undefined ? [] : conflicts(report, metric, playbook);
    if (metric === undefined || found.length === 0) return [];
    return [{
      id: reportId(report),
      kind: 'metric-conflict',
      severity: 'medium',
      tier: 'potential',
      object: OBJECTS[metric.fact] ?? '',
      component: report.dashboard?.fullName ?? report.fullName,
      summary: `${nameOf(report)} is named after "${metric.label}" and counts something else: ${found.map(({ says }) => says).join('; ')}.`,
      expected: found.map(({ expected }) => expected).join('; '),
      actual: found.map(({ actual }) => actual).join('; '),
      changed: { kind: 'report', key: reportId(report) },
      criteria: [],
      touches: { metrics: [metric.id] },
      revertible: false,
    }];
  });
}

/** `REPORT-Folder/Name`, `DASHBOARD-Folder/Name-Title of the part-Folder/Name of its report`: parts of one dashboard may have one title. */
export function reportId({ fullName, dashboard }: ReportState): string {
  return dashboard === null ? `REPORT-${fullName}` : `DASHBOARD-${dashboard.fullName}-${dashboard.title}-${fullName}`;
}

function nameOf({ name, dashboard }: ReportState): string {
  return dashboard === null ? `Report "${name}"` : `"${dashboard.title}" of dashboard "${dashboard.name}", which shows report "${name}",`;
}

interface Conflict {
  readonly says: string;
  readonly expected: string;
  readonly actual: string;
}

function conflicts(report: ReportState, metric: Metric, playbook: Playbook): Conflict[] {
  if (report.base?.object === SYNCED) return ofSynced(report, metric);
  const expected = OBJECTS[metric.fact];
  if (expected === undefined) return [];
  const actual = report.base?.object ?? TYPES.find(([pattern]) => pattern.test(report.reportType))?.[1];
  if (actual === undefined) return [];
  // What a report over several objects counts is not certain.
  if (actual !== expected) return report.base?.joins === true ? [] : [{ says: `it counts records of ${actual}, the playbook those of ${expected}`, expected, actual: report.reportType }];
  if (expected !== 'Opportunity') return [];
  const plain = inStandardWords(report);
  return [...ofDate(plain, metric), ...ofStatus(plain, metric), ...ofStages(plain, playbook), ...ofFormula(plain, metric)];
}

/** A report of what Handrail wrote down counts nothing by itself: it shows the metrics it filters by. */
function ofSynced({ filters }: ReportState, metric: Metric): Conflict[] {
  const shown = filters.filter(({ column, operator }) => column === `${SYNCED}$Metric__c` && operator === 'equals').flatMap(({ value }) => value.split(',')).map((value) => value.trim()).filter((value) => value !== '');
  return shown.length === 0 || shown.includes(metric.id) ? [] : [{ says: `it shows ${shown.join(', ')}, as Handrail wrote it down`, expected: metric.id, actual: shown.join(', ') }];
}

/** Columns of custom report types as the standard ones call them. */
function inStandardWords(report: ReportState): ReportState {
  if (report.base === null) return report;
  const prefix = `${report.base.object}$`;
  const word = (column: string): string => (column.startsWith(prefix) ? (COLUMNS.get(column.slice(prefix.length)) ?? column) : column);
  return { ...report, dateColumn: report.dateColumn === null ? null : word(report.dateColumn), filters: report.filters.map((filter) => ({ ...filter, column: word(filter.column) })) };
}

function ofDate({ dateColumn }: ReportState, metric: Metric): Conflict[] {
  const date = DATES.get(dateColumn ?? '');
  const own = [...DATES.values()].find(({ column }) => column === metric.periodBy);
  if (date === undefined || own === undefined || date === own) return [];
  const variant = metric.variants.find(({ periodBy }) => periodBy === date.column);
  return [{ says: `it is dated by ${date.says}, the playbook by ${own.says}${variant ? ` (the playbook calls that "${variant.label}")` : ''}`, expected: own.column, actual: dateColumn ?? '' }];
}

/** Which deals are in it at all. */
function ofStatus(report: ReportState, metric: Metric): Conflict[] {
  const only = statusOf(report);
  if (only === null) return [];
  const isRate = 'numerator' in metric.measure;
  if (metric.fact === 'outcome' && only === 'open') return [{ says: 'only open deals are in it, the playbook counts those that closed', expected: 'closed deals', actual: 'open deals' }];
  if (metric.fact === 'outcome' && only === 'won' && isRate) return [{ says: 'only won deals are in it, so there is nothing they are a share of', expected: 'won and lost deals', actual: 'won deals' }];
  if (metric.fact === 'pipeline' && only !== 'open' && !isRate) return [{ says: `only ${only} deals are in it, the playbook counts open ones`, expected: 'open deals', actual: `${only} deals` }];
  return [];
}

function statusOf({ status, filters }: ReportState): 'open' | 'closed' | 'won' | null {
  if (status === 'open') return 'open';
  if (status === 'closedwon') return 'won';
  const is = (column: string, value: RegExp): boolean => filters.some((filter) => filter.column === column && filter.operator === 'equals' && value.test(filter.value));
  if (is('WON', /^(?:1|true)$/i)) return 'won';
  if (is('CLOSED', /^(?:0|false)$/i)) return 'open';
  return status === 'closed' || is('CLOSED', /^(?:1|true)$/i) ? 'closed' : null;
}

function ofStages({ filters }: ReportState, playbook: Playbook): Conflict[] {
  const deals = playbook.objects.find(({ apiName }) => apiName === 'Opportunity');
  const stages = deals === undefined ? [] : stageNames(deals);
  const unknown = filters
    .filter(({ column, operator }) => column === STAGE_COLUMN && (operator === 'equals' || operator === 'notEqual'))
    .flatMap(({ value }) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '' && !stages.includes(value));
  return unknown.length === 0 ? [] : [{ says: `it filters by ${unknown.map((name) => `"${name}"`).join(', ')}, which is no stage of the playbook`, expected: stages.join(', '), actual: unknown.join(', ') }];
}

const QUOTIENT = /^\s*([A-Z_]+:SUM|RowCount)\s*\/\s*([A-Z_]+:SUM|RowCount)\s*$/;

/** A share of outcomes by a summary formula: what is counted, and of what. */
function ofFormula({ formulas, filters }: ReportState, metric: Metric): Conflict[] {
  const { measure } = metric;
  if (metric.fact !== 'outcome' || !('numerator' in measure) || formulas.length !== 1) return [];
  const [formula = ''] = formulas;
  const [, numerator = '', denominator = ''] = QUOTIENT.exec(formula) ?? [];
  if (denominator === '') return [];
  const byAmount = [numerator, denominator].every((part) => part === 'AMOUNT:SUM');
  if (byAmount && measure.numerator.sum === undefined) return [{ says: 'it weighs deals by amount, the playbook counts them', expected: 'number of deals', actual: formula }];
  const outcomes = measure.denominator.where?.['outcome'];
  const leavesOut = Array.isArray(outcomes) && !outcomes.includes('derail');
  const isFiltered = filters.some(({ column }) => REASON_COLUMN.test(column));
  if (numerator === 'WON:SUM' && (denominator === 'CLOSED:SUM' || denominator === 'RowCount') && leavesOut && !isFiltered) {
    return [{ says: 'every closed deal that was not won counts as lost, the playbook leaves out those that nobody won', expected: `of ${outcomes.join(' and ')}`, actual: formula }];
  }
  return [];
}
