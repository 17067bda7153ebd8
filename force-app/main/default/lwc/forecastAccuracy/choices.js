/** What can be asked of the page: quarters, whose forecast, which one; and the forecast that was asked for. Pure. */
import { dimensionsOf, dimensionText, isTooFew, quarterOf, quartersIn, texts, valueText } from 'c/handrailNumbers';

/** @typedef {import('../handrailNumbers/queries').Result} Result */

/** Quarters that are looked back at. */
export const QUARTERS = 4;
/** The forecast that everybody means. */
export const MAIN = { day: 15, category: 'Commit' };

/** `day 15`; a Monday is no day of the quarter. */
export const dayOf = (snapshot) => Number(/^day (\d+)$/.exec(snapshot ?? '')?.[1] ?? NaN);

/** Dimensions that say which forecast is meant, not whose. */
const KINDS = ['snapshot', 'category'];

/** The scope of a result: what it is cut by beside the kind of forecast. */
export function scopeOf({ slice }) {
    return Object.entries(slice)
        .filter(([dimension]) => !KINDS.includes(dimension))
        .map(([dimension, value]) => `${dimension}=${value}`)
        .join(';');
}

export const isQuarter = ({ from, to }) => Boolean(from) && quarterOf(from).from === from && quarterOf(from).to === to;

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
 * @returns {{ result: Result, value: number | null, state: string, also: readonly string[], reason: string, parts: any } | null} null: there is no such snapshot
 */
export function forecastOf(results, { metric, quarter, day, category, scope }) {
    const inQuarter = results.filter((result) => result.metric === metric && result.from === quarter.from && result.to === quarter.to && scopeOf(result) === scope);
    const isMain = day === MAIN.day && category === MAIN.category;
    const cut = inQuarter.find(({ slice }) => (slice.snapshot || slice.category) && (slice.snapshot ? dayOf(slice.snapshot) === day : day === MAIN.day) && (slice.category ?? MAIN.category) === category);
    const whole = inQuarter.find(({ slice }) => !slice.snapshot && !slice.category);
    const own = cut ?? (isMain ? whole : undefined);
    if (own) {
        return { result: own, value: own.value, state: own.state, also: own.also ?? [], reason: own.reason, parts: own.parts };
    }
    const variant = whole?.variants.find(({ id }) => id === VARIANTS[`${category} ${day}`]);
    return whole && variant ? { result: whole, value: variant.value, state: variant.state, also: variant.also ?? [], reason: variant.reason ?? '', parts: /** @type {any} */ (variant).parts ?? null } : null;
}

/** A convention of a number, short. */
export function cellText(variant, unit) {
    return !variant || isTooFew(variant) ? valueText(null, unit) : valueText(variant.value, unit, { isShort: true, isSigned: variant.id === 'bias' });
}
