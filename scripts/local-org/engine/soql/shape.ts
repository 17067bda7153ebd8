/** Rows of SQL become records in the REST shape: attributes, nested parents, child results. */
import type { Presenter } from './present.ts';

export type Cells = readonly unknown[];

export type Member =
  | { readonly kind: 'value'; readonly key: string; readonly slot: number; readonly present: Presenter }
  | { readonly kind: 'compound'; readonly key: string; readonly parts: readonly { readonly key: string; readonly slot: number | null }[] }
  | { readonly kind: 'parent'; readonly key: string; readonly shape: RecordShape }
  /** A parent whose fields depend on what it is. */
  | { readonly kind: 'typeof'; readonly key: string; readonly idSlot: number; readonly byType: ReadonlyMap<string, RecordShape> }
  | { readonly kind: 'children'; readonly key: string; readonly fetch: (parentId: string) => unknown };

export interface RecordShape {
  readonly idSlot: number;
  /** `attributes.type`; the record's own object when null. */
  readonly typeName: string | null;
  readonly members: readonly Member[];
}

export interface ShapeContext {
  /** Object of an id. */
  objectOf(id: string): string | undefined;
  /** `/services/data/v67.0/sobjects` */
  readonly resource: string;
}

function memberValue(member: Member, cells: Cells, context: ShapeContext): unknown {
  switch (member.kind) {
    case 'value':
      return member.present(cells[member.slot] ?? null);
    case 'compound': {
      const parts = member.parts.map(({ key, slot }) => [key, slot === null ? null : cells[slot] ?? null] as const);
      return parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
    }
    case 'parent':
      return shapeRecord(member.shape, cells, context);
    case 'typeof': {
      const id = cells[member.idSlot];
      const shape = typeof id === 'string' ? member.byType.get(context.objectOf(id) ?? '') ?? member.byType.get('') : undefined;
      return shape === undefined ? null : shapeRecord(shape, cells, context);
    }
    case 'children':
      return member.fetch('');
  }
}

/** One record; null when its id is (a parent that is not there). */
export function shapeRecord(shape: RecordShape, cells: Cells, context: ShapeContext): Record<string, unknown> | null {
  const id = cells[shape.idSlot];
  if (typeof id !== 'string') {
    return null;
  }
  const object = context.objectOf(id) ?? shape.typeName ?? '';
  const record: Record<string, unknown> = {
    attributes: { type: shape.typeName ?? object, url: `${context.resource}/${shape.typeName === null || shape.typeName === 'Name' ? object : shape.typeName}/${id}` },
  };
  for (const member of shape.members) {
    record[member.key] = member.kind === 'children' ? member.fetch(id) : memberValue(member, cells, context);
  }
  return record;
}
