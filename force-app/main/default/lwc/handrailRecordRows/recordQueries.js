/** What a list says of a record, by object. Each query takes the ids; what a user may not see is left out. */
import { gql } from 'lightning/graphql';

/** Mirrors `first:` below. */
export const MOST = 200;

const opportunities = gql`
    query handrailDeals($ids: [ID]) {
        uiapi {
            query {
                Opportunity(where: { Id: { in: $ids } }, first: 200) {
                    edges {
                        node {
                            Id
                            Name @optional {
                                value
                            }
                            StageName @optional {
                                value
                                label
                            }
                            Amount @optional {
                                value
                                displayValue
                            }
                            Owner @optional {
                                ... on User {
                                    Name {
                                        value
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
`;

const leads = gql`
    query handrailLeads($ids: [ID]) {
        uiapi {
            query {
                Lead(where: { Id: { in: $ids } }, first: 200) {
                    edges {
                        node {
                            Id
                            Name @optional {
                                value
                            }
                            Company @optional {
                                value
                            }
                            Status @optional {
                                value
                                label
                            }
                        }
                    }
                }
            }
        }
    }
`;

const accounts = gql`
    query handrailAccountsById($ids: [ID]) {
        uiapi {
            query {
                Account(where: { Id: { in: $ids } }, first: 200) {
                    edges {
                        node {
                            Id
                            Name @optional {
                                value
                            }
                            Industry @optional {
                                value
                                label
                            }
                        }
                    }
                }
            }
        }
    }
`;

const handoffs = gql`
    query handrailHandoffsById($ids: [ID]) {
        uiapi {
            query {
                Handrail_Handoff__c(where: { Id: { in: $ids } }, first: 200) {
                    edges {
                        node {
                            Id
                            Name @optional {
                                value
                            }
                            Status__c @optional {
                                value
                                label
                            }
                            Opportunity__r @optional {
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

const text = (field) => field?.label ?? field?.value ?? '';

/** @type {Record<string, { query: any, about: (node: any) => string[] }>} */
export const LISTS = {
    Opportunity: { query: opportunities, about: (node) => [text(node.StageName), text(node.Owner?.Name)] },
    Lead: { query: leads, about: (node) => [text(node.Company), text(node.Status)] },
    Account: { query: accounts, about: (node) => [text(node.Industry)] },
    Handrail_Handoff__c: { query: handoffs, about: (node) => [text(node.Opportunity__r?.Name), text(node.Status__c)] }
};

/**
 * @param {string} object
 * @param {any} data answer of its query
 * @returns {{ id: string, name: string, about: string, amount: number | null }[]} the largest amount first
 */
export function rowsIn(object, data) {
    const rows = (data?.uiapi?.query?.[object]?.edges ?? []).map(({ node }) => ({
        id: node.Id,
        name: text(node.Name) || node.Id,
        about: LISTS[object]
            .about(node)
            .filter((part) => part !== '')
            .join(' · '),
        amount: node.Amount?.value ?? null
    }));
    return rows.sort((left, right) => (right.amount ?? -1) - (left.amount ?? -1) || left.name.localeCompare(right.name));
}
