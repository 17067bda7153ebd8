/** The open deals of one customer, the largest first. */
import { gql } from 'lightning/graphql';
import { DEAL_NODE } from 'c/handrailDeal';

export const MOST = 200;

export const OPEN_DEALS_OF = gql`
    query handrailDealsOfAccount($account: ID) {
        uiapi {
            query {
                Opportunity(where: { and: [{ AccountId: { eq: $account } }, { IsClosed: { eq: false } }] }, orderBy: { Amount: { order: DESC, nulls: LAST } }, first: ${MOST}) {
                    totalCount
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
