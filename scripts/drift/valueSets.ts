/** Standard value sets that several fields show (Metadata API guide, StandardValueSet names): who changes one changes all of its fields. */
const SHARED: ReadonlyMap<string, readonly string[]> = new Map([
  ['AccountRating', ['Account.Rating', 'Lead.Rating']],
  ['Industry', ['Account.Industry', 'Lead.Industry']],
  ['LeadSource', ['Lead.LeadSource', 'Contact.LeadSource', 'Opportunity.LeadSource', 'Account.AccountSource']],
  ['Salutation', ['Contact.Salutation', 'Lead.Salutation']],
]);

/** @param field `Object.Field` @returns the set that it shares with other fields */
export function sharedSetOf(field: string): string | undefined {
  return [...SHARED].find(([, fields]) => fields.includes(field))?.[0];
}

/** Beginning of the ids of findings that are about a set and not about one of its fields. */
export function setId(set: string): string {
  return `VALUES-${set}`;
}

/** Fields `Object.Field` that a finding about one of them stands for: all that share its set, where its id says so. */
export function fieldsStoodFor(id: string, field: string): readonly string[] {
  const set = sharedSetOf(field);
  return set !== undefined && id.startsWith(`${setId(set)}-`) ? (SHARED.get(set) ?? [field]) : [field];
}
