/** Who changed what, and when: rules carry their own last change, for the rest the setup audit trail is searched. */
import type { OrgConnection } from '../../org/types.ts';
import type { Change, OrgState } from '../orgState.ts';

/** The audit trail keeps at least this long (SetupAuditTrail reference). */
const AUDIT_DAYS = 180;

export interface RuleRow {
  readonly ValidationName: string;
  readonly LastModifiedDate: string | null;
  readonly LastModifiedBy: { readonly Name: string } | null;
  readonly EntityDefinition: { readonly QualifiedApiName: string } | null;
}

export interface AuditRow {
  readonly Display: string | null;
  readonly CreatedDate: string;
  readonly CreatedBy: { readonly Name: string } | null;
}

export const readRules = (connection: OrgConnection): Promise<RuleRow[]> =>
  connection.query('SELECT ValidationName, LastModifiedDate, LastModifiedBy.Name, EntityDefinition.QualifiedApiName FROM ValidationRule', { tooling: true });

/** Newest first. */
export const readAudit = (connection: OrgConnection): Promise<AuditRow[]> =>
  connection.query(`SELECT Display, CreatedDate, CreatedBy.Name FROM SetupAuditTrail WHERE CreatedDate = LAST_N_DAYS:${AUDIT_DAYS} ORDER BY CreatedDate DESC LIMIT 2000`);

/** @param labels of fields by key: the audit trail names a field by its label */
export function changeFinder(rules: readonly RuleRow[], audit: readonly AuditRow[], labels: ReadonlyMap<string, string>): OrgState['changes'] {
  const byRule = new Map(rules.map((row) => [`${row.EntityDefinition?.QualifiedApiName ?? ''}.${row.ValidationName}`, row]));
  return (kind, key): Change => {
    const rule = kind === 'rule' ? byRule.get(key) : undefined;
    if (rule) return { by: rule.LastModifiedBy?.Name ?? null, at: rule.LastModifiedDate };
    // Newest first; the text names the component, or for a stage its value set, which is all the audit trail gives.
    const label = labels.get(key);
    const names = [key.split('.').at(-1) ?? key, ...(kind === 'stage' ? STAGE_SETS : []), ...(SETTING_NAMES[key] ?? [])];
    // The trail quotes formulas, which name stages and fields without changing them.
    const own = kind === 'rule' ? audit : audit.filter(({ Display: text }) => text === null || !OF_RULES.test(text));
    const entry =
      names.map((name) => own.find((row) => row.Display !== null && mentions(row.Display, name))).find((row) => row !== undefined) ??
      (label === undefined ? undefined : own.find((row) => row.Display !== null && OF_FIELDS.test(row.Display) && mentions(row.Display, label)));
    return { by: entry?.CreatedBy?.Name ?? null, at: entry?.CreatedDate ?? null };
  };
}

const OF_RULES = /^\w+ (?:[\w ]+ for )?[\w ]*\bvalidation "/;

/** A label alone may be any word; it counts where the trail speaks of fields. */
const OF_FIELDS = /\b(?:fields?|picklist)\b/i;

/** Value sets that hold stages and statuses. */
const STAGE_SETS = ['OpportunityStage', 'LeadStatus'];

/** What the trail calls a setting. */
const SETTING_NAMES: Readonly<Record<string, readonly string[]>> = { 'LeadConfig.shouldLeadConvertRequireValidation': ['Require Validation for Converted Leads', 'LeadConfig', 'Lead Settings'] };

/** Whole names only: a change of "Closed Won" is none of "Closed". */
function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);
  return !isWord(text[at - 1]) && !isWord(text[at + name.length]);
}
