import { fieldsOf, parseFormula } from '../../formula/index.ts';
import { problem } from '../diagnostics.ts';
import { fieldOf } from '../fields.ts';
import type { FieldDefinition, Playbook } from '../model.ts';
import { at, type Check } from './check.ts';

export const circularFormulas: Check = {
  name: 'no formula field needs itself',
  *run(context) {
    const reported = new Set<string>();
    for (const field of context.playbook.objects.flatMap(({ fields }) => fields)) {
      if (reported.has(`${field.object}.${field.apiName}`)) continue;
      const circle = circleFrom(field, context.playbook);
      for (const name of circle ?? []) reported.add(`${field.object}.${name}`);
      if (circle) yield problem('circular', at(context, field, 'formula'), { path: circle.join(' > ') });
    }
  },
};

/** Names along a circle of formula fields that begins and ends at the field. Each field is looked at once. */
function circleFrom(start: FieldDefinition, playbook: Playbook): string[] | undefined {
  const seen = new Set<FieldDefinition>();
  const visit = (field: FieldDefinition, path: readonly string[]): string[] | undefined => {
    for (const next of readBy(field, playbook)) {
      if (next === start) return [...path, start.apiName];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = visit(next, [...path, next.apiName]);
      if (found) return found;
    }
    return undefined;
  };
  return visit(start, [start.apiName]);
}

/** Formula fields of the same object that a formula reads. */
function readBy({ object, formula }: FieldDefinition, playbook: Playbook): FieldDefinition[] {
  const expression = formula === undefined ? undefined : parseFormula(formula).expression;
  return (expression ? fieldsOf(expression) : []).flatMap((path) => {
    const field = path.length === 1 ? fieldOf(playbook, object, path[0] ?? '') : undefined;
    return field?.formula === undefined ? [] : [field];
  });
}
