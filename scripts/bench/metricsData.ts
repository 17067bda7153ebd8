/** A company of any size as a snapshot: made in SQL from the hash of a row's number, so that a size is always the same company. */
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { literal, withDuckDb } from '../metrics/duckdb.ts';
import { askedFields } from '../metrics/criteria/questions.ts';
import { SOURCE_OBJECTS, sourceColumns, type SourceObject } from '../metrics/facts/sources.ts';
import { duckdb } from '../metrics/relational/duckdb.ts';
import { MANIFEST_FILE, type SnapshotManifest } from '../metrics/snapshot.ts';
import type { Playbook } from '../playbook/model.ts';

export const AS_OF = '2026-06-01T10:00:00.000Z';
const OWNERS = 20;
const CATEGORIES = ['Pipeline', 'Best Case', 'Commit'];
const HISTORY_CATEGORIES = ['Pipeline', 'BestCase', 'Forecast'];
const TIERS = ['Starter', 'Growth', 'Scale'];
const SOURCES = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List'];

/** Even over 0 to `below` - 1, and independent for each `salt`. */
const random = (row: string, salt: number, below: number): string => `CAST(hash(${row} * 1000 + ${salt}) % ${below} AS INTEGER)`;
const pick = (row: string, salt: number, values: readonly string[]): string => `[${values.map(literal).join(', ')}][1 + ${random(row, salt, values.length)}]`;

const SENTENCES = ['Send the proposal to the buyer', 'Meet finance about the budget', 'n/a', 'tbd'];

/** What the other fields hold that criteria read: three in four are filled, one text in four is like no other. */
function askedValues(playbook: Playbook, given: string): string {
  const values = new Map(playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.fields.map(({ apiName, values: known }) => [apiName, known]));
  return Object.entries(askedFields(playbook)).filter(([name]) => !given.includes(`AS "${name}"`)).map(([name, type], index) => {
    const salt = 40 + index;
    const known = values.get(name);
    const text = known && known.length > 0 ? pick('d.i', salt, known) : `CASE WHEN ${random('d.i', salt, 4)} = 0 THEN printf('Ask customer %d', d.i) ELSE ${pick('d.i', salt, SENTENCES)} END`;
    const value = { text, integer: random('d.i', salt, 9), number: random('d.i', salt, 900), boolean: `${random('d.i', salt, 2)} = 0`, date: `CAST(f.moment AS DATE) + ${random('d.i', salt, 90)}`, timestamp: 'f.moment' }[type];
    return `, CASE WHEN ${random('d.i', salt + 100, 4)} > 0 THEN ${value} END AS "${name}"`;
  }).join('');
}

/** @param deals opportunities; there are as many accounts, twice as many leads and about six history rows each */
export async function writeCompany(dir: string, playbook: Playbook, deals: number): Promise<void> {
  const stages = (playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? []).toSorted((left, right) => left.rank - right.rank);
  const open = stages.filter(({ closed }) => !closed).map(({ name }) => name);
  const end = (won: boolean): string => stages.find((stage) => stage.closed && stage.won === won)?.name ?? '';
  const leadEnd = playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.find(({ closed }) => closed)?.name ?? '';
  const mqlAt = `(TIMESTAMPTZ '2024-06-02 13:00:00+00' + to_days(${random('i', 11, 700)}) + to_minutes(${random('i', 23, 1440)}))`;
  const objects: SnapshotManifest['objects'] = [];
  await withDuckDb(async (db) => {
    // Reaches `depth` open stages, eleven days each on average, then three in eight are won, three lost, two open.
    await db.run(`CREATE TABLE deal AS SELECT i, printf('006%012dAAA', i) AS id, ${random('i', 1, 700)} AS day, 1 + ${random('i', 2, open.length)} AS depth, ${random('i', 3, 8)} AS fate, 1000 * (1 + ${random('i', 4, 200)}) AS amount FROM range(${deals}) t(i)`);
    await db.run(`CREATE TABLE step AS SELECT d.i, d.id, d.amount, k, CASE WHEN k < d.depth THEN [${open.map(literal).join(', ')}][k + 1] WHEN d.fate < 3 THEN ${literal(end(true))} ELSE ${literal(end(false))} END AS stage,
      TIMESTAMPTZ '2024-06-01 13:00:00+00' + to_days(CAST(d.day + 11 * k + ${random('(i * 20 + k)', 5, 9)} AS INTEGER)) AS moment FROM deal d, range(${open.length + 1}) s(k) WHERE k < d.depth OR (k = d.depth AND d.fate < 6)`);
    const deal = `SELECT d.id AS "Id", printf('001%012dAAA', d.i) AS "AccountId", printf('005%012dAAA', ${random('d.i', 6, OWNERS)}) AS "OwnerId", s.stage AS "StageName", ${pick('d.i', 13, CATEGORIES)} AS "ForecastCategoryName", d.amount AS "Amount", CAST(s.moment AS DATE) + 10 AS "CloseDate", ${pick('d.i', 7, SOURCES)} AS "LeadSource", f.moment AS "CreatedDate", FALSE AS "IsDeleted", 'New Logo' AS "Handrail_Motion__c", ${pick('d.i', 14, TIERS)} AS "Handrail_Tier__c", d.amount AS "Handrail_ARR__c", 12 AS "Handrail_Term_Months__c", CASE WHEN d.fate < 3 THEN CAST(date_trunc('month', s.moment) + INTERVAL 1 MONTH AS DATE) END AS "Handrail_Term_Start__c",
        CASE WHEN d.fate < 3 THEN CAST(date_trunc('month', s.moment) + INTERVAL 13 MONTH AS DATE) - 1 END AS "Handrail_Term_End__c", CAST(f.moment AS DATE) + 5 AS "Handrail_Discovery_Held__c", NULL AS "Handrail_Exclude__c", CASE WHEN d.fate BETWEEN 3 AND 5 THEN ${pick('d.i', 8, playbook.lossReasons.map(({ name }) => name))} END AS "Handrail_Loss_Reason__c"`;
    const rows: Readonly<Partial<Record<SourceObject, string>>> = {
      Opportunity: `${deal}${askedValues(playbook, deal)}
        FROM deal d JOIN step f ON f.i = d.i AND f.k = 0 JOIN (SELECT * FROM step QUALIFY row_number() OVER (PARTITION BY i ORDER BY k DESC) = 1) s ON s.i = d.i`,
      OpportunityHistory: `SELECT printf('008%012dAAA', i * 20 + k) AS "Id", id AS "OpportunityId", stage AS "StageName", amount AS "Amount", CAST(moment AS DATE) + 10 AS "CloseDate", ${pick('(i * 20 + k)', 15, HISTORY_CATEGORIES)} AS "ForecastCategory", moment AS "CreatedDate", printf('005%012dAAA', ${random('i', 6, OWNERS)}) AS "CreatedById" FROM step`,
      OpportunityFieldHistory: `SELECT printf('017%012dAAA', i) AS "Id", id AS "OpportunityId", 'Owner' AS "Field", printf('005%012dAAA', ${random('i', 16, OWNERS)}) AS "OldValue", moment AS "CreatedDate" FROM step WHERE k = 1 AND i % 10 = 0`,
      LeadHistory: `SELECT printf('017%012dAAA', 10000000 + i) AS "Id", printf('00Q%012dAAA', i) AS "LeadId", 'Handrail_MQL_At__c' AS "Field", '2024-07-01T15:00:00.000+0000' AS "OldValue", TIMESTAMPTZ '2024-08-01 13:00:00+00' AS "CreatedDate" FROM range(${deals}) t(i) WHERE i % 20 = 0`,
      Handrail_Handoff__c: `SELECT printf('a00%012dAAA', i) AS "Id", FALSE AS "IsDeleted", 'Sales to Customer Success' AS "Type__c", id AS "Opportunity__c", moment AS "Sent_At__c", moment + to_hours(${random('i', 17, 60)}) AS "Accepted_At__c", moment + to_hours(${random('i', 18, 90)}) AS "Kickoff_Held_At__c", CASE WHEN i % 3 > 0 THEN CAST(moment AS DATE) + ${random('i', 19, 60)} END AS "First_Value_On__c", CASE WHEN i % 4 > 0 THEN CAST(moment AS DATE) + ${random('i', 20, 20)} END AS "First_Invoice_On__c" FROM step WHERE stage = ${literal(end(true))}`,
      Account: `SELECT printf('001%012dAAA', i) AS "Id", ${random('i', 9, 6000)} AS "NumberOfEmployees" FROM range(${deals}) t(i)`,
      User: `SELECT printf('005%012dAAA', i) AS "Id", printf('Seller %d', i) AS "Name", printf('seller%d@example.com', i) AS "Username" FROM range(${OWNERS}) t(i)`,
      Lead: `SELECT printf('00Q%012dAAA', i) AS "Id", ${pick('i', 10, SOURCES)} AS "LeadSource", ${literal(leadEnd)} AS "Status", i % 5 = 0 AS "IsConverted", CASE WHEN i % 5 = 0 THEN printf('006%012dAAA', i // 5) END AS "ConvertedOpportunityId", CASE WHEN i % 5 = 0 THEN DATE '2024-06-20' + ${random('i', 11, 700)} END AS "ConvertedDate", ${random('i', 12, 6000)} AS "NumberOfEmployees", TIMESTAMPTZ '2024-06-01 13:00:00+00' + to_days(${random('i', 11, 700)}) AS "CreatedDate", FALSE AS "IsDeleted", NULL AS "Handrail_Original_Source__c",
        CASE WHEN i % 2 = 0 THEN ${mqlAt} END AS "Handrail_MQL_At__c", CASE WHEN i % 2 = 0 THEN ${mqlAt} END AS "Handrail_Assigned_At__c", CASE WHEN i % 4 = 0 THEN ${mqlAt} + to_minutes(${random('i', 21, 900)}) END AS "Handrail_First_Response_At__c", CASE WHEN i % 6 = 0 THEN 'Accepted' WHEN i % 6 = 2 THEN 'Rejected' END AS "Handrail_Sales_Decision__c", ${mqlAt} + to_days(3) AS "Handrail_Decided_At__c", ${pick('i', 22, ['Demo', 'Content'])} AS "Handrail_Request__c", CASE WHEN i % 7 = 0 THEN CAST(${mqlAt} AS DATE) + 4 END AS "Handrail_Meeting_Held__c" FROM range(${2 * deals}) t(i)`,
    };
    for (const object of SOURCE_OBJECTS) {
      const types = { ...sourceColumns(object), ...(object === 'Opportunity' ? askedFields(playbook) : {}) };
      const columns = Object.keys(types);
      const empty = Object.entries(types).map(([name, type]) => `NULL::${duckdb.type(type)} AS "${name}"`).join(', ');
      const file = `${object}.parquet`;
      const made = await db.runAndReadAll(`COPY (SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM (SELECT * FROM (SELECT ${empty}) WHERE FALSE UNION ALL BY NAME ${rows[object] ?? `SELECT ${empty} WHERE FALSE`})) TO ${literal(join(dir, file))} (FORMAT parquet, COMPRESSION zstd)`);
      objects.push({ object, file, records: Number(made.getRows()[0]?.[0] ?? 0), bytes: (await stat(join(dir, file))).size, sha256: '', fields: columns.map((name) => ({ name, type: 'VARCHAR' })), gaps: [] });
    }
  });
  const manifest: SnapshotManifest = { format: 1, organizationId: '00D000000000001EAA', instanceUrl: 'http://127.0.0.1', asOf: AS_OF, playbookVersion: playbook.version, apiVersion: '67.0', apiCalls: 0, timeZone: 'America/New_York', objects };
  await writeFile(join(dir, MANIFEST_FILE), JSON.stringify(manifest));
}
