/** Making entries: anchors, links between them, and facts without those that say nothing. */
import { FUNCTION_NAMES } from '../../playbook/inWords.ts';
import type { BusinessFunction, Playbook } from '../../playbook/model.ts';
import { textAt } from '../../playbook/texts.ts';
import { capital } from '../../shared/words.ts';
import type { Entry, Fact, Word } from './types.ts';

/** What the sections are made from. */
export interface Source {
  readonly playbook: Playbook;
  /** Of the language, by their place in its file. */
  readonly texts: Readonly<Record<string, string>>;
  /** A text of the playbook in the language asked for, or as it is where that language says nothing. */
  readonly said: (path: readonly string[], text: string) => string;
}

/** @param language one of the playbook's translations; null: its own */
export function sourceOf(playbook: Playbook, language: string | null): Source {
  const texts = playbook.translations.find((translation) => translation.language === language)?.texts ?? {};
  return { playbook, texts, said: (path, text) => textAt(texts, path) ?? text };
}

/** Safe in an address and in HTML; ids of the playbook stay readable. */
export function anchorOf(kind: string, ...names: readonly (string | number)[]): string {
  return [kind, ...names].join('-').replace(/[^A-Za-z0-9_.-]+/g, '-');
}

/** @param facts label and what is said: words, or nothing where that is empty */
export function entryOf(own: Omit<Entry, 'facts'>, facts: readonly (readonly [label: string, said: string | readonly Word[] | null])[]): Entry {
  return {
    ...own,
    says: capital(own.says),
    facts: facts.flatMap(([label, said]): Fact[] => {
      const words = typeof said === 'string' ? [said].filter((text) => text.trim() !== '') : (said ?? []);
      return words.length === 0 ? [] : [{ label, words }];
    }),
  };
}

const FUNCTION_CODES = new RegExp(`\\b(?:${Object.keys(FUNCTION_NAMES).join('|')})\\b`, 'g');

/** A sentence of the playbook with functions by their names: `FIN and the Council`. */
export function spelled(sentence: string): string {
  return sentence.replace(FUNCTION_CODES, (code) => FUNCTION_NAMES[code as BusinessFunction]);
}

/** Criteria by their codes. */
export function criteriaWords(ids: readonly string[]): Word[] {
  return ids.map((id) => ({ text: id, to: anchorOf('criterion', id) }));
}

/** A field by its label where the playbook knows it, else as it is called. @param path `Opportunity.Amount` */
export function fieldWord({ objects }: Playbook, path: string): Word {
  const [object = '', name = ''] = path.split('.');
  const field = objects.find(({ apiName }) => apiName === object)?.fields.find(({ apiName }) => apiName === name);
  return field ? { text: `${object}: ${field.label}`, to: anchorOf('field', object, name) } : path;
}

/** Metrics by their labels. */
export function metricWords({ metrics }: Playbook, ids: readonly string[]): Word[] {
  return ids.map((id) => {
    const metric = metrics.find((one) => one.id === id);
    return metric ? { text: metric.label, to: anchorOf('metric', id) } : id;
  });
}
