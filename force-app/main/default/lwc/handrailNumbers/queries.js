/** What is read of an org: metric results in batches, the run that vouches for them, the records behind one number. What a stored number says, c/handrailFigures reads. */
import { gql } from 'lightning/graphql';
import { jsonOf } from 'c/handrailFigures';

/** `first` is the most Salesforce gives at once. Parts and records came later than the rest; without access to them the numbers still stand. */
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
                            Also__c @optional {
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
                            As_Of_Day__c @optional {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** @typedef {import('c/handrailFigures').Result} Result */

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
                            Fiscal_Year_Named_By_End__c @optional {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** Read when somebody asks what a number hangs on. */
export const LINEAGE_OF = gql`
    query handrailLineageOf($result: ID) {
        uiapi {
            query {
                Handrail_Metric__c(where: { Id: { eq: $result } }, first: 1) {
                    edges {
                        node {
                            Id
                            Lineage__c @optional {
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

/**
 * @param {any} data answer of LATEST_RUN
 * @returns {{ asOf: string, version: string, isPartly: boolean, isYearNamedByEnd: boolean } | null} null before the first run, and for those who may not see runs
 */
export function runIn(data) {
    const node = data?.uiapi?.query?.Handrail_Sync_Run__c?.edges?.[0]?.node;
    return node
        ? { asOf: node.As_Of__c?.value ?? '', version: node.Playbook_Version__c?.value ?? '', isPartly: node.Status__c?.value === 'Partly Done', isYearNamedByEnd: node.Fiscal_Year_Named_By_End__c?.value === true }
        : null;
}

/**
 * @param {any} data answer of RECORDS_OF
 * @returns {{ object: string | null, ids: readonly string[], total: number } | null} null when none were synced
 */
export function recordsBehind(data) {
    const found = jsonOf(data?.uiapi?.query?.Handrail_Metric__c?.edges?.[0]?.node?.Records__c?.value ?? '');
    return Array.isArray(found?.ids) ? { object: found.object ?? null, ids: found.ids, total: found.total ?? found.ids.length } : null;
}

/**
 * @param {any} data answer of LINEAGE_OF
 * @returns {{ fields: readonly { field: string, label: string, criteria: readonly string[] }[], gates: readonly { object: string, criteria: number }[] } | null} criteria of gates: how many; null when none was synced
 */
export function lineageIn(data) {
    const found = jsonOf(data?.uiapi?.query?.Handrail_Metric__c?.edges?.[0]?.node?.Lineage__c?.value ?? '');
    return Array.isArray(found?.fields) && Array.isArray(found?.gates) ? found : null;
}

/** An object that a user may not see is a field that the schema of that user does not have. */
export const lacksAccess = (errors) => (errors ?? []).some(({ message }) => /Handrail_Metric__c/.test(message ?? '') && /FieldUndefined|undefined/i.test(message ?? ''));
