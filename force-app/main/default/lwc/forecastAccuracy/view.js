/** What the page of forecast accuracy shows, from synced results. Pure. */
import { format } from 'c/handrailLabels';
import {
    amount, definitionOf, dimensionsOf, dimensionText, figure, numberView, periodText, quarterOf, quartersIn, quarterText, shortMoney, texts, valueText
} from 'c/handrailNumbers';
import { words } from './words';

/** @typedef {import('../handrailNumbers/queries').Result} Result */

export const METRICS_SHOWN = ['forecast_accuracy', 'forecast_bias', 'forecast_bridge', 'pushed_revenue', 'forecast_backtest'];
const QUARTERS = 4;
/** In the order of the quarter. */
const SNAPSHOTS = [1, 15, 46, 71];
export const MAIN = { day: 15, category: 'Commit' };
const TEN_POINTS = 0.1;

/** `day 15`; a Monday is no day of the quarter. */
const dayOf = (snapshot) => Number(/^day (\d+)$/.exec(snapshot ?? '')?.[1] ?? NaN);

/** Dimensions that say which forecast is meant, not whose. */
const KINDS = ['snapshot', 'category'];

/** The scope of a result: what it is cut by beside the kind of forecast. */
function scopeOf({ slice }) {
    return Object.entries(slice)
        .filter(([dimension]) => !KINDS.includes(dimension))
        .map(([dimension, value]) => `${dimension}=${value}`)
        .join(';');
}

const isQuarter = ({ from, to }) => Boolean(from) && quarterOf(from).from === from && quarterOf(from).to === to;

/** @returns {any[]} the last quarters with a forecast, the newest first */
export function quarterChoices(results) {
    return quartersIn(results.filter((result) => result.metric === 'forecast_accuracy' && isQuarter(result)));
}

/** @returns {{ value: string, label: string }[]} */
export function scopeChoices(results) {
    const found = dimensionsOf(results.filter(({ metric }) => metric === 'forecast_accuracy'));
    const values = ['team', 'segment', 'owner'].flatMap((dimension) => [...(found.get(dimension) ?? [])].map((value) => ({ value: `${dimension}=${value}`, label: `${dimensionText(dimension)}: ${value}` })));
    return [{ value: '', label: texts.company }, ...values];
}

/** @returns {{ value: string, label: string }[]} */
export function categoryChoices(results) {
    const named = new Set(results.map(({ slice }) => slice.category).filter(Boolean));
    return [...new Set([MAIN.category, ...named])].map((value) => ({ value, label: value }));
}

/** A forecast's own number, or the convention of the same metric that stands for it. */
const VARIANTS = { 'Commit 1': 'day_1', 'Commit 46': 'day_46', 'Commit 71': 'day_71', 'Best Case 15': 'best_case', 'Pipeline 15': 'pipeline' };

/**
 * The accuracy, or bias, of one forecast.
 * @returns {{ result: Result, value: number | null, state: string, reason: string, parts: any } | null} null: there is no such snapshot
 */
export function forecastOf(results, { metric, quarter, day, category, scope }) {
    const inQuarter = results.filter((result) => result.metric === metric && result.from === quarter.from && result.to === quarter.to && scopeOf(result) === scope);
    const isMain = day === MAIN.day && category === MAIN.category;
    const cut = inQuarter.find(({ slice }) => (slice.snapshot || slice.category) && (slice.snapshot ? dayOf(slice.snapshot) === day : day === MAIN.day) && (slice.category ?? MAIN.category) === category);
    const whole = inQuarter.find(({ slice }) => !slice.snapshot && !slice.category);
    const own = cut ?? (isMain ? whole : undefined);
    if (own) {
        return { result: own, value: own.value, state: own.state, reason: own.reason, parts: own.parts };
    }
    const variant = whole?.variants.find(({ id }) => id === VARIANTS[`${category} ${day}`]);
    return whole && variant ? { result: whole, value: variant.value, state: variant.state, reason: variant.reason ?? '', parts: /** @type {any} */ (variant).parts ?? null } : null;
}

/** Rows of quarters, columns of snapshots; a snapshot that was not taken is no zero and not the nearest one. */
export function accuracyTable(results, { category, scope }) {
    const definition = definitionOf('forecast_accuracy');
    const target = definition?.target.low ?? null;
    const quarters = quarterChoices(results).slice(0, QUARTERS).reverse();
    const days = [...new Set([...SNAPSHOTS, ...results.map(({ slice }) => dayOf(slice.snapshot)).filter((day) => !Number.isNaN(day))])].sort((left, right) => left - right);
    const rows = quarters.map((quarter) => {
        const cells = days.map((day) => accuracyCell(results, { quarter, day, category, scope, target }));
        // What was won is the same for every snapshot; one that was not taken does not know it.
        const actual = cells.map(({ isMissing, actual: won }) => (isMissing ? null : won)).find((won) => typeof won === 'number') ?? null;
        return { key: quarter.key, quarter: quarterText(quarter), cells, won: shortMoney(actual) };
    });
    // A day that was counted for no quarter is not a snapshot that is missing.
    const isCounted = (index) => rows.some(({ cells }) => !cells[index].isMissing || cells[index].resultId);
    const shown = days.filter((_, index) => isCounted(index));
    return {
        columns: shown.map((day) => ({ key: String(day), label: format(words.day, day) })),
        rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, index) => isCounted(index)) })).filter(({ cells }) => cells.some(({ isMissing }) => !isMissing)),
        targets: shown.map((day) => ({ key: String(day), text: valueText(target, 'percent', { isBound: true }) })),
        hasTarget: target !== null
    };
}

function accuracyCell(results, { quarter, day, category, scope, target }) {
    const found = forecastOf(results, { metric: 'forecast_accuracy', quarter, day, category, scope });
    const bias = forecastOf(results, { metric: 'forecast_bias', quarter, day, category, scope });
    const hasValue = found && found.value !== null && found.state !== 'low_n' && found.state !== 'undefined';
    if (!hasValue) {
        return { key: String(day), isMissing: true, hasSnapshot: Boolean(found) && found.state === 'low_n', className: 'hr-acc hr-acc_none', reason: found?.reason || words.notEstimated, resultId: found?.result.id, actual: found?.parts?.actual ?? null };
    }
    // Further off than the whole result is as bad as it gets; how far stands in the bias.
    const shown = Math.max(0, found.value);
    const tone = target === null ? 'plain' : shown >= target ? 'good' : shown >= target - TEN_POINTS - 1e-9 ? 'near' : 'far';
    const open = found.state === 'immature';
    return {
        key: String(day),
        isMissing: false,
        text: valueText(shown, 'percent'),
        bias: bias && bias.value !== null ? format(words.bias, valueText(bias.value, 'percent', { isSigned: true })) : '',
        isMet: tone === 'good' && !open,
        note: open ? texts.immature : '',
        className: `hr-acc hr-acc_${open ? 'plain' : tone}`,
        resultId: found.result.id,
        actual: found.parts?.actual ?? null
    };
}

const LINES = {
    lost: words.lineLost,
    pushed: words.linePushed,
    'amount changed': words.lineAmount,
    'won from below': words.lineBelow,
    'created or pulled in': words.lineCreated,
    withdrawn: words.lineWithdrawn,
    'still open': words.lineOpen,
    grown: words.lineGrown,
    shrunk: words.lineShrunk,
    'created and closed': words.lineClosed,
    'pulled in': words.linePulled,
    slipped: words.linePushed
};
const ENDS = { forecast: 'forecast', actual: 'actual' };

/** From forecast to actual: each deal in one line, the lines add up. */
export function bridgeOf(results, { quarter, scope }) {
    if (!quarter) {
        return null;
    }
    const ofQuarter = results.filter(({ metric, from, to, slice }) => metric === 'forecast_bridge' && from === quarter.from && to === quarter.to && (slice.line ?? slice.part) && !slice.snapshot && !slice.category && scopeWithoutLine(slice) === scope);
    // The parts of lines where they are there: grown is no cause of a miss, shrunk is.
    const inParts = ofQuarter.filter(({ slice }) => slice.part);
    const lines = inParts.length > 0 ? inParts : ofQuarter;
    const main = forecastOf(results, { metric: 'forecast_bias', quarter, ...MAIN, scope });
    const byName = new Map(lines.map((result) => [result.slice.part ?? result.slice.line, result]));
    const start = byName.get(ENDS.forecast)?.value ?? main?.parts?.forecast ?? null;
    const end = byName.get(ENDS.actual)?.value ?? main?.parts?.actual ?? null;
    const parts = [...byName]
        .filter(([name, { value }]) => !Object.hasOwn(ENDS, name) && value !== null && value !== 0)
        .map(([name, result]) => ({ key: name, label: LINES[name] ?? name, value: result.value, result, deals: result.variants.find(({ id }) => id === 'deals')?.value ?? result.n }))
        .sort((left, right) => Number(left.value > 0) - Number(right.value > 0) || Math.abs(right.value) - Math.abs(left.value));
    if (start === null || end === null || (start === 0 && end === 0 && parts.length === 0)) {
        return null;
    }
    return { start, end, parts, gap: end - start - parts.reduce((total, { value }) => total + value, 0) };
}

function scopeWithoutLine(slice) {
    return scopeOf({ slice: Object.fromEntries(Object.entries(slice).filter(([dimension]) => dimension !== 'line' && dimension !== 'part')) });
}

const BOX = { width: 710, height: 268, left: 52, right: 700, top: 36, bottom: 224, bar: 58 };

/** The bridge as bars; everything that is drawn stands in the table below it as well. */
export function drawBridge(bridge) {
    const steps = [{ key: 'start', label: words.forecast, from: 0, to: bridge.start, isEnd: true, value: bridge.start }];
    let level = bridge.start;
    for (const part of bridge.parts) {
        steps.push({ key: part.key, label: part.label, from: level, to: level + part.value, isEnd: false, value: part.value });
        level += part.value;
    }
    steps.push({ key: 'end', label: words.won, from: 0, to: bridge.end, isEnd: true, value: bridge.end });
    const tops = steps.map(({ from, to }) => Math.max(from, to));
    const feet = steps.filter(({ isEnd }) => !isEnd).flatMap(({ from, to }) => [from, to]);
    const most = Math.max(...tops, 1);
    const lowest = Math.min(bridge.start, bridge.end, ...feet);
    // A cut axis shows the steps; it is said where it starts.
    const base = lowest > most / 2 ? Math.floor((lowest * 0.9) / niceStep(most)) * niceStep(most) : Math.min(0, lowest);
    const y = (value) => BOX.bottom - ((value - base) / (most - base || 1)) * (BOX.bottom - BOX.top);
    const gap = (BOX.right - BOX.left) / steps.length;
    const width = Math.min(BOX.bar, gap * 0.7);
    const bars = steps.map((step, index) => {
        const x = BOX.left + index * gap + (gap - width) / 2;
        const [low, high] = step.isEnd ? [base, step.to] : [Math.min(step.from, step.to), Math.max(step.from, step.to)];
        return {
            key: step.key,
            x,
            y: y(high),
            width,
            height: Math.max(1, y(low) - y(high)),
            middle: x + width / 2,
            valueY: step.value < 0 ? y(low) + 14 : y(high) - 6,
            text: step.isEnd ? shortMoney(step.value) : valueText(step.value, 'currency', { isShort: true, isSigned: true }),
            label: step.label,
            words: wrap(step.label, BOX.bottom),
            isLoss: !step.isEnd && step.value < 0,
            hatch: hatchOf(x, y(high), width, Math.max(1, y(low) - y(high))),
            className: step.isEnd ? 'hr-whole' : step.value < 0 ? 'hr-loss' : 'hr-gain',
            lead: index < steps.length - 1 ? `M${x + width} ${y(step.to)}H${x + gap}` : null
        };
    });
    return { bars, base, axisText: base > 0 ? format(words.axis, shortMoney(base)) : '', label: sentenceOf(bridge) };
}

/** Slanted lines inside a box: a loss is told from a gain without its colour. */
function hatchOf(x, y, width, height) {
    const lines = [];
    for (let offset = 6; offset < width + height; offset += 6) {
        const [left, right] = [Math.max(0, offset - height), Math.min(width, offset)];
        lines.push(`M${x + left} ${y + offset - left}L${x + right} ${y + offset - right}`);
    }
    return lines.join('');
}

function niceStep(most) {
    return 10 ** Math.floor(Math.log10(most)) / 2;
}

function wrap(label, bottom) {
    const parts = label.split(' ');
    const half = Math.ceil(parts.length / 2);
    const lines = label.length > 9 && parts.length > 1 ? [parts.slice(0, half).join(' '), parts.slice(half).join(' ')] : [label];
    return lines.map((text, index) => ({ key: `${index}`, text, y: bottom + 18 + index * 14 }));
}

function sentenceOf({ start, end, parts }) {
    const steps = parts.map(({ label, value }) => `${label} ${valueText(value, 'currency', { isShort: true, isSigned: true })}`).join(', ');
    return format(words.bridgeSentence, shortMoney(start), steps, shortMoney(end));
}

/** Pushed revenue by quarter, under each convention of the metric. */
export function pushedTable(results, { scope }) {
    const definition = definitionOf('pushed_revenue');
    const rows = results
        .filter((result) => result.metric === 'pushed_revenue' && isQuarter(result) && result.sliceText === scope)
        .sort((left, right) => left.from.localeCompare(right.from))
        .slice(-QUARTERS - 1);
    const variants = (definition?.variants ?? []).map(({ id, label, unit }) => ({ key: id, label, unit }));
    return {
        columns: variants,
        lastId: rows.at(-1)?.id,
        rows: rows.map((result) => {
            const isOpen = result.asOf.slice(0, 10) < result.to;
            const view = numberView(result, definition);
            return {
                key: result.id,
                period: periodText(result),
                isOpen,
                value: isOpen && !view.isMissing ? format(words.soFar, view.value) : view.value,
                valueClass: isOpen ? 'hr-right' : 'hr-right hr-strong',
                cells: variants.map(({ key, unit, label }) => ({ key, label, text: cellText(result.variants.find(({ id }) => id === key), unit) }))
            };
        })
    };
}

function cellText(variant, unit) {
    return !variant || variant.state === 'low_n' ? valueText(null, unit) : valueText(variant.value, unit, { isShort: true });
}

/**
 * Reasons that were given for a push, the largest first; none given is one of them. Only the newest period has them.
 * @returns {{ period: string, rows: any[] }}
 */
export function reasonsOf(results, { quarter }) {
    const known = results.filter(({ metric, slice, value }) => metric === 'pushed_revenue' && slice.reason !== undefined && Object.keys(slice).length === 1 && value > 0);
    const chosen = quarter ? known.filter(({ from, to }) => from === quarter.from && to === quarter.to) : [];
    const last = known.reduce((latest, { to }) => (to > latest ? to : latest), '');
    const found = chosen.length > 0 ? chosen : known.filter(({ to }) => to === last);
    const most = Math.max(1, ...found.map(({ value }) => value));
    const rows = [...found]
        .sort((left, right) => right.value - left.value)
        .map((result) => {
            const deals = result.variants.find(({ id }) => id === 'deals')?.value ?? result.n;
            return { key: result.id, result, reason: isNone(result.slice.reason) ? words.noReason : result.slice.reason, deals: format(deals === 1 ? words.deal : words.deals, amount(deals)), money: shortMoney(result.value), barStyle: `width: ${(100 * result.value) / most}%` };
        });
    return { period: found.length > 0 ? periodText(found[0]) : quarter ? quarterText(quarter) : '', rows };
}

function isNone(reason) {
    return ['', 'none', 'no reason', 'unknown', 'no reason given'].includes(reason.trim().toLowerCase());
}

/** The four sentences at the top. */
export function headlinesOf(results, { quarter, category, scope, bridge }) {
    const of = (metric, at = quarter, day = MAIN.day) => (at ? forecastOf(results, { metric, quarter: at, day, category, scope }) : null);
    const accuracy = of('forecast_accuracy');
    const quarters = quarterChoices(results).slice(0, QUARTERS);
    const biases = quarters.map((each) => of('forecast_bias', each)).filter((each) => each && each.parts && each.value !== null && each.state !== 'immature' && typeof each.parts.forecast === 'number' && typeof each.parts.actual === 'number');
    const sum = (name) => biases.reduce((total, { parts }) => total + parts[name], 0);
    const total = biases.length > 0 && sum('actual') > 0 ? sum('forecast') / sum('actual') - 1 : null;
    const signs = biases.map(({ parts }) => Math.sign(parts.forecast - parts.actual));
    const above = signs.filter((sign) => sign > 0).length;
    const worst = bridge ? [...bridge.parts].filter(({ value }) => value < 0).sort((left, right) => left.value - right.value)[0] : null;
    const byOwner = accuracy?.result.variants.find(({ id }) => id === 'by_owner');
    const value = (found) => (found && found.value !== null && found.state !== 'low_n' ? valueText(Math.max(0, found.value), 'percent') : valueText(null, 'percent'));
    return [
        {
            key: 'accuracy',
            label: format(words.headAccuracy, category, quarter ? quarterText(quarter) : ''),
            value: value(accuracy),
            chip: accuracy && accuracy.result.sliceText === scope ? numberView(accuracy.result, definitionOf('forecast_accuracy')).chip : null,
            line: accuracy?.value !== null && accuracy?.parts && typeof accuracy.parts.actual === 'number' ? format(words.headAccuracyLine, figure(of('forecast_bias')?.parts?.forecast ?? null, 'currency'), figure(accuracy.parts.actual, 'currency')) : accuracy?.reason || texts.notSynced,
            result: accuracy?.result ?? null,
            metric: 'forecast_accuracy'
        },
        {
            key: 'bias',
            label: words.headBias,
            value: valueText(total, 'percent', { isSigned: true }),
            chip: biases.length > 1 && above === biases.length ? { word: words.alwaysHigh, icon: 'utility:arrowup', tone: 'warn' } : biases.length > 1 && signs.every((sign) => sign < 0) ? { word: words.alwaysLow, icon: 'utility:arrowdown', tone: 'warn' } : null,
            line: biases.length > 0 ? format(words.headBiasLine, amount(above), amount(biases.length)) : texts.notSynced,
            result: of('forecast_bias')?.result ?? null,
            metric: 'forecast_bias'
        },
        {
            key: 'cause',
            label: words.headCause,
            value: worst ? `${worst.label}, ${shortMoney(-worst.value)}` : valueText(null, 'currency'),
            chip: null,
            line: worst ? format(worst.deals === 1 ? words.deal : words.deals, amount(worst.deals)) : bridge ? words.noCause : texts.notSynced,
            result: worst?.result ?? null,
            metric: 'forecast_bridge'
        },
        {
            key: 'owners',
            label: words.headOwners,
            value: byOwner && typeof byOwner.value === 'number' ? format(words.and, value(accuracy), value(byOwner)) : value(accuracy),
            chip: null,
            line: words.headOwnersLine,
            result: accuracy?.result ?? null,
            metric: 'forecast_accuracy'
        }
    ].map((head) => ({ ...head, resultId: head.result?.id, howLabel: format(words.howOf, head.label) }));
}

/** What other methods would have said, each over the same quarters. */
export function methodsOf(results) {
    const definition = definitionOf('forecast_backtest');
    const known = results.filter(({ metric, slice }) => metric === 'forecast_backtest' && slice.method && Object.keys(slice).length === 1);
    const last = known.reduce((latest, { to }) => (to > latest ? to : latest), '');
    const found = known.filter(({ to }) => to === last).sort((left, right) => (right.value ?? -Infinity) - (left.value ?? -Infinity));
    const variants = (definition?.variants ?? []).filter(({ unit }) => unit === 'percent').map(({ id, label }) => ({ key: id, label }));
    return {
        period: found.length > 0 ? periodText(found[0]) : '',
        columns: variants,
        rows: found.map((result) => ({
            key: result.id,
            method: result.slice.method,
            value: numberView(result, definition).value,
            cells: variants.map(({ key, label }) => ({ key, label, text: cellText(result.variants.find(({ id }) => id === key), 'percent') }))
        }))
    };
}
