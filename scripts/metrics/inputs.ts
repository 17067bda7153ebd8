/** External inputs: CSV files beside the CRM, with their freshness. An absent file makes its metrics undefined. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rowsOf, type DuckDBConnection } from './duckdb.ts';
import { duckdb } from './relational/duckdb.ts';
import { nearest } from '../formula/index.ts';
import { daysBetween } from '../shared/localTime.ts';
import { firstFault } from './inputLines.ts';
import { doubleSql, faultSql, type InputRules } from './inputRules.ts';
import { longIdSql } from './recordId.ts';
import type { Columns } from './relational/expression.ts';

interface InputDefinition extends InputRules {
  /** In any order in the file. */
  readonly columns: Columns;
  /** Days after `as_of` that the newest row may be old. */
  readonly freshDays: number;
  /** Whether every month needs a line: a number over months is too small without one. */
  readonly monthly?: boolean;
  /** Why the CRM cannot say it, for those who ask what the file is for. */
  readonly why?: string;
}

/** Files and columns as documented in docs/metrics.md. */
export const INPUTS = {
  gtm_cost: {
    columns: { month: 'date', function: 'text', kind: 'text', channel: 'text', amount: 'number', currency: 'text', source_system: 'text', as_of: 'date' },
    freshDays: 45,
    monthly: true,
    month: 'month',
    filled: ['month', 'kind', 'amount'],
    words: { kind: ['programme', 'people', 'tools', 'overhead'] },
    spelled: { program: 'programme' },
  },
  quota: {
    columns: { level: 'text', owner: 'text', motion: 'text', period_start: 'date', period_end: 'date', amount: 'number', basis: 'text', as_of: 'date' },
    freshDays: 100,
    filled: ['level', 'motion', 'period_start', 'period_end', 'amount'],
    words: { level: ['company', 'team', 'user'], motion: ['new', 'expansion', 'renewal'] },
    spelled: { 'new logo': 'new', 'new business': 'new' },
    anyCase: ['owner', 'basis'],
    bounds: { amount: { from: 0 } },
    span: ['period_start', 'period_end'],
    one: ['level', 'owner', 'motion', 'basis'],
  },
  gross_margin: { columns: { month: 'date', gross_margin: 'number', as_of: 'date' }, freshDays: 100, filled: ['month', 'gross_margin'], bounds: { gross_margin: { from: -1, to: 1 } }, one: ['month'], month: 'month' },
  engagement: { columns: { person_id: 'text', day: 'date', score: 'number', channel: 'text', as_of: 'date' }, freshDays: 7, filled: ['person_id', 'day'] },
  product_usage: { columns: { account_id: 'text', day: 'date', active_users: 'number', licensed_users: 'number', key_actions: 'number', source_system: 'text', as_of: 'date' }, freshDays: 7, filled: ['account_id', 'day'], ids: ['account_id'], one: ['account_id', 'day', 'source_system'] },
  feature_adoption: { columns: { account_id: 'text', month: 'date', feature: 'text', entitled: 'number', used: 'number', as_of: 'date' }, freshDays: 45, filled: ['account_id', 'month'], ids: ['account_id'], one: ['account_id', 'month', 'feature'], month: 'month' },
  account_health: { columns: { account_id: 'text', day: 'date', health: 'text', score: 'number', reason: 'text', as_of: 'date' }, freshDays: 14, filled: ['account_id', 'day'], ids: ['account_id'], one: ['account_id', 'day'] },
  billing: {
    columns: {
      opportunity_id: 'text', invoice_number: 'text', invoice_date: 'date', due_date: 'date', paid_date: 'date', amount: 'number', recurring_amount: 'number', period_start: 'date', period_end: 'date', currency: 'text', as_of: 'date',
    },
    freshDays: 14,
    filled: ['opportunity_id'],
    ids: ['opportunity_id'],
  },
  tool_usage: { columns: { month: 'date', tool: 'text', layer: 'text', owner: 'text', licensed_users: 'number', active_users: 'number', monthly_cost: 'number', as_of: 'date' }, freshDays: 100, filled: ['month', 'tool'], one: ['month', 'tool', 'layer', 'owner'], month: 'month' },
  gate_event: { columns: { day: 'date', opportunity_id: 'text', criterion: 'text', outcome: 'text', minutes: 'number', as_of: 'date' }, freshDays: 14, ids: ['opportunity_id'], why: 'Salesforce keeps nothing of a save that a rule refused: only a page that records what it saw can tell, as the panel does with gate_events in definitions.yaml.' },
  currency_rate: { columns: { currency: 'text', valid_from: 'date', rate: 'number', as_of: 'date' }, freshDays: 100, filled: ['currency', 'valid_from', 'rate'], bounds: { rate: { above: 0 } }, one: ['currency', 'valid_from'] },
} as const satisfies Readonly<Record<string, InputDefinition>>;

export interface InputState {
  readonly present: boolean;
  /** Day of the newest row. */
  readonly newest: string | null;
  /** Set when the newest row is older than the input's fresh days. */
  readonly staleSince: string | null;
  /** First days of the months that have a line; of inputs that need one for every month. */
  readonly months?: ReadonlySet<string>;
  /** Set when the org says it and the file is not read: the fields, as `Object.Field`, that the snapshot lacks of it. */
  readonly org?: { readonly unread: readonly string[] };
}

/**
 * Makes a table `input_<name>` of every input; empty where the file is absent.
 * Money in another currency than the playbook's is converted at the rate of its day.
 * @param today ISO date by the org's clocks that their age is counted to
 * @throws Error naming the file when it cannot be read, or holds a currency without a rate
 */
export async function loadInputs(db: DuckDBConnection, dir: string | undefined, today: string, currency: string): Promise<ReadonlyMap<string, InputState>> {
  const states = new Map<string, InputState>();
  for (const [name, definition] of Object.entries<InputDefinition>(INPUTS)) {
    const { columns, monthly } = definition;
    const file = dir === undefined ? undefined : join(dir, `${name}.csv`);
    if (file === undefined || !(await isThere(file, name, columns))) {
      await db.run(`CREATE TABLE ${duckdb.identifier(`input_${name}`)} (${Object.entries(columns).map(([column, type]) => `${duckdb.identifier(column)} ${duckdb.type(type)}`).join(', ')})`);
      states.set(name, { present: false, newest: null, staleSince: null });
      continue;
    }
    const wrong = wrongHeader(await firstBytes(file), Object.keys(columns));
    if (wrong !== null) throw unreadable(file, name, columns, wrong);
    await readInput(db, name, file, definition);
    const [row] = await rowsOf(db, `SELECT max(as_of)::VARCHAR AS newest FROM ${duckdb.identifier(`input_${name}`)}`);
    const newest = typeof row?.['newest'] === 'string' ? row['newest'] : null;
    const months = monthly === true ? { months: new Set((await rowsOf(db, `SELECT DISTINCT date_trunc('month', month)::DATE::VARCHAR AS month FROM ${duckdb.identifier(`input_${name}`)}`)).map(({ month }) => String(month))) } : {};
    states.set(name, { present: true, newest, staleSince: null, ...months });
  }
  for (const [name, money] of Object.entries(MONEY)) if (dir !== undefined && states.get(name)?.present) await convert(db, name, money, join(dir, `${name}.csv`), currency);
  return agedAt(states, today);
}

/**
 * What a person should know of a folder of inputs: files of it that are read by nobody, with the name that was meant.
 * @param mayBeAbsent nobody named the folder
 */
export async function strangeInputs(dir: string, mayBeAbsent = false): Promise<string[]> {
  const names = await readdir(dir).catch(() => null);
  if (names === null) return mayBeAbsent ? [] : [`${dir} is no folder: numbers that need an input file have none.`];
  const known = Object.keys(INPUTS).map((name) => `${name}.csv`);
  return names.filter((name) => /\.(csv|tsv|txt|xlsx?)$/i.test(name) && !known.includes(name)).toSorted().map((name) => {
    const near = nearest(name.replace(/\.[^.]+$/, '.csv'), known);
    return `${join(dir, name)} is read by no metric.${near === undefined ? ` Files that are: ${known.join(', ')}.` : ` Did you mean ${near}?`}`;
  });
}

/** Why the CRM cannot say what a file says; null where that needs no words. */
export function whyInput(name: string): string | null {
  return (INPUTS as Readonly<Record<string, InputDefinition>>)[name]?.why ?? null;
}

/** How fresh the files are, or were, on a day. @param today ISO date by the org's clocks */
export function agedAt(states: ReadonlyMap<string, InputState>, today: string): ReadonlyMap<string, InputState> {
  return new Map([...states].map(([name, state]) => {
    const { freshDays } = (INPUTS as Readonly<Record<string, InputDefinition>>)[name] ?? { freshDays: Number.POSITIVE_INFINITY };
    const stale = state.newest !== null && daysBetween(state.newest, today) > freshDays;
    return [name, { ...state, staleSince: stale ? state.newest : null }];
  }));
}

/** Files with money in a `currency`: the day that decides the rate, and the columns. */
const MONEY: Readonly<Record<string, { readonly day: string; readonly columns: readonly string[] }>> = {
  gtm_cost: { day: 'month', columns: ['amount'] },
  billing: { day: 'invoice_date', columns: ['amount', 'recurring_amount'] },
};

async function convert(db: DuckDBConnection, name: string, { day, columns }: (typeof MONEY)[string], file: string, currency: string): Promise<void> {
  const table = duckdb.identifier(`input_${name}`);
  const foreign = `"currency" IS NOT NULL AND "currency" <> ${duckdb.text(currency)}`;
  const rate = `(SELECT r."rate" FROM "input_currency_rate" r WHERE r."currency" = ${table}."currency" AND r."valid_from" <= ${table}.${duckdb.identifier(day)} ORDER BY r."valid_from" DESC LIMIT 1)`;
  const [unknown] = await rowsOf(db, `SELECT "currency", ${duckdb.identifier(day)}::VARCHAR AS day FROM ${table} WHERE ${foreign} AND ${rate} IS NULL ORDER BY 1, 2 LIMIT 1`);
  if (unknown) throw new Error(`${file} has money in ${String(unknown['currency'])} of ${String(unknown['day'])}, and currency_rate.csv has no rate for it into ${currency}.`);
  await db.run(`UPDATE ${table} SET ${columns.map((column) => `${duckdb.identifier(column)} = CAST(${duckdb.identifier(column)} * ${rate} AS ${duckdb.type('number')})`).join(', ')} WHERE ${foreign}`);
}

/** @throws Error for what has the name of the file and is none */
async function isThere(file: string, name: string, columns: Columns): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  if (found && !found.isFile()) throw unreadable(file, name, columns, 'It is no file.');
  return found !== null;
}

async function readInput(db: DuckDBConnection, name: string, file: string, { columns, ...rules }: InputDefinition): Promise<void> {
  const table = duckdb.identifier(`input_${name}`);
  const types = Object.entries(columns).map(([column, type]) => `${duckdb.text(column)}: ${duckdb.text(duckdb.type(type))}`).join(', ');
  const cells = Object.entries(columns).map(([column, type]) => `${type === 'text' ? textCell(column, rules) : duckdb.identifier(column)} AS ${duckdb.identifier(column)}`);
  try {
    // Read by header name; a table, so that what is malformed is said here and not at the first metric.
    await db.run(`CREATE TABLE ${table} AS SELECT ${cells.join(', ')} FROM read_csv(${duckdb.text(file)}, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', dateformat = '%Y-%m-%d', types = {${types}}, auto_type_candidates = ['VARCHAR'])`);
  } catch (error) {
    throw unreadable(file, name, columns, (await firstFault(file, columns, rules)) ?? firstSentence((error as Error).message), error);
  }
  const faults = [faultSql(rules)].flatMap((fault) => (fault === null ? [] : [`EXISTS (SELECT 1 FROM ${table} WHERE ${fault})`]));
  const checks = [...faults, doubleSql(table, rules)].filter((check) => check !== null);
  if (checks.length === 0) return;
  const [row] = await rowsOf(db, `SELECT ${checks.join(' OR ')} AS wrong`);
  if (row?.['wrong'] === true) throw unreadable(file, name, columns, (await firstFault(file, columns, rules)) ?? 'Two of its lines stand for the same thing.');
}

/** Blanks around a text say nothing, nor does the letter case of a word. */
function textCell(column: string, { words, anyCase = [], ids = [], spelled = {} }: InputRules): string {
  const trimmed = `nullif(trim(${duckdb.identifier(column)}), '')`;
  if (anyCase.includes(column)) return `lower(${trimmed})`;
  if (ids.includes(column)) return longIdSql(trimmed);
  if (!words?.[column]) return trimmed;
  const others = Object.entries(spelled).map(([other, word]) => ` WHEN ${duckdb.text(other)} THEN ${duckdb.text(word)}`).join('');
  return others === '' ? `lower(${trimmed})` : `CASE lower(${trimmed})${others} ELSE lower(${trimmed}) END`;
}

function unreadable(file: string, name: string, columns: Columns, what: string, cause?: unknown): Error {
  return new Error(`${file} cannot be read as ${name}: ${what} Columns: ${Object.keys(columns).join(', ')}; dates as 2026-01-31.`, { cause });
}

/** Longer than any header that is one. */
const HEADER_BYTES = 16_384;

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEADER_BYTES), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What is wrong with a header in words for those who made the file; null: nothing. */
function wrongHeader(bytes: Buffer, columns: readonly string[]): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe || bytes[0] === 0xfe && bytes[1] === 0xff) return 'It is written in UTF-16: save it as CSV UTF-8.';
  if (bytes.includes(0)) return 'It is no text: save it as CSV UTF-8.';
  const line = bytes.toString('utf8').replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, 1)[0] ?? '';
  if (line.trim() === '') return 'It has no header.';
  const names = (separator: string): string[] => line.split(separator).map((name) => name.trim().replace(/^"(.*)"$/, '$1').toLowerCase());
  for (const [separator, word] of [[';', 'semicolons'], ['\t', 'tabs']] as const) if (columns.every((name) => names(separator).includes(name))) return `Its columns are separated by ${word}: save it with commas.`;
  const given = names(',');
  const twice = columns.find((name) => given.indexOf(name) !== given.lastIndexOf(name));
  if (twice !== undefined) return `It has the column ${twice} twice.`;
  const missing = columns.filter((name) => !given.includes(name));
  return missing.length === 0 ? null : `It has no column ${missing.join(', ')}.`;
}

function firstSentence(message: string): string {
  return message.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 2).join(' ').slice(0, 240);
}
