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
                            Playbook_Version__c @optional {
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
 * @param {any} data answer of the query
 * @param {string} version of the playbook that this page was built from
 * @returns {string} the newest version in the org when it is newer than that; empty otherwise
 */
export function newerVersionIn(data, version) {
    const edges = data?.uiapi?.query?.Handrail_Criterion__mdt?.edges ?? [];
    const versions = edges.map(({ node }) => node.Playbook_Version__c?.value).filter(Boolean);
    const newest = versions.reduce((best, each) => (compareVersions(each, best) > 0 ? each : best), version);
    return newest === version ? '' : newest;
}

/**
 * @param {string} left such as `2026.4.1`
 * @param {string} right
 * @returns {number} part by part, as numbers where they are
 */
function compareVersions(left, right) {
    return left.localeCompare(right, 'en', { numeric: true });
}

/**
 * @param {Map<string, boolean>} enforced
 * @returns {(criterion: import('c/handrailPlaybook').Criterion) => boolean} falls back on the mode as declared
 */
export function enforcementOf(enforced) {
    return ({ recordName, mode }) => enforced.get(recordName) ?? mode === 'enforce';
}
