import type { FormulaContextKind } from '../types.ts';

const COMMON = ['$CustomMetadata', '$Label', '$Organization', '$Permission', '$Profile', '$Setup', '$System', '$User', '$UserRole'];

/**
 * The globals an org accepts per context, lower case (availability probes of cirrus-code/sfdc-formula-debugger, 2026-07-28;
 * $ObjectType serves VLOOKUP; the flow-only ones are Flow Builder's own).
 */
const GLOBALS: Readonly<Record<FormulaContextKind, ReadonlySet<string>>> = {
  validationRule: lowered([...COMMON, '$ObjectType', '$RecordType']),
  formulaField: lowered([...COMMON, '$Api', '$RecordType']),
  defaultValue: lowered([...COMMON, '$ObjectType', '$RecordType']),
  flow: lowered([...COMMON, '$Api', '$Record', '$Record__Prior', '$Flow', '$Client', '$Orchestration']),
};

function lowered(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

/** True for a path that does not begin with a global, or with one that the context has. */
export function isGlobalAllowed(kind: FormulaContextKind, path: readonly string[]): boolean {
  const first = path[0] ?? '';
  return !first.startsWith('$') || GLOBALS[kind].has(first.toLowerCase());
}

/** `$System.OriginDateTime`, the one global whose value is the same everywhere. */
export function isOrigin(path: readonly string[]): boolean {
  return path.join('.').toLowerCase() === '$system.origindatetime';
}

/** 1900-01-01 00:00:00 GMT, as milliseconds. */
export const ORIGIN = Date.UTC(1900, 0, 1);
