/** Values of a bulk export where Bulk writes them otherwise than REST: instants end in `Z`. */
import type { FieldSchema, Schema } from '../../engine/schema.ts';
import type { Scalar } from '../../engine/types.ts';

/** One function per column of the header (`Name`, `Account.Owner.CreatedDate`). */
export function columnWriters(schema: Schema, object: string, header: readonly string[]): readonly ((value: Scalar) => Scalar)[] {
  return header.map((column) => {
    const type = fieldAt(schema, object, column.split('.'))?.type;
    return type === 'datetime' ? (value) => (typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : value) : (value) => value;
  });
}

/** The field that a column of a query names; undefined when there is none. */
export function fieldAt(schema: Schema, object: string, path: readonly string[]): FieldSchema | undefined {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    return schema.field(object, head);
  }
  const lookup = schema.object(object)?.fields.find((field) => field.relationshipName?.toLowerCase() === head.toLowerCase());
  return lookup?.referenceTo.map((parent) => fieldAt(schema, parent, rest)).find((field) => field !== undefined);
}
