/** What the page of revenue health shows, from synced results. Pure. */
import { format } from 'c/handrailLabels';
import { objects } from 'c/handrailPlaybook';
import {
    amount, change, chooseResult, companyOf, definitionOf, dimensionsOf, dimensionText, isToDate, isTooFew, numberView, ownersText, periodText, quarterChoices, seriesOf,
    slicesOf, texts, valueText, wilson, intervalGeometry
} from 'c/handrailNumbers';
import { leaksOf } from './leaks';
import { words } from './words';

/** @typedef {import('../handrailNumbers/queries').Result} Result */

/** North stars, then the opening dashboard. */
export const TILES = ['arr', 'nrr', 'cac_payback', 'forecast_accuracy', 'win_rate', 'pipeline_coverage', 'sales_cycle', 'mql_to_sql'];
export const FUNNEL = ['stage_conversion', 'time_in_stage'];

/** Whole parts of a company; owners and reasons are looked at in the table. */
const SCOPES = ['team', 'segment'];
/** Points under its usual rate that deserve a sentence. */
const NOTABLE = 0.05;
/** Columns of the table of slices beside the first. */
const COLUMNS = 5;

/** @returns {{ value: string, label: string }[]} */
function scopeChoices(results) {
    const found = dimensionsOf(results);
    const values = SCOPES.flatMap((dimension) => [...(found.get(dimension) ?? [])].map((value) => ({ value: `${dimension}=${value}`, label: `${dimensionText(dimension)}: ${value}` })));
    return [{ value: '', label: texts.company }, ...values];
}

/**
 * The whole page.
 * @param {readonly Result[]} results
 * @param {readonly string[]} metrics of the tiles
 * @param {string} period key of a quarter; empty: the latest of each number
 * @param {string} scope such as `team=Enterprise`; empty: the company
 * @param {string} cut dimension of the table; without a value the first that there is
 */
export function pageOf(results, metrics, period, scope, cut) {
    const chosen = (choices, value) => choices.map((choice) => ({ ...choice, isChosen: choice.value === value }));
    const periods = quarterChoices(companyOf(results), words.latest);
    const quarter = periods.find(({ value }) => value === period)?.quarter ?? null;
    const cuts = cutChoices(results, metrics);
    const shown = cuts.find(({ value }) => value === cut) ?? cuts[0];
    const funnel = funnelOf(results, { quarter });
    const leaks = leaksOf(results);
    const table = shown ? tableOf(results, { metrics, dimension: shown.value, quarter }) : { columns: [], rows: [], hasLead: false };
    return {
        periods: chosen(periods, period),
        scopes: chosen(scopeChoices(results), scope),
        tiles: tilesOf(results, { metrics, slice: scope, quarter }),
        funnel: { ...funnel, hasRows: funnel.rows.length > 0, text: `${funnel.period}. ${words.funnelText}` },
        leaks: { ...leaks, hasRows: leaks.rows.length > 0, text: `${words.leaksText} ${leaks.total ? format(words.inAll, leaks.total.value) : ''}` },
        cuts: cuts.map((choice) => ({ ...choice, pressed: String(choice === shown), className: `slds-button ${choice === shown ? 'slds-button_brand' : 'slds-button_neutral'}` })),
        table: { ...table, hasRows: table.rows.length > 0, heading: shown?.label ?? '' }
    };
}

/**
 * @param {readonly Result[]} results
 * @param {{ metrics: readonly string[], slice: string, quarter: any }} wanted
 */
function tilesOf(results, { metrics, slice, quarter }) {
    return metrics.map((metric) => {
        const definition = definitionOf(metric);
        const result = chooseResult(results, { metric, slice, quarter });
        const view = numberView(result, definition);
        const series = result ? seriesOf(results, result) : [];
        const label = definition?.label ?? result?.label ?? metric;
        const dimension = slice.split('=')[0];
        const isCut = slice === '' || !definition || definition.slices.includes(dimension);
        return {
            key: metric,
            label,
            result,
            view,
            line: isCut ? view.line : format(words.notCut, dimensionText(dimension)),
            valueClass: `hr-value${view.isWeak ? ' hr-value_weak' : ''}`,
            period: result ? periodText(result) + (isToDate(result) ? ` ${texts.toDate}` : '') : '',
            howLabel: format(words.howOf, label),
            bandLabel: `${view.isMissing ? texts.noValue : view.value}, ${view.bandText}`,
            hasBand: view.band.low !== null || view.band.high !== null,
            series: sparkOf(series, definition),
            hasSeries: series.length > 1,
            seriesLabel: seriesText(series, definition),
            ...changeOf(series, definition),
            owners: definition ? ownersText(definition.owners) : ''
        };
    });
}

function sparkOf(series, definition) {
    return series.map((each) => ({ value: numberView(each, definition).drawn, isOpen: each.state === 'immature' || (each.also ?? []).includes('immature') || isToDate(each) }));
}

function seriesText(series, definition) {
    const parts = series.map((each) => `${periodText(each)} ${numberView(each, definition).isMissing ? texts.noValue : numberView(each, definition).value}`);
    return format(words.course, parts.join(', '));
}

/** Against the period before; of a number over a longer period the last two of its course. */
function changeOf(series, definition) {
    const [before, last] = series.slice(-2);
    if (!last) {
        return { change: '', since: '' };
    }
    const text = change(numberView(last, definition).drawn, numberView(before, definition).drawn, last.unit);
    return { change: text, since: text ? format(words.between, periodText(last), periodText(before)) : '' };
}

/** The stages that a deal passes, in order, with the share that goes on. */
function funnelOf(results, { quarter }) {
    const cut = (metric, period) => new Map(slicesOf(results, { metric, dimension: 'stage', period }).map((result) => [result.slice.stage, result]));
    const within = quarter ? results.filter(({ to }) => to > quarter.from && to <= quarter.to) : results;
    const conversions = slicesOf(within, { metric: 'stage_conversion', dimension: 'stage' });
    const period = conversions[0] ?? null;
    const byStage = new Map(conversions.map((result) => [result.slice.stage, result]));
    const days = period ? cut('time_in_stage', period) : new Map();
    const stages = (objects.Opportunity?.stages ?? []).filter(({ name, closed }) => !closed && byStage.has(name));
    const most = Math.max(1, ...stages.map(({ name }) => byStage.get(name).denominator ?? 0));
    const definition = definitionOf('stage_conversion');
    const rows = stages.map(({ name }) => {
        const result = byStage.get(name);
        const view = numberView(result, definition);
        const usual = usualOf(results, result);
        const gap = usual !== null && view.drawn !== null && result.state === 'ok' ? usual - view.drawn : 0;
        const time = days.get(name);
        return {
            key: name,
            stage: name,
            result,
            time,
            reached: result.denominator,
            reachedText: amount(result.denominator ?? null),
            goOn: view.value,
            drawn: result.state === 'ok' ? view.drawn : null,
            usual: valueText(usual, 'percent'),
            isUsualKnown: usual !== null,
            // Its head says that these are days.
            days: valueText(time ? numberView(time, definitionOf('time_in_stage')).drawn : null, 'count'),
            chip: result.state === 'ok' ? null : view.chip,
            note: result.state === 'ok' ? (gap >= NOTABLE ? format(words.underUsual, amount(Math.round(gap * 100))) : '') : view.line,
            barStyle: `width: ${(100 * (result.denominator ?? 0)) / most}%`,
            isLow: gap >= NOTABLE
        };
    });
    return { hasUsual: rows.some(({ isUsualKnown }) => isUsualKnown), rows: markWorst(rows), won: wonRow(stages, byStage, most), period: period ? periodText(period) : '' };
}

/** Without a usual rate the step with the least share that goes on is named. */
function markWorst(rows) {
    const known = rows.filter(({ drawn }) => drawn !== null);
    const worst = rows.some(({ isLow }) => isLow) || known.length < 2 ? null : known.reduce((least, row) => (row.drawn < least.drawn ? row : least));
    return rows.map((row) => {
        const isLow = row.isLow || row === worst;
        return { ...row, isLow, note: row.note || (row === worst ? words.worst : ''), noteIcon: isLow ? 'utility:warning' : 'utility:info', barClass: isLow ? 'hr-bar hr-bar_low' : 'hr-bar' };
    });
}

/** Who went on from the last open stage was won: there is no other later stage. */
function wonRow(stages, byStage, most) {
    const won = (objects.Opportunity?.stages ?? []).find((stage) => stage.won);
    const last = stages.length > 0 ? byStage.get(stages[stages.length - 1].name) : null;
    const isWhole = stages.length > 0 && (objects.Opportunity?.stages ?? []).filter(({ closed }) => !closed).at(-1)?.name === stages.at(-1).name;
    return won && isWhole && typeof last?.numerator === 'number' ? { stage: won.name, text: amount(last.numerator), barStyle: `width: ${(100 * last.numerator) / most}%` } : null;
}

/** Of periods that were over before this one began: sums divided, never a mean of shares. */
function usualOf(results, result) {
    const earlier = results.filter((each) => each.metric === result.metric && each.sliceText === result.sliceText && each.from && each.to <= result.from && each.denominator > 0 && each.state === 'ok');
    const sum = (name) => earlier.reduce((total, each) => total + each[name], 0);
    return earlier.length > 0 ? sum('numerator') / sum('denominator') : null;
}

/** The cuts that people ask for, in this order; others follow. Which forecast is meant is no part of a company. */
const ORDER = ['segment', 'source', 'owner', 'team', 'band', 'region', 'tier', 'motion', 'csm'];
const NO_CUTS = ['month', 'quarter', 'year', 'snapshot', 'category', 'line', 'part', 'method'];

/** Dimensions by which at least one of the metrics can be cut and is. */
function cutChoices(results, metrics) {
    const found = dimensionsOf(results.filter(({ metric }) => metrics.includes(metric)));
    const rank = (dimension) => (ORDER.includes(dimension) ? ORDER.indexOf(dimension) : ORDER.length);
    return [...found.keys()]
        .filter((dimension) => !NO_CUTS.includes(dimension))
        .sort((left, right) => rank(left) - rank(right) || left.localeCompare(right))
        .map((dimension) => ({ value: dimension, label: dimensionText(dimension) }));
}

/** One row per value of the dimension; a rate over too few is not shown and not sorted among the others. */
function tableOf(results, { metrics, dimension, quarter }) {
    const cut = new Map(metrics.map((metric) => [metric, cellsOf(results, metric, dimension, quarter)]));
    const columns = metrics.filter((metric) => cut.get(metric).size > 0).slice(0, COLUMNS);
    const lead = columns.includes('win_rate') ? 'win_rate' : null;
    const order = lead ? [lead, ...columns.filter((metric) => metric !== lead)] : columns;
    const values = [...new Set(order.flatMap((metric) => [...cut.get(metric).keys()]))];
    const intervals = new Map(values.flatMap((value) => intervalOf(lead, cut, value)));
    const place = intervalGeometry([...intervals.values()], { least: 0 });
    const band = lead ? definitionOf(lead)?.target : null;
    const rows = values.map((value) => ({
        key: value,
        value,
        cells: order.map((metric) => cellOf(metric, cut.get(metric).get(value))),
        counted: lead ? countedOf(cut.get(lead).get(value)) : '',
        interval: intervals.has(value) ? drawInterval(intervals.get(value), place, band) : null,
        rank: lead ? numberView(cut.get(lead).get(value) ?? null, definitionOf(lead)).drawn : null
    }));
    return {
        columns: order.map((metric) => ({ key: metric, label: definitionOf(metric)?.label ?? metric, isLead: metric === lead })),
        hasLead: lead !== null,
        hasZone: rows.some(({ interval }) => interval?.band),
        rows: rows.sort((left, right) => Number(left.rank === null) - Number(right.rank === null) || (right.rank ?? 0) - (left.rank ?? 0) || left.value.localeCompare(right.value))
    };
}

function cellsOf(results, metric, dimension, quarter) {
    const whole = chooseResult(results, { metric, quarter });
    return new Map((whole || !quarter ? slicesOf(results, { metric, dimension, period: whole }) : []).map((result) => [result.slice[dimension], result]));
}

function cellOf(metric, result) {
    const view = numberView(result ?? null, definitionOf(metric));
    return {
        key: metric,
        result,
        label: definitionOf(metric)?.label ?? metric,
        text: isTooFew(result) ? format(words.lowNOf, amount(result.n)) : view.value,
        isKnown: Boolean(result),
        isLow: isTooFew(result),
        ariaLabel: result ? undefined : texts.noValue,
        chip: result && result.state !== 'ok' && (result.state !== 'low_n' || result.also?.length > 0) ? view.chip : null
    };
}

function countedOf(result) {
    return typeof result?.numerator === 'number' && typeof result?.denominator === 'number' ? format(texts.ofAll, amount(result.numerator), amount(result.denominator)) : '';
}

/** @returns {[string, { low: number, high: number, value: number }][]} none where the rate is not shown */
function intervalOf(lead, cut, value) {
    const result = lead ? cut.get(lead).get(value) : null;
    const range = result && !isTooFew(result) ? wilson(result.numerator ?? -1, result.denominator ?? 0) : null;
    return range ? [[value, { ...range, value: result.value }]] : [];
}

const WIDTH = 220;

function drawInterval({ low, high, value }, place, band) {
    const x = (share) => place(share) * WIDTH;
    const inBand = band && band.low !== null ? { x: x(band.low), width: Math.max(1, x(band.high ?? 1) - x(band.low)) } : null;
    return { line: `M${x(low)} 7H${x(high)}`, dot: x(value), band: inBand, label: format(words.range, valueText(low, 'percent'), valueText(high, 'percent')) };
}
