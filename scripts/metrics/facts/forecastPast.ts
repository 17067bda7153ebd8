/**
 * What earlier quarters teach about one: what was won after the same snapshot, how much of the open commit came, and how
 * often a deal of a stage and an age was won by the end of its quarter. Of an earlier quarter nothing is read that was
 * written after its end, so that a forecast of a past day is the one that could have been made on it.
 */
import { addDays } from '../period.ts';
import { aggregate, both, coalesce, column, compare, daysBetween, dividedBy, equal, integer, isNull, larger, minus, not, number, plus, text, times, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, union, values, type Relation } from '../relational/relation.ts';
import { prefixed } from './passages.ts';
import { once, stepTable, type Deals, type FactInput } from './fact.ts';
import { END, forecastsSince, forecastStates, OF_SPAN, snapshotRows, snapshotsOf, spanRows, TODAY, type Snapshot } from './forecastState.ts';
import { localDay } from '../../shared/localTime.ts';
import { instantsOf, spansOf, type Span } from './spans.ts';

/** So many earlier quarters are read. */
const QUARTERS = 4;
/** With fewer there is no forecast: nothing could be said of how far it may be off. */
const LEAST_QUARTERS = 2;
/** Deals that a rate must rest on; with fewer the next wider group is asked. */
const LEAST_DEALS = 10;
/** Days since a deal was made. */
const AGES = [{ name: '180 days and more', from: 180 }, { name: '90 to 179 days', from: 90 }, { name: '30 to 89 days', from: 30 }, { name: 'under 30 days', from: 0 }];

/** Quarters that are forecast, and those they learn from. */
interface Taught {
  readonly quarters: readonly Span[];
  readonly all: readonly Span[];
  /** From a quarter to the earlier ones. */
  readonly pairs: readonly (readonly [Span, Span])[];
  moments(span: Span): readonly Snapshot[];
}

export function taught(input: FactInput): Taught {
  const quarters = spansOf(input, 'forecast_method').filter(({ isQuarter }) => isQuarter);
  const pairs = quarters.flatMap((quarter) => earlier(quarter).map((past) => [quarter, past] as const));
  const all = [...new Map([...quarters, ...pairs.map(([, past]) => past)].map((span) => [span.from, span])).values()];
  const running = quarters.find((quarter) => quarter.from <= input.today && input.today < quarter.to);
  const elapsed = running ? Date.parse(input.asOf) - Date.parse(instantsOf(running, input).begins) : null;
  return { quarters, all, pairs, moments: (span) => momentsOf(span, elapsed, input) };
}

function earlier({ from }: Span): Span[] {
  const day = (months: number): string => {
    const [year = 0, month = 1] = from.split('-').map(Number);
    return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  };
  return Array.from({ length: QUARTERS }, (_, index) => ({ from: day(-3 * (index + 1)), to: day(-3 * index), last: addDays(day(-3 * index), -1), isQuarter: true }));
}

/** The snapshots of a quarter, its end when it is over, and the moment as far into it as the day is into its own. */
function momentsOf(span: Span, elapsed: number | null, input: FactInput): Snapshot[] {
  const { begins, ends } = instantsOf(span, input);
  const now = elapsed === null ? null : new Date(Date.parse(begins) + elapsed).toISOString();
  const like = now !== null && now <= input.asOf && now < ends ? [{ name: TODAY, at: now, on: localDay(now, input.timeZone) }] : [];
  return [...snapshotsOf(span, input).filter(({ name }) => name !== TODAY), ...like, ...(ends <= input.asOf ? [{ name: END, at: ends, on: span.to }] : [])];
}

/** The states of all quarters that are read, at all their moments. */
export const methodStates = once((input: FactInput, deals: Deals) => {
  const { all, moments } = taught(input);
  return ['method_state', forecastStates(spanRows(all, input), snapshotRows(all, moments), input, deals)];
});

/** Adds the age that a deal had. */
export function aged(states: Relation): Relation {
  const days = daysBetween(column('j_created'), column('s_taken_on'));
  return extend(states, { age: when(AGES.map(({ name, from }) => [compare(days, '>=', integer(from)), text(name)] as const), text(AGES.at(-1)?.name ?? '')) });
}

const won = column('s_won');
const isMoment = not(equal(column('s_snapshot'), text(END)));

/** What had been won of a quarter by its end. */
function wins(states: Relation): Relation {
  return project(filter(states, both(not(isMoment), won)), { e_deal: column('s_deal'), e_from: column('s_from'), e_amount: coalesce(column('s_amount'), number(0)), e_owner: column('s_owner') });
}

/**
 * Per quarter that is forecast, snapshot and earlier quarter: `p_quarter`, `p_snapshot`, `p_from`, `p_taken_at`. Only quarters
 * that began after the history did.
 */
export const lessons = once((input: FactInput, deals: Deals) => {
  const { all, pairs, moments } = taught(input);
  const linked = values({ p_quarter: 'date', p_earlier: 'date' }, pairs.map(([quarter, past]) => [quarter.from, past.from]));
  const past = join('inner', spanRows(all, input), snapshotRows(all, moments), OF_SPAN);
  const since = filter(stepTable(forecastsSince(input, deals)), equal(column('since_name'), text('Pipeline')));
  const taken = join('inner', filter(past, not(equal(column('snapshot'), text(END)))), since, compare(column('since_at'), '<', column('begins_at')));
  return ['method_lesson', rename(join('inner', linked, taken, equal(column('p_earlier'), column('span_from'))), { p_quarter: 'p_quarter', p_snapshot: 'snapshot', p_from: 'span_from', p_taken_at: 'taken_at' })];
});

/** Money of earlier quarters by owner: `won` by the snapshot, `committed` and open at it, `all` by the end, `of_open` of it from deals that were open. */
export const methodPast = once((input: FactInput, deals: Deals) => {
  const states = stepTable(methodStates(input, deals));
  const ends = wins(states);
  const { all, moments } = taught(input);
  const seen = filter(states, isMoment);
  const amount = coalesce(column('s_amount'), number(0));
  const line = (rows: Relation, keys: readonly [string, string, string], sums: Readonly<Record<string, Expression>>): Relation =>
    project(rows, { m_from: column(keys[0]), m_snapshot: column(keys[1]), m_owner: column(keys[2]), won: number(0), committed: number(0), all: number(0), of_open: number(0), ...sums });
  const own = ['s_from', 's_snapshot', 's_owner'] as const;
  const open = filter(seen, not(won));
  const parts = union(
    line(filter(seen, won), own, { won: amount }),
    line(filter(open, equal(column('s_category'), text('Commit'))), own, { committed: amount }),
    line(join('inner', open, ends, both(equal(column('e_deal'), column('s_deal')), equal(column('e_from'), column('s_from')))), own, { of_open: column('e_amount') }),
    line(join('inner', ends, snapshotRows(all, moments), equal(column('snap_from'), column('e_from'))), ['e_from', 'snapshot', 'e_owner'], { all: column('e_amount') }),
  );
  return ['method_past', aggregated(parts, ['m_from', 'm_snapshot', 'm_owner'], Object.fromEntries(['won', 'committed', 'all', 'of_open'].map((name) => [name, aggregate('sum', column(name))])))];
});

const per = (total: Expression): Expression => dividedBy(total, column('quarters'));
/** Mean and variance of a value over earlier quarters, the variance of another quarter around that mean. */
function spread(name: string, of: Expression): Readonly<Record<string, Expression>> {
  return { [`sum_${name}`]: aggregate('sum', of), [`squares_${name}`]: aggregate('sum', times(of, of)) };
}

function told(name: string): Readonly<Record<string, Expression>> {
  const sum = column(`sum_${name}`);
  const around = dividedBy(minus(column(`squares_${name}`), per(times(sum, sum))), minus(column('quarters'), integer(1)));
  // Equal values leave a hair of rounding, on either side of nothing.
  return { [name]: per(sum), [`${name}_variance`]: times(larger(around, number(0)), plus(number(1), dividedBy(number(1), column('quarters')))) };
}

/**
 * Per quarter and snapshot: `h_quarter`, `h_snapshot`, what earlier quarters still won after it (`rest`) and how much of that
 * was of deals that were not due at it (`late`), each with its variance.
 */
export const usualRest = once((input: FactInput, deals: Deals) => {
  const sums = aggregated(stepTable(methodPast(input, deals)), ['m_from', 'm_snapshot'], Object.fromEntries(['won', 'all', 'of_open'].map((name) => [name, aggregate('sum', column(name))])));
  const found = join('left', stepTable(lessons(input, deals)), sums, both(equal(column('m_from'), column('p_from')), equal(column('m_snapshot'), column('p_snapshot'))));
  const zero = (name: string): Expression => coalesce(column(name), number(0));
  const rest = minus(zero('all'), zero('won'));
  const totals = aggregated(extend(found, { rest_of: rest, late_of: minus(rest, zero('of_open')) }), ['p_quarter', 'p_snapshot'], { quarters: aggregate('count'), ...spread('rest', column('rest_of')), ...spread('late', column('late_of')) });
  return ['method_usual', project(filter(totals, compare(column('quarters'), '>=', integer(LEAST_QUARTERS))), { h_quarter: column('p_quarter'), h_snapshot: column('p_snapshot'), ...told('rest'), ...told('late') })];
});

/**
 * How much was still won for each unit of open commit: `k_quarter`, `k_snapshot`, `k_owner` (null: all together), `ratio`, and
 * with all together `k_variance` of what that leaves unexplained. Of quarters in which commit was said by then.
 */
export const judgement = once((input: FactInput, deals: Deals) => {
  const said = filter(stepTable(forecastsSince(input, deals)), equal(column('since_name'), text('Commit')));
  const heard = join('inner', stepTable(lessons(input, deals)), said, compare(column('since_at'), '<', column('p_taken_at')));
  const past = stepTable(methodPast(input, deals));
  const matched = join('inner', heard, past, both(equal(column('m_from'), column('p_from')), equal(column('m_snapshot'), column('p_snapshot'))));
  const each = extend(matched, { rest: minus(column('all'), column('won')) });
  const sums = { rest: aggregate('sum', column('rest')), committed: aggregate('sum', column('committed')), quarters: aggregate('count', null, compare(column('committed'), '>', number(0))) };
  const enough = both(compare(column('quarters'), '>=', integer(LEAST_QUARTERS)), compare(column('committed'), '>', number(0)));
  // Wins that were withdrawn may leave less than there was: commit is worth nothing then, not less.
  const ratio = dividedBy(larger(column('rest'), number(0)), column('committed'));
  const owners = project(filter(aggregated(each, ['p_quarter', 'p_snapshot', 'm_owner'], sums), enough), { k_quarter: column('p_quarter'), k_snapshot: column('p_snapshot'), k_owner: column('m_owner'), ratio, k_variance: number(null) });
  const byQuarter = aggregated(each, ['p_quarter', 'p_snapshot', 'p_from'], { rest: aggregate('sum', column('rest')), committed: aggregate('sum', column('committed')) });
  const together = project(filter(aggregated(byQuarter, ['p_quarter', 'p_snapshot'], sums), enough), { c_quarter: column('p_quarter'), c_snapshot: column('p_snapshot'), c_ratio: ratio });
  const apart = extend(join('inner', byQuarter, together, both(equal(column('c_quarter'), column('p_quarter')), equal(column('c_snapshot'), column('p_snapshot')))), { off: minus(column('rest'), times(column('c_ratio'), column('committed'))) });
  const company = aggregated(apart, ['p_quarter', 'p_snapshot', 'c_ratio'], { quarters: aggregate('count'), squares: aggregate('sum', times(column('off'), column('off'))) });
  return ['method_judgement', union(owners, project(company, { k_quarter: column('p_quarter'), k_snapshot: column('p_snapshot'), k_owner: text(null), ratio: column('c_ratio'), k_variance: dividedBy(column('squares'), minus(column('quarters'), integer(1))) }))];
});

const GROUPS = [['s_stage', 'age', 's_segment'], ['s_stage', 'age'], ['s_stage'], []] as const;

/** Deals that were open at a snapshot of an earlier quarter, by stage, age and segment, and how many of them its end found won. */
export const methodRates = once((input: FactInput, deals: Deals) => {
  const states = stepTable(methodStates(input, deals));
  const ends = rename(wins(states), { r_deal: 'e_deal', r_from: 'e_from' });
  const open = aged(filter(states, both(isMoment, not(won))));
  const seen = join('inner', join('left', open, ends, both(equal(column('r_deal'), column('s_deal')), equal(column('r_from'), column('s_from')))), stepTable(lessons(input, deals)), both(equal(column('p_from'), column('s_from')), equal(column('p_snapshot'), column('s_snapshot'))));
  return ['method_rate', aggregated(seen, ['p_quarter', 'p_snapshot', ...GROUPS[0]], { deals: aggregate('count'), came: aggregate('count', null, not(isNull(column('r_deal')))) })];
});

const KEYS = ['s_from', 's_snapshot', ...GROUPS[0]] as const;

/**
 * Adds to open deals of `s_from` and `s_snapshot` the `chance` to be won by the end of the quarter; null where nothing is known.
 * Deals of one stage, age and segment have one chance, so that it is looked up for each such group.
 */
export function withChance(open: Relation, input: FactInput, deals: Deals): Relation {
  const rates = stepTable(methodRates(input, deals));
  const like = aggregated(open, KEYS, {});
  const withGroups = GROUPS.reduce<Relation>((found, group, index) => {
    const sums = aggregated(rates, ['p_quarter', 'p_snapshot', ...group], { deals: aggregate('sum', column('deals')), came: aggregate('sum', column('came')) });
    const named = prefixed(sums, `g${index}_`);
    const own = (name: string): Expression => equal(column(`g${index}_${name}`), column(name));
    return join('left', found, named, both(equal(column(`g${index}_p_quarter`), column('s_from')), equal(column(`g${index}_p_snapshot`), column('s_snapshot')), ...group.map(own)));
  }, like);
  const rate = (index: number): Expression => dividedBy(column(`g${index}_came`), column(`g${index}_deals`));
  const last = GROUPS.length - 1;
  const chance = when(GROUPS.slice(0, last).map((_, index) => [compare(column(`g${index}_deals`), '>=', integer(LEAST_DEALS)), rate(index)] as const), rate(last));
  const chances = project(withGroups, { ...Object.fromEntries(KEYS.map((name) => [`of_${name}`, column(name)])), chance });
  return join('left', open, chances, both(...KEYS.map((name) => equal(column(`of_${name}`), column(name)))));
}
