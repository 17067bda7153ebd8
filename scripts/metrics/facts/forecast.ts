import { aggregate, boolean, both, coalesce, column, compare, either, equal, instant, integer, isNull, isTrue, localDate, minus, not, number, quarterStart, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, union, values, type Relation } from '../relational/relation.ts';
import { addDays } from '../period.ts';
import { fiscalQuarters, startOfDay } from './calendar.ts';
import { AMOUNT_NEEDS, CATEGORY_NEEDS, dealColumns, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { stepTable, type Deals, type Fact, type FactInput, type Step } from './fact.ts';
import { categoryWords, converted } from './journeys.ts';

/** Days of the quarter at whose first moment the forecast is taken; nothing stands in for one that is missing. */
const SNAPSHOT_DAYS = [1, 15, 46, 71];
/** What a forecast by category counts on beside what is won: its own deals and those of the categories above. */
const LEVELS = { Commit: 3, 'Best Case': 2, Pipeline: 1 } as const;

/**
 * Forecasts rebuilt from history, beside what came of them. A forecast is what was won so far in the fiscal quarter and the
 * open deals of the category, or a higher one, that were due in it. Kinds of rows:
 *
 * - `deal`: per quarter, snapshot, category and deal: forecast, actual, and the `line` of the bridge between the two that
 *   the deal stands in; the changes of all lines are actual less forecast
 * - `error`: how far forecast and actual lie apart, for the quarter as a whole, by owner, by segment, by team (`scope`)
 * - `owner error`: the same by owner, to be added up within the scope
 */
export const forecast: Fact = {
  name: 'forecast',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...AMOUNT_NEEDS, ...CATEGORY_NEEDS],
  ofDeals: true,
  spells: true,
  whole: 'quarters',
  lastDay: 'last_day',
  scope: { column: 'scope', of: (dimensions) => dimensions.filter((dimension) => dimension !== 'line').join('+') || 'total' },
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    scope: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    last_day: { type: 'date', needs: [] },
    snapshot: { type: 'text', needs: [] },
    category: { type: 'text', needs: [] },
    forecast: { type: 'number', needs: [] },
    actual: { type: 'number', needs: [] },
    error: { type: 'number', needs: [] },
    line: { type: 'text', needs: [] },
    change: { type: 'number', needs: [] },
    quarter_over: { type: 'boolean', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
    owner: dealColumns['owner'] ?? { type: 'text', needs: [] },
    team: dealColumns['team'] ?? { type: 'text', needs: [] },
  },
  steps: (input, deals) => [dealForecasts(input, requireDeals(deals))],
  relation(input, deals) {
    const found = stepTable(dealForecasts(input, requireDeals(deals)));
    const deal = project(found, { ...ALL, kind: text('deal'), scope: text(null), error: number(null) });
    /** Distances by some dimensions, for a cut by `scope`; those by owner are added up within it. */
    const errors = (kind: string, scope: string, by: readonly string[]): Relation => {
      const sums = aggregated(found, ['on_date', 'last_day', 'snapshot', 'category', 'quarter_over', ...by], { f: aggregate('sum', column('forecast')), a: aggregate('sum', column('actual')) });
      const dimension = (name: string): Expression => (name === scope ? column(name) : text(null));
      const distance = when([[compare(column('f'), '>=', column('a')), minus(column('f'), column('a'))]], minus(column('a'), column('f')));
      return project(sums, { ...ALL, opportunity_id: text(null), kind: text(kind), scope: text(scope), forecast: number(null), actual: number(null), error: distance, line: text(null), change: number(null), segment: dimension('segment'), owner: dimension('owner'), team: dimension('team') });
    };
    const scopes = ['total', 'owner', 'segment', 'team'].flatMap((scope) => {
      const by = scope === 'total' ? [] : [scope];
      return [errors('error', scope, by), errors('owner error', scope, [...new Set([...by, 'owner'])])];
    });
    return union(deal, ...scopes);
  },
};

const ALL: Readonly<Record<string, Expression>> = Object.fromEntries(Object.keys(forecast.columns).map((name) => [name, column(name)]));

function dealForecasts(input: FactInput, { spell, journey }: Deals): Step {
  const { asOf, playbook: { fiscalYearStart }, timeZone } = input;
  const taken = snapshots(input);
  const quarterOf = when([[column('won'), quarterStart(localDate(column('since'), timeZone), fiscalYearStart)]], quarterStart(column('close_date'), fiscalYearStart));
  const expected = extend(filter(spell, isTrue(either(column('won'), not(column('closed'))))), { quarter_of: quarterOf });
  const states = rename(join('inner', expected, taken, both(equal(column('quarter_of'), column('quarter')), compare(column('at'), '<', column('taken_at')), compare(column('next_at'), '>=', column('taken_at')))), {
    s_deal: 'deal_id', s_quarter: 'quarter', s_snapshot: 'snapshot', s_won: 'won', s_amount: 'amount', s_category: 'category',
  });
  const actuals = join('inner', project(filter(journey, both(column('counts'), equal(column('outcome'), text('won')))), { a_deal: column('deal_id'), a_amount: column('amount'), a_quarter: quarterStart(column('closed_on'), fiscalYearStart) }), rename(taken, { t_quarter: 'quarter', a_snapshot: 'snapshot' }), equal(column('t_quarter'), column('a_quarter')));
  const keys = aggregated(union(rename(states, { k_deal: 's_deal', k_quarter: 's_quarter', k_snapshot: 's_snapshot' }), rename(actuals, { k_deal: 'a_deal', k_quarter: 'a_quarter', k_snapshot: 'a_snapshot' })), ['k_deal', 'k_quarter', 'k_snapshot'], {});
  const same = (prefix: string): Expression => both(...['deal', 'quarter', 'snapshot'].map((key) => equal(column(`${prefix}_${key}`), column(`k_${key}`))));
  const together = join('left', join('left', keys, states, same('s')), actuals, same('a'));
  const placed = join('inner', join('inner', together, filter(journey, column('counts')), equal(column('deal_id'), column('k_deal'))), taken, both(equal(column('quarter'), column('k_quarter')), equal(column('snapshot'), column('k_snapshot'))));
  const levels = values({ level_name: 'text', level: 'integer' }, Object.entries(LEVELS));
  const level = when([[isTrue(column('s_won')), integer(9)], ...Object.entries(LEVELS).map(([name, at]) => [equal(categoryWords(column('s_category')), text(name)), integer(at)] as const)], integer(0));
  const valued = extend(join('inner', extend(placed, { deal_level: level }), levels, boolean(true)), {
    forecast: when([[both(not(isNull(column('s_deal'))), compare(column('deal_level'), '>=', column('level'))), coalesce(converted(column('s_amount')), number(0))]], number(0)),
    actual: coalesce(column('a_amount'), number(0)),
    in_forecast: isTrue(both(not(isNull(column('s_deal'))), compare(column('deal_level'), '>=', column('level')))),
    is_won: not(isNull(column('a_deal'))),
  });
  const over = compare(column('ends_at'), '<=', instant(asOf));
  const closedInside = both(not(isNull(column('closed_on'))), compare(column('closed_on'), '<=', column('quarter_last')));
  const line = when([
    [both(column('in_forecast'), column('is_won')), text('amount changed')],
    [both(column('in_forecast'), isTrue(column('s_won'))), text('withdrawn')],
    [both(column('in_forecast'), closedInside), text('lost')],
    [both(column('in_forecast'), either(over, compare(column('close_date'), '>', column('quarter_last')))), text('pushed')],
    [column('in_forecast'), text('still open')],
    [isNull(column('s_deal')), text('created or pulled in')],
  ], text('won from below'));
  const rows = project(filter(valued, either(column('in_forecast'), column('is_won'))), {
    opportunity_id: column('deal_id'),
    on_date: column('quarter'),
    last_day: column('quarter_last'),
    snapshot: column('snapshot'),
    category: column('level_name'),
    forecast: column('forecast'),
    actual: column('actual'),
    line,
    change: minus(column('actual'), column('forecast')),
    quarter_over: over,
    segment: column('segment'),
    owner: column('owner'),
    team: column('team'),
  });
  return ['forecast_deal', rows];
}

/** Snapshots that could be taken by the day: `quarter`, `quarter_last`, `ends_at`, `snapshot`, `taken_at`. */
function snapshots({ playbook, asOf, timeZone }: FactInput): Relation {
  const rows = fiscalQuarters(playbook.fiscalYearStart, asOf).flatMap(({ from, last, to }) => SNAPSHOT_DAYS.map((day) => [from, last, startOfDay(to, timeZone), `day ${day}`, startOfDay(addDays(from, day - 1), timeZone)]));
  return values({ quarter: 'date', quarter_last: 'date', ends_at: 'timestamp', snapshot: 'text', taken_at: 'timestamp' }, rows.filter(([, , , , at = '']) => at <= asOf));
}
