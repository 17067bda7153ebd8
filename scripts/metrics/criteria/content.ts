/** What stands in a field, whatever its criterion says of it: an answer, a placeholder, nothing. */
import type { FieldDefinition, FieldType } from '../../playbook/model.ts';

const TEXTS: ReadonlySet<FieldType> = new Set(['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone']);
const DAYS: ReadonlySet<FieldType> = new Set(['Date', 'DateTime']);
/** Shorter is no answer, whatever a criterion asks. */
export const LEAST_LENGTH = 3;
/** Texts that differ beyond this are taken for one. */
export const COMPARED_LENGTH = 400;

/** How the content of a field is judged: as a text that people write, as the day that it says, or by being there. */
export function contentKind({ type }: Pick<FieldDefinition, 'type'>): 'text' | 'day' | 'other' {
  return TEXTS.has(type) ? 'text' : DAYS.has(type) ? 'day' : 'other';
}

/** Fill a field and answer nothing, in lower case: those of the playbook and the field's own label. */
export function fillersOf({ label }: Pick<FieldDefinition, 'label'>, placeholders: readonly string[]): readonly string[] {
  return [...placeholders, label.trim().toLowerCase()];
}
