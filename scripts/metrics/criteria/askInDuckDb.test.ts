/** Criteria asked of all records at once say of each what the formula engine says of it alone. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadPlaybook } from '../../playbook/index.ts';
import type { FieldDefinition } from '../../playbook/model.ts';
import { identifier, literal, rowsOf, withDuckDb } from '../duckdb.ts';
import { duckdb } from '../relational/duckdb.ts';
import { answersOf, type Answer } from './answers.ts';
import { askInDuckDb } from './askInDuckDb.ts';
import { askedFields, ASKED_VIEW, MET_TABLE, questionsOf } from './questions.ts';

const AS_OF = '2026-06-01T15:30:00.000Z';
const MOMENT = { asOf: AS_OF, today: '2026-06-01', timeZone: 'UTC' };
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 600);

const { playbook } = await loadPlaybook(join(import.meta.dirname, '../../../config/playbook'));
assert.ok(playbook);
const { placeholders } = playbook;
const types = askedFields(playbook);
const fields = (playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.fields ?? []).filter(({ apiName }) => apiName in types);

const day = fc.integer({ min: -400, max: 400 }).map((days) => new Date(Date.parse('2026-06-01') + days * 86_400_000).toISOString().slice(0, 10));
const words = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((text) => !text.includes('\0'));

function written(field: FieldDefinition): fc.Arbitrary<unknown> {
  const near = fc.constantFrom(...placeholders, field.label, 'ab', 'aaaa', '.....', '😀😀😀', '👍😀', ' \t', `  ${field.label.toUpperCase()}\n`, ' TBD ', 'Call Ana about the budget on Monday');
  return fc.oneof(near, words, fc.constantFrom('Ä', 'Straße und Maß für alle Käufer im Haus'));
}

function held(field: FieldDefinition): fc.Arbitrary<unknown> {
  switch (types[field.apiName]) {
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.oneof(fc.constant('2026-06-01'), day);
    case 'timestamp':
      return fc.tuple(day, fc.integer({ min: 0, max: 23 })).map(([on, hour]) => `${on}T${String(hour).padStart(2, '0')}:15:00.000Z`);
    case 'number':
      return fc.oneof(fc.constantFrom(0, 1, 2, 3, 12, 25, 100, 1000, 25_000, 99_999.99, 100_000, 100_000.01), fc.integer({ min: -5, max: 120 }), fc.constantFrom(9_999_999_999.99, 10_000_000_000, -10_000_000_000.01, 123_456_789_012.34));
    default:
      if (field.values && field.values.length > 0) return fc.constantFrom(...field.values);
      return field.type === 'Lookup' ? fc.integer({ min: 0, max: 3 }).map((of) => `005000000000${of}AAAAAA`.slice(0, 18)) : written(field);
  }
}

const record = fc.record(Object.fromEntries(fields.map((field) => [field.apiName, fc.option(held(field), { freq: 5 })])));

function sqlOf(value: unknown, type: string): string {
  if (value === null || value === undefined) return `NULL::${type}`;
  return `${literal(value as string | number | boolean)}::${type}`;
}

const lineOf = ({ deal, criterion, rank, met, field, content, said, metOn }: Answer): string => JSON.stringify([deal, criterion, rank, met, field, content, said, metOn]);

test('every criterion of the default playbook, asked at once and one by one', async () => {
  await withDuckDb(async (db) => {
    const names = new Set(fields.map(({ apiName }) => apiName));
    const { asked } = questionsOf(playbook, names);
    assert.ok(asked.length > 40, `${asked.length} criteria are asked`);
    const seen = new Set<string>();
    const records = fc.sample(record, { numRuns: RUNS, seed: 20260601 });
    const rows = records.map((values, index) => `SELECT ${literal(`006${index}`)} AS "Id", ${fields.map(({ apiName }) => `${sqlOf(values[apiName], duckdb.type(types[apiName] ?? 'text'))} AS ${identifier(apiName)}`).join(', ')}`);
    await db.run(`CREATE TABLE ${identifier(ASKED_VIEW)} AS ${rows.join(' UNION ALL ')}`);
    await askInDuckDb(db, playbook, MOMENT, names);
    const found = new Set((await rowsOf(db, `SELECT * FROM ${identifier(MET_TABLE)}`)).map((row) => JSON.stringify([row['met_deal'], row['criterion'], row['gate_rank'] === null ? null : Number(row['gate_rank']), row['met'], row['field'], row['content'], row['said'], row['met_on']])));
    const answers = records.flatMap((values, index) => [...answersOf(asked, placeholders, { Id: `006${index}`, ...values }, MOMENT)]);
    for (const { criterion, met, content } of answers) seen.add(`${criterion} ${met}`).add(`content ${content}`);
    const expected = new Set(answers.map(lineOf));
    assert.deepEqual({ missing: [...expected.difference(found)].slice(0, 5), unexpected: [...found.difference(expected)].slice(0, 5) }, { missing: [], unexpected: [] });
    // It says something: most criteria were met and not met, and fields held everything that can be told.
    const both = asked.filter(({ criterion: { id } }) => seen.has(`${id} true`) && seen.has(`${id} false`)).length;
    assert.ok(both > asked.length / 2, `${both} of ${asked.length} criteria had both answers`);
    for (const content of ['valid', 'placeholder', 'blank']) assert.ok(seen.has(`content ${content}`), content);
  });
});

test('a date-time is of the day that the clocks of the org show', async () => {
  const moment = { asOf: AS_OF, today: '2026-06-02', timeZone: 'Asia/Tokyo' };
  const objects = playbook.objects.map((object) => ({ ...object, fields: object.fields.map((field) => (field.apiName === 'AccountId' ? { ...field, type: 'DateTime' as const } : field)) }));
  const changed = { ...playbook, objects };
  const columns = Object.entries(askedFields(changed));
  const { asked } = questionsOf(changed, new Set(columns.map(([name]) => name)));
  const [answer] = [...answersOf(asked, placeholders, { Id: '006', AccountId: '2026-06-01T20:00:00.000Z' }, moment)].filter(({ field }) => field === 'AccountId');
  assert.equal(answer?.metOn, '2026-06-02');
  await withDuckDb(async (db) => {
    await db.run(`CREATE TABLE ${identifier(ASKED_VIEW)} AS SELECT '006' AS "Id", ${columns.map(([name, type]) => `${name === 'AccountId' ? "TIMESTAMP '2026-06-01 20:00:00'" : `NULL::${duckdb.type(type)}`} AS ${identifier(name)}`).join(', ')}`);
    await askInDuckDb(db, changed, moment, new Set(columns.map(([name]) => name)));
    assert.deepEqual(await rowsOf(db, `SELECT met_on::VARCHAR AS met_on FROM ${identifier(MET_TABLE)} WHERE field = 'AccountId'`), [{ met_on: '2026-06-02' }]);
  });
});
