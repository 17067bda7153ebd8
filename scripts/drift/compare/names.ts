import type { PlaybookObject } from '../../playbook/model.ts';
import type { Components } from '../orgState.ts';

/** A field `Object.Field` as people know it: under its label where the playbook has it, else by its API name. */
export function fieldLabel(declared: Components, field: string): string {
  const label = declared.fields.get(field)?.label;
  return label === undefined ? (field.split('.')[1] ?? field) : `"${label}"`;
}

/** Names of stages as a deal goes; the lost one, which has no place in the order, last. */
export function stageNames({ stages }: Pick<PlaybookObject, 'stages'>): string[] {
  return [...stages.filter(({ rank }) => rank > 0), ...stages.filter(({ rank }) => rank === 0)].map(({ name }) => name);
}
