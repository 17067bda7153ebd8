/** What the page reads: the findings, the latest runs, and what the org's own records say of the playbook. */
import { gql } from 'lightning/graphql';

export const FINDINGS = gql`
    query handrailFindings {
        uiapi {
            query {
                Handrail_Finding__c(first: 2000, orderBy: { First_Seen_At__c: { order: DESC } }) {
                    totalCount
                    edges {
                        node {
                            Id
                            Code__c { value }
                            Severity__c { value }
                            Tier__c { value }
                            Kind__c { value }
                            Object__c { value }
                            Component__c { value }
                            Summary__c { value }
                            Expected__c { value }
                            Actual__c { value }
                            Changed_By__c { value }
                            Changed_At__c { value }
                            Breaks_Criteria__c { value }
                            Breaks_Metrics__c { value }
                            Breaks_Reviews__c { value }
                            Remedies__c { value }
                            Status__c { value }
                            First_Seen_At__c { value }
                            Resolved_At__c { value }
                            Record_Count__c @optional { value }
                            Amount_At_Stake__c @optional { value }
                            Records__c @optional { value }
                            Decision_Reason__c @optional { value }
                            Decision_Until__c @optional { value }
                            Decision_By__c @optional { value }
                        }
                    }
                }
            }
        }
    }
`;

export const RUNS = gql`
    query handrailRuns {
        uiapi {
            query {
                Handrail_Sync_Run__c(first: 10, orderBy: { CreatedDate: { order: DESC } }) {
                    edges {
                        node {
                            Id
                            Status__c { value }
                            As_Of__c { value }
                            Started_At__c { value }
                            Finished_At__c { value }
                            Playbook_Version__c { value }
                            Api_Calls__c { value }
                            Violation_Count__c { value }
                            Message__c { value }
                            Coverage_Read__c { value }
                            Coverage_Unread__c { value }
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
 * @returns {Record<string, any>[]} rows as plain values; a field the user may not read is undefined
 */
export function rowsOf(data, object) {
    const edges = data?.uiapi?.query?.[object]?.edges ?? [];
    return edges.map(({ node }) => Object.fromEntries(Object.entries(node).map(([name, field]) => [name, field && typeof field === 'object' ? field.value : field])));
}
