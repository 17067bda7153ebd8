/** What is read of an org: metric results in batches, the run that vouches for them, the records behind one number. */
import { gql } from 'lightning/graphql';

/** Mirrors `first:` below; the most Salesforce gives at once. */
export const BATCH = 2000;

/** Parts and records came later than the rest; without access to them the numbers still stand. */
export const METRICS = gql`
    query handrailMetrics($metrics: [String], $after: String) {
        uiapi {
            query {
                Handrail_Metric__c(where: { Metric__c: { in: $metrics } }, orderBy: { External_Id__c: { order: ASC } }, first: 2000, after: $after, upperBound: 20000) {
                    pageInfo {
                        hasNextPage
                        endCursor
                    }
                    edges {
                        node {
                            Id
                            Metric__c {
                                value
                            }
                            Label__c @optional {
                                value
                            }
                            Series__c @optional {
                                value
                            }
                            Slice__c @optional {
                                value
                            }
                            Period_From__c @optional {
                                value
                            }
                            Period_To__c @optional {
                                value
                            }
                            Value__c @optional {
                                value
                            }
                            Unit__c @optional {
                                value
                            }
                            State__c @optional {
                                value
                            }
                            Reason__c @optional {
                                value
                            }
                            Numerator__c @optional {
                                value
                            }
                            Denominator__c @optional {
                                value
                            }
                            N__c @optional {
                                value
                            }
                            Definition_Version__c @optional {
                                value
                            }
                            Variants__c @optional {
                                value
                            }
                            Parts__c @optional {
                                value
                            }
                            As_Of__c @optional {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

export const LATEST_RUN = gql`
    query handrailLatestRun {
        uiapi {
            query {
                Handrail_Sync_Run__c(
                    where: { Status__c: { in: ["Done", "Partly Done"] } }
                    orderBy: { As_Of__c: { order: DESC } }
                    first: 1
                ) @optional {
                    edges {
                        node {
                            Id
                            As_Of__c @optional {
                                value
                            }
                            Status__c @optional {
                                value
                            }
                            Playbook_Version__c @optional {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** Read when somebody asks: the ids of a number may be many. */
export const RECORDS_OF = gql`
    query handrailRecordsOf($result: ID) {
        uiapi {
            query {
                Handrail_Metric__c(where: { Id: { eq: $result } }, first: 1) {
                    edges {
                        node {
                            Id
                            Records__c @optional {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** @typedef {'ok' | 'undefined' | 'immature' | 'low_n' | 'partial_access' | 'stale'} State */
/** @typedef {{ id: string, label: string, unit: string, value: number | null, state: State, reason: string | null, numerator: number | null, denominator: number | null }} Variant */
/**
 * @typedef {object} Result
 * @property {string} id of the synced record
 * @property {string} metric
 * @property {string} label
 * @property {Readonly<Record<string, string>>} slice dimension to value; empty for the whole
 * @property {string} sliceText as stored: `segment=SMB;owner=Rosa Rep`
 * @property {'now' | 'trend' | ''} series now: the number of its own period; trend: one of its last closed periods
 * @property {string | null} from ISO date, counts; null for all time
 * @property {string} to ISO date, the first day that no longer counts
 * @property {number | null} value
 * @property {string} unit
 * @property {State} state
 * @property {string} reason
 * @property {number | null} numerator
 * @property {number | null} denominator
 * @property {number} n
 * @property {string} version
 * @property {readonly Variant[]} variants
 * @property {Readonly<Record<string, number | null>> | null} parts
 * @property {string} asOf ISO date-time
 */

/**
 * @param {any} data answer of METRICS
 * @returns {{ results: Result[], next: string | null }} next: where the following batch begins
 */
export function resultsIn(data) {
    const found = data?.uiapi?.query?.Handrail_Metric__c;
    const { hasNextPage, endCursor } = found?.pageInfo ?? {};
    return { results: (found?.edges ?? []).map(({ node }) => resultOf(node)), next: hasNextPage ? endCursor : null };
}

function resultOf(node) {
    const text = (name) => node[name]?.value ?? '';
    const number = (name) => node[name]?.value ?? null;
    return {
        id: node.Id,
        metric: text('Metric__c'),
        label: text('Label__c') || text('Metric__c'),
        slice: sliceOf(text('Slice__c')),
        sliceText: text('Slice__c'),
        series: text('Series__c'),
        from: number('Period_From__c'),
        to: text('Period_To__c'),
        value: number('Value__c'),
        unit: text('Unit__c'),
        state: text('State__c') || 'undefined',
        reason: text('Reason__c'),
        numerator: number('Numerator__c'),
        denominator: number('Denominator__c'),
        n: number('N__c') ?? 0,
        version: text('Definition_Version__c'),
        variants: jsonOf(text('Variants__c')) ?? [],
        parts: jsonOf(text('Parts__c')),
        asOf: text('As_Of__c')
    };
}

function sliceOf(text) {
    return Object.fromEntries(
        text
            .split(';')
            .filter((part) => part.includes('='))
            .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)])
    );
}

/** Long text may have been cut by somebody; what cannot be read is not there. */
function jsonOf(text) {
    try {
        return text ? JSON.parse(text) : null;
    } catch {
        return null;
    }
}

/**
 * @param {any} data answer of LATEST_RUN
 * @returns {{ asOf: string, version: string, isPartly: boolean } | null} null before the first run, and for those who may not see runs
 */
export function runIn(data) {
    const node = data?.uiapi?.query?.Handrail_Sync_Run__c?.edges?.[0]?.node;
    return node ? { asOf: node.As_Of__c?.value ?? '', version: node.Playbook_Version__c?.value ?? '', isPartly: node.Status__c?.value === 'Partly Done' } : null;
}

/**
 * @param {any} data answer of RECORDS_OF
 * @returns {{ object: string | null, ids: readonly string[], total: number } | null} null when none were synced
 */
export function recordsBehind(data) {
    const found = jsonOf(data?.uiapi?.query?.Handrail_Metric__c?.edges?.[0]?.node?.Records__c?.value ?? '');
    return Array.isArray(found?.ids) ? { object: found.object ?? null, ids: found.ids, total: found.total ?? found.ids.length } : null;
}

/** An object that a user may not see is a field that the schema of that user does not have. */
export const lacksAccess = (errors) => (errors ?? []).some(({ message }) => /Handrail_Metric__c/.test(message ?? '') && /FieldUndefined|undefined/i.test(message ?? ''));
