/** Expressions that many conditions over one record have in common, as columns that are computed before them. */
import { identifier } from '../duckdb.ts';

export interface SharedColumns {
  /** Keeps an expression; it may name columns kept before. @returns the column that holds it */
  readonly share: (sql: string) => string;
  /** A source with the kept columns beside its own: `name` itself while there are none. */
  over(name: string): string;
}

const NAMED = /"#(\d+)"/g;

export function sharedColumns(): SharedColumns {
  const kept = new Map<string, { readonly name: string; readonly depth: number }>();
  const depths: number[] = [];
  return {
    share(sql) {
      const found = kept.get(sql);
      if (found) return found.name;
      const depth = Math.max(-1, ...[...sql.matchAll(NAMED)].map(([, index]) => depths[Number(index)] ?? 0)) + 1;
      const name = identifier(`#${kept.size}`);
      kept.set(sql, { name, depth });
      depths.push(depth);
      return name;
    },
    over(source) {
      const layers = Map.groupBy(kept, ([, { depth }]) => depth);
      return [...layers.keys()].toSorted((left, right) => left - right).reduce((from, depth) => `(SELECT *, ${(layers.get(depth) ?? []).map(([sql, { name }]) => `${sql} AS ${name}`).join(', ')} FROM ${from})`, source);
    },
  };
}
