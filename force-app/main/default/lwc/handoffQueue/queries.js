/** What lies between teams: handoffs that wait, and leads that nobody decided about. */
import { gql } from 'lightning/graphql';

const HANDOFF = `
    totalCount
    edges {
        node {
            Id
            Name { value }
            CreatedDate { value }
            Type__c @optional { value }
            Status__c @optional { value }
            Sent_At__c @optional { value }
            Resent_At__c @optional { value }
            Accepted_At__c @optional { value }
            Rejected_At__c @optional { value }
            Reject_Reason__c @optional { value }
            Reject_Note__c @optional { value }
            Kickoff_Held_At__c @optional { value }
            First_Value_On__c @optional { value }
            Account__r @optional { Name @optional { value } }
            Opportunity__r @optional {
                Name @optional { value }
                Amount @optional { value }
                Handrail_Stage_Entered_At__c @optional { value }
                Account @optional { Name @optional { value } }
            }
            Sender__r @optional { Name @optional { value } }
            Receiver__c @optional { value }
            Receiver__r @optional { Name @optional { value } }
        }
    }
`;

export const WAITING = gql`
    query handrailWaitingHandoffs {
        uiapi {
            query {
                Handrail_Handoff__c(where: { Status__c: { in: ["Sent", "Rejected", "Accepted"] } }, orderBy: { Sent_At__c: { order: ASC } }, first: 2000) {
                    ${HANDOFF}
                }
            }
        }
    }
`;

export const OF_ACCOUNT = gql`
    query handrailAccountHandoffs($account: ID) {
        uiapi {
            query {
                Handrail_Handoff__c(where: { or: [{ Account__c: { eq: $account } }, { Opportunity__r: { AccountId: { eq: $account } } }] }, orderBy: { CreatedDate: { order: DESC } }, first: 200) {
                    ${HANDOFF}
                }
            }
        }
    }
`;

/** MQLs that sales neither accepted nor rejected, and those it rejected and nobody worked since. */
export const LEADS = gql`
    query handrailUndecidedLeads {
        uiapi {
            query {
                Lead(
                    where: { and: [{ IsConverted: { eq: false } }, { Handrail_MQL_At__c: { ne: null } }, { Handrail_Disqualify_Reason__c: { eq: null } }, { or: [{ Handrail_Sales_Decision__c: { eq: null } }, { Handrail_Sales_Decision__c: { eq: "Rejected" } }] }] }
                    orderBy: { Handrail_MQL_At__c: { order: ASC } }
                    first: 2000
                ) {
                    totalCount
                    edges {
                        node {
                            Id
                            Name { value }
                            Company @optional { value }
                            OwnerId { value }
                            Owner @optional { ... on User { Name @optional { value } } ... on Group { Name @optional { value } } }
                            Handrail_MQL_At__c @optional { value }
                            Handrail_Assigned_At__c @optional { value }
                            Handrail_Decided_At__c @optional { value }
                            Handrail_Sales_Decision__c @optional { value }
                            Handrail_Reject_Reason__c @optional { value }
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
 * @returns {{ nodes: any[], total: number }}
 */
export function nodesIn(data, object) {
    const { edges = [], totalCount = 0 } = data?.uiapi?.query?.[object] ?? {};
    return { nodes: edges.map(({ node }) => node), total: totalCount };
}
