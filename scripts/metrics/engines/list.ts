/** Which columns the tables of a schema have, as the engine lists them. */
import type { Dialect } from '../relational/dialect.ts';
import type { Driver } from './driver.ts';
import type { ListedColumn } from './sources.ts';

/** @param schema of which the last part is the schema, and what comes before it the catalog or database */
export async function listColumns(driver: Driver, dialect: Dialect, schema: readonly string[]): Promise<ListedColumn[]> {
  if (dialect.name === 'spark') return listByTable(driver, dialect, schema);
  const name = schema.at(-1) ?? '';
  const id = dialect.identifier;
  // BigQuery keeps the list in the dataset itself.
  const list = dialect.name === 'bigquery' ? `${schema.map(id).join('.')}.INFORMATION_SCHEMA.COLUMNS` : [...schema.slice(0, -1).map(id), 'information_schema', 'columns'].join('.');
  const where = dialect.name === 'bigquery' ? '' : `\nWHERE table_schema = ${dialect.text(name)}`;
  const rows = await driver.execute(`SELECT table_name, column_name, data_type\nFROM ${list}${where}`);
  return rows.map(([table, column, type]) => ({ table: String(table), column: String(column), type: String(type) }));
}

/** A catalog without an information schema is asked for its tables one by one. */
async function listByTable(driver: Driver, dialect: Dialect, schema: readonly string[]): Promise<ListedColumn[]> {
  const listed: ListedColumn[] = [];
  const from = schema.map(dialect.identifier).join('.');
  for (const [, table, temporary] of await driver.execute(`SHOW TABLES IN ${from}`)) {
    if (temporary === true || temporary === 'true') continue;
    for (const [column, type] of await driver.execute(`DESCRIBE TABLE ${from}.${dialect.identifier(String(table))}`)) {
      // Partitions and details follow behind a blank line.
      if (column === null || column === '' || String(column).startsWith('#')) break;
      listed.push({ table: String(table), column: String(column), type: String(type) });
    }
  }
  return listed;
}
