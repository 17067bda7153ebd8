/** What words mean, and verdicts on cases that people argue about. */
import { peopleInWords } from '../../playbook/inWords.ts';
import { anchorOf, entryOf, spelled, type Source } from './entry.ts';
import type { Section } from './types.ts';

export function termSection({ playbook: { terms } }: Source): Section {
  return {
    id: 'terms',
    title: 'Terms',
    about: 'What words mean here, how one tells, and who may change it.',
    heads: { name: 'Term', code: 'Id', says: 'Means' },
    entries: terms.map(({ id, name, means, test, owners, approver, systemOfRecord, reviewBy, examples }) =>
      entryOf({ anchor: anchorOf('term', id), name, code: '', says: means }, [
        ['Told by', test],
        ['Owners', peopleInWords(owners)],
        ['Approver', spelled(approver)],
        ['System of record', systemOfRecord],
        ['Due for review', reviewBy],
        ['Cases', examples.map((example) => `${example.case}: ${example.verdict} (${example.id})`)],
      ]),
    ),
  };
}
