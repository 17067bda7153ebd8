/**
 * Roll-up summary fields. A saved, deleted or restored detail record brings its master in line; the master goes through a
 * save of its own, so that its rules and flows see the new value and its own masters follow.
 */
import { isChanged, type Draft } from '../context.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import { decodeRow, type Row } from '../records.ts';
import type { FieldSchema, RollupSummary, Schema } from '../schema.ts';
import { quoteName } from '../../store/tables.ts';
import type { Scalar } from '../types.ts';
import { asSystem, type SaveCall } from './call.ts';
import { matchesFilter } from './summaryFilter.ts';

interface Rollup {
  readonly master: ObjectPlan;
  readonly field: FieldSchema;
  readonly summary: RollupSummary;
  readonly detail: ObjectPlan;
  /** Fields of the detail that the summary reads. */
  readonly reads: readonly FieldSchema[];
}

const known = new WeakMap<Schema, ReadonlyMap<string, readonly Rollup[]>>();
const NONE: readonly Rollup[] = [];

function toRollup(schema: Schema, master: ObjectPlan, field: FieldSchema): Rollup[] {
  const summary = field.summary ?? null;
  const child = summary === null ? undefined : schema.object(summary.childObject);
  if (summary === null || child === undefined) {
    return [];
  }
  const detail = planOf(child);
  const names = [summary.childField, ...(summary.summarizedField === null ? [] : [summary.summarizedField]), ...summary.filters.map((filter) => filter.field)];
  return [{ master, field, summary, detail, reads: names.flatMap((name) => detail.fields.get(name.toLowerCase()) ?? []) }];
}

/** All summaries, by the object of their details. */
function rollupsBy(schema: Schema): ReadonlyMap<string, readonly Rollup[]> {
  let byDetail = known.get(schema);
  if (byDetail === undefined) {
    const all = schema.objects.flatMap((object) => object.fields.flatMap((field) => toRollup(schema, planOf(object), field)));
    byDetail = Map.groupBy(all, (rollup) => rollup.detail.object.apiName);
    known.set(schema, byDetail);
  }
  return byDetail;
}

/** Values of the details' fields, formula fields computed. */
function detailRows(call: SaveCall, { detail, summary, reads }: Rollup, masterId: string): Row[] {
  const { store, formulas } = call.context.engine;
  const computed = reads.filter((field) => field.formula !== null);
  const columns = computed.length > 0 ? detail.stored : reads;
  const deleted = detail.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const sql = `SELECT ${columns.map(({ apiName }) => quoteName(apiName)).join(', ')} FROM ${quoteName(detail.object.apiName)} WHERE ${quoteName(summary.childField)} = ?${deleted}`;
  return store.prepare(sql).all(masterId).map((raw) => {
    const row = decodeRow(detail, raw);
    for (const field of computed) {
      const value = formulas.fieldValue(detail, field, row, call.environment);
      row[field.apiName] = typeof value === 'object' ? null : value;
    }
    return row;
  });
}

function extreme(values: readonly Scalar[], wanted: 'min' | 'max'): Scalar {
  return values.reduce<Scalar>((best, value) => (best === null || (value !== null && (wanted === 'min' ? value < best : value > best)) ? value : best), null);
}

function total(values: readonly Scalar[], scale: number): number {
  const factor = 10 ** scale;
  // Summed in the field's smallest unit, so that cents add up.
  return Math.round(values.reduce<number>((sum, value) => sum + Math.round(Number(value ?? 0) * factor), 0)) / factor;
}

function compute(call: SaveCall, rollup: Rollup, masterId: string): Scalar {
  const { summary, field, detail } = rollup;
  const rows = detailRows(call, rollup, masterId).filter((row) => summary.filters.every((filter) => matchesFilter(detail, row, filter)));
  const values = summary.summarizedField === null ? [] : rows.map((row) => row[summary.summarizedField ?? ''] ?? null).filter((value) => value !== null);
  switch (summary.operation) {
    case 'count':
      return rows.length;
    case 'sum':
      return total(values, field.scale);
    case 'min':
    case 'max':
      return extreme(values, summary.operation);
  }
}

/** What summaries show on a master without details. */
export function emptySummaries(plan: ObjectPlan): readonly (readonly [field: string, value: Scalar])[] {
  return plan.summaries.map(({ apiName, summary }) => [apiName, summary?.operation === 'count' || summary?.operation === 'sum' ? 0 : null]);
}

/** A summary is computed anew when something it reads has changed, or the detail came or went. */
function isTouched(rollup: Rollup, draft: Draft): boolean {
  return draft.isNew || draft.prior === null || rollup.reads.some((field) => field.formula !== null || isChanged(draft, field.apiName));
}

export type SaveMaster = (call: SaveCall, plan: ObjectPlan, id: string, values: Readonly<Row>) => void;

/**
 * Brings the masters of a detail in line.
 * @param draft the detail; `prior` null when it came or went
 * @param saveMaster saves a master with its new values
 */
export function rollUp(call: SaveCall, draft: Draft, saveMaster: SaveMaster): void {
  const rollups = rollupsBy(call.context.engine.schema).get(draft.plan.object.apiName) ?? NONE;
  const touched = rollups.filter((rollup) => isTouched(rollup, draft));
  const masters = new Map<string, Rollup[]>();
  for (const rollup of touched) {
    for (const id of new Set([draft.row[rollup.summary.childField], draft.prior?.[rollup.summary.childField]])) {
      if (typeof id === 'string') {
        masters.set(id, [...(masters.get(id) ?? []), rollup]);
      }
    }
  }
  for (const [id, ofMaster] of masters) {
    const [{ master } = { master: undefined }] = ofMaster;
    const row = master === undefined ? undefined : call.context.engine.records.get(master, id);
    if (master === undefined || row === undefined || row['IsDeleted'] === true) {
      continue;
    }
    const changes = Object.fromEntries(ofMaster.map((rollup) => [rollup.field.apiName, compute(call, rollup, id)] as const).filter(([name, value]) => (row[name] ?? null) !== value));
    if (Object.keys(changes).length > 0) {
      saveMaster(asSystem(call), master, id, changes);
    }
  }
}

/** Fills the summary fields that a deploy brought or changed. An org does this past rules and flows. */
export function recalculate(call: SaveCall, previous: Schema): void {
  const { schema, records, store } = call.context.engine;
  for (const rollup of [...rollupsBy(schema).values()].flat()) {
    const { master, field } = rollup;
    if (JSON.stringify(previous.field(master.object.apiName, field.apiName)?.summary ?? null) === JSON.stringify(field.summary)) {
      continue;
    }
    for (const { Id: id } of store.prepare(`SELECT "Id" FROM ${quoteName(master.object.apiName)}`).all()) {
      records.update(master, String(id), { [field.apiName]: compute(call, rollup, String(id)) });
    }
  }
}
