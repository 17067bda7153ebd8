/** Metrics as of many instants, in as few passes as memory allows. */
import { answerTogether } from './answering.ts';
import type { MetricRequest } from './planned.ts';
import type { RecordsAsked } from './records.ts';
import type { Session } from './session.ts';
import type { MetricResult } from './types.ts';

/** Records of a snapshot, times the instants at which it is looked at in one pass. */
const ROWS_IN_A_PASS = 300_000;

/** Requests as of an instant, of facts that ask no criteria. */
export interface Asking {
  readonly asOf: string;
  readonly requests: readonly MetricRequest[];
}

export interface DaysOptions {
  /** To give with each number. */
  readonly records?: RecordsAsked;
  /** Told before each pass how many instants are answered. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * @param asking a metric is cut alike wherever it is asked for
 * @returns for each instant its results, as `buildAndAnswer` gives them
 */
export async function answerDays(session: Session, asking: readonly Asking[], { records, onProgress }: DaysOptions = {}): Promise<MetricResult[][]> {
  const inAPass = Math.max(1, Math.floor(ROWS_IN_A_PASS / session.manifest.objects.reduce((sum, { records: held }) => sum + held, 1)));
  const answers: MetricResult[][] = [];
  for (let from = 0; from < asking.length; from += inAPass) {
    const pass = asking.slice(from, from + inAPass);
    onProgress?.(from, asking.length);
    const found = await answerTogether(session, askedAlike(pass).map(({ asOf, requests }) => ({ asOf, groups: [requests] })), records);
    // What was asked for another instant alone says nothing of this one.
    for (const [index, { requests }] of pass.entries()) answers.push((found[index]?.[0] ?? []).filter(({ id }) => requests.some(({ metric }) => metric.id === id)));
  }
  return answers;
}

/** Every instant asked for what any of them is asked for: facts and queries that are built alike are planned once. */
function askedAlike(pass: readonly Asking[]): Asking[] {
  const all = new Map<string, MetricRequest>();
  for (const { requests } of pass) for (const [name, request] of byName(requests)) all.set(name, request);
  return pass.map(({ asOf, requests }) => {
    const own = byName(requests);
    return { asOf, requests: [...all].map(([name, request]) => own.get(name) ?? request) };
  });
}

function byName(requests: readonly MetricRequest[]): ReadonlyMap<string, MetricRequest> {
  return new Map(requests.map((request) => [[request.metric.id, ...Object.entries(request.time ?? {}).flat()].join(' '), request]));
}
