/** Fields that the playbook adds to the org. */
import { code, escape, page, table } from '../markdown.ts';
import type { Playbook } from '../../playbook/index.ts';
import { typeInWords, writerInWords } from '../../playbook/inWords.ts';

export function fieldsReference(playbook: Pick<Playbook, 'objects'>): string {
  const sections = playbook.objects.flatMap((object) => {
    const added = object.fields.filter((field) => !field.existing);
    if (added.length === 0) return [];
    const rows = added.map((field) => [code(field.apiName), escape(field.label), escape(typeInWords(field)), writerInWords(field), escape(field.help)]);
    return [`## ${escape(object.label)}\n\n${table(['field', 'label', 'type', 'written by', 'help'], rows)}`];
  });
  return page('Fields', [
    'The fields that a deploy of the playbook adds, by object. Fields that the org has already are read and compared, never deployed.',
    ...sections,
  ]);
}
