/** The local org's saves and queries against plain `node:sqlite` statements on tables of the same columns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { createEngine } from '../local-org/engine/createEngine.ts';
import type { ObjectSchema, ValidationRuleSchema } from '../local-org/engine/schema.ts';
import { buildSchema } from '../local-org/engine/schemaIndex.ts';
import type { Engine, RecordInput, Session } from '../local-org/engine/types.ts';
import { startLocalOrg } from '../local-org/index.ts';
import { standardObjects } from '../local-org/standard/index.ts';
import { seed } from '../local-org/standard/seed.ts';
import { openStore, type Store } from '../local-org/store/store.ts';
import { count, cpuSeconds, inTurns, positive, say, table, type Bench } from './harness.ts';

const COLLECTION = 200;
const RECORDS = 5_000;
const SELECTS = 2_000;
const CHILDREN = 10;
const COLUMNS = ['Id', 'Name', 'StageName', 'Amount', 'CloseDate', 'NextStep', 'AccountId', 'OwnerId', 'LastModifiedDate', 'SystemModstamp'] as const;

const session: Session = { userId: '005000000000001AAA', username: 'bench@handrail.local', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };

/** Ten gates that see stage, amount, dates and the account, and refuse nothing of what is saved here. */
const RULES: readonly ValidationRuleSchema[] = Array.from({ length: 10 }, (_, index) => ({
  fullName: `Gate_${index}`, active: true, description: null, errorDisplayField: 'NextStep', errorMessage: `[GATE-${index}] is not met`,
  errorConditionFormula: `AND(OR(ISNEW(), ISCHANGED(StageName)), CASE(StageName, "Prospecting", 1, "Qualification", 2, "Needs Analysis", 3, 0) > ${index}, `
    + `OR(ISBLANK(NextStep), Amount < ${index}, CloseDate < DATE(2020, 1, 1), ISBLANK(Account.Name)), NOT($Permission.Bypass_${index}))`,
}));

function withRules(object: ObjectSchema): ObjectSchema {
  return object.apiName === 'Opportunity' ? { ...object, validationRules: RULES } : object;
}

/** Saves or throws with the first error: a benchmark of refused records would be fast and worth nothing. */
function saved(results: readonly { readonly success: boolean; readonly id: string | null; readonly errors: readonly unknown[] }[]): string[] {
  return results.map((result) => {
    if (!result.success || result.id === null) throw new Error(`A record was refused: ${JSON.stringify(result.errors[0])}`);
    return result.id;
  });
}

function inCollections<T>(items: readonly T[], work: (part: readonly T[]) => void): void {
  for (let start = 0; start < items.length; start += COLLECTION) work(items.slice(start, start + COLLECTION));
}

interface Both {
  readonly store: Store;
  readonly engine: Engine;
  /** Ten columns, one index. */
  readonly raw: DatabaseSync;
  /** A second org's tables, indexes and records, without the org. */
  readonly orgFile: DatabaseSync;
  readonly ids: readonly string[];
  readonly accounts: readonly string[];
}

/** An org with accounts and opportunities. */
function fill(path: string): Pick<Both, 'store' | 'engine' | 'ids' | 'accounts'> & { readonly inputs: readonly { readonly Name: string; readonly Amount: number; readonly AccountId: string | undefined }[] } {
  const store = openStore(path);
  const engine = createEngine({ schema: buildSchema(standardObjects.map(withRules)), clock: { now: () => new Date('2026-02-01T10:00:00Z') }, store, organizationId: '00D000000000001EAA' });
  seed(engine);
  const accounts = saved(engine.insert(session, 'Account', Array.from({ length: RECORDS / CHILDREN }, (_, index) => ({ Name: `Account ${index}` }))));
  const inputs = Array.from({ length: RECORDS }, (_, index) => ({
    Name: `Deal ${index}`, StageName: 'Prospecting', CloseDate: '2026-06-30', Amount: 1_000 + index, NextStep: 'Call', AccountId: accounts[index % accounts.length],
  }));
  const ids: string[] = [];
  inCollections(inputs, (part) => ids.push(...saved(engine.insert(session, 'Opportunity', part))));
  return { store, engine, ids, accounts, inputs };
}

/** The same opportunities in the org and in plain tables. */
function openBoth(folder: string): Both {
  const twin = join(folder, 'twin.sqlite');
  fill(twin).store.close();
  const { store, engine, ids, accounts, inputs } = fill(join(folder, 'org.sqlite'));
  const orgFile = new DatabaseSync(twin);
  orgFile.exec('PRAGMA synchronous = NORMAL');

  const raw = new DatabaseSync(join(folder, 'raw.sqlite'));
  raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  raw.exec(`CREATE TABLE Opportunity (Id TEXT PRIMARY KEY NOT NULL, ${COLUMNS.slice(1).map((name) => `${name} ${name === 'Amount' ? 'REAL' : 'TEXT COLLATE NOCASE'}`).join(', ')})`);
  raw.exec('CREATE INDEX byAccount ON Opportunity (AccountId)');
  const insert = raw.prepare(`INSERT INTO Opportunity VALUES (${COLUMNS.map(() => '?').join(', ')})`);
  raw.exec('BEGIN');
  ids.forEach((id, index) => {
    const input = inputs[index];
    insert.run(id, input?.Name ?? '', 'Prospecting', input?.Amount ?? 0, '2026-06-30', 'Call', input?.AccountId ?? null, session.userId, '2026-02-01T10:00:00.000Z', '2026-02-01T10:00:00.000Z');
  });
  raw.exec('COMMIT');
  return { store, engine, raw, orgFile, ids, accounts };
}

/** What a save leaves behind, written by hand: the record as it was is read, then updated; stage and amount give three rows of history. */
function writtenByHand(raw: DatabaseSync): (id: string, stage: string, amount: number, step: string) => void {
  const columns = (tableName: string): string[] => raw.prepare(`SELECT name FROM pragma_table_info('${tableName}')`).all().map(({ name }) => String(name));
  const insertInto = (tableName: string, fixed: Readonly<Record<string, string | number>>): ((id: string, parent: string) => void) => {
    const names = columns(tableName);
    const statement = raw.prepare(`INSERT INTO ${tableName} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
    return (id, parent) => statement.run(...names.map((name) => (name === 'Id' ? id : name === 'OpportunityId' ? parent : fixed[name] ?? null)));
  };
  const at = '2026-02-01T10:00:00.000Z';
  const read = raw.prepare(`SELECT ${columns('Opportunity').join(', ')} FROM Opportunity WHERE Id = ?`);
  const update = raw.prepare(`UPDATE Opportunity SET StageName = ?, Amount = ?, NextStep = ?, Probability = ?, ExpectedRevenue = ?, LastAmountChangedHistoryId = ?, LastStageChangeDate = ?, LastModifiedDate = ?, LastModifiedById = ?, SystemModstamp = ? WHERE Id = ?`);
  const stageHistory = insertInto('OpportunityHistory', { StageName: 'Prospecting', Amount: 1, ExpectedRevenue: 1, Probability: 10, CloseDate: '2026-06-30', ForecastCategory: 'Pipeline', CreatedById: session.userId, CreatedDate: at, SystemModstamp: at, IsDeleted: 0 });
  const fieldHistory = insertInto('OpportunityFieldHistory', { Field: 'StageName', DataType: 'DynamicEnum', OldValue: '"Prospecting"', NewValue: '"Qualification"', CreatedById: session.userId, CreatedDate: at, IsDeleted: 0 });
  let number = 0;
  const nextId = (): string => `zzz${String(number += 1).padStart(15, '0')}`;
  return (id, stage, amount, step) => {
    read.get(id);
    const history = nextId();
    stageHistory(history, id);
    update.run(stage, amount, step, 10, amount / 10, history, at, at, session.userId, at, id);
    fieldHistory(nextId(), id);
    fieldHistory(nextId(), id);
  };
}

/** Records a CPU-second of updating all records in collections, every one a change of stage, amount and next step. */
async function updates({ engine, raw, orgFile, ids }: Both): Promise<Record<'ours' | 'raw' | 'byHand', number>> {
  const statement = raw.prepare('UPDATE Opportunity SET StageName = ?, Amount = ?, NextStep = ?, LastModifiedDate = ?, SystemModstamp = ? WHERE Id = ?');
  const byHand = writtenByHand(orgFile);
  let turn = 0;
  return inTurns(['raw', 'byHand', 'ours'], async (who) => {
    turn += 1;
    const stage = turn % 2 === 0 ? 'Qualification' : 'Needs Analysis';
    const plain = (database: DatabaseSync, part: readonly string[], one: (id: string) => unknown): void => {
      database.exec('BEGIN');
      part.forEach(one);
      database.exec('COMMIT');
    };
    const spent = await cpuSeconds(() => {
      inCollections(ids, (part) => {
        if (who === 'raw') plain(raw, part, (id) => statement.run(stage, turn * 100, `Step ${turn}`, '2026-02-01T10:00:00.000Z', '2026-02-01T10:00:00.000Z', id));
        else if (who === 'byHand') plain(orgFile, part, (id) => byHand(id, stage, turn * 100, `Step ${turn}`));
        else saved(engine.update(session, 'Opportunity', part.map((Id): RecordInput => ({ Id, StageName: stage, Amount: turn * 100, NextStep: `Step ${turn}` }))));
      });
    });
    return ids.length / spent;
  });
}

/** Queries a CPU-second. Both answer objects of the same columns. */
async function selects({ engine, raw, ids, accounts }: Both, column: 'Id' | 'AccountId'): Promise<Record<'ours' | 'raw', number>> {
  const names = ['Id', 'Name', 'StageName', 'Amount', 'CloseDate'];
  const statement: StatementSync = raw.prepare(`SELECT ${names.join(', ')} FROM Opportunity WHERE ${column} = ?`);
  const keys = Array.from({ length: SELECTS }, (_, index) => (column === 'Id' ? ids[(index * 7) % ids.length] : accounts[(index * 7) % accounts.length]) ?? '');
  const soql = (key: string): string => `SELECT ${names.join(', ')} FROM Opportunity WHERE ${column} = '${key}'`;
  const expected = statement.all(keys[0] ?? '').length;
  if (engine.query(session, soql(keys[0] ?? '')).records.length !== expected || expected === 0) throw new Error('The two answers differ.');
  return inTurns(['raw', 'ours'], async (who) => {
    let found = 0;
    const spent = await cpuSeconds(() => {
      for (const key of keys) found += who === 'ours' ? engine.query(session, soql(key)).records.length : statement.all(key).length;
    });
    if (found === 0) throw new Error('Nothing was found.');
    return keys.length / spent;
  });
}

/** CPU-seconds and growth of memory of a Bulk API 2.0 ingest job, the client's part and HTTP included. */
async function ingest(rows: number, store: string): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const org = await startLocalOrg({ store });
  try {
    org.engine.replaceSchema(buildSchema(org.engine.schema.objects.map(withRules), org.engine.schema.settings));
    const [account] = saved(org.engine.insert(session, 'Account', [{ Name: 'Bulk' }]));
    const jobs = `${org.url}/services/data/v67.0/jobs/ingest`;
    const call = async (path: string, method: string, type: string, body?: string): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${jobs}${path}`, { method, headers: { Authorization: `Bearer ${org.accessToken}`, 'Content-Type': type }, ...(body === undefined ? {} : { body }) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${answer.status} ${text}`);
      return text === '' ? {} : JSON.parse(text) as Record<string, unknown>;
    };
    const job = await call('', 'POST', 'application/json', JSON.stringify({ object: 'Opportunity', operation: 'insert' }));
    const lines = Array.from({ length: rows }, (_, index) => `Deal ${index},Prospecting,2026-06-30,${index},Call,${account}`);
    await call(`/${String(job['id'])}/batches`, 'PUT', 'text/csv', `Name,StageName,CloseDate,Amount,NextStep,AccountId\n${lines.join('\n')}\n`);
    lines.length = 0;
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const seconds = await cpuSeconds(async () => {
      await call(`/${String(job['id'])}`, 'PATCH', 'application/json', '{"state":"UploadComplete"}');
      for (;;) {
        const { state, numberRecordsFailed } = await call(`/${String(job['id'])}`, 'GET', 'application/json');
        most = Math.max(most, process.memoryUsage().rss);
        if (state === 'JobComplete' && numberRecordsFailed === 0) return;
        if (state !== 'InProgress' && state !== 'UploadComplete') throw new Error(`The job ended as ${String(state)} with ${String(numberRecordsFailed)} failed records.`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });
    return { seconds, megabytes: (most - before) / 2 ** 20 };
  } finally {
    await org.close();
  }
}

function share({ ours, raw }: Record<'ours' | 'raw', number>): string {
  return `1/${(raw / ours).toFixed(1)}`;
}

export const localOrg: Bench = {
  summary: 'saves, selects, bulk ingest and start of the local org against plain node:sqlite (--rows 100000)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '100000' } } });
    const rows = positive(values.rows, '--rows');
    const folder = mkdtempSync(join(tmpdir(), 'handrail-bench-'));
    try {
      const both = openBoth(folder);
      const [update, byId, byParent] = [await updates(both), await selects(both, 'Id'), await selects(both, 'AccountId')];
      [both.raw, both.orgFile, both.store].forEach((opened) => opened.close());
      say('Records or queries a CPU-second. A bare UPDATE and SELECT run on a table of ten columns; the same writes by hand are what a save leaves behind:');
      say('the record read and updated in the org\'s own table, and three rows of history.');
      say();
      say(table([
        ['', 'local org', 'node:sqlite', 'share', 'goal'],
        ['updates in collections of 200, 10 rules, to the same writes by hand', count(update.ours), count(update.byHand), share({ ours: update.ours, raw: update.byHand }), '1/3'],
        ['the same, to a bare UPDATE', count(update.ours), count(update.raw), share(update), ''],
        ['select by id', count(byId.ours), count(byId.raw), share(byId), '1/5'],
        [`select by parent, ${CHILDREN} records`, count(byParent.ours), count(byParent.raw), share(byParent), '1/5'],
      ]));
      const bulk = await ingest(rows, join(folder, 'bulk.sqlite'));
      const starts = await inTurns(['start'], async () => {
        const started = performance.now();
        const org = await startLocalOrg();
        const elapsed = performance.now() - started;
        await org.close();
        return elapsed;
      });
      say();
      say(table([
        ['', 'seen', 'goal'],
        [`bulk ingest of ${count(rows)} rows, 10 rules, CPU-seconds`, bulk.seconds.toFixed(1), '15.0'],
        ['memory it took beyond the upload, MB', bulk.megabytes.toFixed(0), 'flat'],
        ['start to ready, milliseconds', count(starts.start), '1,000'],
      ]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
