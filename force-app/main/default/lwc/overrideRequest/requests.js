/** The requests of a deal to pass a criterion: those that wait and those that run. */
import { gql } from 'lightning/graphql';

export const REQUESTS = gql`
    query handrailOverrides($deal: ID) {
        uiapi {
            query {
                Handrail_Override__c(
                    where: { and: [{ Opportunity__c: { eq: $deal } }, { Status__c: { in: ["Requested", "Granted"] } }] }
                    orderBy: { CreatedDate: { order: ASC } }
                    first: 50
                ) {
                    edges {
                        node {
                            Id
                            Criterion__c @optional {
                                value
                            }
                            Criterion_Label__c @optional {
                                value
                            }
                            Reason__c @optional {
                                value
                            }
                            Until__c @optional {
                                value
                            }
                            Status__c @optional {
                                value
                            }
                            CreatedDate {
                                value
                            }
                            CreatedById {
                                value
                            }
                            CreatedBy @optional {
                                Name {
                                    value
                                }
                            }
                            Approver__r @optional {
                                Name {
                                    value
                                }
                            }
                            Decided_By__r @optional {
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
`;

/**
 * @typedef {object} OverrideRequest
 * @property {string} id
 * @property {string} criterion code
 * @property {string} label what the criterion asks for
 * @property {string} reason
 * @property {string} until ISO date
 * @property {boolean} granted false: it waits for a decision
 * @property {string} askedAt ISO date-time
 * @property {string} senderId
 * @property {string} sender names are empty where the user may not read them
 * @property {string} approver
 * @property {string} decider
 */

/**
 * @param {any} data answer of the query
 * @param {string} today ISO date
 * @returns {OverrideRequest[]} oldest first; without those whose last day has passed
 */
export function requestsIn(data, today) {
    const edges = data?.uiapi?.query?.Handrail_Override__c?.edges ?? [];
    return edges
        .map(({ node }) => ({
            id: node.Id,
            criterion: node.Criterion__c?.value ?? '',
            label: node.Criterion_Label__c?.value || (node.Criterion__c?.value ?? ''),
            reason: node.Reason__c?.value ?? '',
            until: node.Until__c?.value ?? '',
            granted: node.Status__c?.value === 'Granted',
            askedAt: node.CreatedDate?.value ?? '',
            senderId: node.CreatedById?.value ?? '',
            sender: node.CreatedBy?.Name?.value ?? '',
            approver: node.Approver__r?.Name?.value ?? '',
            decider: node.Decided_By__r?.Name?.value ?? ''
        }))
        .filter(({ until }) => until >= today);
}
