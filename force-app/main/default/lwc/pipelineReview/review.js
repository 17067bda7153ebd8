/** What the review counts and which deals it shows. Pure. */
import { dayAfter } from 'c/handrailText';

/** @typedef {import('c/handrailDeal').Deal} Deal */

const has = (flag) => (deal) => deal.flags.includes(flag);

/** The tiles, by what a deal must be to stand under them. */
export const TILES = {
    all: () => true,
    blocked: (deal) => deal.blockers.length > 0,
    step: (deal) => has('stepMissing')(deal) || has('stepOverdue')(deal),
    stuck: has('stuck'),
    passed: has('closePassed'),
    unproven: has('unproven')
};

/**
 * @param {readonly Deal[]} deals
 * @returns {{ count: number, amount: number }}
 */
export const sumOf = (deals) => ({ count: deals.length, amount: deals.reduce((sum, { amount }) => sum + amount, 0) });

/**
 * @param {string} day ISO date
 * @param {number} later how many quarters after the one of the day
 * @returns {string} ISO date of the first day of that calendar quarter
 */
function quarterStart(day, later) {
    const [year, month] = day.split('-').map(Number);
    return new Date(Date.UTC(year, (Math.floor((month - 1) / 3) + later) * 3, 1)).toISOString().slice(0, 10);
}

/**
 * @param {string} today ISO date
 * @returns {string[]} last days of this quarter and of the next
 */
export const quarterEnds = (today) => [1, 2].map((later) => dayAfter(quarterStart(today, later), -1));

/**
 * @param {string} period `passed`, `this`, `next`, `later`; anything else is any time
 * @param {string} today ISO date
 * @returns {(day: string) => boolean}
 */
export function closesIn(period, today) {
    const [next, later] = [quarterStart(today, 1), quarterStart(today, 2)];
    return (
        {
            passed: (day) => day !== '' && day < today,
            this: (day) => day >= today && day < next,
            next: (day) => day >= next && day < later,
            later: (day) => day >= later
        }[period] ?? (() => true)
    );
}

/**
 * @param {readonly Deal[]} deals
 * @param {{ tile: string, owner: string, closes: string, category: string, blocked: string, find: string }} view empty: not filtered
 * @param {string} today
 * @returns {Deal[]}
 */
export function shownOf(deals, { tile, owner, closes, category, blocked, find }, today) {
    const inTile = TILES[tile] ?? TILES.all;
    const inPeriod = closesIn(closes, today);
    const word = find.trim().toLowerCase();
    return deals.filter(
        (deal) =>
            inTile(deal) &&
            (!owner || deal.ownerId === owner) &&
            (!category || deal.category === category) &&
            (!blocked || deal.blockers.some(({ id }) => id === blocked)) &&
            (!closes || inPeriod(deal.closeDate)) &&
            (!word || `${deal.name}\n${deal.account}`.toLowerCase().includes(word))
    );
}

/** One for ten thousand comparisons. */
const COLLATOR = new Intl.Collator();

const KEYS = {
    name: ({ account, name }) => `${account} ${name}`.toLowerCase(),
    owner: ({ owner }) => owner.toLowerCase(),
    stage: ({ rank }) => rank,
    amount: ({ amount }) => amount,
    closes: ({ closeDate }) => closeDate,
    blocked: ({ blockers }) => blockers.length,
    flags: ({ flags }) => flags.length,
    step: ({ nextDate }) => nextDate
};

/**
 * Stable: deals that are equal stay as they stood.
 * @param {readonly Deal[]} deals
 * @param {string} column
 * @param {'asc' | 'desc'} direction
 * @returns {Deal[]}
 */
export function sorted(deals, column, direction) {
    const key = KEYS[column] ?? KEYS.amount;
    const sign = direction === 'asc' ? 1 : -1;
    const compare = (a, b) => (typeof a === 'number' ? a - b : COLLATOR.compare(a, b));
    return deals.map((deal) => /** @type {const} */ ([key(deal), deal])).sort(([a], [b]) => sign * compare(a, b)).map(([, deal]) => deal);
}

/**
 * Which criteria hold how much. A deal held by two counts under both.
 * @param {readonly Deal[]} deals
 * @returns {{ id: string, label: string, count: number, amount: number }[]} the most money first
 */
export function blockersOf(deals) {
    const found = new Map();
    for (const { blockers, amount } of deals) {
        for (const { id, label } of blockers) {
            const row = found.get(id) ?? { id, label, count: 0, amount: 0 };
            row.count += 1;
            row.amount += amount;
            found.set(id, row);
        }
    }
    return [...found.values()].sort((a, b) => b.amount - a.amount || b.count - a.count || a.label.localeCompare(b.label));
}

/**
 * @param {readonly Deal[]} deals
 * @param {readonly string[]} ids
 * @returns {number} the amount of the deals that at least one of them holds, none twice
 */
export const heldBy = (deals, ids) => sumOf(deals.filter(({ blockers }) => blockers.some(({ id }) => ids.includes(id)))).amount;
