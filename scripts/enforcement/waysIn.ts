/** The ways into the CRM: each saves the same cases and says which criteria refused them. */
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import type { EnforcementCase, Fields } from './cases.ts';
import type { GateWorld } from './gateWorld.ts';

/** A case with its own record, made past the gates; null when the save creates it. */
export interface Prepared {
  readonly each: EnforcementCase;
  readonly id: string | null;
  /** What the save writes: of a clone, all that the form for a clone holds. */
  readonly fields: Fields;
}

/** Codes in the order of the alphabet; empty when the save went through. */
export type Verdict = readonly string[];

/** Saves all cases of one user on one day. */
export type WayIn = (gates: GateWorld, cases: readonly Prepared[]) => Promise<readonly Verdict[]>;

const CODE = /\[([A-Z]+-[A-Z]+-\d+)\]/g;

/** @throws Error when the answer refuses for another reason than a criterion */
function verdictOf(answer: string, saved: boolean): Verdict {
  const codes = [...answer.matchAll(CODE)].map(([, code = '']) => code).sort();
  if (saved !== (codes.length === 0)) throw new Error(`no verdict in: ${answer}`);
  return codes;
}

interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

async function call(gates: GateWorld, user: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const token = gates.org.users.find(({ username }) => username === user)?.accessToken ?? '';
  const isText = typeof body === 'string';
  const response = await fetch(`${gates.org.url}/services/data/v67.0${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': isText ? 'text/csv' : 'application/json' },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  return { ok: response.ok, text: await response.text() };
}

/** One record, one request. */
export const rest: WayIn = async (gates, cases) => {
  const verdicts: Verdict[] = [];
  for (const { each, id, fields } of cases) {
    const path = `/sobjects/${each.object}${id === null ? '' : `/${id}`}`;
    const { ok, text } = await call(gates, each.user, id === null ? 'POST' : 'PATCH', path, fields);
    verdicts.push(verdictOf(text, ok));
  }
  return verdicts;
};

/** What Lightning Data Service sends for the page: the card, the details, Path, Kanban, lists, and the form for a clone. */
export const uiApi: WayIn = async (gates, cases) => {
  const verdicts: Verdict[] = [];
  for (const { each, id, fields } of cases) {
    const body = id === null ? { apiName: each.object, fields } : { fields };
    const { ok, text } = await call(gates, each.user, id === null ? 'POST' : 'PATCH', `/ui-api/records${id === null ? '' : `/${id}`}`, body);
    verdicts.push(verdictOf(ok ? '' : text, ok));
  }
  return verdicts;
};

/** One job for all creations of an object, and one for all updates. */
export const bulk: WayIn = async (gates, cases) => {
  const verdicts = new Map<Prepared, Verdict>();
  for (const object of new Set(cases.map(({ each }) => each.object))) {
    for (const operation of ['insert', 'update']) {
      const rows = cases.filter(({ each, id }) => each.object === object && (id === null) === (operation === 'insert'));
      if (rows.length === 0) continue;
      const answers = await load(gates, object, operation, rows);
      rows.forEach((row, index) => verdicts.set(row, answers[index] ?? []));
    }
  }
  return cases.map((each) => verdicts.get(each) ?? []);
};

/** The name of a new record, by which its row is found again among the failures: they have no id yet. */
const NAME: Readonly<Record<EnforcementCase['object'], string>> = { Opportunity: 'Name', Lead: 'LastName', Handrail_Handoff__c: 'Name' };

async function load(gates: GateWorld, object: EnforcementCase['object'], operation: string, rows: readonly Prepared[]): Promise<readonly Verdict[]> {
  const user = rows[0]?.each.user ?? '';
  const key = operation === 'insert' ? NAME[object] : 'Id';
  const records = rows.map(({ id, fields }, index): Fields => (id === null ? { ...fields, [key]: `Row ${index}` } : { ...fields, Id: id }));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lines = [columns, ...records.map((record) => columns.map((name) => (name in record ? (record[name] ?? '#N/A') : '')))];
  const created = await call(gates, user, 'POST', '/jobs/ingest', { object, operation, lineEnding: 'LF' });
  const { id: job } = JSON.parse(created.text) as { readonly id: string };
  await call(gates, user, 'PUT', `/jobs/ingest/${job}/batches`, lines.map((line) => `${line.map(csvValue).join(',')}\n`).join(''));
  await call(gates, user, 'PATCH', `/jobs/ingest/${job}`, { state: 'UploadComplete' });
  await ended(gates, user, job);
  const answer = await call(gates, user, 'GET', `/jobs/ingest/${job}/failedResults`);
  const failures = parse(answer.text, { columns: true }) as readonly Readonly<Record<string, string>>[];
  const errors = new Map(failures.map((row) => [row[key], row['sf__Error'] ?? '']));
  return records.map((record) => {
    const error = errors.get(String(record[key]));
    return verdictOf(error ?? '', error === undefined);
  });
}

async function ended(gates: GateWorld, user: string, job: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const { state } = JSON.parse((await call(gates, user, 'GET', `/jobs/ingest/${job}`)).text) as { readonly state: string };
    if (state === 'JobComplete') return;
    if (state === 'Failed' || state === 'Aborted') throw new Error(`the job is ${state}`);
    await wait(5);
  }
  throw new Error('the job does not end');
}

const csvValue = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
