/** What the evidence about criteria shows, from synced results. Pure. */
import { format } from 'c/handrailLabels';
import { objects } from 'c/handrailPlaybook';
import { amount, definitionOf, intervalGeometry, numberView, periodText, quarterChoices, slicesOf, texts, valueText } from 'c/handrailNumbers';
import { words } from './words';

export const METRIC = 'criterion_lift';
const WIDTH = 220;

const CRITERIA = new Map(Object.values(objects).flatMap(({ criteria, label }) => criteria.map((criterion) => [criterion.id, { ...criterion, objectLabel: label }])));

/** @returns {{ value: string, label: string }[]} */
function segmentChoices(results) {
    const named = new Set(results.map(({ slice }) => slice.segment).filter(Boolean));
    return [{ value: '', label: texts.company }, ...[...named].sort().map((value) => ({ value, label: value }))];
}

/**
 * The whole page.
 * @param {readonly any[]} results
 * @param {string} period key of a quarter; empty: the latest
 * @param {string} segment empty: the company
 */
export function pageOf(results, period, segment) {
    const periods = quarterChoices(results, words.latest);
    const { rows, ...drawing } = rowsOf(results, { quarter: periods.find(({ value }) => value === period)?.quarter ?? null, segment });
    return {
        ...drawing,
        periods: periods.map((choice) => ({ ...choice, isChosen: choice.value === period })),
        segments: segmentChoices(results).map((choice) => ({ ...choice, isChosen: choice.value === segment })),
        rows: rows.map((row) => ({ ...row, verdictChip: { word: row.verdict, icon: row.verdictIcon, tone: row.verdictTone } })),
        hasRows: rows.length > 0,
        text: `${drawing.period}. ${words.tableText}`
    };
}

/**
 * One row per criterion, the strongest evidence first; without enough records the last.
 * @param {readonly any[]} results
 * @param {{ quarter: any, segment: string }} wanted
 */
function rowsOf(results, { quarter, segment }) {
    const within = quarter ? results.filter(({ to }) => to > quarter.from && to <= quarter.to) : results;
    const chosen = segment === '' ? slicesOf(within, { metric: METRIC, dimension: 'criterion' }) : ofSegment(within, segment);
    const rows = chosen.map(rowOf);
    const drawn = rows.filter(({ range }) => range !== null);
    const place = intervalGeometry(drawn.map(({ range }) => range), { least: 0, most: 0 });
    return {
        rows: rows
            .map((row) => ({ ...row, drawing: row.range ? drawRange(row.range, place) : null }))
            .sort((left, right) => Number(left.lift === null) - Number(right.lift === null) || (right.lift ?? 0) - (left.lift ?? 0) || left.key.localeCompare(right.key)),
        zero: `M${place(0) * WIDTH} 0V16`,
        period: chosen.length > 0 ? periodText(chosen[0]) : ''
    };
}

function ofSegment(results, segment) {
    const cut = results.filter(({ metric, slice }) => metric === METRIC && slice.criterion && slice.segment === segment);
    const last = cut.reduce((latest, { to }) => (to > latest ? to : latest), '');
    return cut.filter(({ to }) => to === last);
}

function rowOf(result) {
    const id = result.slice.criterion;
    const criterion = CRITERIA.get(id);
    const view = numberView(result, definitionOf(METRIC));
    const parts = result.parts ?? {};
    const lift = view.drawn;
    const hasRange = lift !== null && typeof parts.low === 'number' && typeof parts.high === 'number';
    const rate = (...names) => names.map((name) => parts[name]).find((value) => typeof value === 'number') ?? null;
    const metRate = rate('met_rate', 'with_it');
    const unmetRate = rate('unmet_rate', 'without_it');
    const range = hasRange ? { low: parts.low, high: parts.high, value: lift } : null;
    const mode = criterion?.mode ?? '';
    // A gate that holds leaves no deal without: that is no lack of records.
    const isMetByAll = result.state === 'undefined' && parts.unmet === 0 && parts.met > 0;
    return {
        key: id,
        result,
        label: criterion?.label ?? id,
        decision: criterion?.decision ?? '',
        lift,
        range,
        liftText: view.isMissing ? view.value : format(texts.points, amount(Math.round(lift * 1000) / 10)).replace(/^(?=\d)/, lift > 0 ? '+' : ''),
        chip: result.state === 'ok' || isMetByAll ? null : view.chip,
        line: isMetByAll ? words.allMet : result.state === 'ok' ? '' : view.line,
        rangeText: range ? format(words.range, valueText(range.low, 'percent', { isSigned: true }), valueText(range.high, 'percent', { isSigned: true })) : words.noRange,
        met: sideText(metRate, parts.met_won, parts.met),
        unmet: sideText(unmetRate, parts.unmet_won, parts.unmet),
        fill: valueText(rate('fill_rate'), 'percent'),
        filler: valueText(rate('placeholder_rate'), 'percent'),
        days: valueText(rate('days'), 'days'),
        mode: mode === 'enforce' ? words.enforced : mode === 'shadow' ? words.shadow : words.retired,
        ...(isMetByAll ? { verdict: words.nothing, verdictTone: 'plain', verdictIcon: 'utility:info' } : proposalOf(range, result.state, mode, parts.verdict))
    };
}

function sideText(rate, won, all) {
    if (rate === null) {
        return valueText(null, 'percent');
    }
    return typeof won === 'number' && typeof all === 'number' ? `${valueText(rate, 'percent')} (${format(texts.ofAll, amount(won), amount(all))})` : valueText(rate, 'percent');
}

/**
 * What the evidence speaks for. The engine judges over two quarters; without its verdict the range alone speaks, and one that
 * spans zero proves nothing either way.
 */
function proposalOf(range, state, mode, judged) {
    if (state !== 'ok' || !range) {
        return { verdict: words.tooFew, verdictTone: 'plain', verdictIcon: 'utility:info' };
    }
    if (range.low > 0) {
        return { verdict: mode === 'shadow' ? words.proposeEnforce : words.predicts, verdictTone: 'good', verdictIcon: 'utility:check' };
    }
    if (judged === 'retire' && range.high >= 0) {
        return { verdict: words.proposeRetire, verdictTone: 'warn', verdictIcon: 'utility:dash' };
    }
    if (range.high < 0) {
        return { verdict: words.against, verdictTone: 'warn', verdictIcon: 'utility:arrowdown' };
    }
    return { verdict: mode === 'enforce' && !judged ? words.proposeRetire : words.unproven, verdictTone: 'warn', verdictIcon: 'utility:dash' };
}

function drawRange({ low, high, value }, place) {
    const x = (share) => place(share) * WIDTH;
    return { line: `M${x(low)} 8H${x(high)}`, dot: x(value) };
}
