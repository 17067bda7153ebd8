/** What a handoff to customer success must pass on, as the playbook says it: the card and the numbers count the same items. */
import { fieldOf } from '../../playbook/index.ts';
import type { FieldDefinition, FieldType, Playbook } from '../../playbook/model.ts';
import { remembered } from '../../shared/remembered.ts';
import { askedType, OBJECT } from '../criteria/questions.ts';
import { both, column, compare, folded, integer, isIn, isNull, isTrue, lengthOf, not, type Columns, type Expression } from '../relational/expression.ts';

/** Value of *Type* that the handoff of a new customer has. */
export const TYPE = 'Sales to Customer Success';

/** As `require` asks of a text. */
const LEAST_LENGTH = 3;
const WORDED: ReadonlySet<FieldType> = new Set(['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone']);

/** Fields of the opportunity that the handoff requires, each once; of other records none. */
export const handoffItems = remembered((playbook: Playbook): readonly FieldDefinition[] => {
  const required = (playbook.handoffs.find(({ type }) => type === TYPE)?.required.fields ?? []).flatMap(({ object, field }) => (object === OBJECT ? (fieldOf(playbook, OBJECT, field) ?? []) : []));
  return [...new Map(required.map((field) => [field.apiName, field])).values()];
});

/** Their columns. */
export function itemColumns(playbook: Playbook): Columns {
  return Object.fromEntries(handoffItems(playbook).map((field) => [field.apiName, askedType(field)]));
}

/** Whether an item was answered: a text must say something, a box be ticked, and what was chosen be there. */
export function isAnswered({ apiName, type, label }: FieldDefinition, placeholders: readonly string[]): Expression {
  const value = column(apiName);
  if (type === 'Checkbox') return isTrue(value);
  const given = not(isNull(value));
  if (!WORDED.has(type)) return given;
  // Each in an expression of its own: a missing text has no length.
  return isTrue(both(given, compare(lengthOf(folded(value)), '>=', integer(LEAST_LENGTH)), not(isIn(folded(value), [...placeholders, label.trim().toLowerCase()]))));
}
