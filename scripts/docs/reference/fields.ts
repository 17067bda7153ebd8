/** Fields that the playbook adds to the org. */
import { code, escape, page, table } from '../markdown.ts';
import type { FieldDefinition, Playbook } from '../../playbook/index.ts';

export function fieldsReference(playbook: Pick<Playbook, 'objects'>): string {
  const sections = playbook.objects.flatMap((object) => {
    const added = object.fields.filter((field) => !field.existing);
    if (added.length === 0) return [];
    const rows = added.map((field) => [code(field.apiName), escape(field.label), escape(typeOf(field)), writtenBy(field), escape(field.help)]);
    return [`## ${escape(object.label)}\n\n${table(['field', 'label', 'type', 'written by', 'help'], rows)}`];
  });
  return page('Fields', [
    'The fields that a deploy of the playbook adds, by object. Fields that the org has already are read and compared, never deployed.',
    ...sections,
  ]);
}

/** `Text(80)`, `Number(16, 2)`, `Lookup to Contact`, `Picklist: None, Low, High`. */
export function typeOf(field: FieldDefinition): string {
  const formula = field.formula === undefined ? '' : 'Formula, ';
  if (field.referenceTo !== undefined) return `${formula}${field.type} to ${field.referenceTo}`;
  if (field.values !== undefined) return `${formula}${field.type}: ${field.values.join(', ')}`;
  if (field.length !== undefined) return `${formula}${field.type}(${field.length})`;
  if (field.precision !== undefined) return `${formula}${field.type}(${field.precision}, ${field.scale ?? 0})`;
  return `${formula}${field.type}`;
}

function writtenBy(field: FieldDefinition): string {
  if (field.formula !== undefined) return 'computed';
  if (field.automatic) return 'a flow or tool';
  return field.revopsOnly === true ? 'RevOps' : 'people';
}
