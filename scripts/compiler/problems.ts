import type { Problem } from '../playbook/diagnostics.ts';
import type { Position } from '../playbook/model.ts';

/** Why the compiler refuses. The names are for the code, the numbers for people and their tools; both are stable. */
export const COMPILER_CODES = {
  'criterion-empty': 'HR601',
  'unknown-field': 'HR602',
  'no-stages': 'HR603',
  'formula': 'HR604',
  'not-at-rest': 'HR605',
  'not-in-component': 'HR606',
  'unknown-object': 'HR607',
  'lookup-incomplete': 'HR608',
  'formula-too-long': 'HR651',
  'formula-too-big': 'HR652',
  'message-too-long': 'HR653',
  'description-too-long': 'HR654',
  'rule-name': 'HR655',
  'rule-name-collision': 'HR656',
  'too-many-rules': 'HR657',
  'field-text-too-long': 'HR658',
  'module-too-big': 'HR659',
  'guidance-too-long': 'HR660',
  'translation-file': 'HR661',
} as const;

export type CompilerCode = keyof typeof COMPILER_CODES;

export interface Complaint {
  readonly code: CompilerCode;
  readonly message: string;
  readonly hint: string;
}

/** A problem at the criterion or field that causes it, in the shape of `handrail check`. */
export function problemAt(position: Position, { code, message, hint }: Complaint): Problem {
  return { code: COMPILER_CODES[code], severity: 'error', file: position.file, line: position.line, column: position.column, message, hint };
}

/** Stops the compilation of one criterion; the others go on, so that all problems are reported together. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly problem: Problem;

  constructor(position: Position, complaint: Complaint) {
    super(complaint.message);
    this.problem = problemAt(position, complaint);
  }
}
