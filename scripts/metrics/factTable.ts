import { FACTS, type Fact, type FactName } from './facts/index.ts';
import type { Columns } from './relational/expression.ts';
import { scan, type Relation } from './relational/relation.ts';

/** Table that a fact is computed into. */
export function factTable(name: FactName): Relation {
  return scan(`fact_${name}`, columnTypes(FACTS[name]));
}

export function columnTypes(fact: Fact): Columns {
  return Object.fromEntries(Object.entries(fact.columns).map(([name, { type }]) => [name, type]));
}
