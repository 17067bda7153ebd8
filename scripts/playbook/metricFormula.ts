/** Formulas of metrics, in the formula language: blank when a part is blank or the arithmetic has no answer. */
import { compileText, FormulaError, type CompiledText } from '../formula/index.ts';
import type { Formula } from './metricModel.ts';

/** Length of the period, which every formula may use. */
export const PERIOD_DAYS = 'period_days';

type Parts = Readonly<Record<string, number | null>>;

const compiled = new WeakMap<Formula, (parts: Parts) => number | null>();

/** @throws RangeError when it is no formula over its parts; `handrail check` says so with its place */
export function formulaOf(measure: Formula): (parts: Parts) => number | null {
  const known = compiled.get(measure) ?? compile(measure);
  compiled.set(measure, known);
  return known;
}

/** What is wrong with a formula, in sentences; empty: nothing. */
export function formulaProblems(measure: Formula): string[] {
  return read(measure).problems.map(({ message }) => message);
}

function compile(measure: Formula): (parts: Parts) => number | null {
  const { evaluate, problems } = read(measure);
  if (!evaluate) throw new RangeError(`The formula "${measure.formula}" cannot be read: ${problems.map(({ message }) => message).join(' ')}`);
  return (parts) => {
    try {
      const value = evaluate({ record: ([name = '']) => parts[name] ?? null, now: new Date(0), timeZone: 'UTC', blanks: 'blank' });
      return value === null ? null : Number(value);
    } catch (error) {
      // Divided by zero: there is no such number.
      if (error instanceof FormulaError) return null;
      throw error;
    }
  };
}

function read({ formula, of }: Formula): CompiledText {
  const number = { type: 'Number' } as const;
  return compileText(formula, { kind: 'formulaField', returnType: 'Number', resolve: ([name = '', ...rest]) => (rest.length === 0 && (name === PERIOD_DAYS || Object.hasOwn(of, name)) ? number : undefined) });
}
