import type { FormulaProblem, Span } from './types.ts';

/** A problem that stops the formula from being saved. */
export function problem(code: string, message: string, span: Span, hint?: string): FormulaProblem {
  return hint === undefined ? { code, message, span } : { code, message, span, hint };
}

/** Something Salesforce saves without complaint but that is very probably a mistake. */
export function warning(code: string, message: string, span: Span, hint?: string): FormulaProblem {
  return { ...problem(code, message, span, hint), severity: 'warning' };
}

/** True when the problem stops a save. */
export function isError(candidate: FormulaProblem): boolean {
  return candidate.severity !== 'warning';
}
