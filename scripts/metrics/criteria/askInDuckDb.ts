/**
 * Criteria asked of all records of a snapshot in one pass. The SQL is printed from the trees that the rules and the cards are
 * printed from; a property test holds it to the formula engine, record by record.
 */
import { call, printSql, ref, type Expression } from '../../formula/index.ts';
import { formulaContext, type Playbook } from '../../playbook/index.ts';
import type { FieldDefinition } from '../../playbook/model.ts';
import { identifier, literal, type DuckDBConnection } from '../duckdb.ts';
import { duckdb } from '../relational/duckdb.ts';
import type { Columns } from '../relational/expression.ts';
import { COMPARED_LENGTH, contentKind, fillersOf, LEAST_LENGTH } from './content.ts';
import { aboutQuestion, ASKED_VIEW, askedType, MET_COLUMNS, MET_TABLE, OBJECT, questionsOf, UNASKED_COLUMNS, UNASKED_TABLE } from './questions.ts';
import { sharedColumns } from './shared.ts';

/** All that criteria say of one record, in a row. */
const WIDE_TABLE = 'criterion_asked';

/**
 * Makes the tables of what every criterion says of every deal that it applies to, and of the gates with one that reads a field
 * which the snapshot does not hold: a hidden field is no blank one.
 * @param moment what formulas call now and today, and the zone of the org, by which a date-time is of a day
 * @param held fields of the opportunity in the snapshot
 */
export async function askInDuckDb(db: DuckDBConnection, playbook: Playbook, moment: { readonly asOf: string; readonly today: string; readonly timeZone: string }, held: ReadonlySet<string>): Promise<void> {
  await createTable(db, MET_TABLE, MET_COLUMNS);
  await createTable(db, UNASKED_TABLE, UNASKED_COLUMNS);
  const { asked, unaskedRanks } = questionsOf(playbook, held);
  for (const rank of unaskedRanks) await db.run(`INSERT INTO ${identifier(UNASKED_TABLE)} VALUES (${rank})`);
  if (asked.length === 0) return;
  const context = formulaContext(playbook, OBJECT);
  const { share, over } = sharedColumns();
  const sqlOf = (formula: Expression): string => printSql(formula, context, { dialect: 'duckdb', today: moment.today, now: moment.asOf, share });
  const met = asked.map(({ predicate }, index) => `${predicate.applies === null ? sqlOf(predicate.met) : `CASE WHEN ${sqlOf(predicate.applies)} THEN ${sqlOf(predicate.met)} END`} AS met${index}`);
  const fields = [...new Map(asked.flatMap(({ asked: field }) => (field ? [[field.apiName, field] as const] : []))).values()];
  const content = fields.flatMap((field, index) => contentColumns(field, sqlOf, playbook.placeholders, moment.timeZone).map((column, of) => `${column} AS ${CONTENT[of]}${index}`));
  await db.run(`CREATE OR REPLACE TEMP TABLE ${WIDE_TABLE} AS SELECT "Id" AS deal, ${[...met, ...content].join(', ')} FROM ${over(identifier(ASKED_VIEW))}`);
  const rows = asked.map((question, index) => {
    const { criterion, rank, field } = aboutQuestion(question);
    const place = fields.findIndex(({ apiName }) => apiName === field);
    return `SELECT deal, ${literal(criterion)}, ${literal(rank)}, met${index}, ${literal(field)}, ${CONTENT.map((name) => (place < 0 ? 'NULL' : `${name}${place}`)).join(', ')} FROM ${WIDE_TABLE} WHERE met${index} IS NOT NULL`;
  });
  await db.run(`INSERT INTO ${identifier(MET_TABLE)} ${rows.join('\nUNION ALL ')}`);
  await db.run(`DROP TABLE ${WIDE_TABLE}`);
}

const CONTENT = ['content', 'said', 'met_on'] as const;

/** SQL for `content`, `said` and `met_on` of a field, as `contentOf` has them. */
function contentColumns(field: FieldDefinition, sqlOf: (formula: Expression) => string, placeholders: readonly string[], timeZone: string): readonly [string, string, string] {
  const held = identifier(field.apiName);
  switch (contentKind(field)) {
    case 'day':
      return [`CASE WHEN ${held} IS NULL THEN 'blank' ELSE 'valid' END`, 'NULL::VARCHAR', field.type === 'DateTime' ? duckdb.localDate(held, timeZone) : held];
    case 'other':
      return [`CASE WHEN ${held} IS NULL${askedType(field) === 'text' ? ` OR ${held} = ''` : ''} THEN 'blank' ELSE 'valid' END`, 'NULL::VARCHAR', 'NULL::DATE'];
    case 'text': {
      const folded = sqlOf(call('LOWER', call('TRIM', ref(field.apiName))));
      const filler = `(length(${folded}) < ${LEAST_LENGTH} OR ${folded} IN (${fillersOf(field, placeholders).map(literal).join(', ')}) OR replace(${folded}, left(${folded}, 1), '') = '')`;
      return [`CASE WHEN ${folded} IS NULL THEN 'blank' WHEN ${filler} THEN 'placeholder' ELSE 'valid' END`, `CASE WHEN NOT ${filler} THEN left(${folded}, ${COMPARED_LENGTH}) END`, 'NULL::DATE'];
    }
  }
}

async function createTable(db: DuckDBConnection, name: string, columns: Columns): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE ${identifier(name)} (${Object.entries(columns).map(([column, type]) => `${identifier(column)} ${duckdb.type(type)}`).join(', ')})`);
}
