import { compileText } from '../compileText.ts';
import type { CompiledText } from '../compileText.ts';
import { FormulaError } from '../evaluate/error.ts';
import { isError } from '../problems.ts';
import type { EvaluationInput, FormulaContext, FormulaProblem, RawValue, RecordReader } from '../types.ts';
import { fieldAt, referenceTo, typeNamed, valueReader } from './case.ts';
import type { CaseField, CaseValues, ConformanceCase, Expected } from './case.ts';
import { matches } from './compare.ts';
import type { Outcome } from './compare.ts';

/** One evaluation that did not give what the case expects. */
export interface Failure {
  readonly id: string;
  readonly formula: string;
  readonly blanks: 'zero' | 'blank';
  readonly expected: Expected;
  readonly actual: RawValue | { readonly error: string };
}

export type CaseResult =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly failures: readonly Failure[] }
  | { readonly status: 'skipped'; readonly subject: string };

class Unsupported extends Error {
  readonly subject: string;
  constructor(subject: string) {
    super(subject);
    this.subject = subject;
  }
}

/** A formula field that cannot be checked; a case about it cannot be met. */
class Rejected extends Error {}

const NOW = '2026-01-31T10:00:00Z';

function contextOf(subject: ConformanceCase): FormulaContext {
  const fields = subject.fields ?? {};
  return {
    kind: subject.context ?? 'formulaField',
    unrestricted: subject.context === undefined,
    resolve: (path) => {
      const field = fieldAt(fields, path);
      return field === undefined ? undefined : referenceTo(field);
    },
  };
}

function compiled(formula: string, context: FormulaContext, returnType: string | undefined, inner = false): CompiledText & { readonly evaluate: NonNullable<CompiledText['evaluate']> } {
  // A declared type changes a number only in how Percent is shown; scale is for display, golden values are not rounded to it.
  const declared = typeNamed(returnType ?? '');
  const numeric = declared === 'Number' || declared === 'Currency' || declared === 'Percent';
  const result = compileText(formula, context, { inner, ...(numeric ? { returnType: declared } : {}) });
  const { evaluate, problems } = result;
  const missing = problems.find(({ code }) => code === 'unknown-function' || code === 'unsupported');
  if (missing !== undefined) {
    throw new Unsupported(nameIn(missing));
  }
  if (evaluate === undefined) {
    throw new Rejected(problems.filter(isError).map(({ message }) => message).join(' '));
  }
  return { ...result, evaluate };
}

function nameIn({ message }: FormulaProblem): string {
  return /\b[A-Z][A-Z0-9_]+\b/.exec(message)?.[0] ?? message;
}

/** Reads the fields of a case; formula fields are computed when they are asked for. */
function readerOf(subject: ConformanceCase, values: CaseValues, context: FormulaContext, input: () => EvaluationInput): RecordReader {
  const stored = valueReader(values);
  const computing = new Set<CaseField>();
  return (path) => {
    const field = fieldAt(subject.fields ?? {}, path);
    if (field?.formula === undefined) {
      return stored(path);
    }
    if (computing.has(field)) {
      throw new Rejected(`Field ${path.join('.')} refers to itself.`);
    }
    computing.add(field);
    try {
      return compiled(field.formula, context, field.type, true).evaluate(input());
    } finally {
      computing.delete(field);
    }
  };
}

function evaluateCase(subject: ConformanceCase, blanks: 'zero' | 'blank'): Outcome {
  try {
    const context = contextOf(subject);
    const input: EvaluationInput = {
      record: (path) => record(path),
      ...(subject.prior === undefined ? {} : { prior: valueReader(subject.prior) }),
      ...(subject.isNew === undefined ? {} : { isNew: subject.isNew }),
      ...(subject.isClone === undefined ? {} : { isClone: subject.isClone }),
      now: new Date(subject.now ?? NOW),
      timeZone: subject.timeZone ?? 'UTC',
      blanks,
    };
    const record = readerOf(subject, subject.values ?? {}, context, () => input);
    return { value: compiled(subject.formula, context, subject.returnType).evaluate(input) };
  } catch (error) {
    if (error instanceof FormulaError) {
      if (error.code === 'unsupported') {
        throw new Unsupported(error.subject ?? error.message);
      }
      return { error: `${error.code}: ${error.message}` };
    }
    if (error instanceof Rejected) {
      return { error: error.message };
    }
    throw error;
  }
}

function expectations(subject: ConformanceCase): readonly { readonly blanks: 'zero' | 'blank'; readonly expected: Expected }[] {
  if (subject.expected !== undefined) {
    return [{ blanks: subject.blanks ?? 'blank', expected: subject.expected }];
  }
  const both = [
    { blanks: 'zero' as const, expected: subject.expectedCanon },
    { blanks: 'blank' as const, expected: subject.expectedNullAsNullCanon },
  ];
  return both.flatMap(({ blanks, expected }) => (expected === undefined || (subject.blanks !== undefined && subject.blanks !== blanks) ? [] : [{ blanks, expected }]));
}

/** Runs one case in each way of counting blanks that it has an expectation for. */
export function runCase(subject: ConformanceCase): CaseResult {
  try {
    const failures: Failure[] = [];
    for (const { blanks, expected } of expectations(subject)) {
      const outcome = evaluateCase(subject, blanks);
      if (!matches(expected, outcome, `${subject.formula} ${Object.values(subject.fields ?? {}).map(({ formula }) => formula ?? '').join(' ')}`)) {
        failures.push({ id: subject.id, formula: subject.formula, blanks, expected, actual: 'error' in outcome ? { error: outcome.error } : outcome.value });
      }
    }
    return failures.length === 0 ? { status: 'passed' } : { status: 'failed', failures };
  } catch (error) {
    if (error instanceof Unsupported) {
      return { status: 'skipped', subject: error.subject };
    }
    throw error;
  }
}

/** The sum of a run. */
export interface ConformanceReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  /** Skipped cases, by the function or construct that is not supported. */
  readonly unsupported: Readonly<Record<string, number>>;
}

/** Runs all cases; each counts once. */
export function runCases(cases: Iterable<ConformanceCase>): ConformanceReport {
  const [failures, unsupported] = [[] as Failure[], {} as Record<string, number>];
  let [passed, failed, skipped] = [0, 0, 0];
  for (const subject of cases) {
    const result = runCase(subject);
    if (result.status === 'passed') {
      passed++;
    } else if (result.status === 'failed') {
      failed++;
      failures.push(...result.failures);
    } else {
      skipped++;
      unsupported[result.subject] = (unsupported[result.subject] ?? 0) + 1;
    }
  }
  return { passed, failed, skipped, failures, unsupported };
}
