/** Money, counts, days and instants in the user's locale. Pure but for the locale and the time zone of the user. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { dayIn } from 'c/handrailGate';
import { playbook } from 'c/handrailPlaybook';

export { SYNC_COMMAND } from './commands';

/** Drawn where there is no value: never 0, never an empty cell. */
export const NO_VALUE = '–';

/** @type {Map<string, Intl.NumberFormat | Intl.DateTimeFormat>} making one takes longer than using it a thousand times */
const MADE = new Map();

/** @template T @param {string} key @param {() => T} make @returns {T} */
function once(key, make) {
    if (!MADE.has(key)) {
        MADE.set(key, /** @type {any} */ (make()));
    }
    return /** @type {any} */ (MADE.get(key));
}

/**
 * @param {number | null | undefined} amount in the playbook's currency
 * @returns {string} in full, whole units: `$212,000`
 */
export function moneyText(amount) {
    return typeof amount === 'number' ? once('money', () => new Intl.NumberFormat(LOCALE, { style: 'currency', currency: playbook.currency, maximumFractionDigits: 0 })).format(amount) : NO_VALUE;
}

/**
 * @param {number | null | undefined} amount
 * @returns {string} for a tile: `$1.36M`
 */
export function shortMoney(amount) {
    return typeof amount === 'number'
        ? once('short', () => new Intl.NumberFormat(LOCALE, { style: 'currency', currency: playbook.currency, notation: 'compact', minimumSignificantDigits: 1, maximumSignificantDigits: 3 })).format(amount)
        : NO_VALUE;
}

/** @param {number} count @returns {string} */
export const countText = (count) => once('count', () => new Intl.NumberFormat(LOCALE)).format(count);

/**
 * @param {number} part
 * @param {number} whole
 * @returns {string} whole percent; a dash when there is nothing to be a part of
 */
export function shareText(part, whole) {
    return whole > 0 ? once('percent', () => new Intl.NumberFormat(LOCALE, { style: 'percent' })).format(part / whole) : NO_VALUE;
}

/**
 * @param {string | null | undefined} day ISO date
 * @param {string} [today] the year is left out when it is this year's
 * @returns {string}
 */
export function dayText(day, today = '') {
    if (!day) {
        return NO_VALUE;
    }
    const own = day.slice(0, 4) === today.slice(0, 4);
    const format = once(own ? 'day' : 'date', () => new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'short', day: 'numeric', ...(own ? {} : { year: 'numeric' }) }));
    return format.format(new Date(`${day}T00:00:00Z`));
}

/** @param {string | number | null | undefined} instant @returns {string} day and time in the user's zone */
export function momentText(instant) {
    return instant ? once('moment', () => new Intl.DateTimeFormat(LOCALE, { timeZone: TIME_ZONE, dateStyle: 'medium', timeStyle: 'short' })).format(new Date(instant)) : NO_VALUE;
}

/** @param {Date} [now] @returns {string} ISO date in the user's zone */
export const todayIs = (now = new Date()) => dayIn(now, TIME_ZONE);

/**
 * @param {string} from ISO date
 * @param {string} to ISO date
 * @returns {number} whole days, negative when `to` is earlier
 */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);

/**
 * @param {string} day ISO date
 * @param {number} count
 * @returns {string} ISO date
 */
export const dayAfter = (day, count) => new Date(Date.parse(`${day}T00:00:00Z`) + count * 86400000).toISOString().slice(0, 10);
