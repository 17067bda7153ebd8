/** What a person does about a finding that no deploy mends: stage sets and the org's own picklists are never deployed, rules never taken away. */
import type { Finding } from '../types.ts';

const stages = ({ object, component }: Finding): string => `Setup > Object Manager > ${object} > Fields & Relationships > ${component.split('.')[0] || 'the stage field'}: put the values back as the playbook has them, or change the playbook`;

const ADVICE: Readonly<Record<string, (finding: Finding) => string>> = {
  'stage-missing': stages,
  'stage-undeclared': stages,
  'stage-order': stages,
  'stage-probability': stages,
  'stage-category': stages,
  'stage-outcome': stages,
  'value-undeclared': ({ object, component }) => `Setup > Object Manager > ${object} > Fields & Relationships > ${component}: deactivate the value (records keep it), or add it to the playbook`,
  'value-missing': ({ object, component }) => `Setup > Object Manager > ${object} > Fields & Relationships > ${component}: add or activate the value, or take it out of the playbook`,
  'history-tracking': ({ object }) => `Setup > Object Manager > ${object} > Fields & Relationships > Set History Tracking`,
  'field-changed': (finding) => fieldChanged(finding),
  'rule-undeclared': ({ object, component }) => `Setup > Object Manager > ${object} > Validation Rules > ${component}: deactivate or delete it, or add its criterion to the playbook`,
  'rule-foreign': ({ object, component }) => `Setup > Object Manager > ${object} > Validation Rules > ${component}: deactivate it, or record it as meant: handrail drift record`,
  'playbook-missing': () => 'Deploy the project: sf project deploy start --source-dir force-app',
  'playbook-version': () => 'Deploy the playbook: sf project deploy start --source-dir force-app',
  'field-required': ({ object, component }) => `Setup > Object Manager > ${object} > Fields & Relationships > ${component} > Edit: clear Required, or declare the field in the playbook`,
  'bypass-held': ({ component }) => `Setup > Users > ${component} > Permission Set Assignments: remove the bypass, or give it an end date`,
  'experiment-left': ({ component }) => `Setup > Permission Sets > ${component}: take it from whoever holds it and delete it; then delete Setup > Custom Permissions > ${component}. Rules that still ask for it go first`,
  'experiment-cohort': ({ id, component, actual }) => id.endsWith('-without') ? `sf org assign permset --name ${component} ${onBehalfOf(actual)}, or take them out of the cohort in the playbook` : id.endsWith('-beyond') ? `Setup > Permission Sets > ${component} > Manage Assignments: take it from them, or write them into the cohort in the playbook` : 'Write the usernames, or the names of the roles or territories, as this org has them',
  'setting-off': () => 'Setup > Feature Settings > Sales > Lead Settings: tick Require Validation for Converted Leads',
  'flow-missing': () => 'Deploy the package: sf project deploy start --source-dir force-app/main',
  'flow-inactive': ({ component }) => `Setup > Flows > ${component}: activate its latest version`,
  'path-step': ({ component }) => `Setup > Path Settings > ${component}: take the guidance of that stage out`,
  'stage-label': stages,
  'page-readonly': ({ object, component }) => `Setup > Object Manager > ${object} > Page Layouts or Lightning Record Pages > ${component}: make the field editable`,
  'page-required': ({ object, component }) => `Setup > Object Manager > ${object} > Page Layouts or Lightning Record Pages > ${component}: clear Required, or record it as meant: handrail drift record`,
  'page-missing': ({ object, component }) => `Setup > Object Manager > ${object} > Page Layouts > ${component}: add the fields, or put the gate's component on the record page`,
  'record-type-values': ({ object, component }) => `Setup > Object Manager > ${object} > Record Types > ${component.split('.')[0] ?? component}: add the values`,
  'process-stage': ({ object, component }) => `Setup > ${object === 'Lead' ? 'Lead' : 'Sales'} Processes > ${component}: add the stages, or record it as meant: handrail drift record`,
  'metric-conflict': ({ id, component }) => `${id.startsWith('DASHBOARD-') ? 'Dashboards' : 'Reports'} > ${component}: rename it, or count as the playbook does; or record it as meant: handrail drift record`,
  'duplicate-unguarded': ({ object }) => `Setup > Duplicate Rules: activate one on ${object} that does what the playbook says, or change duplicates in definitions.yaml`,
  'duplicate-rule': ({ component }) => `Setup > Duplicate Rules > ${component}: let it alert instead of block, or record it as meant: handrail drift record`,
  unread: () => 'Give the user access to it (permission set Handrail_Sync or Handrail_Admin) and run handrail drift again',
};

/** Of fields that no deploy changes: picklists of the org's own, and what would convert data. */
function fieldChanged({ id, object, component, expected }: Finding): string {
  const field = `Setup > Object Manager > ${object} > Fields & Relationships > ${component}`;
  if (id.endsWith('-default')) return `${field}: let it begin ${expected === null ? 'blank' : `with ${expected}`}`;
  if (id.endsWith('-label')) return `${field}: edit the label of the value${expected === null ? '' : ` back to ${expected}`}, or record it as meant: handrail drift record`;
  return `${field} > Change Field Type${expected === null ? '' : ` to ${expected}`}; a deploy cannot convert data`;
}

/** More of them make no command that anybody reads. */
const MOST_USERS = 5;

/** @param actual `not held by a@example.com, b@example.com` */
function onBehalfOf(actual: string | null): string {
  const users = (actual ?? '').replace(/^not held by /, '').split(', ');
  // The command is pasted into a shell.
  return users.length <= MOST_USERS && users.every((user) => /^[\w.+@-]+$/.test(user)) ? users.map((user) => `--on-behalf-of ${user}`).join(' ') : '--on-behalf-of <username>';
}

export function setupAdvice(finding: Finding): string {
  return (ADVICE[finding.kind] ?? ((): string => 'Mend it in Setup, or change the playbook'))(finding);
}
