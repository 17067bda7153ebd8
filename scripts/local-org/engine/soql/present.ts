/** Values as the REST API writes them. */
import type { FieldSchema } from '../schema.ts';
import { toRestDateTime } from '../time.ts';

export type Presenter = (value: unknown) => unknown;

const asIs: Presenter = (value) => value ?? null;

/** JSON text that the engine or the Metadata API stored; other text stays text. */
const decoded: Presenter = (value) => {
  if (typeof value !== 'string') {
    return value ?? null;
  }
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};

/** How a column of this field is shown. */
export function presenterOf(field: FieldSchema): Presenter {
  switch (field.type) {
    case 'boolean':
      return (value) => (value === null ? (field.nillable ? null : false) : value === 1 || value === true);
    case 'datetime':
      return (value) => (typeof value === 'string' ? toRestDateTime(value) : null);
    case 'anyType':
    case 'complexvalue':
      return decoded;
    default:
      return asIs;
  }
}

/** `toLabel(...)`: the label of a picklist value; the value itself when it has none. */
export function labelPresenter(field: FieldSchema): Presenter {
  const labels = new Map(field.picklistValues.map((value) => [value.value, value.label]));
  return (value) => (typeof value === 'string' ? value.split(';').map((part) => labels.get(part) ?? part).join(';') : null);
}
