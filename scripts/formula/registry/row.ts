import type { Fixed } from '../evaluate/fixedPoint.ts';
import type { Compiled, Frame, Value } from '../evaluate/value.ts';
import type { Expression, FormulaContextKind, FormulaProblem, FormulaType, ReferenceType } from '../types.ts';

/** What an argument may be. `number` takes Currency and Percent too, `text` takes ids; NULL fits everywhere. */
export type Accept = 'number' | 'text' | 'boolean' | 'date' | 'dateTime' | 'time' | 'geolocation' | 'picklist' | 'multiPicklist';

/** What an argument has to be, beyond its type: a field of the record, a text written in the formula, a field of another object (`$ObjectType`). */
export type Only = 'field' | 'literal' | 'lookupField';

export interface Parameter {
  readonly name: string;
  readonly accepts: readonly Accept[];
  readonly only?: Only;
}

export type Family = 'logical' | 'text' | 'math' | 'date-time' | 'picklist' | 'record' | 'advanced';

/** A call whose arguments have types. */
export interface TypedCall {
  readonly expression: Expression & { readonly kind: 'call' };
  readonly types: readonly FormulaType[];
  readonly kind: FormulaContextKind;
  referenceOf(expression: Expression): ReferenceType | undefined;
}

/** A call on its way to become a closure. */
export interface CompileCall extends TypedCall {
  readonly args: readonly Compiled[];
}

/** A call that may be computed without decimals: what each argument is as a number of fixed scale, where it is one. */
export interface FixedCall extends CompileCall {
  readonly fixed: readonly (Fixed | undefined)[];
}

/** One function of the formula language: the whole of what the library knows about it. */
export interface FunctionRow {
  readonly name: string;
  readonly family: Family;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** How many of the last parameters may be left out. */
  readonly optional?: number;
  /** How many parameters may be repeated, together: the last ones before the tail. */
  readonly repeats?: number;
  /** How many of the last parameters stand once behind the repeated ones. */
  readonly tail?: number;
  readonly returns: FormulaType | ((types: readonly FormulaType[]) => FormulaType);
  readonly contexts: readonly FormulaContextKind[];
  /** The result depends on more than the arguments, so a call of constants is still no constant. */
  readonly volatile?: true;
  /**
   * What it does with the markup of a link or a picture: makes it, passes an argument of it on, or asks only whether it is there.
   * Absent: it looks at characters, which nobody knows of markup.
   */
  readonly markup?: 'makes' | 'passes' | 'asks';
  /** Rules beyond count and type. */
  check?(call: TypedCall): readonly FormulaProblem[];
  implement(call: CompileCall): Compiled;
  /** The same result as a number of fixed scale, for functions that are often compared; undefined when this call is none. */
  fixed?(call: FixedCall): Fixed | undefined;
}

export const EVERYWHERE: readonly FormulaContextKind[] = ['validationRule', 'formulaField', 'defaultValue', 'flow'];

const named = (accepts: readonly Accept[], only?: Only) => (name: string): Parameter =>
  only === undefined ? { name, accepts } : { name, accepts, only };

export const number = named(['number']);
export const text = named(['text']);
export const boolean = named(['boolean']);
export const date = named(['date']);
export const dateOrDateTime = named(['date', 'dateTime']);
export const time = named(['time']);
export const geolocation = named(['geolocation']);
export const literal = named(['text'], 'literal');
export const simple = named(['number', 'text', 'boolean', 'date', 'dateTime', 'time']);
export const parameter = named;

/** Every argument is computed first; one blank among them and the result is blank. */
export function strict<Args extends readonly Value[]>(compute: (...values: { [K in keyof Args]: NonNullable<Args[K]> }) => Value): FunctionRow['implement'] {
  return ({ args }) => (frame: Frame) => {
    const values: Value[] = [];
    for (const argument of args) {
      const value = argument(frame);
      if (value === null) {
        return null;
      }
      values.push(value);
    }
    return compute(...(values as { [K in keyof Args]: NonNullable<Args[K]> }));
  };
}

/** The parameter that an argument belongs to, among `count` arguments. */
export function parameterAt({ parameters, repeats = 0, tail = 0 }: FunctionRow, index: number, count: number): Parameter | undefined {
  const head = parameters.length - repeats - tail;
  if (repeats === 0 || index < head) {
    return parameters[index];
  }
  return index >= count - tail ? parameters[parameters.length - (count - index)] : parameters[head + ((index - head) % repeats)];
}

/** The text of an argument, blank as the empty text. */
export function textOr(argument: Compiled | undefined, frame: Frame): string {
  return ((argument?.(frame) ?? '') as string);
}

/** The signature as the reference shows it: `FIND(search_text, text, [start_num])`, `CASE(expression, value, result, …, else)`. */
export function signatureOf({ name, parameters, optional = 0, repeats, tail = 0 }: FunctionRow): string {
  const required = parameters.length - optional;
  const shown = parameters.map((given, index) => (index < required ? given.name : `[${given.name}]`));
  return `${name}(${(repeats === undefined ? shown : shown.toSpliced(shown.length - tail, 0, '…')).join(', ')})`;
}
