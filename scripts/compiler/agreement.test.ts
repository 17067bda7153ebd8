/**
 * What the product stands on: for every criterion, the rule that Salesforce evaluates, the predicate of the component
 * and the SQL of plan and scan agree on every record. The rule fires exactly when the criterion is enforced, in force,
 * not bypassed, applies, is asked by this save, and the component says it is not met.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import type { RawValue } from '../formula/index.ts';
import { printSql } from '../formula/print/sql.ts';
import { installFormulaFunctions } from '../formula/print/sqliteFunctions.ts';
import { loadPlaybook } from '../playbook/index.ts';
import type { Criterion, FieldDefinition, Playbook, PlaybookObject } from '../playbook/model.ts';
import { loadModule, nowOn, ruleOf, type ComponentCriterion, type ComponentModule, type Save, type Values } from './fixtures/faces.ts';
import { loadWithExperiment } from './fixtures/experiment.ts';
import { FRAGMENT } from './fixtures/fragment.ts';
import { savesOf, TODAYS } from './fixtures/saves.ts';
import { criterionPredicate } from './predicate.ts';
import { formulaContext } from '../playbook/fields.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
/** Some criteria come into question seldom: more saves are drawn until both verdicts were seen, up to this many times as many. */
const PATIENCE = 40;
const SEED = Number(process.env['FUZZ_SEED'] ?? 20260601);

/** Who saves, and when. */
const userOf = ({ arm, reservedTo }: Criterion, { today, takesPart }: Save): { today: string; now: string; permissions: readonly string[] } =>
  ({ ...clockOf(today), permissions: takesPart === true ? [arm?.experiment.permission, reservedTo].filter((name) => name !== undefined) : [] });

const clockOf = (today: string): { today: string; now: string } => ({ today, now: nowOn(today) });

/** Whether the save asks the criterion: written from the specification, on purpose without the compiler's code. */
function isAsked(object: PlaybookObject, criterion: Criterion, { before, after }: Pick<Save, 'before' | 'after'>): boolean {
  const was = (name: string): RawValue => before?.[name] ?? null;
  const is = (name: string): RawValue => after[name] ?? null;
  const changed = (name: string): boolean => before !== null && (was(name) ?? '') !== (is(name) ?? '');
  const judged = `${criterion.require?.field ?? ''} ${criterion.satisfiedWhen ?? ''}`;
  const answers = object.fields.filter((field) => field.formula === undefined && new RegExp(`\\b${field.apiName}\\b`).test(judged)).map((field) => field.apiName);
  const { trigger } = criterion;
  switch (trigger.kind) {
    case 'change':
      return before === null || trigger.fields.some(changed);
    case 'leave':
      return was(trigger.field) === trigger.value && changed(trigger.field);
    case 'enter': {
      const undone = criterion.onUndo === 'block' && answers.some((name) => name !== trigger.field && changed(name));
      return is(trigger.field) === trigger.value && (before === null || changed(trigger.field) || undone);
    }
    case 'exit': {
      const stageField = object.stageField ?? '';
      const stageNamed = (name: RawValue) => object.stages.find((stage) => stage.name === name);
      const [from, to] = [stageNamed(was(stageField)), stageNamed(is(stageField))];
      const undone = criterion.onUndo === 'block' && answers.some((name) => name !== stageField && changed(name));
      const beyond = (to?.rank ?? 0) > trigger.rank && (criterion.holds === 'through_won' || to?.closed === false);
      return beyond && (before === null || (to?.rank ?? 0) > (from?.rank ?? 0) || undone);
    }
  }
}

/** From the specification: the record names the criterion with a last day that has not passed. */
function isExcused(criterion: Criterion, record: Values, today: string): boolean {
  const entries = String(record['Handrail_Overrides__c'] ?? '').split('|').map((entry) => entry.split(':'));
  return criterion.overridable && entries.some(([code, until = '']) => code === criterion.id && until >= today);
}

function agreementOf(playbook: Playbook, module: ComponentModule, duckdb: DuckDBConnection, sqlite: DatabaseSync, object: PlaybookObject, criterion: Criterion): () => Promise<void> {
  return async () => {
    const component = module.objects[object.apiName]?.criteria.find(({ id }) => id === criterion.id);
    assert.ok(component);
    const refuses = ruleOf(playbook, criterion);
    const saves: Save[] = [];
    const seen = { refused: 0, metWhenAsked: 0 };
    for (let round = 0; round < PATIENCE && (round === 0 || seen.refused === 0 || (seen.metWhenAsked === 0 && criterion.reservedTo === undefined)); round++) {
      const drawn = fc.sample(savesOf(playbook, criterion), { seed: SEED + round, numRuns: RUNS });
      saves.push(...drawn);
      for (const save of drawn) {
        const clock = clockOf(save.today);
        // From the specification: an arm is asked of those who take part, the other one of all others; and what is reserved, of those who do not hold its permission.
        const inArm = (criterion.arm === undefined || criterion.arm.holder === save.takesPart) && (criterion.reservedTo === undefined || save.takesPart === false);
        const user = userOf(criterion, save);
        const applies: boolean = component.applies(save.after, user);
        assert.ok(inArm || !applies, `arm: ${JSON.stringify(save)}`);
        const met: boolean = component.met(save.after, clock);
        assert.equal(typeof applies, 'boolean');
        assert.equal(typeof met, 'boolean');
        const excused = isExcused(criterion, save.after, save.today);
        assert.equal(module.excusedUntil(component, save.after, clock) !== null, excused, `excused: ${JSON.stringify(save)}`);
        const inForce = save.enforced && !save.bypassed && !excused && save.today >= criterion.effectiveFrom;
        const inQuestion: boolean = inForce && applies && isAsked(object, criterion, save);
        const expected: boolean = inQuestion && !met;
        seen.refused += Number(expected);
        seen.metWhenAsked += Number(inQuestion && met);
        assert.equal(refuses(save), expected, `rule and component disagree: ${JSON.stringify(save)}`);
        assert.equal(asked(module, criterion, save), askedBySpecification(module, object, criterion, component, save), `asked: ${JSON.stringify(save)}`);
      }
    }
    // What is reserved to some is never met by the others.
    assert.ok(seen.refused > 0 && (seen.metWhenAsked > 0 || criterion.reservedTo !== undefined), `the random saves never decide: ${JSON.stringify(seen)}`);
    for (const today of TODAYS) {
      const records = saves.filter((save) => save.today === today).map((save) => save.after);
      await compareSql(playbook, duckdb, sqlite, object, criterion, component, records, today);
    }
  };
}

/** The component foresees what a save will ask, on the record as the packaged flow stamps it. */
function asked(module: ComponentModule, criterion: Criterion, save: Save): boolean {
  return module.criteriaAsked(criterion.object, save.before, save.after, userOf(criterion, save)).some(({ id }) => id === criterion.id);
}

function askedBySpecification(module: ComponentModule, object: PlaybookObject, criterion: Criterion, component: ComponentCriterion, save: Save): boolean {
  const after = save.before === null ? save.after : module.recordAfter(object.apiName, save.before, save.after);
  return isAsked(object, criterion, { before: save.before, after }) && component.applies(after, userOf(criterion, save));
}

const DUCKDB_TYPES: Readonly<Partial<Record<FieldDefinition['type'], string>>> = {
  Number: 'DOUBLE', Currency: 'DECIMAL(18, 2)', Percent: 'DOUBLE', Date: 'DATE', DateTime: 'TIMESTAMP', Checkbox: 'BOOLEAN',
};

async function compareSql(
  playbook: Playbook, duckdb: DuckDBConnection, sqlite: DatabaseSync, object: PlaybookObject, criterion: Criterion,
  component: ComponentCriterion, records: readonly Values[], today: string,
): Promise<void> {
  const fields = object.fields.filter((field) => component.fields.includes(field.apiName));
  const columns = fields.map((field) => `"${field.apiName}"`).join(', ');
  const predicate = criterionPredicate(playbook, criterion);
  const expressions = [predicate.met, ...(predicate.applies === null ? [] : [predicate.applies])];
  const expected = records.map((record) => {
    // SQL knows records, not users: it is asked in the arm that it judges.
    const clock = { ...clockOf(today), permissions: criterion.arm?.holder === true ? [criterion.arm.experiment.permission] : [] };
    return predicate.applies === null ? [component.met(record, clock)] : [component.met(record, clock), component.applies(record, clock)];
  });

  sqlite.exec(`DROP TABLE IF EXISTS data; CREATE TABLE data (n, ${columns})`);
  const insert = sqlite.prepare(`INSERT INTO data VALUES (?${', ?'.repeat(fields.length)})`);
  const rows = records.map((record) => fields.map((field) => record[field.apiName] ?? null));
  rows.forEach((row, n) => insert.run(n, ...row.map((value) => (typeof value === 'boolean' ? Number(value) : value))));
  const inSqlite = expressions.map((each) => printSql(each, formulaContext(playbook, object.apiName), { dialect: 'sqlite', ...clockOf(today) }));
  const fromSqlite = sqlite.prepare(`SELECT ${inSqlite.map((sql, n) => `${sql} AS e${n}`).join(', ')} FROM data ORDER BY n`).all();
  assert.deepEqual(fromSqlite.map((row) => Object.values(row).map(Boolean)), expected, `SQLite and component disagree on ${criterion.id}`);

  await duckdb.run(`CREATE OR REPLACE TEMP TABLE data (n INTEGER, ${fields.map((field) => `"${field.apiName}" ${DUCKDB_TYPES[field.type] ?? 'VARCHAR'}`).join(', ')})`);
  await duckdb.run(`INSERT INTO data VALUES ${rows.map((row, n) => `(${[n, ...row].map(duckLiteral).join(', ')})`).join(', ')}`);
  const inDuckDb = expressions.map((each) => printSql(each, formulaContext(playbook, object.apiName), { dialect: 'duckdb', ...clockOf(today) }));
  const fromDuckDb = await duckdb.runAndReadAll(`SELECT ${inDuckDb.join(', ')} FROM data ORDER BY n`);
  assert.deepEqual(fromDuckDb.getRows(), expected, `DuckDB and component disagree on ${criterion.id}`);
}

function duckLiteral(value: RawValue): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function agree(name: string, playbookOf: () => Playbook | Promise<Playbook>, only: (criterion: Criterion) => boolean = () => true): void {
  test(`${name}: rule, component and SQL agree`, async (suite) => {
    const playbook = await playbookOf();
    const module = await loadModule(playbook);
    const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    const sqlite = new DatabaseSync(':memory:');
    installFormulaFunctions(sqlite);
    for (const object of playbook.objects) {
      for (const criterion of object.criteria.filter(only)) {
        await suite.test(criterion.id, agreementOf(playbook, module, duckdb, sqlite, object, criterion));
      }
    }
    duckdb.closeSync();
    sqlite.close();
  });
}

agree('fragment', () => FRAGMENT);

agree('default playbook', async () => {
  const { playbook, problems } = await loadPlaybook(join(import.meta.dirname, '../../config/playbook'));
  assert.ok(playbook, problems[0]?.message);
  return playbook;
});

agree('both arms of an experiment', () => {
  const { playbook, problems } = loadWithExperiment();
  assert.ok(playbook, problems[0]?.message);
  return playbook;
}, ({ arm }) => arm !== undefined);
