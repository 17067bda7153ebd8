/** Names in the org that follow from a criterion's code. */

/** Developer name of the custom metadata record: `OPP-QUAL-01` is `OPP_QUAL_01`. */
export function recordName(criterionId: string): string {
  return criterionId.replace(/-/g, '_');
}

/** Name of the validation rule: `Handrail_OPP_QUAL_01`. */
export function ruleName(criterionId: string): string {
  return `Handrail_${recordName(criterionId)}`;
}

/** Custom permission that switches a gate family off for its holder. */
export function bypassPermission(family: string): string {
  return `Handrail_Bypass_${family}_Gates`;
}

/** Letter first, letters, digits and single underscores, none at the end (Metadata API, ValidationRule). */
export function isDeveloperName(name: string): boolean {
  return name.length <= 40 && /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(name);
}
