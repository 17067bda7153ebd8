/** Which criteria this org enforces: custom metadata decides, not the playbook the page was built from. */
import { gql } from 'lightning/graphql';

/** GraphQL answers ten rows unless told otherwise, and 2,000 at most. */
export const ENFORCEMENT = gql`
    query handrailEnforcement {
        uiapi {
            query {
                Handrail_Criterion__mdt(first: 2000) {
                    edges {
                        node {
                            DeveloperName @optional {
                                value
                            }
                            Enforced__c @optional {
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
 * @param {any} data answer of the query
 * @returns {Map<string, boolean>} by developer name; rows that could not be read are absent
 */
export function enforcedIn(data) {
    const edges = data?.uiapi?.query?.Handrail_Criterion__mdt?.edges ?? [];
    return new Map(
        edges
            .map(({ node }) => [node.DeveloperName?.value, node.Enforced__c?.value])
            .filter(([name, enforced]) => name && typeof enforced === 'boolean')
    );
}

/**
 * @param {Map<string, boolean>} enforced
 * @returns {(criterion: import('c/handrailPlaybook').Criterion) => boolean} falls back on the mode as declared
 */
export function enforcementOf(enforced) {
    return ({ recordName, mode }) => enforced.get(recordName) ?? mode === 'enforce';
}
