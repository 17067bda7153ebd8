/**
 * What may be said of an experiment, by the rule it declared. It has a fixed horizon: the difference is read once, after its last day. Before, only
 * harm ends it, at a level so strict that looking often does no damage (Haybittle 1971; Peto and others, British Journal of Cancer 34, 1976).
 */
import type { Better, Experiment } from '../../playbook/model.ts';
import { differenceInterval, wilson, Z_95, Z_999, type Interval } from '../interval.ts';
import { sizeOf, type Arms, type Cases } from './cases.ts';
import { medianDifference, medianInterval, medianOf } from './medianInterval.ts';

export type Word = 'not started' | 'running' | 'stop' | 'scale' | 'kill' | 'inconclusive' | 'unread';

/** A number with its interval of 95 %; null where it may not be read yet, or there is none. */
export interface Estimate extends Interval {
  readonly value: number;
}

export interface Compared {
  readonly n: { readonly variant: number; readonly control: number };
  readonly variant: Estimate | null;
  readonly control: Estimate | null;
  /** Variant less control. */
  readonly difference: Estimate | null;
  /** Certainly worse, and by more than was allowed: at 99.9 % before the end, at 95 % after. */
  readonly harmed: boolean;
}

/** @param harm in units of the value: 0.1 for ten points */
export function compare({ variant, control }: Arms, better: Better, harm: number, isOver: boolean): Compared {
  const n = { variant: sizeOf(variant), control: sizeOf(control) };
  const difference = differenceOf(variant, control, Z_95);
  const strict = isOver ? difference : differenceOf(variant, control, Z_999);
  const harmed = strict !== null && (better === 'higher' ? strict.high < 0 && strict.value < -harm : strict.low > 0 && strict.value > harm);
  return { n, harmed, ...(isOver ? { variant: estimateOf(variant), control: estimateOf(control), difference } : { variant: null, control: null, difference: null }) };
}

function estimateOf(cases: Cases): Estimate | null {
  if (cases.kind === 'share') return cases.of === 0 ? null : { value: cases.count / cases.of, ...wilson(cases) };
  const median = medianOf(cases.values);
  return median && { value: median.value, ...medianInterval(median, Z_95) };
}

function differenceOf(variant: Cases, control: Cases, z: number): Estimate | null {
  if (variant.kind === 'share' && control.kind === 'share') {
    const interval = differenceInterval(variant, control, z);
    return interval && { value: variant.count / variant.of - control.count / control.of, ...interval };
  }
  if (variant.kind === 'share' || control.kind === 'share') return null;
  const [first, second] = [medianOf(variant.values), medianOf(control.values)];
  return first && second && { value: first.value - second.value, ...medianDifference(first, second, z) };
}

export interface Moment {
  /** Local date. */
  readonly today: string;
  /** Why the number cannot be believed, whatever it says. */
  readonly unread: string | null;
}

/** @param guardrails in the order of the experiment */
export function judge(experiment: Experiment, primary: Compared, guardrails: readonly (Compared & { readonly label: string })[], { today, unread }: Moment, harm: number): { readonly word: Word; readonly says: string } {
  const { started, stop, leastPerArm, wants, better } = experiment;
  if (today < started) return { word: 'not started', says: `It begins on ${started}.` };
  const isOver = today > stop.on;
  const broken = guardrails.find(({ n, harmed }) => harmed && enough(n, leastPerArm));
  if (enough(primary.n, leastPerArm) && primary.harmed) return { word: isOver ? 'kill' : 'stop', says: 'The variant is certainly worse, and by more than was allowed.' };
  if (broken) return { word: isOver ? 'kill' : 'stop', says: `${broken.label} is certainly worse in the variant, and by more than was allowed.` };
  if (!isOver) return { word: 'running', says: `It is read after ${stop.on}. Before, only counts and harm are.` };
  if (unread !== null) return { word: 'unread', says: unread };
  if (!enough(primary.n, leastPerArm) || primary.difference === null) return { word: 'inconclusive', says: `Each arm needs ${leastPerArm} cases: the variant has ${primary.n.variant}, the control ${primary.n.control}.` };
  const gain = better === 'higher' ? primary.difference : { value: -primary.difference.value, low: -primary.difference.high, high: -primary.difference.low };
  if (wants === 'better' ? gain.low > 0 : gain.low > -harm) return { word: 'scale', says: wants === 'better' ? 'The variant is better.' : 'The variant is no worse than was allowed.' };
  if (gain.high < 0) return { word: 'kill', says: 'The variant is worse.' };
  return { word: 'inconclusive', says: wants === 'better' ? 'The difference may be none.' : 'The variant may be worse than was allowed.' };
}

const enough = (n: Compared['n'], least: number): boolean => n.variant >= least && n.control >= least;
