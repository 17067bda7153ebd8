/** What a deploy would do: the org as it would be, and every problem. Nothing is written here. */
import type { ObjectSchema, Schema } from '../../engine/schema.ts';
import { checkComponent, checkDependents } from '../checks/index.ts';
import type { CheckContext, OrgLimits } from '../checks/context.ts';
import { keyOf, type Component, type ComponentSet } from '../component.ts';
import { isKnownType, mergeKeyed, normalize } from '../elements/index.ts';
import { elementTypeOfIncoming, type Incoming } from '../package/incoming.ts';
import type { PackageContent, Removal } from '../package/read.ts';
import { problem, type Problem } from '../problem.ts';
import { isDecomposed, rootElementOf } from '../package/incoming.ts';
import { keyPrefixOf, partOf } from '../registry.ts';
import { customMetadataType } from '../checks/customMetadata.ts';
import { removalProblem } from '../checks/removal.ts';
import { checkTypeChange, type FieldData } from '../checks/typeChange.ts';
import { stableId } from '../rows/stableId.ts';
import { cascade } from './cascade.ts';
import { prune, type AdjustedComponent } from './prune.ts';
import { switchFlows } from './switchFlows.ts';
import { rebuildSchema, settingsTypeOf } from '../schema/objects.ts';
import { element, fingerprint, type XmlElement } from '../xml/element.ts';

/** Who changes the org, and where new ids come from. */
export interface Stamp {
  readonly userId: string;
  readonly at: string;
  newId(keyPrefix: string): string;
  /** Key prefix for the records of a new custom object or custom metadata type. */
  newRecordPrefix(fullName: string, taken: ComponentSet): string | null;
}

export interface PlannedComponent {
  readonly incoming: Incoming;
  readonly before: Component | undefined;
  readonly after: Component;
  readonly changed: boolean;
}

export interface PlannedRemoval {
  readonly removal: Removal;
  readonly component: Component | undefined;
}

export interface DeployPlan {
  readonly components: ComponentSet;
  readonly schema: Schema;
  readonly planned: readonly PlannedComponent[];
  readonly removals: readonly PlannedRemoval[];
  /** Components that go because their object goes. */
  readonly cascaded: readonly Component[];
  /** Components that lose the place of what goes, or are switched by what comes. */
  readonly adjusted: readonly AdjustedComponent[];
  readonly problems: readonly Problem[];
}

export interface PlanInput {
  readonly standardObjects: readonly ObjectSchema[];
  readonly current: ComponentSet;
  readonly schema: Schema;
  readonly limits: OrgLimits;
  readonly userId: CheckContext['userId'];
  readonly data: FieldData;
  readonly stamp: Stamp;
}

const sameFiles = (left: ReadonlyMap<string, Uint8Array>, right: ReadonlyMap<string, Uint8Array>): boolean =>
  left.size === right.size && [...left].every(([path, bytes]) => {
    const other = right.get(path);
    return other !== undefined && Buffer.compare(bytes, other) === 0;
  });

/** The part of a component's tree that makes it itself: a deploy of an object file keeps what the file does not mention. */
function contentOf(incoming: Incoming, before: Component | undefined): XmlElement {
  const root = rootElementOf(incoming.type, incoming.fullName);
  const content = normalize({ ...incoming.node, name: root }, elementTypeOfIncoming(incoming));
  if (before !== undefined && incoming.type === 'Profile') return normalize(mergeKeyed(before.content, content, 'Profile'), 'Profile');
  if (before === undefined || (incoming.type !== 'Settings' && !(incoming.type === 'CustomObject' && !/__(c|mdt)$/.test(incoming.fullName)))) return content;
  const given = new Set(content.children.map((child) => child.name));
  return normalize(element(root, [...before.content.children.filter((child) => !given.has(child.name)), ...content.children]), elementTypeOfIncoming(incoming));
}

/** Custom metadata records have ids of their type; everything else has the prefix of its metadata type. */
function prefixOf(incoming: Incoming, components: ComponentSet): string {
  const own = incoming.type === 'CustomMetadata' ? components.get('CustomObject', customMetadataType(incoming.fullName))?.recordKeyPrefix : null;
  return own ?? keyPrefixOf(incoming.type);
}

function planComponent(incoming: Incoming, input: PlanInput, taken: ComponentSet): PlannedComponent {
  const before = input.current.get(incoming.type, incoming.fullName);
  const content = contentOf(incoming, before);
  const changed = before === undefined || fingerprint(before.content) !== fingerprint(content) || !sameFiles(before.files, incoming.files);
  const { stamp } = input;
  const after: Component = before !== undefined && !changed ? before : {
    type: incoming.type,
    fullName: before?.fullName ?? incoming.fullName,
    fileName: incoming.fileName,
    content,
    files: incoming.files,
    id: before?.id ?? stamp.newId(prefixOf(incoming, taken)),
    createdById: before?.createdById ?? stamp.userId,
    createdDate: before?.createdDate ?? stamp.at,
    lastModifiedById: stamp.userId,
    lastModifiedDate: stamp.at,
    recordKeyPrefix: before?.recordKeyPrefix ?? (incoming.type === 'CustomObject' ? stamp.newRecordPrefix(incoming.fullName, taken) : null),
  };
  return { incoming, before, after, changed };
}

/** A stored component in the form the checks take. */
function storedAsIncoming(component: Component): Incoming {
  return { type: component.type, fullName: component.fullName, fileName: component.fileName, node: component.content, locate: () => ({ line: 1, column: 1 }), files: component.files };
}

/** A deploy that changes what others rest on makes them be checked too. Picklist values are not such: an org keeps old ones as inactive. */
function affectsOthers(planned: readonly PlannedComponent[], removals: readonly Component[]): boolean {
  return removals.length > 0 || planned.some(({ before, changed, incoming }) => changed && before !== undefined && (incoming.type === 'CustomField' || incoming.type === 'CustomObject' || incoming.type === 'RecordType'));
}

export function planDeploy(content: PackageContent, input: PlanInput, skip: ReadonlySet<string> = new Set()): DeployPlan {
  const accepted = content.components.filter((incoming) => !skip.has(keyOf(incoming.type, incoming.fullName)) && isKnownType(elementTypeOfIncoming(incoming)));
  const problems: Problem[] = [];
  const planned: PlannedComponent[] = [];
  let taken = input.current;
  // Objects first: the ids of their records begin with what they are given here.
  for (const incoming of accepted.toSorted((left, right) => Number(right.type === 'CustomObject') - Number(left.type === 'CustomObject'))) {
    const next = planComponent(incoming, input, taken);
    planned.push(next);
    if (incoming.type === 'CustomObject' && next.before === undefined) taken = taken.with([next.after]);
  }
  const removals = content.removals.filter((removal) => !skip.has(keyOf(removal.type, removal.fullName))).map((removal): PlannedRemoval => ({ removal, component: input.current.get(removal.type, removal.fullName) }));
  const goes = new Set(removals.filter(({ removal }) => removal.type === 'CustomObject').map(({ removal }) => removal.fullName.toLowerCase()));
  for (const { removal, component } of removals) {
    if (removal.fullName === '*') problems.push(problem(removal.type, '*', removal.fileName, `Wildcards are not supported in ${removal.fileName}`));
    else if (component === undefined) problems.push(problem(removal.type, removal.fullName, removal.fileName, `No ${removal.type} named: ${removal.fullName} found`, undefined, 'Warning'));
    else {
      const why = removalProblem(component, input.data.isUsed, goes);
      if (why !== undefined) problems.push(problem(removal.type, removal.fullName, removal.fileName, why));
    }
  }
  const added = new Set(planned.map(({ after }) => keyOf(after.type, after.fullName)));
  const removed = removals.filter(({ removal, component }) => component !== undefined && !(removal.when === 'pre' && added.has(keyOf(removal.type, removal.fullName)))).map(({ component }) => component as Component);
  const cascaded = cascade(input.current, removed).filter((component) => !added.has(keyOf(component.type, component.fullName)));
  const remaining = input.current.with(planned.map(({ after }) => after)).with([], [...removed, ...cascaded]);
  const pruned = prune(remaining, [...removed, ...cascaded]).filter(({ after }) => !added.has(keyOf(after.type, after.fullName)));
  const adjusted = [...pruned, ...switchFlows(remaining, planned.map(({ after }) => after))];
  const components = remaining.with(adjusted.map(({ after }) => after));
  const schema = rebuildSchema(input.standardObjects, components, input.schema);
  const after: CheckContext = { schema, components, limits: input.limits, userId: input.userId };
  for (const { incoming, before, changed } of planned) {
    problems.push(...checkComponent(incoming, after));
    if (before !== undefined && incoming.type === 'CustomObject' && settingsTypeOf(before.content) !== settingsTypeOf(incoming.node)) {
      problems.push(problem(incoming.type, incoming.fullName, incoming.fileName, 'Cannot change customSettingsType of an existing object', incoming.locate(incoming.node.offset ?? 0)));
    }
    if (before === undefined || !changed || incoming.type !== 'CustomField' || !partOf(incoming.fullName).endsWith('__c')) continue;
    checkTypeChange(incoming, before, input.data, (message, node) => problems.push(problem(incoming.type, incoming.fullName, incoming.fileName, message, incoming.locate(node?.offset ?? incoming.node.offset ?? 0))));
  }
  if (affectsOthers(planned, removed)) {
    const before: CheckContext = { schema: input.schema, components: input.current, limits: input.limits, userId: input.userId };
    problems.push(...blame(checkDependents(before, after, added, storedAsIncoming), planned, removals.filter(({ component }) => component !== undefined && removed.includes(component))));
  }
  return { components, schema, planned, removals, cascaded, adjusted, problems };
}

type Broken = ReturnType<typeof checkDependents>[number];

/** `Validation Rule - Opportunity.Buyer_Named`; of a flow an org names the version. */
function referrer({ component }: Broken): string {
  const type = component.type === 'Flow' ? 'Flow Version' : component.type.replace(/([a-z])([A-Z])/g, '$1 $2');
  return `${type} - ${component.type === 'Flow' ? stableId('301', [component.id, 'Flow', 'version']).slice(0, 15) : component.fullName}`;
}

const nameIn = (message: string, fullName: string): boolean => message.includes(partOf(fullName));

/** An org reports what breaks under the component whose removal or change breaks it. */
function blame(broken: readonly Broken[], planned: readonly PlannedComponent[], removals: readonly PlannedRemoval[]): Problem[] {
  const changed = planned.filter((item) => item.changed && item.before !== undefined).map((item) => item.after);
  const byRemoval = Map.groupBy(broken, ({ message }) => removals.find(({ removal }) => nameIn(message, removal.fullName)) ?? (changed.length === 0 ? removals[0] : undefined));
  return [...byRemoval].flatMap(([cause, found]) => {
    if (cause === undefined) {
      return found.map(({ component, message }) => {
        const culprit = changed.find((candidate) => !isDecomposed(candidate.type) && nameIn(message, candidate.fullName)) ?? changed[0] ?? component;
        return problem(culprit.type, culprit.fullName, culprit.fileName, `This change breaks ${component.type} ${component.fullName}: ${message}`);
      });
    }
    const { type, fullName, fileName } = cause.removal;
    const kind = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    return [problem(type, fullName, fileName, `This ${kind} is referenced elsewhere in salesforce.com. : ${[...new Set(found.map(referrer))].join(', ')}`)];
  });
}
