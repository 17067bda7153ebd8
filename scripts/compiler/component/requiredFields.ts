/** Which answers a criterion cannot do without, so that an input can say so before the save. */
import type { Expression } from '../../formula/index.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * @param expression what is true of a record that meets the criterion
 * @returns dotted names, as written, of what has to be filled for it to be true, whatever else is filled; a condition that is not read adds none
 */
export function requiredFields(expression: Expression): ReadonlySet<string> {
  return needed(expression, true);
}

/** What has to be filled for the expression to be `wanted`. */
function needed(expression: Expression, wanted: boolean): ReadonlySet<string> {
  const parts = partsOf(expression);
  if (parts?.name === 'NOT') return needed(parts.args[0] as Expression, !wanted);
  if (parts?.name === 'AND' || parts?.name === 'OR') {
    const sets = parts.args.map((arg) => needed(arg, wanted));
    return (parts.name === 'AND') === wanted ? union(sets) : intersection(sets);
  }
  const [subject, other] = parts?.args ?? [];
  const name = subject === undefined ? undefined : fieldIn(subject);
  if (name === undefined) return NONE;
  if (parts?.name === 'ISBLANK') return wanted ? NONE : new Set([name]);
  if (parts?.name === 'ISPICKVAL' && other?.kind === 'text') return (other.value !== '') === wanted ? new Set([name]) : NONE;
  return NONE;
}

/** A call, or an operator that says the same. */
function partsOf(expression: Expression): { readonly name: string; readonly args: readonly Expression[] } | undefined {
  if (expression.kind === 'call') return expression;
  if (expression.kind === 'binary' && expression.operator === '&&') return { name: 'AND', args: [expression.left, expression.right] };
  if (expression.kind === 'binary' && expression.operator === '||') return { name: 'OR', args: [expression.left, expression.right] };
  return undefined;
}

/** The field whose value it is, also trimmed or as text. */
function fieldIn(expression: Expression): string | undefined {
  if (expression.kind === 'reference') return expression.path.join('.');
  const [inner] = expression.kind === 'call' && (expression.name === 'TRIM' || expression.name === 'TEXT') ? expression.args : [];
  return inner === undefined ? undefined : fieldIn(inner);
}

const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> => new Set(sets.flatMap((set) => [...set]));
const intersection = ([first = NONE, ...rest]: readonly ReadonlySet<string>[]): ReadonlySet<string> => new Set([...first].filter((name) => rest.every((set) => set.has(name))));
