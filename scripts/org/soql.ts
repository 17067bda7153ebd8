/** A SOQL text literal (SOQL and SOSL Reference, "Quoted String Escape Sequences"). */
export function textLiteral(value: string): string {
  const escaped = value.replace(/[\\'"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
  return `'${escaped}'`;
}

/** Assignments of permission sets that are not over, by the org's own clock and to the day. */
export const IN_FORCE = '(ExpirationDate = NULL OR ExpirationDate >= TODAY)';

export function listLiteral(values: Iterable<string>): string {
  return `(${[...values].map(textLiteral).join(', ')})`;
}
