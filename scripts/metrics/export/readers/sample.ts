/** The facts of a small company as Parquet files, and what every exported metric over them is: what a reader has to find. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Playbook } from '../../../playbook/model.ts';
import { computeMetrics } from '../../compute.ts';
import { literal } from '../../duckdb.ts';
import { company, INPUT_FILES } from '../../engines/testing/company.ts';
import { AS_OF } from '../../engines/testing/conform.ts';
import { withSession } from '../../session.ts';
import { writeSnapshot } from '../../testing/snapshot.ts';
import { inputs } from '../../testing/vectors.ts';
import type { MetricResult } from '../../types.ts';
import type { Definition } from '../definitions.ts';

/** A year in which every fact has rows; the last day counts. */
export const PERIOD = { from: '2025-01-01', until: '2025-12-31' };
const DEALS = 60;
const SLICE = 'segment';

/** A metric (or a variant of one), whole or cut by one dimension. */
export interface Question {
  readonly metric: string;
  readonly by: string | null;
}

/** Value of each cut; the whole has the empty name. */
export interface Answer extends Question {
  readonly cells: Readonly<Record<string, number | null>>;
}

/** Each metric as a whole and by segment; one that is always cut by something, by that. */
export function questionsOf({ name, slices, splitBy }: Definition): Question[] {
  if (splitBy !== null) return [{ metric: name, by: splitBy }];
  return [{ metric: name, by: null }, ...(slices.includes(SLICE) ? [{ metric: name, by: SLICE }] : [])];
}

/** @param dir takes one Parquet file per fact. @returns our answers to the questions, in their order */
export async function writeSample(playbook: Playbook, definitions: readonly Definition[], dir: string): Promise<Answer[]> {
  const snapshot = await writeSnapshot(playbook, company(playbook, DEALS));
  const inputsDir = await inputs(INPUT_FILES);
  try {
    const facts = new Set(definitions.map(({ fact }) => fact));
    await withSession(playbook, snapshot, { asOf: AS_OF, inputsDir }, async (session) => {
      await session.build(facts);
      for (const fact of facts) await session.db.run(`COPY fact_${fact} TO ${literal(join(dir, `${fact}.parquet`))} (FORMAT parquet)`);
    });
    const results = await computeMetrics(playbook, snapshot, { asOf: AS_OF, inputsDir, slice: SLICE, period: `${PERIOD.from}..${PERIOD.until}` });
    return definitions.flatMap(questionsOf).map((question) => ({ ...question, cells: cellsOf(question, results) }));
  } finally {
    await Promise.all([snapshot, inputsDir].map((one) => rm(one, { recursive: true, force: true })));
  }
}

function cellsOf({ metric, by }: Question, results: readonly MetricResult[]): Record<string, number | null> {
  const cut = results.filter(({ slice }) => Object.keys(slice).join() === (by ?? ''));
  return Object.fromEntries(
    cut.flatMap(({ id, slice, value, variants }) => {
      const named: [name: string, value: number | null][] = [[id, value], ...variants.map((variant): [string, number | null] => [`${id}_${variant.id}`, variant.value])];
      return named.filter(([name]) => name === metric).map(([, said]) => [by === null ? '' : (slice[by] ?? ''), said]);
    }),
  );
}

/** Fails where a reader says another number, or one more. A cut without rows may be null or zero. @returns cells compared */
export function assertSameAnswers(found: readonly (Answer | (Question & { readonly error: string }))[], expected: readonly Answer[]): number {
  const key = ({ metric, by }: Question): string => `${metric} by ${by ?? 'nothing'}`;
  const theirs = new Map(found.map((answer) => [key(answer), answer]));
  assert.deepEqual([...theirs.keys()], expected.map(key));
  const differences: string[] = [];
  let cells = 0;
  for (const answer of expected) {
    const other = theirs.get(key(answer));
    if (!other || 'error' in other) {
      differences.push(`${key(answer)}: ${other?.error ?? 'no answer'}`);
      continue;
    }
    for (const cut of new Set([...Object.keys(answer.cells), ...Object.keys(other.cells)])) {
      cells += 1;
      const [said, meant] = [other.cells[cut], answer.cells[cut]];
      if (!(meant === undefined ? !said : same(said, meant))) differences.push(`${key(answer)}, ${cut === '' ? 'whole' : cut}: ${String(said)} for ${String(meant)}`);
    }
  }
  assert.deepEqual(differences, []);
  return cells;
}

/** Readers divide and cast in their own ways; the eighth place is where exact decimals end. */
function same(said: number | null | undefined, meant: number | null): boolean {
  return typeof said === 'number' && typeof meant === 'number' ? Math.abs(said - meant) <= 1e-7 * Math.max(1, Math.abs(meant)) : said === meant;
}
