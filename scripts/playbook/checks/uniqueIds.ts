import { problem } from '../diagnostics.ts';
import type { Position } from '../model.ts';
import { criteriaOf, type Check } from './check.ts';

type Thing = readonly [what: string, id: string, position: Position];

/** Names compare without regard to case, as they do in an org. */
export const uniqueIds: Check = {
  name: 'ids are unique',
  *run({ playbook }) {
    const things: Thing[] = [
      ...criteriaOf(playbook).map(({ id, position }): Thing => ['Criterion', id, position]),
      ...playbook.metrics.map(({ id, position }): Thing => ['Metric', id, position]),
      ...playbook.terms.map(({ name, position }): Thing => ['Term', name, position]),
      ...playbook.lossReasons.map(({ name, position }): Thing => ['Loss reason', name, position]),
      ...(playbook.leadSources?.values ?? []).flatMap(({ name, was, utm, position }) => [...[name, ...was].map((value): Thing => ['Lead source', value, position]), ...utm.map((pair): Thing => ['Campaign parameters', pair, position])]),
      ...playbook.segments.map(({ name, position }): Thing => ['Segment', name, position]),
      ...playbook.handoffs.map(({ id, position }): Thing => ['Handoff', id, position]),
      ...playbook.serviceLevels.map(({ id, position }): Thing => ['Clock', id, position]),
      ...playbook.cadences.map(({ id, position }): Thing => ['Meeting', id, position]),
      ...playbook.objects.flatMap(({ apiName, stages, fields }) => [
        ...stages.flatMap(({ name, was = [], position }) => [name, ...was].map((value): Thing => ['Stage', `${apiName} ${value}`, position])),
        ...fields.map((field): Thing => ['Field', `${apiName}.${field.apiName}`, field.position]),
      ]),
    ];
    const seen = new Map<string, Position>();
    for (const [what, id, position] of things) {
      const key = `${what} ${id.toLowerCase()}`;
      const other = seen.get(key);
      if (other) yield problem('duplicate-id', position, { what, id, other: `${other.file}:${other.line}` });
      else seen.set(key, position);
    }
  },
};
