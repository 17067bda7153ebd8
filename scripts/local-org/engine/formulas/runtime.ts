/** Formulas of the schema, compiled once per schema version: validation rules, formula fields, default values. */
import { compileFormula, compileText, FormulaError, isError, type EvaluationInput, type Evaluate, type FormulaContextKind, type FormulaType, type RawValue, type RecordReader } from '../../../formula/index.ts';
import type { Draft } from '../context.ts';
import type { ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import type { FieldSchema, FieldType, Schema, ValidationRuleSchema } from '../schema.ts';
import { OrgError } from '../types.ts';
import { buildAccessor, UnreadablePath, type Accessor, type FieldEvaluator } from './accessors.ts';
import type { FormulaEnvironment } from './environment.ts';
import { formulaContext } from './typeContext.ts';

export interface FormulaRuntime {
  /** Whether the rule refuses the draft; a text when it cannot be computed: what Salesforce puts behind `Invalid`. */
  ruleFires(draft: Draft, rule: ValidationRuleSchema, environment: FormulaEnvironment): boolean | string;
  /** Value of a formula field; null where Salesforce shows #Error!. Throws OrgError for what is unsupported. */
  fieldValue(plan: ObjectPlan, field: FieldSchema, row: Row, environment: FormulaEnvironment): RawValue;
  /** Value of a default value formula for a new record. */
  defaultValue(plan: ObjectPlan, field: FieldSchema, row: Row, environment: FormulaEnvironment): RawValue;
  /** Forgets what was compiled: the schema changed. */
  forget(): void;
}

/** `inner` is what other formulas read: Salesforce computes a referenced formula in place, before its result is rounded and cut. */
type Compiled = { readonly evaluate: Evaluate; readonly inner: Evaluate } | { readonly problem: string };

const NUMERIC: ReadonlySet<FieldType> = new Set(['double', 'int', 'currency', 'percent']);

const RESULT_TYPE: Readonly<Partial<Record<FieldType, FormulaType>>> = {
  string: 'Text', boolean: 'Boolean', double: 'Number', int: 'Number', currency: 'Currency', percent: 'Percent', date: 'Date', datetime: 'DateTime', time: 'Time',
};
/** Formula fields that read each other deeper than any org allows are a cycle. */
const DEEPEST = 50;

function resultOf(error: unknown): string {
  if (error instanceof FormulaError || error instanceof UnreadablePath) {
    return error.message;
  }
  throw error;
}

function unsupported(error: unknown): boolean {
  return error instanceof UnreadablePath || (error instanceof FormulaError && error.code === 'unsupported');
}

/** The answer to what Salesforce computes and this org does not; errors that are none of a formula go on as they are. */
function refusal(subject: string, error: unknown): OrgError {
  return new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported: ${subject}: ${resultOf(error)}`, 501);
}

/** Opens the runtime; `schema` is asked when a formula is first needed. */
export function createFormulaRuntime(schema: () => Schema): FormulaRuntime {
  let compiled = new WeakMap<object, Compiled>();
  let accessors = new WeakMap<ObjectPlan, WeakMap<readonly string[], Accessor>>();
  let depth = 0;

  const compileOnce = (key: object, plan: ObjectPlan, text: string, kind: FormulaContextKind, field?: FieldSchema): Compiled => {
    let known = compiled.get(key);
    if (known === undefined) {
      const returnType = field === undefined ? 'Boolean' : RESULT_TYPE[field.type];
      const options = returnType === undefined ? {} : { returnType };
      const { evaluate, formula, problems } = compileText(text, formulaContext(schema(), plan.object.apiName, kind), {
        ...options,
        ...(field !== undefined && NUMERIC.has(field.type) ? { scale: field.scale } : {}),
      });
      known = evaluate === undefined || formula === undefined
        ? { problem: problems.find(isError)?.message ?? 'not a formula' }
        : { evaluate, inner: kind === 'formulaField' ? compileFormula(formula, { ...options, inner: true }) : evaluate };
      compiled.set(key, known);
    }
    return known;
  };

  /** The compiled formula hands over the same path array at each evaluation, so the accessor is found by identity. */
  const readerOf = (plan: ObjectPlan, row: Row, environment: FormulaEnvironment): RecordReader => {
    let known = accessors.get(plan);
    if (known === undefined) {
      known = new WeakMap();
      accessors.set(plan, known);
    }
    const paths = known;
    return (path) => {
      let accessor = paths.get(path);
      if (accessor === undefined) {
        accessor = buildAccessor(plan, path, innerValue);
        paths.set(path, accessor);
      }
      return accessor(row, environment);
    };
  };

  const inputOf = (plan: ObjectPlan, row: Row, environment: FormulaEnvironment): EvaluationInput => ({
    record: readerOf(plan, row, environment),
    now: environment.now,
    timeZone: environment.session.timeZone,
    org: environment.org,
  });

  const compute = (which: 'evaluate' | 'inner', plan: ObjectPlan, field: FieldSchema, row: Row, environment: FormulaEnvironment): RawValue => {
    const formula = compileOnce(field, plan, field.formula ?? '', 'formulaField', field);
    if ('problem' in formula) {
      throw new OrgError('INVALID_FIELD', `formula field ${plan.object.apiName}.${field.apiName} cannot be computed: ${formula.problem}`);
    }
    if (depth >= DEEPEST) {
      throw new OrgError('INVALID_FIELD', `formula field ${plan.object.apiName}.${field.apiName} refers to itself`);
    }
    depth += 1;
    try {
      return formula[which]({ ...inputOf(plan, row, environment), blanks: field.formulaTreatBlanksAs });
    } finally {
      depth -= 1;
    }
  };

  /** An error goes on into the formula that reads the field: nothing in the language catches one. */
  const innerValue: FieldEvaluator = (plan, field, row, environment) => compute('inner', plan, field, row, environment);

  const fieldValue: FormulaRuntime['fieldValue'] = (plan, field, row, environment) => {
    try {
      const value = compute('evaluate', plan, field, row, environment);
      return value === '' ? null : value;
    } catch (error) {
      if (error instanceof OrgError) {
        throw error;
      }
      if (unsupported(error)) {
        throw refusal(`formula field ${plan.object.apiName}.${field.apiName}`, error);
      }
      resultOf(error);
      return null;
    }
  };

  return {
    fieldValue,
    ruleFires: (draft, rule, environment) => {
      const { plan, row, prior, isNew } = draft;
      const formula = compileOnce(rule, plan, rule.errorConditionFormula, 'validationRule');
      if ('problem' in formula) {
        return formula.problem;
      }
      try {
        const input = inputOf(plan, row, environment);
        return formula.evaluate(prior === null ? { ...input, isNew } : { ...input, isNew, prior: readerOf(plan, prior, environment) }) === true;
      } catch (error) {
        if (unsupported(error)) {
          throw refusal(`validation rule ${rule.fullName}`, error);
        }
        return resultOf(error);
      }
    },
    defaultValue: (plan, field, row, environment) => {
      const formula = compileOnce(field, plan, field.defaultValueFormula ?? '', 'defaultValue', field);
      if ('problem' in formula) {
        throw new OrgError('INVALID_FIELD', `default of ${plan.object.apiName}.${field.apiName} cannot be computed: ${formula.problem}`);
      }
      try {
        return formula.evaluate({ ...inputOf(plan, row, environment), isNew: true });
      } catch (error) {
        // What an org makes of a default that cannot be computed is not known.
        throw refusal(`default of ${plan.object.apiName}.${field.apiName}`, error);
      }
    },
    forget: () => {
      compiled = new WeakMap();
      accessors = new WeakMap();
    },
  };
}
