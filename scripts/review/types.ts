/** A meeting pack as data: what the printers write and what the next pack compares with. */
import type { MetricResult, Standing } from '../metrics/types.ts';
import type { PackList } from '../playbook/schema/cadence.ts';

/** A record with the words it is known by. */
export interface PackRecord {
  readonly name: string;
  /** Salesforce id. */
  readonly id: string;
  /** API name; null where the id is of no object that is known. */
  readonly object: string | null;
  /** Absent where no org's address is known, or the id is of no object with a page. */
  readonly url?: string;
}

/** One number with what it was in the pack before. */
export interface NumberLine extends Standing {
  /** Id of the metric. */
  readonly metric: string;
  /** `segment=SMB`; empty for the whole. */
  readonly slice: string;
  readonly label: string;
  readonly period: MetricResult['period'];
  readonly value: string;
  /** `+2.1 points`; null where there is nothing to compare with. */
  readonly change: string | null;
  readonly countedFrom: string;
  readonly note: string | null;
  readonly records: readonly PackRecord[];
  /** Records behind the number in all. */
  readonly recordsInAll: number;
}

/** Text, or a record that a reader may want to open. */
export type Cell = string | PackRecord;

export type Block =
  | { readonly kind: 'numbers'; readonly title: string; /** What the lines are: Segment, Loss reason. */ readonly of: string; readonly decision: string; readonly lines: readonly NumberLine[] }
  | { readonly kind: 'list'; readonly list: PackList; readonly title: string; readonly heads: readonly string[]; readonly rows: readonly (readonly Cell[])[]; readonly more: number; readonly empty: string }
  /** A sentence, and the command that goes with it; `list`: the list that it stands for. */
  | { readonly kind: 'note'; readonly text: string; readonly command?: string; readonly list?: PackList };

export interface Section {
  readonly title: string;
  /** Time box; null outside the agenda. */
  readonly minutes: number | null;
  readonly blocks: readonly Block[];
}

export interface Pack {
  readonly name: string;
  readonly meeting: string;
  readonly when: string;
  readonly minutes: number;
  readonly who: readonly string[];
  /** ISO instant. */
  readonly asOf: string;
  /** ISO date of it by the org's clocks: the pack's own. */
  readonly day: string;
  readonly playbook: string;
  readonly source: string;
  /** What the changes are against, in words; null: nothing. */
  readonly comparedWith: string | null;
  /** At most five sentences: what to do first. */
  readonly first: readonly string[];
  readonly opening: readonly Section[];
  readonly headline: Block;
  readonly preRead: readonly Section[];
  readonly agenda: readonly Section[];
}

/** What is kept of a pack beside its text. */
export interface PackData {
  readonly format: 1;
  readonly pack: string;
  readonly asOf: string;
  readonly playbookVersion: string;
  readonly numbers: readonly KeptNumber[];
}

/** The pack before: its day is known by where it is kept. */
export interface EarlierPack extends PackData {
  readonly day: string;
}

export interface KeptNumber extends Standing {
  readonly id: string;
  /** `segment=SMB`; empty for the whole. */
  readonly slice: string;
  readonly value: number | null;
  readonly definitionVersion: string;
}
