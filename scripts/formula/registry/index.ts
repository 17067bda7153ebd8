import { ADVANCED } from './advanced.ts';
import { DATE_TIME } from './dateTime.ts';
import { LOGICAL } from './logical.ts';
import { MATH } from './math.ts';
import { PICKLIST } from './picklist.ts';
import { RECORD } from './record.ts';
import type { FunctionRow } from './row.ts';
import { TEXT } from './text.ts';

/** Every function of the language, family by family. */
export const FUNCTIONS: readonly FunctionRow[] = [...LOGICAL, ...TEXT, ...MATH, ...DATE_TIME, ...PICKLIST, ...RECORD, ...ADVANCED];

const BY_NAME: ReadonlyMap<string, FunctionRow> = new Map(FUNCTIONS.map((row) => [row.name, row]));

/** The row of a function, by its upper-case name. */
export function functionNamed(name: string): FunctionRow | undefined {
  return BY_NAME.get(name);
}
