/** What each metric hangs on, as the page of a number reads it. */
import { fieldOf } from '../playbook/fields.ts';
import type { Playbook } from '../playbook/model.ts';
import { lineageOf } from '../review/lineage.ts';

/** @returns by id of the metric `{fields: [{field, label, criteria[]}], gates: [{object, criteria}]}`, criteria by label and code, those of gates as their number; null for a metric that the playbook does not have */
export function lineageJson(playbook: Playbook): (id: string) => string | null {
  const known = new Map<string, string | null>();
  return (id) => {
    if (!known.has(id)) known.set(id, jsonOf(id, playbook));
    return known.get(id) ?? null;
  };
}

function jsonOf(id: string, playbook: Playbook): string | null {
  const metric = playbook.metrics.find((one) => one.id === id);
  if (metric === undefined) return null;
  const { fields, gates } = lineageOf(metric, playbook);
  return JSON.stringify({
    fields: fields.map(({ field, criteria }) => ({ field, label: labelOf(field, playbook), criteria: criteria.map((code) => named(code, playbook)) })),
    gates: gates.map(({ object, criteria }) => ({ object, criteria: criteria.length })),
  });
}

/** `Amount entered (OPP-QUAL-04)`. */
function named(code: string, { objects }: Playbook): string {
  const criterion = objects.flatMap(({ criteria }) => criteria).find(({ id }) => id === code);
  return criterion === undefined ? code : `${criterion.label} (${code})`;
}

/** `Opportunity: Amount` where the playbook knows the field, else as it is called. */
function labelOf(path: string, playbook: Playbook): string {
  const [object = '', name = ''] = path.split('.');
  const label = fieldOf(playbook, object, name)?.label;
  return label === undefined ? path : `${object}: ${label}`;
}
