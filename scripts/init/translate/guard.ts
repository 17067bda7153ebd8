/** In which stages or statuses a rule asks: its conditions about the stage alone, evaluated for every stage. */
import { and, checkFormula, compileFormula, fieldsOf, FormulaError, isError, type Expression, type FormulaType } from '../../formula/index.ts';
import type { OrgStage } from '../types.ts';
import { isCall, some } from './shape.ts';

/** The fields that follow from the stage and from nothing else of the record. */
type FromStage = (stage: OrgStage) => string | boolean;

export interface StagedObject {
  readonly object: 'Opportunity' | 'Lead';
  readonly stageField: string;
  readonly stages: readonly OrgStage[];
  readonly derived: ReadonlyMap<string, { readonly type: FormulaType; readonly value: FromStage }>;
}

const picklist = (stageField: string): readonly [string, { type: FormulaType; value: FromStage }] => [stageField.toLowerCase(), { type: 'Picklist', value: ({ name }) => name }];

export function opportunityStages(stages: readonly OrgStage[]): StagedObject {
  return {
    object: 'Opportunity',
    stageField: 'StageName',
    stages,
    derived: new Map([picklist('StageName'), ['isclosed', { type: 'Boolean', value: ({ closed }) => closed === true }], ['iswon', { type: 'Boolean', value: ({ won }) => won === true }]]),
  };
}

export function leadStatuses(stages: readonly OrgStage[]): StagedObject {
  return { object: 'Lead', stageField: 'Status', stages, derived: new Map([picklist('Status'), ['isconverted', { type: 'Boolean', value: ({ won }) => won === true }]]) };
}

/** A condition about the stage a record has, and about nothing else. */
export function isGuard({ derived }: StagedObject, condition: Expression): boolean {
  const fields = fieldsOf(condition);
  return fields.length > 0 && fields.every((path) => path.length === 1 && derived.has(path[0]?.toLowerCase() ?? '')) && !some(condition, (node) => isCall(node, 'PRIORVALUE', 'ISCHANGED'));
}

/** `ISCHANGED(StageName)`, `OR(ISNEW(), ISCHANGED(StageName))`: when a gate asks anyway. */
export function isEntering(staged: Pick<StagedObject, 'stageField'>, condition: Expression): boolean {
  if (isCall(condition, 'OR')) return condition.args.every((part) => isEntering(staged, part));
  if (isCall(condition, 'ISNEW')) return true;
  const [field] = isCall(condition, 'ISCHANGED') ? condition.args : [];
  return field?.kind === 'reference' && field.path.length === 1 && field.path[0]?.toLowerCase() === staged.stageField.toLowerCase();
}

/**
 * The stages for which all guards hold.
 * @returns null when Salesforce would not take the conditions, or one needs more than the stage
 */
export function stagesOf(staged: StagedObject, guards: readonly Expression[]): OrgStage[] | null {
  const { formula, problems } = checkFormula(and(...guards), {
    kind: 'validationRule',
    resolve: (path) => {
      const found = path.length === 1 ? staged.derived.get(path[0]?.toLowerCase() ?? '') : undefined;
      return found && { type: found.type };
    },
  });
  if (!formula || problems.some(isError)) return null;
  const evaluate = compileFormula(formula);
  try {
    return staged.stages.filter((stage) => evaluate({ record: ([name = '']) => staged.derived.get(name.toLowerCase())?.value(stage), now: new Date(0), timeZone: 'UTC', blanks: 'blank' }) === true);
  } catch (error) {
    if (error instanceof FormulaError) return null;
    throw error;
  }
}
