/** A SOQL text literal (SOQL and SOSL Reference, "Quoted String Escape Sequences"). */
export function textLiteral(value: string): string {
  const escaped = value.replace(/[\\'"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
  return `'${escaped}'`;
}

export function listLiteral(values: Iterable<string>): string {
  return `(${[...values].map(textLiteral).join(', ')})`;
}
