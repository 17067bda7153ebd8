/** Where in a playbook a rule belongs that asks in these stages: at which gate, and what that changes. */
import type { OrgStage, Place } from '../types.ts';
import type { StagedObject } from './guard.ts';

export interface Placed {
  readonly place: Place;
  /** Stages in which the criterion is asked. */
  readonly askedAt: readonly string[];
  readonly openOnly: boolean;
  readonly differs: readonly string[];
}

export interface Placement {
  readonly placed: readonly Placed[];
  /** What of the rule finds no place, and why. */
  readonly reasons: readonly string[];
}

/** A lead's criteria are asked value by value; beyond this many the draft would be unreadable. */
const MOST_STATUSES = 3;

export function placesFor(staged: StagedObject, asked: readonly OrgStage[]): Placement {
  if (asked.length === 0) return { placed: [], reasons: [`it names no active ${staged.object === 'Lead' ? 'status' : 'stage'} of the org`] };
  return staged.object === 'Lead' ? atStatuses(staged, asked) : atGates(staged.stages, asked);
}

function atStatuses({ stages }: StagedObject, asked: readonly OrgStage[]): Placement {
  if (asked.length > MOST_STATUSES) {
    const share = asked.length === stages.length ? 'every status' : `${asked.length} statuses`;
    return { placed: [], reasons: [`it asks at ${share}, and a criterion of leads is asked when one status is entered`] };
  }
  return { placed: asked.map(({ name }) => ({ place: { kind: 'status', value: name }, askedAt: [name], openOnly: false, differs: [] })), reasons: [] };
}

export function isLost({ closed, won }: OrgStage): boolean {
  return closed === true && won !== true;
}

/** The stage whose criteria `closed-lost.yaml` or `closed-won.yaml` holds: there is one file for each. */
export function closingStage(stages: readonly OrgStage[], kind: 'won' | 'lost'): OrgStage | undefined {
  return stages.find((stage) => (kind === 'won' ? stage.won === true : isLost(stage)));
}

function atGates(stages: readonly OrgStage[], asked: readonly OrgStage[]): Placement {
  const lost = closingStage(stages, 'lost');
  const placed: Placed[] = [];
  const reasons: string[] = [];
  for (const stage of asked.filter(isLost)) {
    if (stage === lost) placed.push({ place: { kind: 'closed-lost' }, askedAt: [stage.name], openOnly: false, differs: [] });
    else reasons.push(`it asks at ${stage.name}, and only one lost stage, ${lost?.name ?? ''}, can have criteria`);
  }
  const forward = asked.filter((stage) => !isLost(stage));
  if (forward.length === 0) return { placed, reasons };
  const won = closingStage(stages, 'won');
  if (won && forward.length === 1 && forward[0] === won) {
    return { placed: [...placed, { place: { kind: 'closed-won' }, askedAt: [won.name], openOnly: false, differs: [] }], reasons };
  }
  const gate = atExit(stages.filter((stage) => !isLost(stage)), forward);
  return typeof gate === 'string' ? { placed, reasons: [...reasons, gate] } : { placed: [...placed, gate], reasons };
}

/** @param ranked the stages that have a place in the order */
function atExit(ranked: readonly OrgStage[], asked: readonly OrgStage[]): Placed | string {
  const first = ranked.findIndex((stage) => asked.includes(stage));
  const before = ranked[first - 1];
  if (!before) return asked.length === ranked.length ? 'it asks at every stage, so that no gate stands before it' : `it asks at ${ranked[first]?.name ?? ''} already, the first stage, before which no gate stands`;
  const beyond = ranked.slice(first);
  const openOnly = !asked.some(({ won }) => won) && beyond.some(({ won }) => won);
  const reached = beyond.filter(({ won }) => !openOnly || won !== true);
  const more = reached.filter((stage) => !asked.includes(stage)).map(({ name }) => name);
  return {
    place: { kind: 'exit', stage: before.name },
    askedAt: reached.map(({ name }) => name),
    openOnly,
    differs: more.length === 0 ? [] : [`a gate is cumulative: asked at ${more.join(', ')} as well`],
  };
}
