import { ADVANCED } from './advanced.ts';
import { DATE_TIME } from './dateTime.ts';
import { LOGICAL } from './logical.ts';
import { MARKUP } from './markup.ts';
import { MATH } from './math.ts';
import { ORG } from './org.ts';
import { PICKLIST } from './picklist.ts';
import { RECORD } from './record.ts';
import type { FunctionRow } from './row.ts';
import { TEXT } from './text.ts';

/** Every function of the language, family by family. */
export const FUNCTIONS: readonly FunctionRow[] = [...LOGICAL, ...TEXT, ...MATH, ...DATE_TIME, ...PICKLIST, ...RECORD, ...ADVANCED, ...ORG, ...MARKUP];

const BY_NAME: ReadonlyMap<string, FunctionRow> = new Map(FUNCTIONS.map((row) => [row.name, row]));

/** The row of a function, by its upper-case name. */
export function functionNamed(name: string): FunctionRow | undefined {
  return BY_NAME.get(name);
}

/**
 * Functions of other places: buttons, links and email templates. Salesforce knows them and says so, where of a name it does not know it
 * says that the function is unknown (org probes of SUBSTR and POWER, 2026-07-28; the others from the list of functions by context).
 */
export const ELSEWHERE: ReadonlySet<string> = new Set([
  'GETRECORDIDS', 'IMAGEPROXYURL', 'INCLUDE', 'JUNCTIONIDLIST', 'LINKTO', 'POWER', 'REQUIRESCRIPT', 'SUBSTR', 'URLFOR',
]);
