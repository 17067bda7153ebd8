/** Values and periods as text, in the user's locale. A missing value is a dash, never a zero. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { dictionary } from 'c/handrailDictionary';
import { format } from 'c/handrailLabels';
import { lengthOf, quarterOf, quartersIn } from './choice';
import { texts } from './words';

export const NO_VALUE = '–';

const DAY = 86400000;
const YEAR = 364;

/** Formats are costly to make, and a table asks for the same ones again and again. */
const formats = new Map();

function numberFormat(options) {
    const key = JSON.stringify(options);
    const known = formats.get(key) ?? new Intl.NumberFormat(LOCALE, options);
    formats.set(key, known);
    return known;
}

const CURRENCY = { style: 'currency', currency: dictionary.currency };
/** Three digits say as much as a tile can: $4.8M, $742K. */
const SHORT = { ...CURRENCY, notation: 'compact', maximumSignificantDigits: 3 };
const FULL = { ...CURRENCY, minimumFractionDigits: 0, maximumFractionDigits: 2 };

/** @param {number | null | undefined} value */
export const shortMoney = (value) => (value === null || value === undefined ? NO_VALUE : numberFormat(SHORT).format(value));

/**
 * @param {number | null | undefined} value a share for percent: 0.25 is 25 %
 * @param {string} unit
 * @param {{ isShort?: boolean, isSigned?: boolean, isBound?: boolean }} [options] isShort: money in three digits; isBound: no digit that says nothing
 */
export function valueText(value, unit, { isShort = false, isSigned = false, isBound = false } = {}) {
    if (value === null || value === undefined) {
        return NO_VALUE;
    }
    const signDisplay = isSigned ? 'exceptZero' : 'auto';
    switch (unit) {
        case 'percent':
            return numberFormat({ style: 'percent', minimumFractionDigits: isBound ? 0 : 1, maximumFractionDigits: 1, signDisplay }).format(value);
        case 'ratio':
            return format(texts.times, numberFormat({ minimumFractionDigits: isBound ? 0 : 1, maximumFractionDigits: 2, signDisplay }).format(value));
        case 'currency':
            return numberFormat({ ...(isShort ? SHORT : FULL), signDisplay }).format(value);
        case 'days':
        case 'minutes':
        case 'months':
            return format(texts[unit], numberFormat({ maximumFractionDigits: 1, signDisplay }).format(value));
        default:
            return numberFormat({ maximumFractionDigits: 2, signDisplay }).format(value);
    }
}

/** An input of a number: a count, money, a share. */
export const figure = (value, kind) => valueText(value, kind === 'currency' || kind === 'percent' ? kind : 'count', { isShort: true });

export const amount = (value) => valueText(value, 'count');

/**
 * From one value to the next: percent in points, the rest in its unit.
 * @param {number | null} now
 * @param {number | null} before
 * @param {string} unit
 */
export function change(now, before, unit) {
    if (now === null || before === null) {
        return '';
    }
    if (unit === 'percent') {
        return format(texts.points, numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format((now - before) * 100));
    }
    return valueText(now - before, unit, { isShort: true, isSigned: true });
}

/**
 * @param {string} day ISO date
 * @param {object} [options] of Intl.DateTimeFormat
 */
export const dateText = (day, options = { dateStyle: 'medium' }) => new Intl.DateTimeFormat(LOCALE, /** @type {any} */ ({ ...options, timeZone: 'UTC' })).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));

/** @param {string} instant ISO date-time */
export const momentText = (instant) => new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE }).format(new Date(instant));

/** @param {string} instant ISO date-time */
export const ageInDays = (instant) => Math.floor((Date.now() - Date.parse(instant)) / DAY);

/** @param {{ year: number, quarter: number }} quarter */
export const quarterText = ({ year, quarter }) => format(dictionary.fiscalYearStart === 1 ? texts.quarter : texts.fiscalQuarter, quarter, year);

/**
 * @param {readonly import('./queries').Result[]} results
 * @param {string} latest label of the first choice: the current quarter of each metric
 * @returns {{ value: string, label: string, quarter: any }[]} then every quarter that has numbers, the newest first
 */
export const quarterChoices = (results, latest) => [
    { value: '', label: latest, quarter: null },
    ...quartersIn(results).map((quarter) => ({ value: quarter.key, label: quarterText(quarter), quarter }))
];

/**
 * `Q2 2026`, `May 2026`, `Jun 2025 – May 2026`, or its days.
 * @param {{ from: string | null, to: string }} period
 */
export function periodText({ from, to }) {
    const lastDay = new Date(Date.parse(`${to}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
    if (!from) {
        return format(texts.upTo, dateText(lastDay));
    }
    const quarter = quarterOf(from);
    if (quarter.from === from && quarter.to === to) {
        return quarterText(quarter);
    }
    const isMonths = from.endsWith('-01') && to.endsWith('-01');
    if (isMonths && lengthOf({ from, to }) < 32) {
        return dateText(from, { month: 'short', year: 'numeric' });
    }
    if (isMonths && lengthOf({ from, to }) > YEAR - 1) {
        return `${dateText(from, { month: 'short', year: 'numeric' })} ${NO_VALUE} ${dateText(lastDay, { month: 'short', year: 'numeric' })}`;
    }
    return `${dateText(from)} ${NO_VALUE} ${dateText(lastDay)}`;
}
