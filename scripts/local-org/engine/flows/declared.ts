/** The names that a flow declares and what they hold: variables, outputs of elements, current items of loops. */
import type { FormulaType } from '../../../formula/types.ts';
import type { Schema } from '../schema.ts';
import { entryOf, flagOf, nodesOf, textOf, textsOf, type MetadataNode } from './metadata.ts';
import type { Report } from './report.ts';
import type { Shape } from './values.ts';

/** A place of the interview that holds a value under a name. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
  readonly collection: boolean;
  /** The flow may put another value there. */
  readonly assignable: boolean;
  /** Get Records names the fields it reads: lower-case API names; absent, all are there. */
  readonly fields?: ReadonlySet<string>;
  /** Records come from the database, so that their formula fields have values. */
  readonly stored: boolean;
}

/** Data types of variables, constants and formulas. */
const DATA_TYPES: Readonly<Record<string, FormulaType>> = {
  String: 'Text', Number: 'Number', Currency: 'Currency', Boolean: 'Boolean', Date: 'Date', DateTime: 'DateTime',
};

/** The scalar type of a resource; undefined when it was reported. */
export function dataTypeOf(node: MetadataNode, kind: string, report: Report): FormulaType | undefined {
  const name = textOf(node, 'dataType') ?? '';
  const type = entryOf(DATA_TYPES, name);
  if (type === undefined) report.unsupported(`${kind} ${textOf(node, 'name') ?? ''} of type ${name}`);
  return type;
}

/** How an element refers to the records of an object; undefined when the object is missing (which a check of its own reports). */
const recordShape = (schema: Schema, name: string | null): Shape | undefined => {
  const object = schema.object(name ?? '');
  return object === undefined ? undefined : { kind: 'record', object };
};

/** Whether a Get Records element keeps what it finds under its own name. */
export const storesItself = (node: MetadataNode): boolean => flagOf(node, 'storeOutputAutomatically');

function variableSlot(node: MetadataNode, schema: Schema, report: Report): Slot | undefined {
  const name = textOf(node, 'name') ?? '';
  const isRecord = textOf(node, 'dataType') === 'SObject';
  const type = isRecord ? undefined : dataTypeOf(node, 'variables', report);
  const scalar: Shape | undefined = type === undefined ? undefined : { kind: 'scalar', type };
  const shape = isRecord ? recordShape(schema, textOf(node, 'objectType')) : scalar;
  if (isRecord && shape === undefined) report.wrong(`The variable "${name}" holds records of the object "${textOf(node, 'objectType') ?? ''}", which doesn't exist.`);
  return shape === undefined ? undefined : { name, shape, collection: flagOf(node, 'isCollection'), assignable: true, stored: false };
}

function lookupSlot(node: MetadataNode, schema: Schema): Slot | undefined {
  const shape = recordShape(schema, textOf(node, 'object'));
  if (shape === undefined || !storesItself(node)) return undefined;
  const queried = textsOf(node, 'queriedFields');
  return {
    name: textOf(node, 'name') ?? '',
    shape,
    collection: !flagOf(node, 'getFirstRecordOnly'),
    assignable: true,
    stored: true,
    ...(queried.length === 0 ? {} : { fields: new Set(['id', ...queried.map((field) => field.toLowerCase())]) }),
  };
}

/** All slots of a flow by name. */
export function declaredSlots(metadata: MetadataNode, schema: Schema, report: Report): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>();
  const add = (slot: Slot | undefined): void => {
    if (slot !== undefined) slots.set(slot.name, slot);
  };
  for (const node of nodesOf(metadata, 'variables')) add(variableSlot(node, schema, report));
  for (const node of nodesOf(metadata, 'recordLookups')) add(lookupSlot(node, schema));
  for (const node of nodesOf(metadata, 'recordCreates')) {
    if (storesItself(node)) add({ name: textOf(node, 'name') ?? '', shape: { kind: 'scalar', type: 'Id' }, collection: false, assignable: false, stored: true });
  }
  for (const node of nodesOf(metadata, 'loops')) {
    const over = slots.get(textOf(node, 'collectionReference') ?? '');
    if (over?.collection === true) add({ ...over, name: textOf(node, 'name') ?? '', collection: false });
  }
  return slots;
}
