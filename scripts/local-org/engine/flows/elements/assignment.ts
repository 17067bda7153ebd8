/** Assignment: sets fields and variables, counts, adds and takes away, in the order of its items. */
import { Decimal } from 'decimal.js';
import type { RawValue } from '../../../../formula/types.ts';
import { entryOf, nodeOf, nodesOf, targetOf, textOf, type MetadataNode } from '../metadata.ts';
import { FlowFault, FlowUnsupported, type FlowElement, type Interview } from '../program.ts';
import { checkPart } from '../report.ts';
import type { Holder } from '../resources.ts';
import type { Source } from '../source.ts';
import { targetNamed, type FlowScope, type Target } from '../targets.ts';
import { copyItem, familyOf, fits, isCollection, nameOfShape, type Family, type FlowItem, type FlowValue, type Shape } from '../values.ts';
import { valueSource } from '../literals.ts';

type Action = (interview: Interview) => void;

/** The right side of an item. */
interface Given {
  readonly kind: 'scalar' | 'record' | 'collection';
  readonly shape: Shape;
  read(interview: Interview): FlowValue;
}

const asGiven = (source: Source): Given => ({ kind: 'scalar', shape: { kind: 'scalar', type: source.type }, read: source.read });
const ofHolder = (holder: Holder): Given => ({ kind: holder.kind, shape: holder.kind === 'record' ? { kind: 'record', object: holder.object } : holder.item, read: holder.read });

/** Records that a collection may hold; each operation looks at all of them at the most once. */
const LARGEST_COLLECTION = 50_000;

const asItems = (value: FlowValue): readonly FlowItem[] => {
  if (isCollection(value)) return value;
  return value === null ? [] : [value];
};

function collected(items: readonly FlowItem[]): readonly FlowItem[] {
  if (items.length > LARGEST_COLLECTION) throw new FlowFault(`a collection holds more than ${LARGEST_COLLECTION.toLocaleString('en-US')} items`);
  return items;
}

type Compute = (left: RawValue, right: RawValue) => RawValue;

const ON_SCALARS: Readonly<Record<string, Readonly<Partial<Record<Family, Compute>>>>> = {
  Add: {
    number: (left, right) => new Decimal(String(left)).plus(String(right)).toNumber(),
    text: (left, right) => `${String(left)}${String(right)}`,
  },
  Subtract: { number: (left, right) => new Decimal(String(left)).minus(String(right)).toNumber() },
};

const ON_COLLECTIONS: Readonly<Record<string, (left: readonly FlowItem[], right: readonly FlowItem[]) => readonly FlowItem[]>> = {
  Add: (left, right) => [...left, ...right],
  AddAtStart: (left, right) => [...right, ...left],
};

const COUNT: Shape = { kind: 'scalar', type: 'Number' };

function compute(target: Target, operator: string, given: Given, reference: string): Action | undefined {
  if (operator === 'AssignCount') {
    if (given.kind !== 'collection' || target.kind !== 'scalar' || !fits(COUNT, target.shape)) return undefined;
    return (interview) => target.write(interview, asItems(given.read(interview)).length);
  }
  if (!fits(given.shape, target.shape)) return undefined;
  if (operator === 'Assign') {
    // Kinds are equal: what is read is what the target takes.
    return target.kind === given.kind ? (interview) => target.write(interview, given.read(interview) as RawValue) : undefined;
  }
  if (target.kind === 'collection') {
    const join = entryOf(ON_COLLECTIONS, operator);
    return join === undefined ? undefined : (interview) => target.write(interview, collected(join(asItems(target.read(interview)), asItems(given.read(interview)).map((item) => copyItem(item)))));
  }
  const family = target.shape.kind === 'scalar' ? familyOf(target.shape.type) : undefined;
  const add = family === undefined ? undefined : entryOf(ON_SCALARS, operator)?.[family];
  if (target.kind !== 'scalar' || given.kind !== 'scalar' || add === undefined) return undefined;
  return (interview) => {
    const [left, right] = [target.read(interview), given.read(interview) as RawValue];
    if (left === null || right === null) throw new FlowUnsupported(`${operator} to ${reference} when one of the two is blank`);
    target.write(interview, add(left, right));
  };
}

function compileItem(item: MetadataNode, where: string, scope: FlowScope): Action | undefined {
  const { report, resources } = scope;
  checkPart(item, 'item', where, report);
  const reference = textOf(item, 'assignToReference') ?? '';
  const operator = textOf(item, 'operator') ?? '';
  const target = targetNamed(reference, where, scope);
  const value = nodeOf(item, 'value');
  const holder = resources.holder(textOf(value ?? {}, 'elementReference') ?? '');
  const source = holder === undefined ? valueSource(value, where, resources, report) : undefined;
  const scalar = source === undefined ? undefined : asGiven(source);
  const given = holder === undefined ? scalar : ofHolder(holder);
  if (target === undefined || given === undefined) return undefined;
  const action = compute(target, operator, given, reference);
  if (action === undefined) {
    const what = given.kind === 'collection' ? `collection of ${nameOfShape(given.shape)}` : nameOfShape(given.shape);
    report.unsupported(operator === 'Assign' ? `assigning a ${what} to ${reference} in ${where}` : `the operator ${operator} on ${reference} with a ${what} in ${where}`);
  }
  return action;
}

/** Compiles an assignment element. */
export function compileAssignment(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  const actions = nodesOf(node, 'assignmentItems').map((item) => compileItem(item, where, scope)).filter((action) => action !== undefined);
  const next = targetOf(node, 'connector');
  return (interview) => {
    for (const action of actions) action(interview);
    return next;
  };
}
