/** Everything that is computed before the metrics: relations in the order they build on each other. */
import { MET_TABLE, UNASKED_TABLE } from './criteria/questions.ts';
import { dealRelations, dealTables } from './facts/deals.ts';
import type { Fact, Step } from './facts/fact.ts';
import { FACTS, type FactInput, type FactName } from './facts/index.ts';
import { narrowed } from './relational/narrow.ts';
import type { Relation } from './relational/relation.ts';

export interface Pack {
  /** What several facts read, each after the ones before it. */
  readonly shared: readonly Step[];
  /** Each becomes the table `fact_<name>`. */
  readonly facts: readonly { readonly fact: Fact; readonly relation: Relation }[];
}

export function packOf(input: FactInput, names: ReadonlySet<FactName>): Pack {
  const facts = [...names].map((name) => FACTS[name]);
  const deals = facts.some((fact) => fact.ofDeals) ? dealRelations(input, facts.some((fact) => fact.spells)) : null;
  const tables = deals && dealTables(deals);
  const steps = new Map(facts.flatMap((fact) => fact.steps?.(input, tables) ?? []));
  return { shared: [...(deals ?? []), ...steps], facts: facts.map((fact) => ({ fact, relation: fact.relation(input, tables) })) };
}

/** The pack with nothing in its tables that no fact, no table after them and none of `readers` reads. */
export function narrowedPack({ shared, facts }: Pack, readers: readonly Relation[]): Pack {
  const read = new Map<string, Set<string>>();
  const whole = (relation: Relation): Relation => narrowed(relation, new Set(Object.keys(relation.columns)), read);
  readers.forEach(whole);
  const narrowFacts = facts.map(({ fact, relation }) => ({ fact, relation: whole(relation) }));
  const steps = shared.toReversed().map(([name, relation]): Step => [name, narrowed(relation, read.get(name) ?? new Set(), read)]);
  return { shared: steps.toReversed(), facts: narrowFacts };
}

/** A fact, what must be there before it, and what nothing after it reads. */
export interface Turn {
  readonly fact: Fact;
  readonly relation: Relation;
  /** In the order they build on each other. */
  readonly before: readonly Step[];
  readonly after: readonly string[];
}

/** What every number about deals asks for beside its fact, and what nearly all facts copy their columns from. */
export const ALWAYS_READ = 'journey';
/** Made by asking criteria, and not by relations. */
export const ANSWERS: ReadonlySet<string> = new Set([MET_TABLE, UNASKED_TABLE]);

/** The facts in turn, so that each table is made when it is first read and is gone after it was read last. */
export function turnsOf({ shared, facts }: Pack): readonly Turn[] {
  const steps = new Map(shared);
  const needed = (names: Iterable<string>, found = new Set<string>()): ReadonlySet<string> => {
    for (const name of names) {
      const step = steps.get(name);
      if (found.has(name) || !(step || ANSWERS.has(name))) continue;
      found.add(name);
      if (step) needed(scansIn(step), found);
    }
    return found;
  };
  // What reads the history row by row goes first, what reads no deals last; what asks criteria goes together.
  const weight = ({ spells, ofDeals, criteria }: Fact): number => (spells ? 0 : ofDeals ? 1 : 2) + (criteria ? 0.5 : 0);
  const turns = facts.toSorted((left, right) => weight(left.fact) - weight(right.fact));
  const reads = turns.map(({ fact, relation }) => needed([...scansIn(relation), ...(fact.ofDeals ? [ALWAYS_READ] : [])]));
  return turns.map(({ fact, relation }, index) => {
    const earlier = new Set(reads.slice(0, index).flatMap((names) => [...names]));
    const later = new Set(reads.slice(index + 1).flatMap((names) => [...names]));
    const own = reads[index] ?? new Set();
    return { fact, relation, before: shared.filter(([name]) => own.has(name) && !earlier.has(name)), after: [...own].filter((name) => !later.has(name)) };
  });
}

/** Names that a pack reads. */
export function scansOf({ shared, facts }: Pack): ReadonlySet<string> {
  return new Set([...shared.map(([, relation]) => relation), ...facts.map(({ relation }) => relation)].flatMap((relation) => [...scansIn(relation)]));
}

/** Names that a relation reads. */
export function scansIn(from: Relation): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (relation: Relation): void => {
    if (relation.kind === 'scan') found.add(relation.table);
    else if (relation.kind === 'join') [relation.left, relation.right].forEach(visit);
    else if (relation.kind === 'union') relation.inputs.forEach(visit);
    else if (relation.kind !== 'values') visit(relation.input);
  };
  visit(from);
  return found;
}
