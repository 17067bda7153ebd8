/** The cases of both arms of an experiment, from the fact of a metric: who had a record, or received a handoff, decides which arm it is of. */
import { columnOf, isStatistic, type Metric } from '../../playbook/metricModel.ts';
import { CLOCK_PERSONS } from '../../playbook/clocks.ts';
import type { Experiment } from '../../playbook/model.ts';
import { UNKNOWN } from '../facts/dimensions.ts';
import { assignments, peopleOf } from '../facts/people.ts';
import { factTable } from '../factTable.ts';
import type { MetricRequest } from '../planned.ts';
import { countedRows } from '../recordRows.ts';
import { aggregate, both, column, either, isTrue } from '../relational/expression.ts';
import { aggregated, filter, project, type Relation } from '../relational/relation.ts';
import type { Session } from '../session.ts';

/** What was counted in one arm: a share of records, or a value of each. */
export type Cases = { readonly kind: 'share'; readonly count: number; readonly of: number } | { readonly kind: 'median'; readonly values: readonly number[] };

export interface Arms {
  readonly variant: Cases;
  readonly control: Cases;
  /** Cases that nobody had whose arm is known. */
  readonly unassigned: number;
}

export interface CohortFound {
  /** Labels of people, as metrics that are cut by owner have them. */
  readonly labels: ReadonlySet<string>;
  /** Usernames, teams and territories that are declared and that nobody has. */
  readonly notFound: readonly string[];
}

/** Who of the snapshot is declared; names are compared without case. */
export async function cohortOf({ engine }: Pick<Session, 'engine'>, { cohort }: Experiment): Promise<CohortFound> {
  const people = await engine.rows(peopleOf(cohort));
  const assigned = cohort.territories.length === 0 ? [] : await engine.rows(assignments());
  const namesIn = (rows: readonly Readonly<Record<string, unknown>>[], ...columns: readonly string[]): Set<unknown> => new Set(rows.flatMap((row) => columns.map((name) => (typeof row[name] === 'string' ? row[name].toLowerCase() : null))));
  const missing = (declared: readonly string[], found: ReadonlySet<unknown>): string[] => declared.filter((name) => !found.has(name.trim().toLowerCase()));
  return {
    labels: new Set(people.map((row) => String(row['owner_label']))),
    notFound: [...missing(cohort.owners, namesIn(people, 'username')), ...missing(cohort.teams, namesIn(people, 'owner_team')), ...missing(cohort.territories, namesIn(assigned, 'territory', 'territory_name'))],
  };
}

/** Column of the fact with the person whose arm a case is of. */
export function personIn({ kind, id }: Experiment['subject']): 'owner' | 'receiver' {
  return (kind === 'clock' ? CLOCK_PERSONS[id] : undefined) ?? 'owner';
}

/**
 * @param person column of the fact with whose arm a case is of
 * @throws RangeError for a metric that cannot be compared; `check` refuses it before
 */
export async function casesOf({ engine }: Pick<Session, 'engine'>, request: MetricRequest, { labels }: CohortFound, person: 'owner' | 'receiver'): Promise<Arms> {
  const { metric } = request;
  const rows = 'numerator' in metric.measure ? await engine.rows(sharesBy(person, request)) : await engine.rows(valuesBy(person, request));
  const isVariant = (row: Readonly<Record<string, unknown>>): boolean => labels.has(String(row[person]));
  const known = rows.filter(({ [person]: label }) => label !== null && label !== UNKNOWN);
  const casesIn = (own: typeof rows): Cases => {
    const sum = (name: string): number => own.reduce((total, row) => total + Number(row[name]), 0);
    return 'numerator' in metric.measure ? { kind: 'share', count: sum('count'), of: sum('of') } : { kind: 'median', values: own.map(({ value }) => Number(value)) };
  };
  return { variant: casesIn(known.filter(isVariant)), control: casesIn(known.filter((row) => !isVariant(row))), unassigned: sizeOf(casesIn(rows.filter((row) => !known.includes(row)))) };
}

export function sizeOf(cases: Cases): number {
  return cases.kind === 'share' ? cases.of : cases.values.length;
}

function sharesBy(person: string, request: MetricRequest): Relation {
  const whole = countedRows(request, [], 'denominator');
  const part = both(countedRows(request, [], 'numerator'), isTrue(whole));
  return aggregated(filter(factTable(request.metric.fact), either(part, whole)), [person], { count: aggregate('count', null, part), of: aggregate('count', null, whole) });
}

function valuesBy(person: string, request: MetricRequest): Relation {
  return project(filter(factTable(request.metric.fact), countedRows(request, [], 'counted')), { [person]: column(person), value: column(valueColumn(request.metric)) });
}

function valueColumn({ id, measure }: Metric): string {
  if ('formula' in measure || 'total' in measure || 'share' in measure || 'waiting' in measure || !isStatistic(measure)) throw new RangeError(`${id} cannot be compared between the arms of an experiment.`);
  return columnOf(measure).name;
}
