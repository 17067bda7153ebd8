/** What codes, triggers and types of the playbook are called where people read them. */
import type { BusinessFunction, Criterion, FieldDefinition, FieldType, PlaybookObject, Population, Trigger } from './model.ts';

/** As people say them; the codes are for the playbook. */
export const FUNCTION_NAMES: Readonly<Record<BusinessFunction, string>> = {
  MKT: 'Marketing', SAL: 'Sales', CS: 'Customer Success', FIN: 'Finance', PRD: 'Product', REV: 'RevOps',
};

/** `Marketing, Sales` */
export function peopleInWords(owners: readonly BusinessFunction[]): string {
  return owners.map((owner) => FUNCTION_NAMES[owner]).join(', ');
}

/** Whom a criterion asks, by the motion of the deal. */
export const POPULATION_NAMES: Readonly<Record<Population, string>> = {
  new: 'new business',
  growth: 'new business and expansion',
  all: 'all motions but contraction',
  installed: 'expansion, renewal and contraction',
  renewal: 'renewals',
  every: 'every record',
};

/** `to leave Qualification`, `on creation and when CloseDate changes` */
export function gateInWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'exit':
      return `to leave ${trigger.stage}`;
    case 'enter':
      return `to set ${trigger.field} to ${trigger.value}`;
    case 'leave':
      return `to change ${trigger.field} from ${trigger.value}`;
    case 'change':
      return `on creation and when ${trigger.fields.join(' or ')} changes`;
  }
}

/** Only a text has a least length, and a checkbox is never blank. */
const TEXTUAL: ReadonlySet<FieldType> = new Set(['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone']);

/** `filled with 20 characters or more` */
export function fillInWords({ fields }: Pick<PlaybookObject, 'fields'>, { field, min }: NonNullable<Criterion['require']>): string {
  const type = fields.find(({ apiName }) => apiName === field)?.type;
  if (type === 'Checkbox') return 'ticked';
  return type !== undefined && TEXTUAL.has(type) ? `filled with ${min} characters or more` : 'filled';
}

/** `Text(80)`, `Number(16, 2)`, `Lookup to Contact`, `Picklist: None, Low, High`. */
export function typeInWords(field: FieldDefinition): string {
  const formula = field.formula === undefined ? '' : 'Formula, ';
  if (field.referenceTo !== undefined) return `${formula}${field.type} to ${field.referenceTo}`;
  if (field.values !== undefined) return `${formula}${field.type}: ${field.values.join(', ')}`;
  if (field.length !== undefined) return `${formula}${field.type}(${field.length})`;
  if (field.precision !== undefined) return `${formula}${field.type}(${field.precision}, ${field.scale ?? 0})`;
  return `${formula}${field.type}`;
}

/** Who writes a field. */
export function writerInWords(field: FieldDefinition): string {
  if (field.formula !== undefined) return 'computed';
  if (field.automatic) return 'a flow or tool';
  return field.revopsOnly === true ? 'RevOps' : 'people';
}
