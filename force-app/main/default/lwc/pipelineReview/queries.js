/** What the review reads: every open deal, in pages; open decisions; exceptions that run. */
import { gql } from 'lightning/graphql';
import { DEAL_NODE } from 'c/handrailDeal';

export const FIRST_PAGE = 200;
export const LATER_PAGES = 1000;

/**
 * A small page first, so that something stands there at once; then pages whose judging nobody feels. With `upperBound`, which
 * takes pages of 200 to 2,000, there may be more than 4,000 in all.
 */
export const DEALS = gql`
    query handrailOpenDeals($first: Int, $after: String) {
        uiapi {
            query {
                Opportunity(where: { IsClosed: { eq: false } }, orderBy: { Amount: { order: DESC, nulls: LAST } }, first: $first, after: $after, upperBound: 50000) {
                    totalCount
                    pageInfo {
                        hasNextPage
                        endCursor
                    }
                    edges {
                        node {
                            ${DEAL_NODE}
                        }
                    }
                }
            }
        }
    }
`;

export const DECISIONS = gql`
    query handrailOpenDecisions {
        uiapi {
            query {
                Handrail_Decision__c(where: { Status__c: { eq: "Open" } }, orderBy: { Due_On__c: { order: ASC, nulls: LAST } }, first: 200) {
                    totalCount
                    edges {
                        node {
                            Id
                            Decision__c { value }
                            Meeting__c { value }
                            Due_On__c { value }
                            Owner @optional { ... on User { Name @optional { value } } }
                        }
                    }
                }
            }
        }
    }
`;

export const OVERRIDES = gql`
    query handrailRunningOverrides {
        uiapi {
            query {
                Handrail_Override__c(where: { Is_Running__c: { eq: true } }, orderBy: { Until__c: { order: ASC } }, first: 200) {
                    totalCount
                    edges {
                        node {
                            Id
                            Until__c { value }
                            Criterion_Label__c @optional { value }
                            Opportunity__c { value }
                        }
                    }
                }
            }
        }
    }
`;

/**
 * @param {any} data answer of a query
 * @param {string} object
 * @returns {{ nodes: any[], total: number, next: string | null }} next: cursor of the page after this one
 */
export function pageOf(data, object) {
    const { edges = [], totalCount = 0, pageInfo } = data?.uiapi?.query?.[object] ?? {};
    return { nodes: edges.map(({ node }) => node), total: totalCount, next: pageInfo?.hasNextPage ? pageInfo.endCursor : null };
}
