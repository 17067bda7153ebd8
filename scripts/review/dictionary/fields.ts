/** Fields: what each holds, who writes it, and every gate, number and handoff that looks at it. */
import { readBy } from '../../metrics/extract/needs.ts';
import { fieldsAsked } from '../../playbook/asked.ts';
import { fieldOwners } from '../../playbook/fields.ts';
import { peopleInWords, typeInWords, writerInWords } from '../../playbook/inWords.ts';
import type { FieldDefinition, Playbook, PlaybookObject } from '../../playbook/model.ts';
import { anchorOf, criteriaWords, entryOf, metricWords, type Source } from './entry.ts';
import type { Entry, Section } from './types.ts';

/** Ids of metrics by the fields they read, as `Object.Field`. */
type Readers = ReadonlyMap<string, readonly string[]>;

export function fieldSection(source: Source): Section {
  const readers = readersIn(source.playbook);
  return {
    id: 'fields',
    title: 'Fields',
    about: "Fields that the playbook adds, and those of the org's own that it reads.",
    heads: { name: 'Field', code: 'API name', says: 'Holds' },
    entries: source.playbook.objects.flatMap((object) => object.fields.map((field) => fieldEntry(source, object, field, readers))),
  };
}

const STATUS_WORDS: Readonly<Record<NonNullable<FieldDefinition['businessStatus']>, string>> = { DeprecateCandidate: 'to go (DeprecateCandidate)', Hidden: 'out of sight (Hidden)' };

function fieldEntry({ playbook, said }: Source, { apiName: object, criteria }: PlaybookObject, field: FieldDefinition, readers: Readers): Entry {
  const asking = criteria.filter((criterion) => fieldsAsked(criterion).some((name) => name.toLowerCase() === field.apiName.toLowerCase())).map(({ id }) => id);
  const handed = playbook.handoffs.filter(({ required }) => required.fields.some((one) => one.object === object && one.field === field.apiName));
  return entryOf({ anchor: anchorOf('field', object, field.apiName), name: field.label, code: `${object}.${field.apiName}`, says: said(['help', object, field.apiName], field.help) }, [
    ['Type', typeInWords(field)],
    ['Computed as', field.formula ?? null],
    ['Written by', writerInWords(field)],
    ['Owners', peopleInWords(fieldOwners(playbook, field))],
    ['Data status', field.businessStatus === undefined ? null : STATUS_WORDS[field.businessStatus]],
    ['No longer chosen', (field.inactiveValues ?? []).join(', ')],
    ['Asked by', criteriaWords(asking)],
    ['Counted in', metricWords(playbook, readers.get(`${object}.${field.apiName}`) ?? [])],
    ['Handed over in', handed.map(({ id, label }) => ({ text: label, to: anchorOf('handoff', id) }))],
    ['Comes from', field.existing ? 'the org' : 'the playbook'],
    ['History', field.trackHistory === true ? 'kept' : null],
  ]);
}

function readersIn(playbook: Playbook): Readers {
  const pairs = playbook.metrics.flatMap((metric) => [...new Set(readBy(metric))].map((field) => ({ field, id: metric.id })));
  return new Map([...Map.groupBy(pairs, ({ field }) => field)].map(([field, found]) => [field, found.map(({ id }) => id)]));
}
