import { aggregate, boolean, both, coalesce, column, compare, either, equal, instant, integer, isNull, isTrue, minus, not, number, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, union, values, type Relation } from '../relational/relation.ts';
import { forecastLevels, levelOf } from './categories.ts';
import { AMOUNT_NEEDS, CATEGORY_NEEDS, dealColumns, DEAL_NEEDS, OWNER_NEEDS, requireDeals } from './dealColumns.ts';
import { once, stepTable, type Deals, type Fact, type FactInput } from './fact.ts';
import { howTaken, keptApart } from './forecastKept.ts';
import { forecastsSince, forecastStates, OF_SPAN, snapshotRows, snapshotsOf, spanRows } from './forecastState.ts';
import { SOURCES, type SourceField } from './sources.ts';
import { spansOf } from './spans.ts';

const KEPT_NEEDS = Object.keys(SOURCES.Handrail_Metric__c).map((name) => `Handrail_Metric__c.${name}` as SourceField);
const WON_LEVEL = 9;

/**
 * Forecasts beside what came of them, for the fiscal quarters that are asked for, or for another period as it is. A forecast
 * is what was won so far in the period and the open deals of the category, or a higher one, that were due in it. It is rebuilt
 * from history, at the first moment of days 1, 15, 46 and 71, of every Monday, and at the moment that is asked for (`today`).
 * Kinds of rows:
 *
 * - `deal`: per period, snapshot, category and deal: forecast, actual, and the `line` of the bridge between the two that
 *   the deal stands in, with the `part` of that line; the changes of all lines are actual less forecast
 * - `error`: how far forecast and actual lie apart, for the period as a whole, by owner, by segment, by team (`scope`)
 * - `owner error`: the same by owner, to be added up within the scope
 */
export const forecast: Fact = {
  name: 'forecast',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...AMOUNT_NEEDS, ...CATEGORY_NEEDS, ...KEPT_NEEDS],
  ofKind: { 'owner error': OWNER_NEEDS },
  ofDeals: true,
  spells: true,
  spans: 'quarters',
  lastDay: 'last_day',
  scope: { column: 'scope', of: (dimensions) => dimensions.filter((dimension) => SCOPES.includes(dimension)).join('+') || 'total' },
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    scope: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    last_day: { type: 'date', needs: [] },
    of_quarter: { type: 'boolean', needs: [] },
    snapshot: { type: 'text', needs: [] },
    category: { type: 'text', needs: [] },
    taken: { type: 'text', needs: [] },
    forecast: { type: 'number', needs: [] },
    actual: { type: 'number', needs: [] },
    error: { type: 'number', needs: [] },
    line: { type: 'text', needs: [] },
    part: { type: 'text', needs: [] },
    change: { type: 'number', needs: [] },
    quarter_over: { type: 'boolean', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
    owner: dealColumns['owner'] ?? { type: 'text', needs: [] },
    team: dealColumns['team'] ?? { type: 'text', needs: [] },
  },
  steps: (input, deals) => {
    const found = requireDeals(deals);
    return [states, forecastsSince, takings, dealForecasts, sums].map((step) => step(input, found));
  },
  relation(input, deals) {
    const found = requireDeals(deals);
    const deal = project(stepTable(dealForecasts(input, found)), { ...ALL, kind: text('deal'), scope: text(null), error: number(null) });
    const added = stepTable(sums(input, found));
    const apart = (scope: string): Relation => keptApart(added, stepTable(takings(input, found)), input, scope, OF_FORECAST);
    const otherwise = ['total', ...SCOPES].map((scope) =>
      project(apart(scope), { ...ALL, opportunity_id: text(null), kind: text('deal'), scope: text(scope), error: number(null), line: text(OTHERWISE), part: text(OTHERWISE), change: minus(number(0), column('forecast')) }),
    );
    const held = ['forecast', 'actual'];
    /** Distances by some dimensions, for a cut by `scope`; those by owner are added up within it. */
    const errors = (kind: string, scope: string, by: readonly string[]): Relation => {
      const rows = [added, ...(kind === 'error' ? [apart(scope)] : scope === 'total' ? [apart('owner')] : [])];
      const same = rows.map((relation) => project(relation, Object.fromEntries([...OF_FORECAST, ...SCOPES, ...held].map((name) => [name, column(name)]))));
      const totals = aggregated(union(...same), [...OF_FORECAST, ...by], { f: aggregate('sum', column('forecast')), a: aggregate('sum', column('actual')) });
      const dimension = (name: string): Expression => (name === scope ? column(name) : text(null));
      const distance = when([[compare(column('f'), '>=', column('a')), minus(column('f'), column('a'))]], minus(column('a'), column('f')));
      const none = Object.fromEntries(['opportunity_id', 'line', 'part'].map((name) => [name, text(null)]));
      const unknown = Object.fromEntries(['forecast', 'actual', 'change'].map((name) => [name, number(null)]));
      return project(totals, { ...ALL, ...none, ...unknown, kind: text(kind), scope: text(scope), error: distance, segment: dimension('segment'), owner: dimension('owner'), team: dimension('team') });
    };
    const scopes = ['total', ...SCOPES].flatMap((scope) => {
      const by = scope === 'total' ? [] : [scope];
      return [errors('error', scope, by), errors('owner error', scope, [...new Set([...by, 'owner'])])];
    });
    return union(deal, ...otherwise, ...scopes);
  },
};

/** What was kept and is no longer what history says. */
const OTHERWISE = 'taken otherwise';
const SCOPES = ['owner', 'segment', 'team'];
/** What tells one forecast from another. */
const OF_FORECAST = ['on_date', 'last_day', 'of_quarter', 'snapshot', 'category', 'taken', 'quarter_over'];
const ALL: Readonly<Record<string, Expression>> = Object.fromEntries(Object.keys(forecast.columns).map((name) => [name, column(name)]));

const states = once((input: FactInput, deals: Deals) => {
  const spans = spansOf(input, 'forecast');
  return ['forecast_state', forecastStates(spanRows(spans, input), snapshotRows(spans, (span) => snapshotsOf(span, input)), input, deals)];
});

/** Spans, snapshots and categories, with how each forecast was taken. */
const takings = once((input: FactInput, deals: Deals) => {
  const spans = spansOf(input, 'forecast');
  const taken = join('inner', spanRows(spans, input), snapshotRows(spans, (span) => snapshotsOf(span, input)), OF_SPAN);
  const levels = values({ level_name: 'text', level: 'integer' }, forecastLevels(input.playbook));
  return ['forecast_taken', howTaken(join('inner', taken, levels, boolean(true)), input, deals)];
});

const sums = once((input: FactInput, deals: Deals) => {
  return ['forecast_sum', aggregated(stepTable(dealForecasts(input, deals)), [...OF_FORECAST, ...SCOPES], { forecast: aggregate('sum', column('forecast')), actual: aggregate('sum', column('actual')) })];
});

const dealForecasts = once((input: FactInput, deals: Deals) => {
  const { asOf } = input;
  const spans = spansOf(input, 'forecast');
  const taken = join('inner', spanRows(spans, input), snapshotRows(spans, (span) => snapshotsOf(span, input)), OF_SPAN);
  const seen = rename(stepTable(states(input, deals)), { state_deal: 's_deal', state_from: 's_from', state_last: 's_last', state_snapshot: 's_snapshot', s_won: 's_won', s_amount: 's_amount', s_category: 's_category', s_owner: 's_owner', s_team: 's_team' });
  const counted = filter(deals.journey, column('counts'));
  const wins = project(filter(counted, equal(column('outcome'), text('won'))), { won_deal: column('deal_id'), won_amount: column('amount'), won_on: column('closed_on') });
  const actuals = project(
    join('inner', wins, taken, both(compare(column('won_on'), '>=', column('span_from')), compare(column('won_on'), '<=', column('span_last')))),
    { actual_deal: column('won_deal'), actual_from: column('span_from'), actual_last: column('span_last'), actual_snapshot: column('snapshot'), actual_amount: column('won_amount') },
  );
  // A win that lasted to the end of the span and was cancelled after it.
  const cancelled = project(
    join('inner', filter(deals.change, both(column('won'), not(isNull(column('left_at'))))), spanRows(spans, input), both(compare(column('at'), '>=', column('begins_at')), compare(column('at'), '<', column('ends_at')), compare(column('left_at'), '>=', column('ends_at')))),
    { cancelled_deal: column('deal_id'), cancelled_from: column('span_from'), cancelled_last: column('span_last') },
  );
  const key = (prefix: string): Relation => rename(prefix === 'state' ? seen : actuals, Object.fromEntries(KEYS.map((name) => [`k_${name}`, `${prefix}_${name}`])));
  const keys = aggregated(union(key('state'), key('actual')), KEYS.map((name) => `k_${name}`), {});
  const same = (prefix: string): Expression => both(...KEYS.map((name) => equal(column(`${prefix}_${name}`), column(`k_${name}`))));
  const together = join('left', join('left', keys, seen, same('state')), actuals, same('actual'));
  const placed = join('inner', join('inner', together, counted, equal(column('deal_id'), column('k_deal'))), taken, both(equal(column('span_from'), column('k_from')), equal(column('span_last'), column('k_last')), equal(column('snapshot'), column('k_snapshot'))));
  const ended = join('left', placed, aggregated(cancelled, Object.keys(cancelled.columns), {}), both(equal(column('cancelled_deal'), column('k_deal')), equal(column('cancelled_from'), column('k_from')), equal(column('cancelled_last'), column('k_last'))));
  const how = project(stepTable(takings(input, deals)), { h_from: column('span_from'), h_last: column('span_last'), h_snapshot: column('snapshot'), level_name: column('level_name'), level: column('level'), taken: column('taken') });
  const level = when([[isTrue(column('s_won')), integer(WON_LEVEL)]], levelOf(column('s_category')));
  const known = join('inner', extend(ended, { deal_level: level }), how, both(equal(column('h_from'), column('span_from')), equal(column('h_last'), column('span_last')), equal(column('h_snapshot'), column('snapshot'))));
  const inForecast = both(not(isNull(column('state_deal'))), compare(column('deal_level'), '>=', column('level')));
  const valued = extend(known, {
    in_forecast: isTrue(inForecast),
    forecast: when([[inForecast, coalesce(column('s_amount'), number(0))]], number(0)),
    actual: coalesce(column('actual_amount'), number(0)),
    is_won: not(isNull(column('actual_deal'))),
    over: compare(column('ends_at'), '<=', instant(asOf)),
  });
  const rows = extend(filter(valued, either(column('in_forecast'), column('is_won'))), { line: lineOf(), change: minus(column('actual'), column('forecast')) });
  return ['forecast_deal', project(rows, {
    opportunity_id: column('deal_id'),
    on_date: column('span_from'),
    last_day: column('span_last'),
    of_quarter: column('of_quarter'),
    snapshot: column('snapshot'),
    category: column('level_name'),
    taken: column('taken'),
    forecast: column('forecast'),
    actual: column('actual'),
    line: column('line'),
    part: partOf(),
    change: column('change'),
    quarter_over: column('over'),
    segment: column('segment'),
    // Whose forecast it was; a deal that came later belongs to who closed it.
    owner: coalesce(column('s_owner'), column('owner')),
    team: coalesce(column('s_team'), column('team')),
  })];
});

const KEYS = ['deal', 'from', 'last', 'snapshot'];

function lineOf(): Expression {
  const closedInside = both(not(isNull(column('closed_on'))), compare(column('closed_on'), '<=', column('span_last')));
  return when([
    [both(column('in_forecast'), column('is_won')), text('amount changed')],
    [both(column('in_forecast'), either(isTrue(column('s_won')), not(isNull(column('cancelled_deal'))))), text('withdrawn')],
    [both(column('in_forecast'), closedInside), text('lost')],
    [both(column('in_forecast'), either(column('over'), compare(column('close_date'), '>', column('span_last')))), text('pushed')],
    [column('in_forecast'), text('still open')],
    [isNull(column('state_deal')), text('created or pulled in')],
  ], text('won from below'));
}

/** The lines that hold two things, taken apart. */
function partOf(): Expression {
  const line = (name: string): Expression => equal(column('line'), text(name));
  return when([
    [both(line('amount changed'), compare(column('change'), '>', number(0))), text('grown')],
    [both(line('amount changed'), compare(column('change'), '<', number(0))), text('shrunk')],
    [line('amount changed'), text('as expected')],
    [both(line('created or pulled in'), compare(column('created_on'), '>=', column('taken_on'))), text('created and closed')],
    [line('created or pulled in'), text('pulled in')],
    [line('pushed'), text('slipped')],
  ], column('line'));
}
