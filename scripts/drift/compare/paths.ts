import type { PlaybookObject } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { Components, PathState } from '../orgState.ts';

/** What reps see above the record: the playbook's Paths stage by stage, and others over the same field that guide elsewhere. */
export function comparePaths(declared: Components, org: Components, objects: readonly PlaybookObject[]): Difference[] {
  return [
    ...[...declared.paths.values()].flatMap((path) => declaredPath(path, org.paths.get(path.name))),
    ...[...org.paths.values()].filter((path) => path.active && !declared.paths.has(path.name)).flatMap((path) => otherPath(path, objects)),
  ];
}

function about(path: PathState, revertible: boolean): Pick<Difference, 'object' | 'component' | 'changed' | 'criteria' | 'touches' | 'revertible'> {
  return { object: path.object, component: path.name, changed: { kind: 'path', key: path.name }, criteria: [], touches: {}, revertible };
}

function declaredPath(path: PathState, actual: PathState | undefined): Difference[] {
  const base = { ...about(path, true), id: `PATH-${path.object}`, severity: 'low' as const };
  if (!actual) return [{ ...base, kind: 'path-missing', summary: `Reps see no guidance above ${path.object}: the Path ${path.name} is not in the org.`, expected: path.name, actual: null }];
  if (!actual.active) return [{ ...base, kind: 'path-inactive', summary: `Reps see no guidance above ${path.object}: the Path ${path.name} was switched off.`, expected: 'active', actual: 'inactive' }];
  const stages = new Set([...path.steps.keys(), ...actual.steps.keys()]);
  return [...stages]
    .filter((stage) => (path.steps.get(stage) ?? '') !== (actual.steps.get(stage) ?? ''))
    .map((stage) => ({
      ...base, id: `${base.id}-${stage}`, kind: 'path-changed', expected: path.steps.get(stage) ?? null, actual: actual.steps.get(stage) ?? null,
      summary: `The Path above ${path.object} shows other fields or guidance at ${stage} than its gate asks for.`,
    }));
}

function otherPath(path: PathState, objects: readonly PlaybookObject[]): Difference[] {
  const object = objects.find(({ apiName, stageField, stages }) => apiName === path.object && stageField === path.field && stages.length > 0);
  if (!object) return [];
  const stages = new Set(object.stages.map(({ name }) => name));
  return [...path.steps.keys()].filter((step) => !stages.has(step)).map((step) => ({
    ...about(path, false), id: `PATH-${path.name}-${step}`, kind: 'path-step', severity: 'low', expected: null, actual: step,
    summary: `The Path ${path.name} guides through "${step}", which is no stage of the playbook.`,
  }));
}
