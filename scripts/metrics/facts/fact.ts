import type { FACTS as CATALOGUE } from '../../playbook/metricSchema.ts';
import type { Playbook, Stage } from '../../playbook/model.ts';
import type { ColumnType } from '../relational/expression.ts';
import { scan, type Relation } from '../relational/relation.ts';
import type { Period } from '../period.ts';
import type { SourceField } from './sources.ts';

export type FactName = keyof typeof CATALOGUE;

/** The stages as they were from one instant on. */
export interface StageOrder {
  /** ISO, UTC; null: since ever. */
  readonly from: string | null;
  readonly stages: readonly Stage[];
}

/** What a fact is built from. */
export interface FactInput {
  readonly playbook: Playbook;
  /** What is seen: nothing that happened at or after this instant. ISO, UTC. */
  readonly asOf: string;
  /** IANA zone that decides which local day an instant falls on. */
  readonly timeZone: string;
  /** In time order; a passage is judged by the order in force when it happened. */
  readonly stageOrders: readonly StageOrder[];
  /** Local date of that instant. */
  readonly today: string;
  /** Local day on which the first record was made; working time counts from there. */
  readonly firstDay: string;
  /** And up to this one, which is the same for all instants that are asked about together. */
  readonly lastDay: string;
  /** Periods that the metrics on a fact are asked for; absent: the last quarters. */
  readonly asked?: ReadonlyMap<FactName, readonly Period[]>;
}

export interface FactColumn {
  readonly type: ColumnType;
  /** Fields it is made of, beside those the whole fact needs. */
  readonly needs: readonly SourceField[];
  /** A number that is no money: days, a rate. */
  readonly plain?: true;
}

/** A relation that metrics are computed on: one row per thing that happened, with the dimensions to slice by. */
export interface Fact {
  readonly name: FactName;
  readonly columns: Readonly<Record<string, FactColumn>>;
  /** Column with the id of the record a row stands for. */
  readonly id: string;
  /** Columns that are the same on all rows of one record. */
  readonly ofRecord?: readonly string[];
  /** Fields without which no row can be told. */
  readonly needs: readonly SourceField[];
  /** Fields that rows of a `kind` are made of besides. */
  readonly ofKind?: Readonly<Record<string, readonly SourceField[]>>;
  /** Fields that it needs besides with some settings of the playbook. */
  readonly needsWith?: (playbook: Playbook) => readonly SourceField[];
  /** Relations of the deals come first. */
  readonly ofDeals: boolean;
  /**
   * Whether there is a row hangs on money: a deal in a currency without a rate has none, and what counts rows misses it too. Of deals
   * that were `sold` here, or of those as well that were `loaded` when the CRM was set up.
   */
  readonly rowsOfMoney?: 'sold' | 'loaded';
  /** Its rows are dated between the days on which a deal was made and closed: one closed before a period is in none of its numbers. */
  readonly whileOpen?: true;
  /** It reads the history row by row. */
  readonly spells?: true;
  /** It asks the criteria of the playbook, and needs the fields they read. */
  readonly criteria?: true;
  /** Its rows are made of what records hold on the day of the snapshot: of an earlier day they say nothing. */
  readonly ofToday?: true;
  /** It measures working time: in all that it says, or in these columns. */
  readonly workingTime?: true | readonly string[];
  /** Dates of its rows that may lie ahead: of a period to come they say something today. */
  readonly ahead?: readonly string[];
  /** Column with the last day of a row that stands for a stretch of time: it must lie within the period too. */
  readonly lastDay?: string;
  /** Rows stand for whole months, so a period that cuts one has no answer. */
  readonly whole?: 'months';
  /**
   * Rows are made for the periods that are asked for: for each as it is (`period`), or for the fiscal quarters that it is
   * made of (`quarters`), which may be added. The period date and `lastDay` are the first and the last day.
   */
  readonly spans?: 'period' | 'quarters';
  /** Values of `kind` whose rows come from an input file, which is named: no row means not known, where no deal means zero. */
  readonly inputKinds?: Readonly<Record<string, string>>;
  /** Columns that come from an input file, which is named. */
  readonly inputColumns?: Readonly<Record<string, string>>;
  /** Column that adds up, over the rows of this kind in the whole, to the days they stand for: a period with fewer has no answer. */
  readonly covers?: { readonly column: string; readonly kind: string };
  /** All rows come from an input file. */
  readonly onlyInput?: true;
  /**
   * Column that says for which cut a row counts: quota of the company must not be added to quota of its people. Rows
   * with null count in every cut, the others where the scope of the cut's dimensions is theirs.
   */
  readonly scope?: { readonly column: string; of(dimensions: readonly string[]): string };
  /** Relations that the fact reads by name, each after the ones before it; facts may share them. */
  readonly steps?: (input: FactInput, deals: Deals | null) => readonly Step[];
  relation(input: FactInput, deals: Deals | null): Relation;
}

/** A relation that becomes a table before what builds on it. */
export type Step = readonly [name: string, relation: Relation];

/** Makes a step once for the same input and deals: steps read each other, and are named by all that read them. */
export function once<D extends Deals | void>(make: (input: FactInput, deals: D) => Step): (input: FactInput, deals: D) => Step {
  const made = new WeakMap<FactInput, Map<D, Step>>();
  return (input, deals) => {
    const ofInput = made.get(input) ?? new Map<D, Step>();
    const step = ofInput.get(deals) ?? make(input, deals);
    made.set(input, ofInput.set(deals, step));
    return step;
  };
}

/** The table of a step. */
export function stepTable([name, relation]: Step): Relation {
  return scan(name, relation.columns);
}

/** Relations that the facts about deals share, as tables that are there already. */
export interface Deals {
  readonly stage: Relation;
  readonly change: Relation;
  readonly entry: Relation;
  readonly journey: Relation;
  /** Only for facts with `spells`. */
  readonly spell: Relation;
}
