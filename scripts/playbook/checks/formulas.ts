import { checkFormula, parseFormula, type FormulaContextKind, type FormulaProblem, type FormulaType } from '../../formula/index.ts';
import { problem, type Problem } from '../diagnostics.ts';
import { formulaContext } from '../fields.ts';
import type { FieldDefinition } from '../model.ts';
import { at, criteriaOf, type Check, type CheckContext } from './check.ts';

interface FormulaPlace {
  /** The part of the model that holds the formula, and its key there. */
  readonly part: object;
  readonly key: string;
  readonly object: string;
  readonly kind: FormulaContextKind;
  readonly results: readonly FormulaType[];
}

const RESULT_TYPES: Readonly<Partial<Record<FieldDefinition['type'], readonly FormulaType[]>>> = {
  Checkbox: ['Boolean'], Date: ['Date'], DateTime: ['DateTime'], Text: ['Text'],
  Number: ['Number', 'Currency', 'Percent'], Currency: ['Number', 'Currency'], Percent: ['Number', 'Percent'],
};

/** Formulas parse, name fields that exist, use them by their types, and give what is wanted of them. */
export const formulas: Check = {
  name: 'formulas compile',
  needsAllFiles: true,
  *run(context) {
    for (const criterion of criteriaOf(context.playbook)) {
      const { object, satisfiedWhen, appliesWhen } = criterion;
      for (const [key, text] of [['satisfied_when', satisfiedWhen], ['applies_when', appliesWhen]] as const) {
        if (text !== null) yield* problemsIn(text, { part: criterion, key, object, kind: 'validationRule', results: ['Boolean'] }, context);
      }
    }
    for (const field of context.playbook.objects.flatMap(({ fields }) => fields)) {
      if (field.formula !== undefined) yield* problemsIn(field.formula, { part: field, key: field.counts === undefined ? 'formula' : 'counts', object: field.object, kind: 'formulaField', results: RESULT_TYPES[field.type] ?? [] }, context);
    }
  },
};

function* problemsIn(text: string, place: FormulaPlace, context: CheckContext): Generator<Problem> {
  const { expression, problems } = parseFormula(text);
  const checked = expression ? checkFormula(expression, formulaContext(context.playbook, place.object, place.kind)) : undefined;
  for (const found of [...problems, ...(checked?.problems ?? [])]) yield fromFormula(found, place, context);
  if (checked?.formula && !place.results.includes(checked.formula.type)) {
    const wanted = place.kind === 'validationRule' ? 'true or false' : place.results.join(' or ') || 'a type that formula fields can have';
    yield problem('formula-result', at(context, place.part, place.key), { key: place.key, wanted, type: checked.formula.type });
  }
}

function fromFormula(found: FormulaProblem, { part, key }: FormulaPlace, { places }: CheckContext): Problem {
  const { yaml, path } = places.of(part);
  return problem(found.severity === 'warning' ? 'picklist-literal' : 'formula', yaml.locateIn([...path, key], found.span.start), { message: found.message.endsWith('.') ? found.message : `${found.message}.` }, found.hint ?? null);
}
