/** What a snapshot says of its records, held against its files. */
import { join } from 'node:path';
import { identifier, literal, rowsOf, type DuckDBConnection } from './duckdb.ts';
import type { SourceObject } from './facts/sources.ts';
import { filesOf, MANIFEST_FILE, scanOf, type SnapshotManifest } from './snapshot.ts';

/**
 * The numbers of records in the manifest are those of its files. A file says it in its last bytes; where changes lie over it,
 * what they leave is counted.
 * @throws Error naming the object, the file and both numbers
 */
export async function refuseOtherCounts(db: DuckDBConnection, dir: string, manifest: SnapshotManifest): Promise<void> {
  const read = manifest.objects.filter(({ file }) => file !== '');
  const files = read.flatMap(filesOf).map(({ file }) => file);
  if (files.length === 0) return;
  const rows = await rowsOf(db, `SELECT file_name, num_rows FROM parquet_file_metadata([${files.map((file) => literal(join(dir, file))).join(', ')}])`);
  const held = new Map(rows.map((row) => [String(row['file_name']), Number(row['num_rows'])]));
  const compare = (object: string, what: string, said: number, found: number | undefined): void => {
    if (said !== found) throw new Error(`${join(dir, MANIFEST_FILE)} says ${said} records of ${object}, and ${what} holds ${String(found)}: one of them is not as it was extracted. Extract again.`);
  };
  for (const found of read) {
    const { object, file, records, deltas = [] } = found;
    for (const delta of deltas) compare(object, delta.file, delta.records, held.get(join(dir, delta.file)));
    if (deltas.length === 0) compare(object, file, records, held.get(join(dir, file)));
    else compare(object, `${file} with its changes`, records, Number((await rowsOf(db, `SELECT count(*) AS records FROM ${scanOf(dir, found)}`))[0]?.['records']));
  }
}

/** Objects of which everything is counted. */
const COUNTED: readonly SourceObject[] = ['Opportunity', 'Lead', 'Account'];

/** A record that is there twice would be counted twice. @throws Error naming it */
export async function refuseDoubles(db: DuckDBConnection, dir: string, manifest: SnapshotManifest): Promise<void> {
  for (const object of COUNTED) {
    if (!manifest.objects.some((found) => found.object === object && found.fields.some(({ name }) => name === 'Id'))) continue;
    const [row] = await rowsOf(db, `SELECT "Id" AS id FROM ${identifier(object)} GROUP BY "Id" HAVING count(*) > 1 ORDER BY 1 LIMIT 1`);
    if (row) throw new Error(`The snapshot in ${dir} holds the ${object} twice that has the id ${String(row['id'])}: nothing can be counted from it. Extract again into an empty folder.`);
  }
}
