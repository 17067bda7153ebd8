/** What the page reads of the synced packs: the days that a meeting has one of, and one of them whole. */
import { gql } from 'lightning/graphql';

/** Mirrors `first:` below: a quarter of daily packs. */
export const MOST_DAYS = 100;

export const DAYS = gql`
    query handrailPackDays($meeting: String) {
        uiapi {
            query {
                Handrail_Pack__c(where: { Meeting__c: { eq: $meeting } }, orderBy: { Pack_Date__c: { order: DESC } }, first: 100) {
                    edges {
                        node {
                            Id
                            Pack_Date__c {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** Counts came later than the contents; without access to them the pack still stands. */
export const PACK = gql`
    query handrailPack($pack: ID) {
        uiapi {
            query {
                Handrail_Pack__c(where: { Id: { eq: $pack } }, first: 1) {
                    edges {
                        node {
                            Id
                            Contents__c {
                                value
                            }
                            As_Of__c @optional {
                                value
                            }
                            Blocked_Count__c @optional {
                                value
                            }
                            Blocked_Amount__c @optional {
                                value
                            }
                            Unowned_Count__c @optional {
                                value
                            }
                            Open_Decision_Count__c @optional {
                                value
                            }
                            Overdue_Decision_Count__c @optional {
                                value
                            }
                            Finding_Count__c @optional {
                                value
                            }
                            Reviewed_At__c @optional {
                                value
                            }
                            Reviewed_By__r @optional {
                                Name @optional {
                                    value
                                }
                            }
                        }
                    }
                }
            }
        }
    }
`;

const nodesIn = (data) => (data?.uiapi?.query?.Handrail_Pack__c?.edges ?? []).map(({ node }) => node);

/** @param {any} data answer of DAYS @returns {{ id: string, day: string }[]} the latest first */
export const daysIn = (data) => nodesIn(data).map((node) => ({ id: node.Id, day: node.Pack_Date__c?.value ?? '' }));

/**
 * @typedef {object} StoredPack
 * @property {string} id
 * @property {any} contents as `handrail sync` wrote it; null when it cannot be read
 * @property {string} asOf ISO date-time
 * @property {Readonly<Record<'blocked' | 'blockedAmount' | 'unowned' | 'open' | 'overdue' | 'findings', number | null>>} counts null: not known
 * @property {string} reviewedAt ISO date-time; empty: nobody has
 * @property {string} reviewedBy
 */

/** @param {any} data answer of PACK @returns {StoredPack | null} */
export function packIn(data) {
    const [node] = nodesIn(data);
    if (!node) {
        return null;
    }
    const number = (name) => node[name]?.value ?? null;
    return {
        id: node.Id,
        contents: contentsOf(node.Contents__c?.value),
        asOf: node.As_Of__c?.value ?? '',
        counts: {
            blocked: number('Blocked_Count__c'),
            blockedAmount: number('Blocked_Amount__c'),
            unowned: number('Unowned_Count__c'),
            open: number('Open_Decision_Count__c'),
            overdue: number('Overdue_Decision_Count__c'),
            findings: number('Finding_Count__c')
        },
        reviewedAt: node.Reviewed_At__c?.value ?? '',
        reviewedBy: node.Reviewed_By__r?.Name?.value ?? ''
    };
}

/** Long text may have been changed by somebody; a pack that is not whole is none. */
function contentsOf(text) {
    try {
        const found = JSON.parse(text);
        const lists = [found.first, found.who, found.opening, found.preRead, found.agenda];
        return found.format === 1 && lists.every(Array.isArray) && found.headline ? found : null;
    } catch {
        return null;
    }
}

/** An object that a user may not see is a field that the schema of that user does not have. */
export const lacksAccess = (errors) => (errors ?? []).some(({ message }) => /Handrail_Pack__c|Contents__c/.test(message ?? '') && /FieldUndefined|undefined/i.test(message ?? ''));
