/** Experiments of the playbook read out from a snapshot. */
import type { Metric } from '../../playbook/metricModel.ts';
import type { Better, Experiment, Playbook } from '../../playbook/model.ts';
import { experimentsOf } from '../../compiler/index.ts';
import { buildAndAnswer } from '../answering.ts';
import { buildFor, type ComputeOptions } from '../compute.ts';
import { cohortNeeds } from '../facts/people.ts';
import { addDays } from '../period.ts';
import type { MetricRequest } from '../planned.ts';
import { withSession, type Session } from '../session.ts';
import { gapsOf, sayGaps } from '../snapshot.ts';
import type { MetricResult } from '../types.ts';
import { casesOf, cohortOf, personIn, type Arms, type CohortFound } from './cases.ts';
import { compare, judge, type Compared, type Word } from './judge.ts';

export interface ReadMetric extends Compared {
  /** Id of the metric. */
  readonly metric: string;
  readonly label: string;
  readonly unit: Metric['unit'];
  readonly better: Better;
  /** In units of the value. */
  readonly harm: number;
}

export interface ExperimentReadout {
  readonly id: string;
  readonly hypothesis: string;
  /** What is tried otherwise. */
  readonly subject: Experiment['subject'];
  readonly started: string;
  /** Last day. */
  readonly ends: string;
  readonly leastPerArm: number;
  readonly wants: Experiment['wants'];
  /** People of the snapshot that are declared, and names that nobody has. */
  readonly cohort: { readonly people: number; readonly notFound: readonly string[] };
  readonly primary: ReadMetric;
  readonly guardrails: readonly ReadMetric[];
  readonly verdict: { readonly word: Word; readonly says: string };
  /** What to write into the playbook, and where; null while there is nothing to decide. */
  readonly change: string | null;
  /** What limits the reading. */
  readonly notes: readonly string[];
}

export type ReadoutOptions = Pick<ComputeOptions, 'asOf' | 'inputsDir' | 'stageOrders'>;

/** @throws as `computeMetrics` */
export async function readExperiments(playbook: Playbook, snapshotDir: string, options: ReadoutOptions = {}): Promise<ExperimentReadout[]> {
  const running = experimentsOf(playbook);
  if (running.length === 0) return [];
  return withSession(playbook, snapshotDir, options, async (session) => {
    const readouts: ExperimentReadout[] = [];
    for (const experiment of running) readouts.push(await readoutOf(experiment, session));
    return readouts;
  });
}

async function readoutOf(experiment: Experiment, session: Session): Promise<ExperimentReadout> {
  const { playbook, today } = session;
  const cohort = await cohortOf(session, experiment);
  const isOver = today > experiment.stop.on;
  const reads = [{ reads: experiment.reads, better: experiment.better, harm: experiment.stop.harm }, ...experiment.guardrails];
  const metrics: { readonly shown: ReadMetric; readonly arms: Arms; readonly limits: Limits }[] = [];
  for (const { reads: id, better, harm: points } of reads) {
    const metric = playbook.metrics.find((known) => known.id === id);
    if (metric === undefined) throw new RangeError(`Experiment ${experiment.id} reads ${id}, which the playbook does not have.`);
    const harm = metric.unit === 'percent' ? points / 100 : points;
    const { arms, limits } = await armsOf(metric, experiment, cohort, session);
    metrics.push({ arms, limits, shown: { metric: metric.id, label: metric.label, unit: metric.unit, better, harm, ...compare(arms, better, harm, isOver) } });
  }
  const [primary, ...guardrails] = metrics;
  if (primary === undefined) throw new RangeError(`Experiment ${experiment.id} reads nothing.`);
  const verdict = judge(experiment, primary.shown, guardrails.map(({ shown }) => shown), { today, unread: unreadCohort(experiment, session) ?? (cohort.labels.size === 0 ? 'Nobody of the cohort is in the org.' : primary.limits.unread) }, primary.shown.harm);
  return {
    id: experiment.id, hypothesis: experiment.hypothesis, subject: experiment.subject, started: experiment.started, ends: experiment.stop.on, leastPerArm: experiment.leastPerArm, wants: experiment.wants,
    cohort: { people: cohort.labels.size, notFound: cohort.notFound },
    primary: primary.shown, guardrails: guardrails.map(({ shown }) => shown), verdict,
    change: changeFor(verdict.word, experiment),
    notes: [...new Set(metrics.flatMap(({ arms, limits, shown }) => [...limits.notes, ...(arms.unassigned > 0 ? [`${shown.label}: cases without a known owner, in neither arm: ${arms.unassigned}.`] : [])]))],
  };
}

/** People of a team or a territory that cannot be told would be taken for the control. */
function unreadCohort({ cohort }: Experiment, { manifest }: Session): string | null {
  const unread = gapsOf(cohortNeeds(cohort), manifest);
  return unread.length === 0 ? null : `Who is of the cohort cannot be told. Could not be read: ${sayGaps(unread, manifest)}.`;
}

interface Limits {
  readonly unread: string | null;
  readonly notes: readonly string[];
}

/** The cases from the first day to the last one, or to today. */
async function armsOf(metric: Metric, { started, stop, subject }: Experiment, cohort: CohortFound, session: Session): Promise<{ readonly arms: Arms; readonly limits: Limits }> {
  const { today, playbook } = session;
  const last = today <= stop.on ? today : addDays(stop.on, 1);
  const request: MetricRequest = { metric, period: { from: started, to: last > started ? last : addDays(started, 1) }, slices: metric.slices.filter((name) => name === 'owner'), today, fiscalYearStart: playbook.fiscalYearStart };
  const [results = []] = await buildAndAnswer(session, [[request]]);
  await buildFor(session, [request]);
  return { arms: await casesOf(session, request, cohort, personIn(subject)), limits: limitsOf(metric, results) };
}

/** What the states of the metric say of a reading; that it is of few, the arms say themselves. */
function limitsOf(metric: Metric, results: readonly MetricResult[]): Limits {
  const whole = results.find(({ slice }) => Object.keys(slice).length === 0);
  const early = whole === undefined ? [] : [whole.state, ...(whole.also ?? [])].filter((state) => state === 'immature' || state === 'stale');
  const unread = whole !== undefined && early.length > 0 ? `${metric.label} is ${early.join(' and ')}. ${whole.reason ?? ''}`.trim() : null;
  return { unread, notes: [...new Set(results.flatMap(({ state, reason }) => (state === 'partial_access' && reason !== null ? [`${metric.label}: ${reason}`] : [])))] };
}

function changeFor(word: Word, { id, position: { file, line } }: Experiment): string | null {
  const place = `under experiment ${id} in ${file}:${line}`;
  if (word === 'scale') return `To make the variant the rule for all, write outcome: scale ${place}, then build.`;
  if (word === 'kill' || word === 'stop') return `To end it, write outcome: kill ${place}, then build.`;
  return word === 'inconclusive' ? `To keep the rule as it is, write outcome: kill ${place}; or run it again under a new id, with more cases.` : null;
}
