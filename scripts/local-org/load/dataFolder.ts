/**
 * Loads a folder of `<Object>.csv` files through the save pipeline, parents before children, as a data loader
 * would: ids of the files are replaced by the new ones wherever a lookup names them, and CreatedDate and
 * CreatedById are kept as for a user with *Set Audit Fields upon Record Creation*.
 */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { Engine, RecordInput, Session } from '../engine/types.ts';

/** As the APIs save: the engine's own batch. */
const BATCH = 200;
/** A cell larger than the largest text field is no data. */
const MAX_RECORD_BYTES = 1024 * 1024;

export interface LoadCounts {
  readonly [object: string]: number;
}

/** @throws Error naming file, line and the org's own message; nothing of any file stays then */
export async function loadDataFolder(engine: Engine, session: Session, dir: string, onProgress: (text: string) => void): Promise<LoadCounts> {
  const files = (await readdir(dir).catch(() => [] as string[])).filter((name) => name.toLowerCase().endsWith('.csv'));
  if (files.length === 0) throw new Error(`${dir} has no .csv file: give a folder with files named <Object>.csv, for example Account.csv.`);
  const objects = files.map((file) => {
    const schema = engine.schema.object(file.slice(0, -'.csv'.length));
    if (!schema) throw new Error(`${join(dir, file)}: the org has no object "${file.slice(0, -'.csv'.length)}"; the file is named after the object's API name.`);
    return { file, schema };
  });
  const ordered = parentsFirst(objects.map(({ schema }) => schema.apiName), engine);
  const tables = new Map<string, RecordInput[]>();
  for (const name of ordered) {
    const file = objects.find(({ schema }) => schema.apiName === name)?.file ?? '';
    tables.set(name, await readCsv(join(dir, file)));
  }
  const newIds = new Map<string, string>();
  const counts: Record<string, number> = {};
  engine.transaction(() => {
    for (const name of ordered) {
      const rows = tables.get(name) ?? [];
      for (let start = 0; start < rows.length; start += BATCH) {
        const batch = rows.slice(start, start + BATCH);
        const results = engine.insert(session, name, batch.map((row) => withNewIds(row, name, engine, newIds)), { setAuditFields: true });
        for (const [index, result] of results.entries()) {
          const row = batch[index];
          if (!result.success || result.id === null) {
            // Line 1 is the header.
            throw new Error(`${join(dir, `${name}.csv`)}:${start + index + 2}: ${result.errors.map((error) => `${error.message} (${error.statusCode})`).join(' ')} Nothing was loaded.`);
          }
          const old = row?.['Id'];
          if (typeof old === 'string' && old !== '') newIds.set(old, result.id);
        }
        counts[name] = (counts[name] ?? 0) + batch.length;
        onProgress(`Loading ${name}: ${counts[name]} of ${rows.length}`);
      }
    }
  });
  return counts;
}

async function readCsv(file: string): Promise<RecordInput[]> {
  const rows: RecordInput[] = [];
  const parser = createReadStream(file).pipe(parse({ columns: true, bom: true, skip_empty_lines: true, max_record_size: MAX_RECORD_BYTES }));
  try {
    for await (const row of parser) rows.push(row as RecordInput);
  } catch (error) {
    throw new Error(`${file} is not a readable CSV file: ${(error as Error).message}`, { cause: error });
  }
  return rows;
}

/** The record without its old id, lookups translated; blank cells are left out, so that defaults apply. */
function withNewIds(row: RecordInput, object: string, engine: Engine, newIds: ReadonlyMap<string, string>): RecordInput {
  const record: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (column === 'Id' || value === '') continue;
    const isLookup = (engine.schema.field(object, column)?.referenceTo.length ?? 0) > 0;
    record[column] = isLookup && typeof value === 'string' ? (newIds.get(value) ?? value) : value;
  }
  return record;
}

/** Objects so that what a lookup points at comes first; an object that points at itself counts once. */
function parentsFirst(names: readonly string[], engine: Engine): string[] {
  const ordered: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (ordered.includes(name)) return;
    if (path.includes(name)) throw new Error(`The objects ${[...path, name].join(' > ')} point at each other; load one of them without that lookup first.`);
    const parents = engine.schema.object(name)?.fields.flatMap((field) => field.referenceTo) ?? [];
    for (const parent of new Set(parents)) if (parent !== name && names.includes(parent)) visit(parent, [...path, name]);
    ordered.push(name);
  };
  for (const name of names.toSorted()) visit(name, []);
  return ordered;
}
