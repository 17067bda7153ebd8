/** The criteria of opportunities that can be asked of records of a snapshot, and what their answers look like. */
import { criterionPredicate, type Predicate } from '../../compiler/index.ts';
import { checkFormula, compileFormula, fieldsOf, type Evaluate, type Expression } from '../../formula/index.ts';
import { formulaContext, isAboutRecords, isAsked, type Criterion, type Playbook } from '../../playbook/index.ts';
import type { FieldDefinition, FieldType } from '../../playbook/model.ts';
import { remembered } from '../../shared/remembered.ts';
import type { ColumnType, Columns } from '../relational/expression.ts';

/** The object whose criteria are asked. */
export const OBJECT = 'Opportunity';
/** The view of the session with the fields that criteria ask for. */
export const ASKED_VIEW = 'OpportunityAsked';
/**
 * What the criteria said: `met_deal`, `criterion`, `gate_rank` (null where it is no gate of a stage), `met`; and what stands in
 * the field it asks for: `field`, `content` (valid, placeholder, blank; null where no field is asked for), `said` (a text, to be
 * held against those of other deals), `met_on` (the day that the field itself says).
 */
export const MET_TABLE = 'criterion_met';
export const MET_COLUMNS: Columns = { met_deal: 'text', criterion: 'text', gate_rank: 'integer', met: 'boolean', field: 'text', content: 'text', said: 'text', met_on: 'date' };
/** Ranks of gates with a lasting criterion that could not be asked. */
export const UNASKED_TABLE = 'criterion_unasked';
export const UNASKED_COLUMNS: Columns = { unasked_rank: 'integer' };

const TYPES: Readonly<Partial<Record<FieldType, ColumnType>>> = { Number: 'number', Currency: 'number', Percent: 'number', Checkbox: 'boolean', Date: 'date', DateTime: 'timestamp' };

export const askedType = ({ type }: Pick<FieldDefinition, 'type'>): ColumnType => TYPES[type] ?? 'text';

/** Fields of the opportunity that its criteria read, with the types they have. */
export function askedFields(playbook: Playbook): Columns {
  const known = new Map(playbook.objects.find(({ apiName }) => apiName === OBJECT)?.fields.map((field) => [field.apiName.toLowerCase(), field]));
  const names = questions(playbook).flatMap(({ fields }) => fields);
  return Object.fromEntries(names.flatMap((name) => {
    const field = known.get(name.toLowerCase());
    return field ? [[field.apiName, askedType(field)] as const] : [];
  }));
}

/** What each criterion reads, as `Object.Field`, and the field whose content it looks at. */
export const readByCriteria = remembered((playbook: Playbook): readonly { readonly criterion: string; readonly field: string | null; readonly reads: readonly string[] }[] => {
  const known = new Map(Object.keys(askedFields(playbook)).map((name) => [name.toLowerCase(), `${OBJECT}.${name}`]));
  return questions(playbook).map(({ criterion, asked, fields }) => ({ criterion: criterion.id, field: asked?.apiName ?? null, reads: fields.flatMap((name) => known.get(name.toLowerCase()) ?? []) }));
});

/** What can be asked of records that hold these fields, and the ranks of lasting gates with a criterion that cannot. */
export function questionsOf(playbook: Playbook, held: ReadonlySet<string>): { readonly asked: readonly Question[]; readonly unaskedRanks: readonly number[] } {
  const here = new Set(Object.keys(askedFields(playbook)).filter((name) => held.has(name)).map((name) => name.toLowerCase()));
  const { asked = [], unasked = [] } = Object.groupBy(questions(playbook), ({ fields }) => (fields.every((name) => here.has(name.toLowerCase())) ? 'asked' : 'unasked'));
  return { asked, unaskedRanks: unasked.flatMap(({ criterion }) => (criterion.trigger.kind === 'exit' && !criterion.decays ? [criterion.trigger.rank] : [])) };
}

export interface Question {
  readonly criterion: Criterion;
  /** The field whose content tells whether people answer: the required one, or the one that carries the message. */
  readonly asked: FieldDefinition | null;
  readonly fields: readonly string[];
  readonly predicate: Predicate;
  /** The predicate for the formula engine. */
  readonly applies: Evaluate | null;
  readonly met: Evaluate;
}

/** Criteria that a record at rest can answer from its own fields. */
const questions = remembered((playbook: Playbook): readonly Question[] => (playbook.objects.find(({ apiName }) => apiName === OBJECT)?.criteria ?? []).filter(isAsked).filter(isAboutRecords).flatMap((criterion): Question[] => {
  const predicate = criterionPredicate(playbook, criterion);
  const { applies, met } = predicate;
  const paths = [...(applies === null ? [] : fieldsOf(applies)), ...fieldsOf(met)];
  if (paths.some((path) => path.length !== 1 || path[0]?.startsWith('$'))) return [];
  const [isApplied, isMet] = [applies === null ? null : compiled(playbook, applies), compiled(playbook, met)];
  const asked = askedField(playbook, criterion, paths);
  return isApplied === undefined || isMet === undefined ? [] : [{ criterion, asked, predicate, fields: [...new Set(paths.map(([name = '']) => name))], applies: isApplied, met: isMet }];
}));

/** What is told of a criterion beside its answers: its rank is that of the stage whose gate it is. */
export function aboutQuestion({ criterion, asked }: Question): { readonly criterion: string; readonly rank: number | null; readonly field: string | null } {
  return { criterion: criterion.id, rank: criterion.trigger.kind === 'exit' ? criterion.trigger.rank : null, field: asked?.apiName ?? null };
}

function askedField(playbook: Playbook, criterion: Criterion, paths: readonly (readonly string[])[]): FieldDefinition | null {
  const name = (criterion.require?.field ?? criterion.errorField)?.toLowerCase();
  if (name === undefined || !paths.some(([read]) => read?.toLowerCase() === name)) return null;
  return playbook.objects.find(({ apiName }) => apiName === OBJECT)?.fields.find(({ apiName }) => apiName.toLowerCase() === name) ?? null;
}

/** Undefined where a formula cannot be computed; `handrail check` says why. */
function compiled(playbook: Playbook, expression: Expression): Evaluate | undefined {
  const { formula } = checkFormula(expression, formulaContext(playbook, OBJECT));
  return formula && compileFormula(formula);
}
