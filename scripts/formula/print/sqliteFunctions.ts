import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

type TextFunction = (text: string) => SQLInputValue;

const FUNCTIONS: Readonly<Record<string, TextFunction>> = {
  formula_length: (text) => text.length,
  formula_first: (text) => ((text.codePointAt(0) ?? 0) > 0xff_ff ? '\ufffd' : text.slice(0, 1)),
  formula_lower: (text) => text.toLocaleLowerCase('en-US'),
  formula_upper: (text) => text.toLocaleUpperCase('en-US'),
  // Java's trim takes every character up to the space.
  formula_trim: (text) => text.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, ''),
  formula_instant: (text) => Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')),
};

/** Gives a database the functions that SQL printed for SQLite calls. Needed once per connection. */
export function installFormulaFunctions(database: DatabaseSync): void {
  for (const [name, compute] of Object.entries(FUNCTIONS)) {
    database.function(name, { deterministic: true }, (value) => (value === null ? null : compute(String(value))));
  }
}
