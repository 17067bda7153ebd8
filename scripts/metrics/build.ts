/** Facts computed in an engine, one after the other: of one instant, or of several in one pass. */
import type { Engine } from './engines/engine.ts';
import { dealRelations, dealTables, unconverted, unplacedIn } from './facts/deals.ts';
import type { FactInput, FactName } from './facts/index.ts';
import type { Step } from './facts/fact.ts';
import { ALWAYS_READ, ANSWERS, narrowedPack, packOf, scansIn, turnsOf, type Pack } from './pack.ts';
import { lifted, ofVariant } from './relational/lifted.ts';
import type { Relation } from './relational/relation.ts';

/** Facts used one after the other. */
export interface FactUse {
  /**
   * What of a fact is read.
   * @param day place of the instant among those that are built together
   */
  read(name: FactName, relation: Relation, day: number): Relation;
  ask(name: FactName): Promise<void>;
}

export interface Building {
  /** What is asked before the first fact that needs answers of criteria; the answer is why there are none. */
  readonly askCriteria: () => Promise<string | null>;
  /** Takes facts that could not be computed, with the reason. */
  readonly refused: Map<FactName, string>;
  /** Takes the tables whose rows are told apart by instant. */
  readonly byDay: Set<string>;
  /** Of each fact as soon as it is there, which is gone after; absent: all stay. */
  readonly use?: FactUse | undefined;
}

/** @param days the same but for the instant and the periods that are asked for */
export async function buildFacts(engine: Engine, days: readonly FactInput[], names: ReadonlySet<FactName>, { askCriteria, refused, byDay, use }: Building): Promise<void> {
  const packs = days.map((input, day) => {
    const pack = packOf(input, names);
    return use ? { shared: pack.shared, facts: pack.facts.map(({ fact, relation }) => ({ fact, relation: use.read(fact.name, relation, day) })) } : pack;
  });
  const pack = together(packs, byDay);
  const read = use ? narrowedPack(pack, days.flatMap((input, day) => aboutDeals(input).map((relation) => ofVariant(relation, day, byDay)))) : pack;
  let unasked: string | null | undefined;
  const missing = new Set(ANSWERS);
  for (const { fact, relation, before, after } of turnsOf(read)) {
    if (fact.criteria && unasked === undefined) unasked = await askCriteria();
    for (const [name, step] of before) {
      // Without answers what is made of them cannot be either.
      if (typeof unasked === 'string' && !scansIn(step).isDisjointFrom(missing)) missing.add(name);
      else {
        await engine.table(name, step);
        if (name === ALWAYS_READ) await engine.encode?.(name, step.columns);
      }
    }
    if (fact.criteria && typeof unasked === 'string') refused.set(fact.name, unasked);
    else {
      await engine.table(`fact_${fact.name}`, relation);
      await use?.ask(fact.name);
    }
    if (use) await engine.drop?.([...after, `fact_${fact.name}`]);
  }
}

/** What is asked of deals beside the facts; of which period does not matter to what it reads. */
function aboutDeals(input: FactInput): readonly Relation[] {
  const tables = dealTables(dealRelations(input, false));
  const period = { from: input.today, to: input.today };
  return [unconverted(tables, period), unplacedIn(period, tables)];
}

/** Packs of the same facts as one. @param byDay takes the tables that are not the same in all */
function together(packs: readonly Pack[], byDay: Set<string>): Pack {
  const [first] = packs;
  if (first === undefined || packs.length === 1) return first ?? { shared: [], facts: [] };
  const lift = (name: string, variants: readonly Relation[]): Relation => {
    const { relation, byVariant } = lifted(variants, byDay);
    if (byVariant) byDay.add(name);
    return relation;
  };
  const steps = packs.map(({ shared }) => new Map(shared));
  const names = [...new Set(packs.flatMap(({ shared }) => shared.map(([name]) => name)))];
  // A step that one of them does not have is not read in it, so that any will do.
  const shared = names.map((name): Step => {
    const held = steps.flatMap((own) => own.get(name) ?? []);
    return [name, lift(name, held.length === packs.length ? held : packs.map(() => held[0] as Relation))];
  });
  return { shared, facts: first.facts.map(({ fact }, index) => ({ fact, relation: lift(`fact_${fact.name}`, packs.map(({ facts }) => facts[index]?.relation as Relation)) })) };
}
