/** What a number says of itself: the value is drawn only when it may be believed. */
import LOCALE from '@salesforce/i18n/locale';
import { functions, metrics } from 'c/handrailDictionary';
import { isTooFew } from 'c/handrailFigures';
import { format } from 'c/handrailLabels';
import { figure, valueText } from './format';
import { texts } from './words';

/** @typedef {import('./queries').Result} Result */

const DEFINITIONS = new Map(metrics.map((metric) => [metric.id, metric]));

/** @param {string} id */
export const definitionOf = (id) => DEFINITIONS.get(id) ?? null;

/** @param {readonly string[]} owners codes of functions */
export const ownersText = (owners) => new Intl.ListFormat(LOCALE, { type: 'conjunction' }).format(owners.map((owner) => functions[owner] ?? owner));

/** @returns {'in' | 'below' | 'above' | null} null without a band or a value */
export function verdictOf(value, { low, high }) {
    if (value === null || (low === null && high === null)) {
        return null;
    }
    return low !== null && value < low ? 'below' : high !== null && value > high ? 'above' : 'in';
}

const CHIPS = {
    in: { word: texts.inBand, icon: 'utility:check', tone: 'good' },
    below: { word: texts.belowBand, icon: 'utility:arrowdown', tone: 'warn' },
    above: { word: texts.aboveBand, icon: 'utility:arrowup', tone: 'warn' },
    immature: { word: texts.immature, icon: 'utility:clock', tone: 'info' },
    low_n: { word: texts.lowN, icon: 'utility:info', tone: 'plain' },
    undefined: { word: texts.undefinedState, icon: 'utility:dash', tone: 'plain' },
    partial_access: { word: texts.partialAccess, icon: 'utility:lock', tone: 'warn' },
    stale: { word: texts.stale, icon: 'utility:clock', tone: 'warn' }
};
/**
 * What its states say of a number, as one chip that looks like the first; null for a sound one.
 * @param {{ state: string, also?: readonly string[] }} number
 */
export function stateChip({ state, also = [] }) {
    const chips = [state, ...also].flatMap((one) => (one === 'ok' || !CHIPS[one] ? [] : [CHIPS[one]]));
    return chips.length === 0 ? null : { ...chips[0], word: chips.map(({ word }) => word).join(', ') };
}

const NOT_SURE = new Set(['immature', 'stale']);

/** @param {{ low: number | null, high: number | null }} band */
export function bandText({ low, high }, unit) {
    const [from, to] = [low, high].map((bound) => (bound === null ? '' : valueText(bound, unit, { isBound: true })));
    if (low === null && high === null) {
        return texts.noTarget;
    }
    return low === null ? format(texts.targetMost, to) : high === null ? format(texts.targetLeast, from) : format(texts.targetBand, from, to);
}

/**
 * A value as it is shown: none below where its metric begins, such as an accuracy of 0.
 * @param {number | null} value
 * @param {any} definition of the dictionary
 */
export function shownNumber(value, definition) {
    return value === null ? null : Math.max(value, definition?.shownFrom ?? -Infinity);
}

/**
 * A number as it is shown.
 * @param {Result | null} result null: nothing was synced for this period and slice
 * @param {any} definition of the dictionary; null for a metric that the playbook no longer has
 * @returns {{ state: string, value: string, full: string, isMissing: boolean, isWeak: boolean, chip: { word: string, icon: string, tone: string } | null, line: string, band: { low: number | null, high: number | null }, bandText: string, drawn: number | null }}
 *   drawn: the value where it may be drawn; full: without rounding to a few digits
 */
export function numberView(result, definition) {
    const band = definition?.target ?? { low: null, high: null };
    const state = result?.state ?? 'undefined';
    const isMissing = !result || result.value === null || state === 'undefined' || isTooFew(result);
    const drawn = isMissing ? null : shownNumber(result.value, definition);
    const states = [state, ...(result?.also ?? [])];
    const verdict = states.every((one) => one === 'ok' || one === 'partial_access') ? verdictOf(drawn, band) : null;
    return {
        state,
        value: valueText(drawn, result?.unit ?? '', { isShort: true }),
        full: valueText(drawn, result?.unit ?? ''),
        isMissing,
        isWeak: states.some((one) => NOT_SURE.has(one)),
        chip: state === 'ok' ? (verdict ? CHIPS[verdict] : null) : stateChip({ state, also: result?.also ?? [] }),
        line: lineOf(result, definition),
        band,
        bandText: bandText(band, definition?.unit ?? result?.unit),
        drawn
    };
}

function lineOf(result, definition) {
    if (!result) {
        return texts.notSynced;
    }
    // Of one that is more than too few the reason says all.
    if (result.state === 'low_n' && (result.also ?? []).length === 0) {
        return format(texts.lowNLine, result.n, definition?.minN ?? '');
    }
    return result.reason || countedText(result, definition);
}

/** `108 of 272`, `$4.8M over $1.6M`, or how many records were counted. */
function countedText({ numerator, denominator, n }, definition) {
    const figures = definition?.figures ?? {};
    if (numerator === null || denominator === null || !figures.numerator) {
        return format(n === 1 ? texts.countedOne : texts.counted, valueText(n, 'count'));
    }
    const [above, below] = [figure(numerator, figures.numerator), figure(denominator, figures.denominator)];
    return format(figures.numerator === 'count' && figures.denominator === 'count' ? texts.ofAll : texts.over, above, below);
}

/**
 * The inputs of a number by name: the parts of its formula, or its two sides.
 * @param {{ parts?: any, numerator: number | null, denominator: number | null }} result
 * @param {any} definition
 * @returns {{ key: string, label: string, value: string }[]} empty where it is no arithmetic
 */
export function inputsOf({ parts, numerator, denominator }, definition) {
    const figures = definition?.figures ?? {};
    const named = parts ?? (numerator === null && denominator === null ? {} : { numerator, denominator });
    const known = Object.entries(named).filter(([, value]) => typeof value === 'number' || value === null);
    return known.map(([name, value]) => ({ key: name, label: labelOf(name), value: partText(name, value, figures[name] ?? 'number') }));
}

/** Parts that the playbook does not declare come from the engine; what they are stands in their names. */
function partText(name, value, kind) {
    if (kind === 'number' && /(rate|share|low|high|_lift)$/.test(name)) {
        return valueText(value, 'percent');
    }
    return kind === 'number' && /(amount|value|revenue)$/.test(name) ? valueText(value, 'currency', { isShort: true }) : figure(value, kind);
}

function labelOf(name) {
    return { numerator: texts.numerator, denominator: texts.denominator }[name] ?? name.replaceAll('_', ' ');
}
