/**
 * Criteria of opportunities asked of the records of a snapshot, as the rules would ask them. A formula is evaluated by the
 * formula engine and not by SQL, so that a number about a criterion says what the org enforces.
 */
import { criterionPredicate } from '../compiler/index.ts';
import { checkFormula, compileFormula, fieldsOf, FormulaError, type Evaluate, type Expression, type RawValue } from '../formula/index.ts';
import { formulaContext, isAboutRecords, isAsked, type Criterion, type Playbook } from '../playbook/index.ts';
import type { FieldDefinition, FieldType } from '../playbook/model.ts';
import { DuckDBDateValue } from '@duckdb/node-api';
import { identifier, literal, type DuckDBConnection } from './duckdb.ts';
import { duckdb } from './relational/duckdb.ts';
import type { ColumnType, Columns } from './relational/expression.ts';

type Appender = Awaited<ReturnType<DuckDBConnection['createAppender']>>;

const OBJECT = 'Opportunity';
/** The view of the session with the fields that criteria ask for. */
export const ASKED_VIEW = 'OpportunityAsked';
/**
 * What the criteria said: `met_deal`, `criterion`, `gate_rank` (null where it is no gate of a stage), `met`; and what stands in
 * the field it asks for: `field`, `content` (valid, placeholder, blank; null where no field is asked for), `said` (a text, to be
 * held against those of other deals), `met_on` (the day that the field itself says).
 */
export const MET_TABLE = 'criterion_met';
export const MET_COLUMNS: Columns = { met_deal: 'text', criterion: 'text', gate_rank: 'integer', met: 'boolean', field: 'text', content: 'text', said: 'text', met_on: 'date' };
/** Ranks of gates with a lasting criterion that could not be asked. */
export const UNASKED_TABLE = 'criterion_unasked';
export const UNASKED_COLUMNS: Columns = { unasked_rank: 'integer' };

const TYPES: Readonly<Partial<Record<FieldType, ColumnType>>> = { Number: 'number', Currency: 'number', Percent: 'number', Checkbox: 'boolean', Date: 'date', DateTime: 'timestamp' };

/** Fields of the opportunity that its criteria read, with the types they have. */
export function askedFields(playbook: Playbook): Columns {
  const known = new Map(playbook.objects.find(({ apiName }) => apiName === OBJECT)?.fields.map((field) => [field.apiName.toLowerCase(), field]));
  const names = questions(playbook).flatMap(({ fields }) => fields);
  return Object.fromEntries(names.flatMap((name) => {
    const field = known.get(name.toLowerCase());
    return field ? [[field.apiName, TYPES[field.type] ?? 'text'] as const] : [];
  }));
}

/** Combinations of values that are here at once. */
const PAGE = 20_000;

/**
 * Makes the tables of what every criterion says of every deal that it applies to, and of the gates with one that reads a field
 * which the snapshot does not hold: a hidden field is no blank one. Deals that hold the same in the fields of a criterion get
 * the same answer, so that it is asked once of each combination of values.
 * @param held fields of the opportunity in the snapshot
 */
export async function evaluateCriteria(db: DuckDBConnection, playbook: Playbook, moment: Moment, held: ReadonlySet<string>): Promise<void> {
  await createTable(db, MET_TABLE, MET_COLUMNS);
  await createTable(db, UNASKED_TABLE, UNASKED_COLUMNS);
  const { asked, unaskedRanks } = questionsOf(playbook, held);
  for (const rank of unaskedRanks) await db.run(`INSERT INTO ${identifier(UNASKED_TABLE)} VALUES (${rank})`);
  if (asked.length === 0) return;
  const types = askedFields(playbook);
  const selected = Object.entries(types).map(([name, type]) => (type === 'timestamp' ? `strftime(timezone('UTC', ${identifier(name)}), '%Y-%m-%dT%H:%M:%S.000Z') AS ${identifier(name)}` : identifier(name)));
  await db.run(`CREATE OR REPLACE TEMP TABLE asked_record AS SELECT "Id" AS "#deal", ${selected.join(', ')} FROM ${identifier(ASKED_VIEW)}`);
  for (const question of asked) {
    const read = new Set(question.fields.map((name) => name.toLowerCase()));
    await answerQuestion(db, question, Object.keys(types).filter((name) => read.has(name.toLowerCase())), playbook.placeholders, moment);
  }
  for (const table of ['asked_record', 'asked_values', 'asked_answer']) await db.run(`DROP TABLE ${table}`);
}

/** @param names columns of the records that the criterion reads */
async function answerQuestion(db: DuckDBConnection, question: Question, names: readonly string[], placeholders: readonly string[], moment: Moment): Promise<void> {
  const columns = names.map(identifier);
  await db.run(`CREATE OR REPLACE TEMP TABLE asked_values AS SELECT row_number() OVER () - 1 AS "#", * FROM (SELECT DISTINCT ${columns.join(', ') || 'TRUE AS "#none"'} FROM asked_record)`);
  await createTable(db, 'asked_answer', { '#of': 'integer', met: 'boolean', content: 'text', said: 'text', met_on: 'date' });
  const appender = await db.createAppender('asked_answer');
  const keys = names.map((name) => name.toLowerCase());
  for (let first = 0; ; first += PAGE) {
    const rows = (await db.runAndReadAll(`SELECT ${['"#"', ...columns].join(', ')} FROM asked_values WHERE "#" >= ${first} AND "#" < ${first + PAGE}`)).getRowsJson();
    for (const [number, ...held] of rows) {
      const answer = answerOf(question, placeholders, new Map(keys.map((name, index) => [name, (held[index] ?? null) as RawValue])), moment);
      if (answer) append(appender, BigInt(Number(number)), answer);
    }
    if (rows.length < PAGE) break;
  }
  appender.closeSync();
  const { criterion, rank, field } = aboutQuestion(question);
  const same = columns.map((name) => `r.${name} IS NOT DISTINCT FROM v.${name}`);
  await db.run(`INSERT INTO ${identifier(MET_TABLE)} SELECT r."#deal", ${literal(criterion)}, ${literal(rank)}, a.met, ${literal(field)}, a.content, a.said, a.met_on
    FROM asked_record r JOIN (asked_values v JOIN asked_answer a ON a."#of" = v."#") ON ${same.join(' AND ') || 'TRUE'}`);
}

async function createTable(db: DuckDBConnection, name: string, columns: Columns): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE ${identifier(name)} (${Object.entries(columns).map(([column, type]) => `${identifier(column)} ${duckdb.type(type)}`).join(', ')})`);
}

function append(appender: Appender, of: bigint, { met, content, said, metOn }: SaidOf): void {
  appender.appendBigInt(of);
  appender.appendBoolean(met);
  for (const text of [content, said]) {
    if (text === null) appender.appendNull();
    else appender.appendVarchar(text);
  }
  if (metOn === null) appender.appendNull();
  else appender.appendDate(new DuckDBDateValue(Math.round(Date.parse(`${metOn}T00:00:00Z`) / 86_400_000)));
  appender.endRow();
}

/** The instant of the numbers, which formulas call now. */
interface Moment {
  readonly asOf: string;
  readonly timeZone: string;
}

/** What a criterion says of values. */
interface SaidOf {
  readonly met: boolean;
  readonly content: string | null;
  readonly said: string | null;
  readonly metOn: string | null;
}

/** What a criterion says of a deal, in the order of `MET_COLUMNS`; `rank` of the stage whose gate it is. */
export interface Answer extends SaidOf {
  readonly deal: string;
  readonly criterion: string;
  readonly rank: number | null;
  readonly field: string | null;
}

/** What can be asked of records that hold these fields, and the ranks of lasting gates with a criterion that cannot. */
export function questionsOf(playbook: Playbook, held: ReadonlySet<string>): { readonly asked: readonly Question[]; readonly unaskedRanks: readonly number[] } {
  const here = new Set(Object.keys(askedFields(playbook)).filter((name) => held.has(name)).map((name) => name.toLowerCase()));
  const { asked = [], unasked = [] } = Object.groupBy(questions(playbook), ({ fields }) => (fields.every((name) => here.has(name.toLowerCase())) ? 'asked' : 'unasked'));
  return { asked, unaskedRanks: unasked.flatMap(({ criterion }) => (criterion.trigger.kind === 'exit' && !criterion.decays ? [criterion.trigger.rank] : [])) };
}

/** What every criterion that applies says of a record. @param record with instants as ISO text in UTC */
export function* answersOf(questions: readonly Question[], placeholders: readonly string[], record: Readonly<Record<string, unknown>>, moment: Moment): Generator<Answer> {
  const values = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value as RawValue]));
  for (const question of questions) {
    const answer = answerOf(question, placeholders, values, moment);
    if (answer) yield { deal: String(record['Id']), ...aboutQuestion(question), ...answer };
  }
}

function aboutQuestion({ criterion, asked }: Question): Pick<Answer, 'criterion' | 'rank' | 'field'> {
  return { criterion: criterion.id, rank: criterion.trigger.kind === 'exit' ? criterion.trigger.rank : null, field: asked?.apiName ?? null };
}

/** Null where the criterion does not apply. @param values by field in lower case */
function answerOf({ applies, met, asked }: Question, placeholders: readonly string[], values: ReadonlyMap<string, RawValue>, { asOf, timeZone }: Moment): SaidOf | null {
  const input = { now: new Date(asOf), timeZone, record: ([name = '']: readonly string[]) => values.get(name.toLowerCase()) ?? null };
  if (applies !== null && !holds(applies, input)) return null;
  return { met: holds(met, input), ...(asked ? contentOf(asked, values.get(asked.apiName.toLowerCase()) ?? null, placeholders) : NO_FIELD) };
}

/** No answer counts as no, as the rule has it. */
function holds(evaluate: Evaluate, input: Parameters<Evaluate>[0]): boolean {
  try {
    return evaluate(input) === true;
  } catch (error) {
    if (error instanceof FormulaError) return false;
    throw error;
  }
}

export interface Question {
  readonly criterion: Criterion;
  /** The field whose content tells whether people answer: the required one, or the one that carries the message. */
  readonly asked: FieldDefinition | null;
  readonly fields: readonly string[];
  readonly applies: Evaluate | null;
  readonly met: Evaluate;
}

const known = new WeakMap<Playbook, readonly Question[]>();

/** Criteria that a record at rest can answer from its own fields. */
function questions(playbook: Playbook): readonly Question[] {
  const found = known.get(playbook) ?? (playbook.objects.find(({ apiName }) => apiName === OBJECT)?.criteria ?? []).filter(isAsked).filter(isAboutRecords).flatMap((criterion): Question[] => {
    const { applies, met } = criterionPredicate(playbook, criterion);
    const paths = [...(applies === null ? [] : fieldsOf(applies)), ...fieldsOf(met)];
    if (paths.some((path) => path.length !== 1 || path[0]?.startsWith('$'))) return [];
    const [isApplied, isMet] = [applies === null ? null : compiled(playbook, applies), compiled(playbook, met)];
    const asked = askedField(playbook, criterion, paths);
    return isApplied === undefined || isMet === undefined ? [] : [{ criterion, asked, fields: [...new Set(paths.map(([name = '']) => name))], applies: isApplied, met: isMet }];
  });
  known.set(playbook, found);
  return found;
}

function askedField(playbook: Playbook, criterion: Criterion, paths: readonly (readonly string[])[]): FieldDefinition | null {
  const name = (criterion.require?.field ?? criterion.errorField)?.toLowerCase();
  if (name === undefined || !paths.some(([read]) => read?.toLowerCase() === name)) return null;
  return playbook.objects.find(({ apiName }) => apiName === OBJECT)?.fields.find(({ apiName }) => apiName.toLowerCase() === name) ?? null;
}

const TEXTS: ReadonlySet<FieldType> = new Set(['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone']);
const DAYS: ReadonlySet<FieldType> = new Set(['Date', 'DateTime']);
const NO_FIELD = { content: null, said: null, metOn: null } as const;
/** Shorter is no answer, whatever a criterion asks. */
const LEAST_LENGTH = 3;
/** Texts that differ beyond this are taken for one. */
const COMPARED_LENGTH = 400;

/** A placeholder fills a field and answers nothing: one of the playbook's, the field's own label, one character over and over, or next to nothing. */
function contentOf(field: FieldDefinition, value: RawValue, placeholders: readonly string[]): { readonly content: string; readonly said: string | null; readonly metOn: string | null } {
  const text = value === null ? '' : String(value).trim();
  if (text === '') return { content: 'blank', said: null, metOn: null };
  if (DAYS.has(field.type)) return { content: 'valid', said: null, metOn: text.slice(0, 10) };
  if (!TEXTS.has(field.type)) return { content: 'valid', said: null, metOn: null };
  const folded = text.toLowerCase();
  const filler = folded.length < LEAST_LENGTH || placeholders.includes(folded) || folded === field.label.trim().toLowerCase() || new Set(folded).size === 1;
  return { content: filler ? 'placeholder' : 'valid', said: filler ? null : folded.slice(0, COMPARED_LENGTH), metOn: null };
}

/** Undefined where a formula cannot be computed; `handrail check` says why. */
function compiled(playbook: Playbook, expression: Expression): Evaluate | undefined {
  const { formula } = checkFormula(expression, formulaContext(playbook, OBJECT));
  return formula && compileFormula(formula);
}
