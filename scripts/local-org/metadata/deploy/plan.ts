/** What a deploy would do: the org as it would be, and every problem. Nothing is written here. */
import type { ObjectSchema, Schema } from '../../engine/schema.ts';
import { checkComponent, checkDependents } from '../checks/index.ts';
import type { CheckContext, OrgLimits } from '../checks/context.ts';
import { keyOf, type Component, type ComponentSet } from '../component.ts';
import { isKnownType, normalize } from '../elements/index.ts';
import { elementTypeOfIncoming, type Incoming } from '../package/incoming.ts';
import type { PackageContent, Removal } from '../package/read.ts';
import { problem, type Problem } from '../problem.ts';
import { isDecomposed, rootElementOf } from '../package/incoming.ts';
import { keyPrefixOf, ownerOf } from '../registry.ts';
import { customMetadataType } from '../checks/customMetadata.ts';
import { rebuildSchema } from '../schema/objects.ts';
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
  readonly problems: readonly Problem[];
}

export interface PlanInput {
  readonly standardObjects: readonly ObjectSchema[];
  readonly current: ComponentSet;
  readonly schema: Schema;
  readonly limits: OrgLimits;
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

/** Parts of a removed object, and records of a removed custom metadata type. */
function cascade(current: ComponentSet, removed: readonly Component[]): Component[] {
  const objects = new Set(removed.filter((component) => component.type === 'CustomObject').map((component) => component.fullName.toLowerCase()));
  const labels = removed.some((component) => component.type === 'CustomLabels');
  if (objects.size === 0 && !labels) return [];
  const gone = new Set(removed);
  return [...current.all()].filter((component) => !gone.has(component) && (
    (labels && component.type === 'CustomLabel')
    || (/^(CustomField|ValidationRule|RecordType|ListView|CompactLayout|BusinessProcess|FieldSet|WebLink|Index|SharingReason)$/.test(component.type) && objects.has(ownerOf(component.fullName).toLowerCase()))
    || (component.type === 'CustomMetadata' && objects.has(`${ownerOf(component.fullName).toLowerCase()}__mdt`))));
}

/** A stored component in the form the checks take. */
export function storedAsIncoming(component: Component): Incoming {
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
  for (const { removal, component } of removals) {
    if (removal.fullName === '*') problems.push(problem(removal.type, '*', removal.fileName, `Wildcards are not supported in ${removal.fileName}`));
    else if (component === undefined) problems.push(problem(removal.type, removal.fullName, removal.fileName, `No ${removal.type} named: ${removal.fullName} found`, undefined, 'Warning'));
  }
  const added = new Set(planned.map(({ after }) => keyOf(after.type, after.fullName)));
  const removed = removals.filter(({ removal, component }) => component !== undefined && !(removal.when === 'pre' && added.has(keyOf(removal.type, removal.fullName)))).map(({ component }) => component as Component);
  const cascaded = cascade(input.current, removed).filter((component) => !added.has(keyOf(component.type, component.fullName)));
  const components = input.current.with(planned.map(({ after }) => after)).with([], [...removed, ...cascaded]);
  const schema = rebuildSchema(input.standardObjects, components, input.schema);
  const after: CheckContext = { schema, components, limits: input.limits };
  for (const { incoming } of planned) problems.push(...checkComponent(incoming, after));
  if (affectsOthers(planned, removed)) {
    const before: CheckContext = { schema: input.schema, components: input.current, limits: input.limits };
    for (const found of checkDependents(before, after, added, storedAsIncoming)) problems.push(blame(found, planned, removed));
  }
  return { components, schema, planned, removals, cascaded, problems };
}

/** An org reports the broken component under the one whose change breaks it. */
function blame(found: { readonly component: Component; readonly message: string }, planned: readonly PlannedComponent[], removed: readonly Component[]): Problem {
  const { component, message } = found;
  const culprit = [...removed, ...planned.filter((item) => item.changed && item.before !== undefined).map((item) => item.after)]
    .find((candidate) => !isDecomposed(candidate.type) && message.includes(candidate.fullName.slice(candidate.fullName.indexOf('.') + 1))) ?? removed[0] ?? planned[0]?.after ?? component;
  return problem(culprit.type, culprit.fullName, culprit.fileName, `This change breaks ${component.type} ${component.fullName}: ${message}`);
}
