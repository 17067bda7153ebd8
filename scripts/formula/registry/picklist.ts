import { Num } from '../evaluate/number.ts';
import { isBlank } from '../evaluate/value.ts';
import { warning } from '../problems.ts';
import type { FormulaProblem } from '../types.ts';
import { EVERYWHERE, literal, parameter, textOr } from './row.ts';
import type { FunctionRow, TypedCall } from './row.ts';

// Both compare without regard to case, unlike `=` on text (org probes ispickval_case and includes_case, 2026-07-28).
const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** Salesforce saves a literal that is no value of the picklist, and never finds it true. */
export function unknownValues(call: TypedCall, indexes: readonly number[]): readonly FormulaProblem[] {
  const [field] = call.expression.args;
  const known = field === undefined ? undefined : call.referenceOf(field)?.picklistValues;
  if (known === undefined) {
    return [];
  }
  const problems: FormulaProblem[] = [];
  for (const index of indexes) {
    const value = call.expression.args[index];
    if (value?.kind === 'text' && value.value !== '' && !known.some((candidate) => same(candidate, value.value))) {
      problems.push(warning('picklist-value', `"${value.value}" is not a value of the picklist, so this is never true.`, value.span, `Known values: ${known.slice(0, 20).map((candidate) => `"${candidate}"`).join(', ')}.`));
    }
  }
  return problems;
}

export const PICKLIST: readonly FunctionRow[] = [
  {
    name: 'ISPICKVAL', family: 'picklist', contexts: EVERYWHERE, returns: 'Boolean',
    summary: 'True when the picklist has the value; "" asks whether it is empty. Case does not matter.',
    parameters: [parameter(['picklist'])('picklist_field'), literal('text_value')],
    check: (call) => unknownValues(call, [1]),
    implement: ({ args }) => (frame) => same(textOr(args[0], frame), textOr(args[1], frame)),
  },
  {
    name: 'INCLUDES', family: 'picklist', contexts: EVERYWHERE, returns: 'Boolean',
    summary: 'True when the value is among those chosen in a multi-select picklist. Case does not matter.',
    parameters: [parameter(['multiPicklist'])('multiselect_picklist_field'), literal('text_value')],
    check: (call) => unknownValues(call, [1]),
    implement: ({ args }) => (frame) => {
      const chosen = textOr(args[0], frame);
      const sought = textOr(args[1], frame);
      return chosen !== '' && chosen.split(';').some((value) => same(value.trim(), sought));
    },
  },
  {
    name: 'PICKLISTCOUNT', family: 'picklist', contexts: EVERYWHERE, returns: 'Number',
    summary: 'How many values are chosen in a multi-select picklist.',
    parameters: [parameter(['multiPicklist'])('multiselect_picklist_field')],
    implement: ({ args }) => (frame) => {
      const chosen = args[0]?.(frame) ?? null;
      return new Num(isBlank(chosen) ? 0 : (chosen as string).split(';').filter((value) => value.trim() !== '').length);
    },
  },
];
