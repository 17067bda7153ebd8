/**
 * What a handoff must pass on, counted by the org itself: formula fields of the handoff, by its type. What the record held
 * when it was sent is known only if somebody looks then.
 */
import { call, num, printFormula, ref, text, binary, type Expression } from '../../formula/index.ts';
import { isAnswered } from '../answers.ts';
import type { FieldDefinition, HandoffDefinition, PlaybookObject } from '../model.ts';
import type { Places } from './places.ts';

/** Picklist of the handoff that says which one it is. */
const TYPE = 'Type__c';
/** Formula fields cannot read them. Source: Salesforce Help, "Build a Formula Field". */
const UNREADABLE: ReadonlySet<FieldDefinition['type']> = new Set(['LongTextArea']);

/** Gives the fields of the handoff's object that say `counts` their formulas. */
export function withHandoffItems(objects: readonly PlaybookObject[], handoff: string, handoffs: readonly HandoffDefinition[], placeholders: readonly string[], places: Places): PlaybookObject[] {
  const known = (name: string): PlaybookObject | undefined => objects.find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase());
  const own = known(handoff);
  const found = own === undefined ? [] : handoffs.map(({ type, required }) => ({ type, items: required.fields.flatMap(({ object, field }) => itemOf(own, known(object), field, placeholders) ?? []) }));
  const counted = (count: (items: readonly Expression[]) => Expression): string => printFormula(byType(found.flatMap(({ type, items }) => (type === null || items.length === 0 ? [] : [[type, count(items)] as const]))));
  const formulas = { required_items: counted((items) => num(items.length)), valid_items: counted((items) => items.map((valid) => call('IF', valid, num(1), num(0))).reduce((left, right) => binary('+', left, right))) };
  return objects.map((object) => (object !== own ? object : { ...object, fields: object.fields.map((field) => withFormula(field, formulas, places)) }));
}

function withFormula(field: FieldDefinition, formulas: Readonly<Record<NonNullable<FieldDefinition['counts']>, string>>, places: Places): FieldDefinition {
  if (field.counts === undefined) return field;
  const { yaml, path } = places.of(field);
  return places.mark({ ...field, formula: formulas[field.counts] }, yaml, path);
}

/** Whether an item is there and says something; undefined for what no formula field of a handoff can read. */
function itemOf(handoff: PlaybookObject, object: PlaybookObject | undefined, name: string, placeholders: readonly string[]): Expression | undefined {
  const field = object?.fields.find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase());
  if (field === undefined || UNREADABLE.has(field.type)) return undefined;
  if (object === handoff) return isAnswered(field, placeholders);
  const lookup = handoff.fields.find(({ referenceTo }) => referenceTo?.toLowerCase() === object?.apiName.toLowerCase());
  return lookup && isAnswered(field, placeholders, { through: lookup.apiName.replace(/__c$/, '__r') });
}

function byType(counts: readonly (readonly [type: string, count: Expression])[]): Expression {
  return counts.length === 0 ? num(0) : call('CASE', ref(TYPE), ...counts.flatMap(([type, count]) => [text(type), count]), num(0));
}
