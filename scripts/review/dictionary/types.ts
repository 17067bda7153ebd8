/** A data dictionary as every format prints it: sections of entries, each a name, a sentence and labelled facts. */

/** Words, or a name that leads to the entry of its own. */
export type Word = string | { readonly text: string; readonly to: string };

export interface Fact {
  readonly label: string;
  readonly words: readonly Word[];
}

export interface Entry {
  /** Unique in the dictionary: `metric-win_rate`. */
  readonly anchor: string;
  readonly name: string;
  /** What the CRM, the playbook or a number calls it; empty: nothing but its name. */
  readonly code: string;
  /** What it means, in a sentence. */
  readonly says: string;
  /** In the order of reading; none is empty. */
  readonly facts: readonly Fact[];
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** What its entries are. */
  readonly about: string;
  /** What a table calls name, code and sentence. */
  readonly heads: { readonly name: string; readonly code: string; readonly says: string };
  readonly entries: readonly Entry[];
}

export interface Dictionary {
  readonly name: string;
  readonly version: string;
  /** Salesforce's code of the language its texts are in; null: the playbook's own. */
  readonly language: string | null;
  /** Without those that the playbook has nothing for. */
  readonly sections: readonly Section[];
}

/** Whether a fact stands in one line: names of other entries, or one sentence. */
export function isNames({ words }: Fact): boolean {
  return words.length === 1 || words.some((word) => typeof word !== 'string');
}
