/** Printed SQL values, and how they combine: exact numbers, truths that are never NULL, texts, ids. */
import { unsupported } from '../../evaluate/error.ts';
import type { Expression, FormulaContext } from '../../types.ts';
import type { SqlDialect } from '../sqlDialect.ts';
import { commonKind, type Kind } from '../typing.ts';

export interface SqlOptions {
  readonly dialect: SqlDialect['name'];
  /** What TODAY() answers: `YYYY-MM-DD`. */
  readonly today: string;
  /** What NOW() answers: ISO 8601. */
  readonly now: string;
  /** SQL for a field. Default: its API name as a quoted identifier. */
  readonly column?: (path: readonly string[]) => string;
  /**
   * Takes SQL that is worth computing once for all conditions over a record; the answer, such as the name of a column it is
   * computed into, is written in its place. Default: it is written wherever it is asked for.
   */
  readonly share?: (sql: string) => string;
}

export interface Printed {
  readonly sql: string;
  readonly kind: Kind;
  /** Of a number: its value is `sql` / (10 ^ scale * divisor). */
  readonly scale: number;
  readonly divisor: bigint;
  /** A truth that may be NULL, which only NOT tells from false. */
  readonly unsure: boolean;
  readonly literal?: string;
}

export interface Scope {
  readonly dialect: SqlDialect;
  readonly context: FormulaContext;
  readonly options: SqlOptions;
}

export type Printer = (args: readonly Printed[], scope: Scope, source: readonly Expression[]) => Printed;

/** A string literal; control characters other than line breaks and tabs have no place in one. */
export function quoteSql(value: string): string {
  if (value.includes('\u0000')) {
    throw unsupported('a text with a NUL character', 'SQL has no literal for it.');
  }
  return `'${value.replaceAll("'", "''")}'`;
}

export function value(sql: string, kind: Kind, facts: Partial<Printed> = {}): Printed {
  return { sql, kind, scale: 0, divisor: 1n, unsure: false, ...facts };
}

export const truth = (sql: string): Printed => value(sql, 'boolean');

/** Formulas see ids by their first 15 characters. */
export function shortId(sql: string): string {
  return `CASE WHEN length(${sql}) = 18 THEN substr(${sql}, 1, 15) ELSE ${sql} END`;
}

/** The numbers over one scale and divisor, so that their integers add and compare. */
export function aligned(numbers: readonly Printed[], subject: string): Printed[] {
  numbers.forEach((each) => {
    if (each.kind !== 'null') {
      expectKind(each, 'number', subject);
    }
  });
  const scale = Math.max(...numbers.map((each) => each.scale));
  const divisor = numbers.reduce((common, each) => leastCommonMultiple(common, each.divisor), 1n);
  return numbers.map((each) => {
    const factor = 10n ** BigInt(scale - each.scale) * (divisor / each.divisor);
    return value(each.kind === 'null' ? 'NULL' : scaledBy(each.sql, factor), 'number', { scale, divisor });
  });
}

/** Wide from the start: an engine computes with the type of the literal and overflows. SQLite reads the name as INTEGER. */
export function integer(digits: bigint): string {
  return `CAST(${digits} AS HUGEINT)`;
}

export function scaledBy(sql: string, factor: bigint): string {
  if (factor === 1n) {
    return sql;
  }
  const constant = /^CAST\((\d+) AS HUGEINT\)$/.exec(sql)?.[1];
  return constant === undefined ? `(${sql} * ${integer(factor)})` : integer(BigInt(constant) * factor);
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) {
    [a, b] = [b, a % b];
  }
  return (left / a) * right;
}

/** Both sides in comparable form: numbers aligned, ids short. */
export function comparable(left: Printed, right: Printed, operator: string): { kind: Kind; sides: [string, string] } {
  const kind = commonKind(left.kind, right.kind, operator);
  if (kind === 'number') {
    const [first, second] = aligned([left, right], operator) as [Printed, Printed];
    return { kind, sides: [first.sql, second.sql] };
  }
  return { kind, sides: [left.sql, right.sql] };
}

export function isMoment(kind: Kind): boolean {
  return kind === 'number' || kind === 'date' || kind === 'datetime';
}

export function equality(left: Printed, right: Printed): Printed {
  const { kind, sides } = comparable(left, right, '=');
  if (isMoment(kind)) {
    return truth(`coalesce(${sides[0]} = ${sides[1]}, false)`);
  }
  switch (kind) {
    case 'text':
      return truth(`(${filled(sides[0])} = ${filled(sides[1])})`);
    case 'id':
      return truth(`(${filled(asId(left))} = ${filled(asId(right))})`);
    case 'boolean':
      return truth(`(${sure(left)} = ${sure(right)})`);
    default:
      throw unsupported('=', `comparing ${kind} values is not; use ISPICKVAL, CASE or TEXT.`);
  }
}

/** Not the opposite of {@link equality}: with a blank number or date both are false. */
export function inequality(left: Printed, right: Printed): Printed {
  const { kind, sides } = comparable(left, right, '<>');
  return isMoment(kind) ? truth(`coalesce(${sides[0]} <> ${sides[1]}, false)`) : negation(equality(left, right));
}

function asId(side: Printed): string {
  return side.kind === 'id' ? side.sql : shortId(side.sql);
}

export function filled(text: string): string {
  return text === 'NULL' ? "''" : /^'/.test(text) ? text : `coalesce(${text}, '')`;
}

export function sure(printed: Printed): string {
  return printed.unsure ? `coalesce(${printed.sql}, false)` : printed.sql;
}

export function negation(printed: Printed): Printed {
  expectKind(printed, 'boolean', 'NOT');
  return { ...printed, sql: `(NOT ${printed.sql})` };
}

export function junction(operator: 'AND' | 'OR', parts: readonly Printed[]): Printed {
  parts.forEach((part) => expectKind(part, 'boolean', operator));
  return truth(`(${parts.map(sure).join(` ${operator} `)})`);
}

export function isTextual(kind: Kind): boolean {
  return kind === 'text' || kind === 'id' || kind === 'null';
}

export function concatenation(parts: readonly Printed[]): Printed {
  parts.forEach((part) => expectText(part, '&'));
  return value(`NULLIF(${parts.map((part) => filled(part.sql)).join(' || ')}, '')`, 'text');
}

export function expectKind(printed: Printed | undefined, kind: Kind, subject: string): void {
  if (printed?.kind !== kind) {
    throw unsupported(subject, `it expects a ${kind} here, not a ${printed?.kind ?? 'nothing'}.`);
  }
}

export function expectText(printed: Printed | undefined, subject: string): string {
  if (printed === undefined || !isTextual(printed.kind)) {
    throw unsupported(subject, `it expects a text here, not a ${printed?.kind ?? 'nothing'}.`);
  }
  return printed.sql;
}

export function literalOf(printed: Printed | undefined, subject: string): string {
  if (printed?.literal === undefined) {
    throw unsupported(subject, 'only a literal value is.');
  }
  return printed.literal;
}

/** A choice between results of one kind; numbers are brought to one scale. */
export function choice(branches: readonly { readonly test: string; readonly result: Printed }[], otherwise: Printed, subject: string): Printed {
  const results = [...branches.map(({ result }) => result), otherwise];
  const kind = results.map((result) => result.kind).reduce((common, next) => commonKind(common, next, subject));
  const shown = kind === 'number' ? aligned(results, subject) : results;
  const last = shown.at(-1) as Printed;
  const cases = branches.map(({ test }, index) => `WHEN ${test} THEN ${(shown[index] as Printed).sql}`);
  return {
    ...value(`CASE ${cases.join(' ')} ELSE ${last.sql} END`, kind, { scale: last.scale, divisor: last.divisor }),
    unsure: kind === 'boolean' && results.some((result) => result.unsure || result.kind === 'null'),
  };
}
