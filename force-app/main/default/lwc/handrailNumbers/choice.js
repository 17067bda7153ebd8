/** Which of the synced results a page shows: by metric, slice and period. Pure. */
import { dictionary } from 'c/handrailDictionary';

/** @typedef {import('./queries').Result} Result */

const DAY = 86400000;
/** Months and quarters differ by three days at most. */
const ALIKE = 3;
const HISTORY = 8;

const dayOf = (date) => Date.parse(`${date}T00:00:00Z`) / DAY;

/** @returns {number | null} days of its period; null for all time */
export const lengthOf = ({ from, to }) => (from ? dayOf(to) - dayOf(from) : null);

export const companyOf = (results) => results.filter(({ sliceText }) => sliceText === '');

/** The day before which it was true: what stands on a day, or looks ahead, was true when it was counted. */
const endOf = ({ from, to, day }) => (from && from < day ? to : day);

/**
 * The result of a metric for a slice: the number of today, or the last one that was true inside a quarter.
 * @param {readonly Result[]} results
 * @param {{ metric: string, slice?: string, quarter?: { from: string, to: string } | null }} wanted slice as stored
 * @returns {Result | null}
 */
export function chooseResult(results, { metric, slice = '', quarter = null }) {
    const known = results.filter((result) => result.metric === metric && result.sliceText === slice);
    if (quarter) {
        const within = known.filter((result) => endOf(result) > quarter.from && endOf(result) <= quarter.to);
        return within.reduce((best, result) => (best && (endOf(best) > endOf(result) || (endOf(best) === endOf(result) && best.series === 'trend')) ? best : result), null);
    }
    const now = known.filter(({ series }) => series !== 'trend');
    return (now.length > 0 ? now : known).reduce((best, result) => (best && best.to >= result.to ? best : result), null);
}

/**
 * The last results of a metric, oldest first, whose periods are as long as that of the chosen one; where it stands alone, as
 * long as most.
 * @param {readonly Result[]} results
 * @param {Result} chosen
 * @returns {Result[]} ends with the chosen one where it belongs to the series
 */
export function seriesOf(results, chosen) {
    const known = results.filter((result) => result.metric === chosen.metric && result.sliceText === chosen.sliceText && (result === chosen || (result.series !== 'now' && result.to <= chosen.to)));
    const isAlike = (left, right) => (left === null || right === null ? left === right : Math.abs(left - right) <= ALIKE);
    const alike = (each) => known.filter((result) => isAlike(lengthOf(result), lengthOf(each)));
    const own = alike(chosen);
    const groups = own.length > 1 ? [own] : known.map(alike);
    const longest = groups.reduce((best, group) => (group.length > best.length ? group : best), []);
    return [...longest].sort((left, right) => left.to.localeCompare(right.to)).slice(-HISTORY);
}

/**
 * Results of one metric cut by one dimension, for the period of the chosen whole.
 * @param {readonly Result[]} results
 * @param {{ metric: string, dimension: string, period?: { from: string | null, to: string } | null }} wanted
 * @returns {Result[]}
 */
export function slicesOf(results, { metric, dimension, period = null }) {
    const cut = results.filter((result) => result.metric === metric && Object.keys(result.slice).join() === dimension);
    const last = period?.to ?? cut.reduce((latest, { to }) => (to > latest ? to : latest), '');
    const ofDay = cut.filter(({ to }) => to === last);
    const exact = period ? ofDay.filter(({ from }) => from === period.from) : ofDay;
    return exact.length > 0 ? exact : ofDay;
}

/** @returns {Map<string, Set<string>>} values by dimension, of results with one dimension */
export function dimensionsOf(results) {
    const found = new Map();
    for (const { slice } of results) {
        const [entry, ...more] = Object.entries(slice);
        if (entry && more.length === 0) {
            found.set(entry[0], (found.get(entry[0]) ?? new Set()).add(entry[1]));
        }
    }
    return found;
}

let isYearNamedByEnd = false;

/**
 * Whether the org names a fiscal year after the calendar year it ends in. Said by the frame of a page before it shows numbers;
 * all pages of a tab are of one org.
 * @param {boolean} isByEnd
 */
export function nameFiscalYears(isByEnd) {
    isYearNamedByEnd = isByEnd;
}

/**
 * The fiscal quarter of a day, named as the org names its fiscal years.
 * @param {string} day ISO date
 * @returns {{ key: string, year: number, quarter: number, from: string, to: string }}
 */
export function quarterOf(day) {
    const [year, month] = day.split('-').map(Number);
    const start = dictionary.fiscalYearStart;
    const into = (month - start + 12) % 12;
    const first = (offset) => new Date(Date.UTC(year, month - 1 - (into % 3) + offset, 1)).toISOString().slice(0, 10);
    const fiscalYear = year - (month < start ? 1 : 0) + (isYearNamedByEnd && start > 1 ? 1 : 0);
    const quarter = 1 + Math.floor(into / 3);
    return { key: `${fiscalYear}-Q${quarter}`, year: fiscalYear, quarter, from: first(0), to: first(3) };
}

/**
 * Quarters in which some result was true, the newest first.
 * @param {readonly Result[]} results
 */
export function quartersIn(results) {
    const lastDay = (result) => new Date((dayOf(endOf(result)) - 1) * DAY).toISOString().slice(0, 10);
    const found = new Map(results.filter(({ to, day }) => to && day).map((result) => quarterOf(lastDay(result))).map((quarter) => [quarter.key, quarter]));
    return [...found.values()].sort((left, right) => right.from.localeCompare(left.from));
}

/** A period that has not ended when its number was counted. */
export const isToDate = ({ from, to, day }) => Boolean(from) && to > day && from <= day;
