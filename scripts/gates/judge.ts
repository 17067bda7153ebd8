/** What Salesforce would answer to a save, from the manifest alone: the formulas in it are those of the rules. */
import { compileText, fieldsOf, FormulaError, parseFormula, type Evaluate, type EvaluationInput, type FormulaContext, type RawValue, type ReferenceType } from '../formula/index.ts';
import { FORMULA_TYPES } from '../playbook/fields.ts';
import { decideBy, NotKnown, type Decide } from './decide.ts';
import type { RecordValues } from './payload.ts';
import type { Save } from './saves.ts';
import type { GateManifest, ManifestCriterion, ManifestObject } from './shape.ts';

/** Who saves, and when. */
export interface Saver {
  /** Custom permissions that the user holds. */
  readonly permissions: ReadonlySet<string>;
  /** Id of the user, who owns what is created without an owner; null: not known. */
  readonly userId: string | null;
  readonly now: Date;
  /** IANA zone of the user: decides what today is. */
  readonly timeZone: string;
}

export interface Refusal {
  readonly criterion: string;
  readonly label: string;
  /** Null: the message stands at the top of the record. */
  readonly field: string | null;
  readonly message: string;
}

export interface Undecided {
  readonly criterion: string;
  readonly reason: string;
  /** Values that have to be known; empty where that would not help. */
  readonly needs: readonly string[];
}

export interface RecordVerdict {
  readonly record: number;
  readonly object: string;
  readonly id: string | null;
  readonly operation: 'create' | 'update';
  readonly outcome: 'passes' | 'blocked' | 'undecided';
  /** What the save would be refused for. */
  readonly refused: readonly Refusal[];
  /** What would be asked too, were it not in shadow. */
  readonly shadow: readonly Refusal[];
  readonly undecided: readonly Undecided[];
}

type Judge = (save: Save, saver: Saver) => RecordVerdict;

/** @returns for each object of the manifest, by its name in small letters, what would become of a save */
export function judgesOf(manifest: GateManifest): ReadonlyMap<string, Judge> {
  return new Map(manifest.objects.map((object) => [object.apiName.toLowerCase(), judgeOf(object)]));
}

function judgeOf(object: ManifestObject): Judge {
  const context = contextOf(object);
  const computed = new Map(Object.entries(object.fields).flatMap(([path, { formula }]) => (formula === undefined ? [] : [[path.toLowerCase(), compiled(formula, { ...context, kind: 'formulaField' })] as const])));
  const rules = object.criteria.map((criterion) => ({ criterion, refuses: compiled(criterion.refusedWhen, context), decide: decideBy(criterion.refusedWhen, context), reads: pathsIn(object, criterion.refusedWhen) }));
  return (save, saver) => {
    const input = inputOf(object, computed, save, saver);
    const verdicts = rules.map(({ criterion, ...rule }) => ({ criterion, ...verdictOf(rule, input) }));
    const refusals = (mode: ManifestCriterion['mode']): Refusal[] => verdicts.flatMap(({ criterion, refused }) => (refused && criterion.mode === mode ? [refusalOf(criterion)] : []));
    const refused = refusals('enforce');
    const undecided = verdicts.flatMap(({ criterion, unknown }): Undecided[] => (unknown === null || criterion.mode === 'shadow' ? [] : [{ criterion: criterion.id, ...unknown }]));
    const id = save.changes.get('id') ?? save.before?.get('id');
    return {
      record: save.position, object: object.apiName, id: typeof id === 'string' ? id : null, operation: save.before === null ? 'create' : 'update',
      outcome: refused.length > 0 ? 'blocked' : undecided.length > 0 ? 'undecided' : 'passes',
      refused, shadow: refusals('shadow'), undecided,
    };
  };
}

const refusalOf = ({ id, label, errorField, message }: ManifestCriterion): Refusal => ({ criterion: id, label, field: errorField, message });

interface RuleVerdict {
  readonly refused: boolean;
  readonly unknown: Pick<Undecided, 'reason' | 'needs'> | null;
}

interface Rule {
  /** The formula of the rule, or why it cannot be computed. */
  readonly refuses: Evaluate | string;
  /** What is certain where the formula asks for what is not known. */
  readonly decide: Decide;
  readonly reads: readonly string[];
}

function verdictOf({ refuses, decide, reads }: Rule, input: EvaluationInput): RuleVerdict {
  if (typeof refuses === 'string') return { refused: false, unknown: { reason: refuses, needs: [] } };
  try {
    return { refused: refuses(input) === true, unknown: null };
  } catch (error) {
    if (error instanceof NotKnown) return verdictWithout(decide, reads, input);
    if (error instanceof FormulaError) return { refused: false, unknown: { reason: error.message, needs: [] } };
    throw error;
  }
}

function verdictWithout(decide: Decide, reads: readonly string[], input: EvaluationInput): RuleVerdict {
  const refused = decide(input);
  if (refused !== null) return { refused, unknown: null };
  // All at once, so that nobody has to ask field by field.
  const needs = reads.filter((path) => isMissing(path, input));
  return { refused: false, unknown: { reason: `Not known: ${needs.join(', ')}.`, needs } };
}

/** Stored fields that a formula reads, also within formula fields. */
function pathsIn(object: ManifestObject, formula: string, seen: readonly string[] = []): string[] {
  const { expression } = parseFormula(formula);
  if (expression === undefined) return [];
  const found = fieldsOf(expression).filter((path) => !isGlobalSwitch(path)).flatMap((parts): string[] => {
    const path = parts.join('.');
    const inner = object.fields[path]?.formula;
    return inner === undefined || seen.includes(path) ? [path] : pathsIn(object, inner, [...seen, path]);
  });
  return [...new Set(found)];
}

function isMissing(path: string, { record, prior }: EvaluationInput): boolean {
  try {
    for (const read of [record, prior]) read?.(path.split('.'));
    return false;
  } catch (error) {
    if (error instanceof NotKnown) return true;
    throw error;
  }
}

/** @returns the reason where this version cannot compute it */
function compiled(formula: string, context: FormulaContext): Evaluate | string {
  const { evaluate, problems } = compileText(formula, context, context.kind === 'formulaField' ? { inner: true } : {});
  return evaluate ?? `The formula cannot be computed here: ${problems[0]?.message ?? 'unreadable'}`;
}

function contextOf({ fields }: ManifestObject): FormulaContext {
  const types = new Map(Object.entries(fields).map(([path, { type, values }]): [string, ReferenceType] => [path.toLowerCase(), { type: FORMULA_TYPES[type], ...(values === undefined ? {} : { picklistValues: values }) }]));
  return { kind: 'validationRule', resolve: (path) => (isGlobalSwitch(path) ? { type: 'Boolean' } : types.get(path.join('.').toLowerCase())) };
}

const isGlobalSwitch = ([first = '']: readonly string[]): boolean => ['$permission', '$custommetadata'].includes(first.toLowerCase());

function inputOf(object: ManifestObject, computed: ReadonlyMap<string, Evaluate | string>, { before, changes }: Save, saver: Saver): EvaluationInput {
  const { permissions, now, timeZone } = saver;
  const held = new Set([...permissions].map((name) => name.toLowerCase()));
  const clock = { now, timeZone };
  const checkboxes = new Set(Object.entries(object.fields).flatMap(([path, { type }]) => (type === 'Checkbox' ? [path.toLowerCase()] : [])));
  const readerOf = (values: RecordValues, whole: boolean): EvaluationInput['record'] => {
    const record: EvaluationInput['record'] = (path) => {
      const [first = '', name = ''] = path;
      if (first.toLowerCase() === '$permission') return held.has(name.toLowerCase());
      // The mode is told apart afterwards, so that shadow can be shown.
      if (first.toLowerCase() === '$custommetadata') return true;
      const key = path.join('.').toLowerCase();
      const own = values.get(key);
      if (own !== undefined) return checkboxes.has(key) ? checked(own) : own;
      const formula = computed.get(key);
      if (typeof formula === 'function') return formula({ record, ...clock });
      // A field that a new record is not given is blank; of a parent and of the user nothing is said.
      if (whole && path.length === 1 && key !== 'ownerid') return null;
      throw new NotKnown(path.join('.'));
    };
    return record;
  };
  if (before === null) return { record: readerOf(asCreated(object, changes, saver), true), isNew: true, ...clock };
  return { record: readerOf(asStamped(object, before, changes), false), prior: readerOf(before, false), isNew: false, ...clock };
}

/** Bulk files write TRUE, 1, yes and no. */
function checked(value: RawValue): RawValue {
  return typeof value === 'string' ? ['true', '1', 'yes', 'y'].includes(value.toLowerCase()) : value;
}

function asCreated(object: ManifestObject, changes: RecordValues, { userId }: Saver): RecordValues {
  return new Map([...(userId === null ? [] : [['ownerid', userId] as const]), ...categoryOf(object, changes), ...changes]);
}

/** With what the org writes by itself before the rules run. */
function asStamped(object: ManifestObject, before: RecordValues, changes: RecordValues): RecordValues {
  const stage = object.stageField?.toLowerCase();
  const [was, is] = stage === undefined ? [] : [before.get(stage), changes.get(stage)];
  if (stage === undefined || is === undefined || is === was) return new Map([...before, ...changes]);
  // Whether the stage changes at all is not known without the one before; nor is then what the org writes.
  const known = was !== undefined;
  const byOrg = [object.categoryField, object.previousStageField].flatMap((name) => (name === null ? [] : [name.toLowerCase()]));
  const after = new Map([...before].filter(([name]) => known || !byOrg.includes(name)));
  if (known) for (const [name, value] of [...categoryOf(object, changes), ...(object.previousStageField === null ? [] : [[object.previousStageField.toLowerCase(), was] as const])]) after.set(name, value);
  return new Map([...after, ...changes]);
}

function categoryOf({ categoryField, stageField, stages }: ManifestObject, changes: RecordValues): readonly (readonly [string, RawValue])[] {
  const stage = stages.find(({ name }) => name === changes.get(stageField?.toLowerCase() ?? ''));
  return categoryField === null || stage?.forecastCategory === undefined ? [] : [[categoryField.toLowerCase(), stage.forecastCategory]];
}
