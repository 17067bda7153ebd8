/** The biggest leaks by money, each with the arithmetic behind it. Pure. */
import { format } from 'c/handrailLabels';
import { objects } from 'c/handrailPlaybook';
import { amount, change, chooseResult, definitionOf, numberView, ownersText, shortMoney, slicesOf, valueText } from 'c/handrailNumbers';
import { words } from './words';

const LEAKS = 'revenue_leakage';
const KINDS = 'leak_list';
const STEPS = 'step_loss';
const LIFT = 'criterion_lift';
/** What the leaks are read from. */
export const LEAK_METRICS = [LEAKS, KINDS, STEPS, LIFT];
const SHOWN = 3;

const TITLES = { 'LK-1': words.leak1, 'LK-2': words.leak2, 'LK-3': words.leak3, 'LK-4': words.leak4, 'LK-5': words.leak5 };
const MONEY = { 'LK-1': words.estimate, 'LK-2': words.atRisk, 'LK-3': words.estimate, 'LK-4': words.known, 'LK-5': words.atRisk };

/** @param {readonly import('../handrailNumbers/queries').Result[]} results of LEAK_METRICS at least */
export function leaksOf(results) {
    const definition = definitionOf(LEAKS);
    const whole = chooseResult(results, { metric: LEAKS });
    const rows = slicesOf(results, { metric: LEAKS, dimension: 'leak', period: whole })
        .filter(({ value }) => value > 0)
        .sort((left, right) => right.value - left.value)
        .slice(0, SHOWN)
        .map((result) => {
            const code = result.slice.leak;
            return {
                key: result.id,
                name: code,
                result,
                money: shortMoney(result.value),
                kind: MONEY[code] ?? words.atRisk,
                title: TITLES[code] ?? code,
                arithmetic: arithmeticOf(results, code),
                link: format(result.n === 1 ? words.seeRecord : words.seeRecords, amount(result.n)),
                owners: definition ? format(words.owners, ownersText(definition.owners)) : ''
            };
        });
    return { rows, total: whole ? numberView(whole, definition) : null };
}

/** @returns {string} how the value of a leak comes about; empty where that was not synced */
function arithmeticOf(results, code) {
    if (code === 'LK-2') {
        return words.leakRots;
    }
    return code === 'LK-3' ? stepText(results) : kindsText(results, code);
}

/** What a leak is made of, the largest first: the parts add up to it. */
function kindsText(results, code) {
    return results
        .filter(({ metric, slice, value }) => metric === KINDS && slice.leak === code && slice.kind && value > 0)
        .sort((left, right) => right.value - left.value)
        .map(({ slice, n, value }) => format(words.leakKind, slice.kind, amount(n), shortMoney(value)))
        .join(' · ');
}

/** The stage and segment that lose most, against the best other segment, and what evidence there is for a gate before it. */
function stepText(results) {
    const stages = new Map((objects.Opportunity?.stages ?? []).map((stage) => [stage.name, stage]));
    const cut = (dimension) => results.filter(({ metric, slice }) => metric === STEPS && slice[dimension] !== undefined);
    const of = (dimension, place) => cut(dimension).find(({ slice }) => slice.place === place)?.slice[dimension];
    const [worst] = cut('compared')
        .filter(({ slice, value }) => slice.compared === 'segment' && value > 0 && stages.has(of('step', slice.place)))
        .sort((left, right) => right.value - left.value);
    if (!worst?.parts) {
        return '';
    }
    const { place } = worst.slice;
    const { reached_amount: reached, conversion, best_conversion: best } = worst.parts;
    const lost = format(words.leakStep, place, valueText(conversion, 'percent'), valueText(best, 'percent'), of('best_group', place) ?? '', shortMoney(reached));
    const gate = gateBefore(results, stages.get(of('step', place)).rank);
    return gate ? `${lost} ${gate}` : lost;
}

/** The criterion before a step that is not enforced yet and is proved to predict winning best. */
function gateBefore(results, rank) {
    const known = new Map((objects.Opportunity?.criteria ?? []).map((criterion) => [criterion.id, criterion]));
    const isShadowBefore = (criterion) => criterion?.mode === 'shadow' && criterion.trigger.kind === 'exit' && criterion.trigger.rank <= rank;
    const [strongest] = results
        .filter(({ metric, slice, state, parts }) => metric === LIFT && Object.keys(slice).join() === 'criterion' && state === 'ok' && parts?.low > 0)
        .filter(({ slice }) => isShadowBefore(known.get(slice.criterion)))
        .sort((left, right) => right.value - left.value);
    return strongest ? format(words.leakGate, `${strongest.slice.criterion} ${known.get(strongest.slice.criterion).label}`, change(strongest.value, 0, strongest.unit)) : '';
}
