/** Several files say something about one object; here they become one. */
import type { Criterion, FieldDefinition, PlaybookObject, Stage } from '../model.ts';

/** What one file says about an object. */
export interface Contribution {
  readonly apiName: string;
  readonly label?: string;
  readonly stageField?: string;
  readonly stages?: readonly Stage[];
  readonly fields?: readonly FieldDefinition[];
  readonly criteria?: readonly Criterion[];
}

/** Objects in the order they are first named; their parts in the order they stand, stages by rank. */
export function objectsOf(contributions: readonly Contribution[]): PlaybookObject[] {
  const byName = Map.groupBy(contributions, ({ apiName }) => apiName.toLowerCase());
  return [...byName.values()].map((parts): PlaybookObject => {
    const apiName = parts[0]?.apiName ?? '';
    return {
      apiName,
      label: parts.find(({ label }) => label !== undefined)?.label ?? apiName,
      stageField: parts.find(({ stageField }) => stageField !== undefined)?.stageField ?? null,
      stages: parts.flatMap(({ stages }) => stages ?? []).toSorted((left, right) => left.rank - right.rank),
      fields: parts.flatMap(({ fields }) => fields ?? []),
      criteria: parts.flatMap(({ criteria }) => criteria ?? []),
    };
  });
}
