/** The same records counted under two versions of the playbook: by how much a number changes with its definition. */
import { stateText } from '../metrics/formats/value.ts';
import type { MetricResult, Standing } from '../metrics/types.ts';
import type { Playbook } from '../playbook/index.ts';

export interface Counted extends Standing {
  readonly value: number | null;
  readonly reason: string | null;
  readonly n: number;
  readonly definitionVersion: string;
  readonly period: MetricResult['period'];
}

/** One number under both definitions; null on the side that does not have the metric or the cut. */
export interface MetricChange {
  readonly id: string;
  readonly label: string;
  readonly slice: MetricResult['slice'];
  readonly unit: MetricResult['unit'];
  readonly before: Counted | null;
  readonly after: Counted | null;
  /** After less before; null where either has no value. */
  readonly difference: number | null;
}

export interface MetricChangeOptions {
  /** ISO date or instant; default: when the snapshot was taken. */
  readonly asOf?: string;
  /** Folder of the external inputs. */
  readonly inputsDir?: string;
}

/**
 * @returns numbers that differ, in the order of the playbook as it is now; those only the earlier one had come last
 * @throws RangeError when a metric of either cannot be counted from the snapshot; Error when it cannot be read
 */
export async function metricChanges(before: Playbook, after: Playbook, snapshotDir: string, options: MetricChangeOptions = {}): Promise<MetricChange[]> {
  const { computeMetrics } = await import('../metrics/index.ts');
  const was = await computeMetrics(before, snapshotDir, options);
  const is = await computeMetrics(after, snapshotDir, options);
  const old = new Map(was.map((result) => [keyOf(result), result]));
  const current = new Set(is.map(keyOf));
  const pairs: [MetricResult | undefined, MetricResult | undefined][] = [
    ...is.map((result): [MetricResult | undefined, MetricResult] => [old.get(keyOf(result)), result]),
    ...was.filter((result) => !current.has(keyOf(result))).map((result): [MetricResult, undefined] => [result, undefined]),
  ];
  return pairs.flatMap(([left, right]) => changeOf(left, right));
}

function keyOf({ id, slice }: MetricResult): string {
  return JSON.stringify([id, Object.entries(slice).toSorted()]);
}

function changeOf(left: MetricResult | undefined, right: MetricResult | undefined): MetricChange[] {
  const either = right ?? left;
  if (either === undefined || (left && right && isSame(left, right))) return [];
  return [{ id: either.id, label: either.label, slice: either.slice, unit: either.unit, before: countedOf(left), after: countedOf(right), difference: differenceOf(left, right) }];
}

/** Days less percent would be no number. */
function differenceOf(left: MetricResult | undefined, right: MetricResult | undefined): number | null {
  const [was, is] = [left?.value ?? null, right?.value ?? null];
  return was === null || is === null || left?.unit !== right?.unit ? null : is - was;
}

/** The same number of the same records; the last digits of a sum depend on the order it is taken in. */
function isSame(left: MetricResult, right: MetricResult): boolean {
  if (stateText(left) !== stateText(right) || left.n !== right.n || left.unit !== right.unit) return false;
  if (left.value === null || right.value === null) return left.value === right.value;
  return Math.abs(left.value - right.value) <= 1e-9 * Math.max(1, Math.abs(left.value));
}

function countedOf(result: MetricResult | undefined): Counted | null {
  if (result === undefined) return null;
  const { value, state, also, reason, n, definitionVersion, period } = result;
  return { value, state, ...(also === undefined ? {} : { also }), reason, n, definitionVersion, period };
}
