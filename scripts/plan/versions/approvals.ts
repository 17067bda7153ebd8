/** Who has to say yes to the changes between two versions: the classes of governance.yaml, asked of what changed. Pure. */
import type { BusinessFunction, Criterion, FieldDefinition, Playbook } from '../../playbook/index.ts';
import { asksLess } from './loosened.ts';
import type { Approval, VersionChange } from './types.ts';

/** Names of classes that a change can be told to be of. A class of governance.yaml may be several of them: `SLA, cadence`. */
type ClassName = 'wording' | 'shadow' | 'enforce' | 'relax' | 'definition' | 'metric' | 'taxonomy' | 'SLA' | 'cadence';

/** Settings that are not definitions of words and numbers. */
const SETTING_CLASSES: Readonly<Record<string, ClassName>> = {
  name: 'wording', competitors: 'taxonomy', leadSources: 'taxonomy', businessHours: 'SLA', leadLifecycle: 'SLA', postSale: 'SLA', cadences: 'cadence', opensPacks: 'cadence',
};

/**
 * One entry for each class and each set of owners, in the order of governance.yaml; what no class covers comes last. It is the earlier
 * version that says who decides: a change of governance.yaml does not approve itself. Empty where that version has none.
 */
export function approvalsOf(changes: readonly VersionChange[], before: Playbook, after: Playbook): Approval[] {
  const { governance } = before;
  if (governance === null) return [];
  const groups = new Map<string, { rank: number; approval: Approval }>();
  for (const change of changes) {
    const name = classOf(change, before, after);
    const rank = governance.changes.findIndex((item) => namesOf(item.name).includes(name.toLowerCase()));
    const found = governance.changes[rank];
    const owners = found === undefined ? [] : ownersOf(change, before, after).toSorted();
    const approvers = found === undefined ? null : (approverOf(change, name, before) ?? found.approvers);
    const key = JSON.stringify([rank, owners, approvers]);
    const group = groups.get(key)?.approval;
    groups.set(key, {
      rank: found === undefined ? governance.changes.length : rank,
      approval: { class: found?.name ?? null, approvers, owners, evidence: found?.evidence ?? null, notice: found?.notice ?? null, changes: [...(group?.changes ?? []), change.fullName] },
    });
  }
  return [...groups.values()].toSorted((left, right) => left.rank - right.rank).map(({ approval }) => approval);
}

function namesOf(name: string): string[] {
  return name.split(',').map((part) => part.trim().toLowerCase());
}

function classOf(change: VersionChange, before: Playbook, after: Playbook): ClassName {
  const { type, action, meaning, fullName } = change;
  if (type === 'Criterion') return criterionClass(change, before, after);
  if (type === 'Setting') return SETTING_CLASSES[fullName] ?? 'definition';
  if (type === 'Translation') return 'wording';
  if (type === 'Reason' || type === 'Source') return 'taxonomy';
  const isWording = action === 'change' && meaning === 'safe';
  // The values of a picklist are its taxonomy, also where one more harms nobody.
  if (type === 'Field') return fieldOf(fullName, after)?.type === 'Picklist' && valuesDiffer(fullName, before, after) ? 'taxonomy' : isWording ? 'wording' : 'definition';
  if (isWording) return 'wording';
  if (type === 'Metric') return 'metric';
  return type === 'Handoff' || type === 'Clock' ? 'SLA' : 'definition';
}

/** Where it cannot be told whether an enforced criterion asks for more or for less, it is taken for more, which more people approve. */
function criterionClass({ fullName, action, meaning }: VersionChange, before: Playbook, after: Playbook): ClassName {
  const [one, other] = [before, after].map((playbook) => criterionOf(fullName, playbook));
  const [was, is] = [one?.mode, other?.mode];
  if (action === 'remove') return 'relax';
  if (was === is && meaning === 'safe' && is === 'enforce') return 'wording';
  if (was === 'enforce' && (is !== 'enforce' || (one && other && asksLess(one, other)))) return 'relax';
  return is === 'enforce' ? 'enforce' : 'shadow';
}

/** A term may name who approves it. */
function approverOf({ type, fullName }: VersionChange, name: ClassName, { terms }: Playbook): string | null {
  const approver = type === 'Term' && name === 'definition' ? terms.find(({ id }) => id === fullName)?.approver : undefined;
  return approver === undefined || approver === '' ? null : approver;
}

/** Who owned it before; of what is new, who is to own it. */
function ownersOf({ type, fullName }: VersionChange, before: Playbook, after: Playbook): readonly BusinessFunction[] {
  const either = <T>(find: (playbook: Playbook) => T | undefined): T | undefined => find(before) ?? find(after);
  const ofSources = (): readonly BusinessFunction[] => either(({ leadSources }) => leadSources?.owners) ?? [];
  const ofObject = (object: string | undefined): readonly BusinessFunction[] => (object === undefined ? [] : (either(({ governance }) => governance?.objectOwners[object]) ?? []));
  switch (type) {
    case 'Metric': return either(({ metrics }) => metrics.find(({ id }) => id === fullName))?.owners ?? [];
    case 'Term': return either(({ terms }) => terms.find(({ id }) => id === fullName))?.owners ?? [];
    case 'Criterion': return ofObject(either((playbook) => criterionOf(fullName, playbook))?.object);
    case 'Source': return ofSources();
    case 'Setting': return fullName === 'leadSources' ? ofSources() : [];
    case 'Field': return either((playbook) => fieldOf(fullName, playbook))?.owners ?? ofObject(fullName.split('.')[0]);
    case 'Stage': return ofObject(fullName.split('.')[0]);
    default: return [];
  }
}

function criterionOf(id: string, { objects }: Playbook): Criterion | undefined {
  return objects.flatMap(({ criteria }) => criteria).find((criterion) => criterion.id === id);
}

function fieldOf(name: string, { objects }: Playbook): FieldDefinition | undefined {
  return objects.flatMap(({ fields }) => fields).find(({ object, apiName }) => `${object}.${apiName}` === name);
}

function valuesDiffer(name: string, before: Playbook, after: Playbook): boolean {
  const [was, is] = [before, after].map((playbook) => fieldOf(name, playbook)).map((field) => JSON.stringify([field?.values, field?.inactiveValues]));
  return was !== is;
}
