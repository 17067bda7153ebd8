/**
 * The short list of choices of a lookup, by the object it points at. Each query returns at most CHOICES records, by
 * name; `totalCount` says how many there are.
 */
import { gql } from 'lightning/graphql';

/** Mirrors `first:` below. */
export const CHOICES = 50;

const contacts = gql`
    query handrailContacts($account: ID) {
        uiapi {
            query {
                Contact(where: { AccountId: { eq: $account } }, orderBy: { Name: { order: ASC } }, first: 50) {
                    totalCount
                    edges {
                        node {
                            Id
                            Name {
                                value
                            }
                            Title {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

const wonDeals = gql`
    query handrailWonDeals($account: ID) {
        uiapi {
            query {
                Opportunity(
                    where: { and: [{ AccountId: { eq: $account } }, { IsWon: { eq: true } }] }
                    orderBy: { Name: { order: ASC } }
                    first: 50
                ) {
                    totalCount
                    edges {
                        node {
                            Id
                            Name {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

const users = gql`
    query handrailUsers {
        uiapi {
            query {
                User(where: { IsActive: { eq: true } }, orderBy: { Name: { order: ASC } }, first: 50) {
                    totalCount
                    edges {
                        node {
                            Id
                            Name {
                                value
                            }
                            Title {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

const accounts = gql`
    query handrailAccounts {
        uiapi {
            query {
                Account(orderBy: { Name: { order: ASC } }, first: 50) {
                    totalCount
                    edges {
                        node {
                            Id
                            Name {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** @type {Record<string, { query: any, byAccount: boolean }>} */
export const LOOKUPS = {
    Contact: { query: contacts, byAccount: true },
    Opportunity: { query: wonDeals, byAccount: true },
    User: { query: users, byAccount: false },
    Account: { query: accounts, byAccount: false }
};
