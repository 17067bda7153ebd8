import type { Criterion, GateFamily, Population, Trigger } from '../model.ts';
import type { CriterionSource, EnterSource } from '../schema/criterion.ts';
import type { Path, YamlFile } from '../yaml/yamlFile.ts';
import type { Places } from './places.ts';

const DEFAULT_EFFECTIVE_FROM = '2026-01-01';
const DEFAULT_MIN = 3;
/** The object whose records have a motion; nothing else has populations. */
const DEALS = 'Opportunity';

/** Where a list of criteria stands and what it belongs to. */
export interface Gate {
  readonly object: string;
  readonly family: GateFamily;
  readonly trigger: Trigger;
  readonly yaml: YamlFile;
  /** Path of the list. */
  readonly path: Path;
}

export function criteriaOf(sources: readonly CriterionSource[], gate: Gate, places: Places): Criterion[] {
  return sources.map((source, index) => places.mark(criterionOf(source, gate, [...gate.path, index]), gate.yaml, [...gate.path, index]));
}

/** Criteria grouped by the picklist value that asks them. */
export function enterCriteriaOf(enters: readonly EnterSource[], gate: Omit<Gate, 'trigger'>, places: Places): Criterion[] {
  return enters.flatMap(({ field, value, criteria }, index) => criteriaOf(criteria, { ...gate, trigger: { kind: 'enter', field, value }, path: [...gate.path, index, 'criteria'] }, places));
}

function criterionOf(source: CriterionSource, { object, family, trigger, yaml }: Gate, path: Path): Criterion {
  return {
    id: source.id,
    label: source.label,
    object,
    family,
    trigger,
    for: source.for ?? defaultPopulation(object),
    require: source.require === undefined ? null : { field: source.require, min: source.min ?? DEFAULT_MIN },
    satisfiedWhen: source.satisfied_when ?? null,
    appliesWhen: source.applies_when ?? null,
    holds: source.holds ?? 'through_won',
    onUndo: source.on_undo ?? 'block',
    decays: source.decays ?? false,
    overridable: source.override ?? true,
    errorField: source.error_field ?? source.require ?? null,
    message: `[${source.id}] ${source.message}`,
    decision: source.decision,
    mode: source.mode ?? 'shadow',
    effectiveFrom: source.effective_from ?? DEFAULT_EFFECTIVE_FROM,
    position: yaml.locate(path),
    formulaPositions: {
      ...(source.satisfied_when === undefined ? {} : { satisfiedWhen: yaml.locateIn([...path, 'satisfied_when'], 0) }),
      ...(source.applies_when === undefined ? {} : { appliesWhen: yaml.locateIn([...path, 'applies_when'], 0) }),
    },
  };
}

export function defaultPopulation(object: string): Population {
  return object === DEALS ? 'growth' : 'every';
}
