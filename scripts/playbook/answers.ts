/**
 * What it takes for a field to be filled with an answer: what `require` asks, and what a handoff passes on. Every tree is
 * blank-safe: AND short-circuits in Salesforce, so no function is reached with a blank operand.
 */
import { and, binary, call, not, num, ref, text, type Expression } from '../formula/index.ts';
import type { FieldDefinition, FieldType } from './model.ts';

/** Least length of a text that counts as an answer. */
const DEFAULT_MIN = 3;

interface Asked {
  readonly field: FieldDefinition;
  readonly value: Expression;
  readonly least: number;
  readonly placeholders: readonly string[];
}

const notBlank = ({ value }: Asked): Expression => not(call('ISBLANK', value));

/** Filled, long enough, and neither a placeholder, nor the field's own label, nor one character over and over. */
function worded({ field, value, least, placeholders }: Asked): Expression {
  const trimmed = call('TRIM', value);
  const lower = call('LOWER', trimmed);
  const framed = binary('&', binary('&', text('|'), lower), text('|'));
  const words = [...placeholders, field.label.trim().toLowerCase()].filter((word) => word.length >= least);
  return and(
    not(call('ISBLANK', value)),
    binary('>=', call('LEN', trimmed), num(least)),
    ...(words.length === 0 ? [] : [not(call('CONTAINS', text(`|${words.join('|')}|`), framed))]),
    not(call('ISBLANK', call('SUBSTITUTE', lower, call('LEFT', lower, num(1)), text('')))),
  );
}

const ANSWERED: Readonly<Record<FieldType, (asked: Asked) => Expression>> = {
  Text: worded,
  TextArea: worded,
  LongTextArea: worded,
  Url: worded,
  Email: worded,
  Phone: worded,
  Picklist: ({ value }) => not(call('ISPICKVAL', value, text(''))),
  MultiselectPicklist: notBlank,
  Lookup: notBlank,
  Date: notBlank,
  DateTime: notBlank,
  // Zero is an answer.
  Number: notBlank,
  Currency: notBlank,
  Percent: notBlank,
  // A checkbox is never blank and ISBLANK refuses it: ticked is the only answer that can be asked for.
  Checkbox: ({ value }) => value,
};

/**
 * Whether a field is filled with an answer.
 * @param options.least shortest text that is one
 * @param options.through relationship that leads to the record with the field, where it is another one: `Opportunity__r`
 */
export function isAnswered(field: FieldDefinition, placeholders: readonly string[], { least = DEFAULT_MIN, through }: { readonly least?: number; readonly through?: string } = {}): Expression {
  return ANSWERED[field.type]({ field, value: through === undefined ? ref(field.apiName) : ref(through, field.apiName), least, placeholders });
}
