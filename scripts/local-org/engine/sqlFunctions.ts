/** Functions of ours that SQL calls: formula fields, folding of case, local time, search. */
import { DateTime } from 'luxon';
import type { Store } from '../store/store.ts';
import type { FormulaEnvironment } from './formulas/environment.ts';
import type { FormulaRuntime } from './formulas/runtime.ts';
import { planOf } from './objectPlan.ts';
import { FOLD_FUNCTION } from './soql/filter.ts';
import { LOCAL_TIME_FUNCTION } from './soql/functions.ts';
import { FORMULA_FUNCTION } from './soql/scope.ts';
import { SEARCH_FUNCTION } from './sosl/run.ts';
import { matcherOf, wordsOf, type Terms } from './sosl/terms.ts';

type SqlValue = string | number | bigint | null | Uint8Array;

/** Registers them; `environment` is that of the query being run. */
export function registerSqlFunctions(store: Store, formulas: FormulaRuntime, environment: () => FormulaEnvironment): void {
  store.database.function(FORMULA_FUNCTION, { directOnly: true }, (object: SqlValue, field: SqlValue, id: SqlValue) => {
    const current = environment();
    const schema = current.schema.object(String(object));
    const entry = typeof id === 'string' ? current.load(id) : undefined;
    const definition = schema === undefined ? undefined : planOf(schema).fields.get(String(field).toLowerCase());
    if (entry === undefined || definition === undefined) {
      return null;
    }
    const value = formulas.fieldValue(entry.plan, definition, entry.row, current);
    return typeof value === 'boolean' ? Number(value) : value;
  });
  let searched = '';
  let matches: ReturnType<typeof matcherOf> = () => false;
  store.database.function(SEARCH_FUNCTION, { deterministic: true, varargs: true }, (terms: SqlValue, ...texts: SqlValue[]) => {
    // One search asks for every record: its terms are read once.
    if (searched !== terms) {
      searched = String(terms);
      matches = matcherOf(JSON.parse(searched) as Terms);
    }
    return Number(matches(texts.filter((text) => typeof text === 'string').map((text) => wordsOf(text))));
  });
  store.database.function(FOLD_FUNCTION, { deterministic: true }, (text: SqlValue) => (typeof text === 'string' ? text.toLowerCase() : text));
  store.database.function(LOCAL_TIME_FUNCTION, { deterministic: true }, (instant: SqlValue, timeZone: SqlValue) =>
    typeof instant === 'string' ? DateTime.fromISO(instant, { zone: String(timeZone) }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'") : null);
}
