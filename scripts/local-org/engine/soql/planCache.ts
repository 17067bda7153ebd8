/**
 * Compiled queries for those that come again, with the same or with other ids: `WHERE AccountId = '…'` is one plan for all
 * accounts. A plan holds for one schema and one access.
 */
import type { Schema } from '../schema.ts';
import type { Access, QueryOptions } from '../types.ts';
import type { Parameters } from './scope.ts';

/** What a query asked while it was compiled, beside its text, schema and access. */
export interface Reuse {
  /** False: it asked for the user or the instant, or its ids stand where they change more than a value. */
  allowed: boolean;
}

/** A query without its ids, and the ids in the order of the text. */
export interface Template {
  readonly key: string;
  readonly ids: readonly string[];
}

const ID_LITERAL = /'([A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?)'/g;
const MAX_PLANS = 1_000;

/** Whether a literal is one of a template's ids. */
export function isIdLiteral(text: string): boolean {
  return (text.length === 17 || text.length === 20) && /^'[A-Za-z0-9]+'$/.test(text);
}

/** Null where an escape may hide a quotation mark. */
export function templateOf(soql: string, { includeDeleted, tooling, apiVersion }: QueryOptions): Template | null {
  if (soql.includes('\\')) {
    return null;
  }
  const ids: string[] = [];
  const text = soql.replace(ID_LITERAL, (_literal, id: string) => {
    ids.push(id);
    return "'?'";
  });
  return { key: `${apiVersion ?? ''}${includeDeleted === true ? '+' : ''}${tooling === true ? '*' : ''} ${text}`, ids };
}

/** Plans of one kind; opened once per engine. */
export class PlanCache<Plan> {
  private readonly plans = new WeakMap<Schema, WeakMap<object, Map<string, Plan>>>();
  private readonly everything = {};

  find(schema: Schema, access: Access | undefined, key: string): Plan | undefined {
    return this.plans.get(schema)?.get(access ?? this.everything)?.get(key);
  }

  add(schema: Schema, access: Access | undefined, key: string, plan: Plan): void {
    const ofSchema = this.plans.get(schema) ?? new WeakMap<object, Map<string, Plan>>();
    const known = ofSchema.get(access ?? this.everything) ?? new Map<string, Plan>();
    if (known.size >= MAX_PLANS) {
      known.clear();
    }
    this.plans.set(schema, ofSchema.set(access ?? this.everything, known.set(key, plan)));
  }
}

/** The values of a plan for the ids of a query; null when one of them is no id. */
export function valuesFor(parameters: Parameters, ids: readonly string[], normalize: (id: string) => string | null): (string | number | null)[] | null {
  const values = [...parameters.values];
  for (const [index, position] of parameters.ids) {
    const id = normalize(ids[position] ?? '');
    if (id === null) {
      return null;
    }
    values[index] = id;
  }
  return values;
}
