/** Everything that is computed before the metrics: relations in the order they build on each other. */
import { dealRelations, dealTables } from './facts/deals.ts';
import type { Fact, Step } from './facts/fact.ts';
import { FACTS, type FactInput, type FactName } from './facts/index.ts';
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

/** Names that a pack reads. */
export function scansOf({ shared, facts }: Pack): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (relation: Relation): void => {
    if (relation.kind === 'scan') found.add(relation.table);
    else if (relation.kind === 'join') [relation.left, relation.right].forEach(visit);
    else if (relation.kind === 'union') relation.inputs.forEach(visit);
    else if (relation.kind !== 'values') visit(relation.input);
  };
  for (const [, relation] of shared) visit(relation);
  for (const { relation } of facts) visit(relation);
  return found;
}
