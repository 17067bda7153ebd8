/**
 * Numbers that the last sync wrote, for a card that shows a few of them. A number that is not there, or that may not be believed,
 * is null: a card then leaves its place out. The pages that explain numbers use c/handrailNumbers, which brings every definition along.
 */
import { gql } from 'lightning/graphql';
import LOCALE from '@salesforce/i18n/locale';
import { resultsIn } from './results';

export { isTooFew, jsonOf, resultsIn } from './results';

/** Variables: `metrics`, ids of metrics; `slices` such as `owner=Maya Lindqvist`. Numbers of the whole company always come along. */
export const FIGURES = gql`
    query handrailFigures($metrics: [String], $slices: [String]) {
        uiapi {
            query {
                Handrail_Metric__c(
                    where: { and: [{ Metric__c: { in: $metrics } }, { Series__c: { ne: "trend" } }, { or: [{ Slice__c: { in: $slices } }, { Slice__c: { eq: null } }] }] }
                    orderBy: { As_Of__c: { order: DESC } }
                    first: 200
                ) {
                    edges {
                        node {
                            Metric__c @optional {
                                value
                            }
                            Slice__c @optional {
                                value
                            }
                            State__c @optional {
                                value
                            }
                            Also__c @optional {
                                value
                            }
                            Value__c @optional {
                                value
                            }
                            Numerator__c @optional {
                                value
                            }
                            Denominator__c @optional {
                                value
                            }
                            Period_To__c @optional {
                                value
                            }
                            As_Of__c @optional {
                                value
                            }
                            Parts__c @optional {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/**
 * @typedef {object} Figure
 * @property {number | null} value null where it may not be believed
 * @property {number | null} numerator a count, true whatever the rate is worth
 * @property {number | null} denominator
 * @property {string | null} lastDay of its period, ISO date
 * @property {string | null} asOf ISO date and time
 * @property {Readonly<Record<string, number | null>>} parts of a formula, by name
 */
/** @typedef {(metric: string, slice?: string) => Figure | null} Figures */
/** @typedef {import('./results').Result} Result */
/** @typedef {import('./results').Variant} Variant */

/** What is worth showing: a share of few records, or one that time has not settled, is not. */
const SOUND = ['ok', 'partial_access'];

/** @type {Figures} */
export const NO_FIGURES = () => null;

const keyOf = (metric, slice) => JSON.stringify([metric, slice]);

/**
 * @param {any} data answer of the query
 * @returns {Figures} the newest of each metric and slice
 */
export function figuresIn(data) {
    const found = new Map();
    for (const result of resultsIn(data).results) {
        const key = keyOf(result.metric, result.sliceText);
        if (!found.has(key)) {
            found.set(key, figureOf(result));
        }
    }
    return (metric, slice = '') => found.get(keyOf(metric, slice)) ?? null;
}

/** @param {import('./results').Result} result */
function figureOf({ state, also, value, numerator, denominator, to, asOf, parts }) {
    return { value: [state, ...also].every((one) => SOUND.includes(one)) ? value : null, numerator, denominator, lastDay: dayBefore(to), asOf: asOf || null, parts: parts ?? {} };
}

/** A period ends on the first day that no longer counts. */
function dayBefore(day) {
    const instant = Date.parse(`${day}T00:00:00Z`);
    return Number.isNaN(instant) ? null : new Date(instant - 86400000).toISOString().slice(0, 10);
}

/**
 * @param {number} share 0.675
 * @returns {string} as people write it, without places
 */
export function percentText(share) {
    return new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}
