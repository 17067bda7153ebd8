import type { Arm, Criterion, GateFamily, Population, Trigger } from '../model.ts';
import type { CriterionSource, EnterSource } from '../schema/criterion.ts';
import type { ReopenSource } from '../schema/opportunity.ts';
import type { Path, YamlFile } from '../yaml/yamlFile.ts';
import { experimentOf } from './experiment.ts';
import type { Places } from './places.ts';

const DEFAULT_EFFECTIVE_FROM = '2026-01-01';
const DEFAULT_MIN = 3;
/** Custom permission of those who may reopen what only they may. */
const REOPEN_PERMISSION = 'Handrail_Reopen_Deals';
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
  return sources.flatMap((source, index) => armsOf(source, gate, [...gate.path, index]).map((criterion) => places.mark(criterion, gate.yaml, [...gate.path, index])));
}

/** Ends the code of a variant: `OPP-QUAL-01-V`. */
const VARIANT = '-V';

/** The criterion; with an experiment that runs, the one of all others and that of its holders; with one that is decided, the one that won. */
function armsOf(source: CriterionSource, gate: Gate, path: Path): Criterion[] {
  const declared = source.experiment;
  if (declared === undefined || declared.outcome === 'kill') return [criterionOf(source, gate, path)];
  const { message = source.message, ...differences } = declared.variant;
  const varied = { ...source, ...differences, message };
  const variant = criterionOf(declared.outcome === 'scale' ? varied : { ...varied, id: `${source.id}${VARIANT}` }, gate, path, declared.variant.satisfied_when === undefined ? path : [...path, 'experiment', 'variant']);
  if (declared.outcome === 'scale') return [variant];
  const experiment = experimentOf(declared, { kind: 'criterion', id: source.id, label: source.label }, gate.yaml.locate([...path, 'experiment']));
  const arm = (holder: boolean): { readonly arm: Arm } => ({ arm: { experiment, holder } });
  return [{ ...criterionOf(source, gate, path), ...arm(false) }, { ...variant, ...arm(true) }];
}

/** Criteria grouped by the picklist value that asks them. */
export function enterCriteriaOf(enters: readonly EnterSource[], gate: Omit<Gate, 'trigger'>, places: Places): Criterion[] {
  return enters.flatMap(({ field, value, criteria }, index) => criteriaOf(criteria, { ...gate, trigger: { kind: 'enter', field, value }, path: [...gate.path, index, 'criteria'] }, places));
}

function criterionOf(source: CriterionSource, { object, family, trigger, yaml }: Gate, path: Path, formulaPath: Path = path): Criterion {
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
      ...(source.satisfied_when === undefined ? {} : { satisfiedWhen: yaml.locateIn([...formulaPath, 'satisfied_when'], 0) }),
      ...(source.applies_when === undefined ? {} : { appliesWhen: yaml.locateIn([...path, 'applies_when'], 0) }),
    },
  };
}

/** Who may move a record out of a closed stage: never met, and not asked of those who hold the permission. It is a matter of closing, whatever the family of the stages. */
export function reopeningOf({ id, label, decision, message, mode, effective_from }: ReopenSource, gate: Omit<Gate, 'family'>, places: Places): Criterion {
  const source: CriterionSource = { id, label, decision, message, mode, effective_from, for: 'every', satisfied_when: 'FALSE', on_undo: 'report', override: false };
  const { formulaPositions: _, ...criterion } = criterionOf(source, { ...gate, family: 'Closing' }, gate.path);
  const errorField = gate.trigger.kind === 'leave' ? gate.trigger.field : null;
  return places.mark({ ...criterion, errorField, reservedTo: REOPEN_PERMISSION, formulaPositions: {} }, gate.yaml, gate.path);
}

export function defaultPopulation(object: string): Population {
  return object === DEALS ? 'growth' : 'every';
}
