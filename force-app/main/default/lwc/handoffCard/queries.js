/** Which handoff of a deal to show. */
import { gql } from 'lightning/graphql';

export const HANDOFF_OF_DEAL = gql`
    query handrailHandoffOfDeal($deal: ID) {
        uiapi {
            query {
                Handrail_Handoff__c(where: { Opportunity__c: { eq: $deal } }, orderBy: { CreatedDate: { order: DESC } }, first: 1) {
                    edges {
                        node {
                            Id
                        }
                    }
                }
            }
        }
    }
`;

/**
 * @param {any} data answer of the query
 * @returns {string | null} the newest one
 */
export function handoffIn(data) {
    return data?.uiapi?.query?.Handrail_Handoff__c?.edges?.[0]?.node?.Id ?? null;
}
