/** The bridge from what was forecast to what came: its parts, its drawing and its table. Pure. */
import { format } from 'c/handrailLabels';
import { quarterText, shortMoney, valueText } from 'c/handrailNumbers';
import { forecastOf, MAIN, scopeOf } from './choices';
import { words } from './words';

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
function drawBridge(bridge) {
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

const CENT = 0.005;

/** The bridge in rows: everything that is drawn. */
function tableOf({ start, end, parts, gap }) {
    const signed = (value) => valueText(value, 'currency', { isSigned: true });
    return [
        { key: 'start', label: words.forecast, text: valueText(start, 'currency'), deals: '' },
        ...parts.map((part) => ({ key: part.key, label: part.label, text: signed(part.value), deals: format(part.deals === 1 ? words.deal : words.deals, String(part.deals)), resultId: part.result.id })),
        ...(Math.abs(gap) > CENT ? [{ key: 'gap', label: words.notExplained, text: signed(gap), deals: '' }] : []),
        { key: 'end', label: words.won, text: valueText(end, 'currency'), deals: '' }
    ];
}

/**
 * What the card of the bridge shows.
 * @returns {{ isKnown: boolean, title: string, text: string, drawing?: any, rows?: any[], gapText?: string }}
 */
export function bridgeCard(bridge, quarter) {
    const title = quarter ? format(words.bridgeTitle, quarterText(quarter)) : '';
    if (!bridge) {
        return { isKnown: false, title, text: '' };
    }
    const drawing = drawBridge(bridge);
    const gapText = Math.abs(bridge.gap) > CENT ? format(words.gap, shortMoney(bridge.gap)) : '';
    return { isKnown: true, title, text: `${words.bridgeText} ${drawing.axisText}`, drawing, rows: tableOf(bridge), gapText };
}
