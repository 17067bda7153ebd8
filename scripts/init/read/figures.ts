/** How the org is used: few counting queries over the records of the last 12 months. */
import type { OrgConnection } from '../../org/index.ts';
import { isText } from '../fieldTypes.ts';
import { fillersOf } from '../placeholders.ts';
import { fieldNamed } from '../translate/blank.ts';
import type { DraftCriterion, Figures, FillRate, OrgField, OrgObject, StageFigures } from '../types.ts';
import { daysInStages, MOST_HISTORY_PAGES } from './daysInStage.ts';
import type { Reader } from './reader.ts';

const RECENT = 'CreatedDate = LAST_N_DAYS:365';
/** Text fields whose placeholders are counted, one query each. */
const MOST_TEXTS = 8;
/** Picklists whose values are counted, one query each. */
const MOST_LISTS = 12;
/** Fields counted in one query; the platform takes more, but a URL has an end. */
const MOST_COUNTS = 60;
const COUNTED_OBJECTS = 2;

/** The most calls that the figures take. */
export const FIGURES_BUDGET = COUNTED_OBJECTS + MOST_TEXTS + MOST_LISTS + MOST_HISTORY_PAGES;

const STAGE_FIELDS = { Opportunity: 'StageName', Lead: 'Status' } as const;
export type Counted = keyof typeof STAGE_FIELDS;

type Row = Readonly<Record<string, unknown>>;

export interface Wanted {
  readonly objects: ReadonlyMap<string, OrgObject>;
  readonly criteria: readonly DraftCriterion[];
  readonly stages: Readonly<Record<Counted, readonly string[]>>;
  /** Fields of the draft, by their object. */
  readonly declared: readonly { readonly object: string; readonly fields: readonly OrgField[] }[];
  /** Picklists of the draft, beside the stages. */
  readonly lists: readonly { readonly object: string; readonly field: OrgField }[];
}

export async function readFigures(connection: OrgConnection, reader: Reader, wanted: Wanted): Promise<Figures> {
  const stages: Record<string, StageFigures> = {};
  const criteria: Record<string, FillRate> = {};
  const rates: Record<string, FillRate> = {};
  const days = await reader.part('opportunity history', new Map<string, NonNullable<StageFigures['days']>>(), () => daysInStages(connection));
  let texts = MOST_TEXTS;
  for (const object of Object.keys(STAGE_FIELDS) as Counted[]) {
    const described = wanted.objects.get(object.toLowerCase());
    if (!described) continue;
    const own = wanted.criteria.filter((criterion) => criterion.object === object);
    const required = own.flatMap(({ require }) => require ?? []).flatMap((name) => fieldNamed(described, name) ?? []);
    const familiar = wanted.declared.filter((declared) => declared.object === object).flatMap((declared) => declared.fields);
    const fields = [...new Set([...required, ...familiar])].filter(({ aggregatable }) => aggregatable).slice(0, MOST_COUNTS);
    const stageField = STAGE_FIELDS[object];
    const rows = await reader.part(`how full fields of ${object} are`, null, () =>
      connection.query<Row>(`SELECT ${[stageField, 'COUNT(Id) n', ...fields.map(({ name }, index) => `COUNT(${name}) c${index}`)].join(', ')} FROM ${object} WHERE ${RECENT} GROUP BY ${stageField}`),
    );
    if (!rows) continue;
    for (const name of wanted.stages[object]) stages[`${object}.${name}`] = { records: count(rows.find((row) => row[stageField] === name)?.['n']), days: null };
    const placeholders = new Map<string, readonly Row[]>();
    for (const { name, label } of fields.filter((field) => required.includes(field) && isText(field) && field.filterable)) {
      if (texts-- <= 0) break;
      const found = await reader.part(`placeholders in ${object}.${name}`, null, () =>
        connection.query<Row>(`SELECT ${stageField}, COUNT(Id) n FROM ${object} WHERE ${RECENT} AND ${name} IN (${fillersOf(label).map((word) => `'${word.replace(/['\\]/g, '\\$&')}'`).join(', ')}) GROUP BY ${stageField}`),
      );
      if (found) placeholders.set(name, found);
    }
    const rateOf = (name: string, index: number, stagesOf: (stage: string) => boolean): FillRate => {
      const sum = (from: readonly Row[], column: string): number => from.filter((row) => stagesOf(String(row[stageField]))).reduce((total, row) => total + count(row[column]), 0);
      const words = placeholders.get(name);
      return { filled: sum(rows, `c${index}`), placeholders: words ? sum(words, 'n') : null, of: sum(rows, 'n') };
    };
    for (const [index, { name }] of fields.entries()) {
      rates[`${object}.${name}`] = rateOf(name, index, () => true);
      for (const { id, askedAt } of own.filter(({ require }) => require === name)) criteria[id] = rateOf(name, index, (stage) => askedAt.includes(stage));
    }
  }
  for (const [stage, passages] of days) stages[`Opportunity.${stage}`] = { records: stages[`Opportunity.${stage}`]?.records ?? null, days: passages };
  return { stages, criteria, fields: rates, values: await readValues(connection, reader, wanted) };
}

async function readValues(connection: OrgConnection, reader: Reader, { lists }: Wanted): Promise<Figures['values']> {
  const values: Record<string, Record<string, number>> = {};
  for (const { object, field } of lists.filter((list) => list.field.groupable).slice(0, MOST_LISTS)) {
    const rows = await reader.part(`values of ${object}.${field.name}`, null, () => connection.query<Row>(`SELECT ${field.name}, COUNT(Id) n FROM ${object} WHERE ${RECENT} GROUP BY ${field.name}`));
    if (!rows) continue;
    values[`${object}.${field.name}`] = Object.fromEntries(rows.flatMap((row) => (typeof row[field.name] === 'string' ? [[row[field.name] as string, count(row['n'])]] : [])));
  }
  return values;
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
