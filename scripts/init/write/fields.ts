/** <object>-fields.yaml: the fields of the org that the draft reads or that look as if they stood for one of the default playbook's. */
import type { YAMLMap } from 'yaml';
import type { DeclaredField, DeclaredObject } from '../declare.ts';
import { playbookType } from '../fieldTypes.ts';
import { oneLine } from '../names.ts';
import type { Figures } from '../types.ts';
import { use } from './closing.ts';
import { filled } from './criterion.ts';
import { inline, list, map } from './yaml.ts';

/** A longer list is the org's business; formulas are checked against fields without values too. */
const MOST_VALUES = 60;
const LONGEST_LABEL = 40;

export function fieldsNode({ object, fields }: DeclaredObject, figures: Figures): YAMLMap {
  return map([
    { key: 'object', value: object },
    { key: 'fields', value: list([], { flow: true }), above: ['A draft adds none: it describes what is there.'] },
    { key: 'existing', value: list(fields.map((declared) => ({ value: fieldNode(declared, filled(figures.fields[`${object}.${declared.field.name}`]), figures.values[`${object}.${declared.field.name}`]) }))) },
  ]);
}

function fieldNode({ field, stages, notes }: DeclaredField, rate: string | null, used: Readonly<Record<string, number>> | undefined): YAMLMap {
  const values = stages ? [] : declaredValues(field).map(({ value }) => value);
  const isNumber = ['int', 'double', 'long', 'currency', 'percent'].includes(field.type);
  const precision = field.type === 'int' ? field.digits : field.precision;
  return map([
    { key: 'name', value: field.name, beside: [...notes, ...(rate === null ? [] : [rate])].join('; ') },
    { key: 'label', value: oneLine(field.label, LONGEST_LABEL) || field.name.slice(0, LONGEST_LABEL) },
    { key: 'type', value: playbookType(field) },
    { key: 'length', value: field.type === 'string' && field.length > 0 ? field.length : null },
    { key: 'precision', value: isNumber && precision >= 1 && precision <= 18 ? precision : null },
    { key: 'scale', value: isNumber && field.scale <= 17 ? field.scale : null },
    { key: 'values_from', value: stages ? 'stages' : null },
    { key: 'values', value: values.length > 0 ? (used ? list(values.map((value) => ({ value, beside: use(used, value) }))) : inline(values)) : null },
    { key: 'default', value: stages ? null : (declaredValues(field).find(({ defaultValue }) => defaultValue)?.value ?? null) },
    { key: 'reference_to', value: field.type === 'reference' ? (field.referenceTo.find((name) => name === 'User') ?? field.referenceTo[0]) : null },
  ]);
}

/** Active values as the draft lists them; none where it lists none at all. */
export function declaredValues({ picklistValues }: DeclaredField['field']): DeclaredField['field']['picklistValues'] {
  const active = picklistValues.filter((entry) => entry.active);
  return active.length <= MOST_VALUES && active.every(({ value }) => isPlain(value)) ? active : [];
}

function isPlain(value: string): boolean {
  return value.length <= 255 && !/[\r\n]/.test(value);
}
