/** Conditions of decisions and of the start, and how values compare. */
import { Decimal } from 'decimal.js';
import type { FormulaType, RawValue } from '../../../formula/types.ts';
import { isChanged } from '../context.ts';
import type { ObjectSchema } from '../schema.ts';
import { normalizeId } from '../../store/ids.ts';
import { nodeOf, textOf, unknownIn, type MetadataNode } from './metadata.ts';
import { FlowUnsupported, type Interview, type Source, type Test } from './program.ts';
import type { Report, Resources } from './resources.ts';

export type Family = 'text' | 'number' | 'percent' | 'boolean' | 'date' | 'datetime';

/** Values of one family compare and are assigned to each other. Percent stands alone: as 15 or as 0.15 is not known. */
const FAMILIES: Readonly<Partial<Record<FormulaType, Family>>> = {
  Text: 'text', Picklist: 'text', MultiPicklist: 'text', Id: 'text', Number: 'number', Currency: 'number', Percent: 'percent', Boolean: 'boolean', Date: 'date', DateTime: 'datetime',
};

export const familyOf = (type: FormulaType): Family | undefined => FAMILIES[type];

/** Blank is one thing: no value and the empty text. */
const blankToNull = (value: RawValue): RawValue => (value === '' ? null : value);

function sameText(left: string, right: string): boolean {
  if (left === right) return true;
  const [leftId, rightId] = [normalizeId(left), normalizeId(right)];
  if (leftId !== null && leftId === rightId) return true;
  if (left.toLowerCase() === right.toLowerCase()) {
    throw new FlowUnsupported(`whether "${left}" equals "${right}" in a condition`);
  }
  return false;
}

const COMPARE: Readonly<Record<Family, (left: RawValue, right: RawValue) => boolean>> = {
  text: (left, right) => sameText(String(left), String(right)),
  number: (left, right) => new Decimal(String(left)).equals(String(right)),
  percent: (left, right) => new Decimal(String(left)).equals(String(right)),
  boolean: (left, right) => left === right,
  date: (left, right) => left === right,
  datetime: (left, right) => Date.parse(String(left)) === Date.parse(String(right)),
};

function equals(family: Family, left: RawValue, right: RawValue): boolean {
  const [one, other] = [blankToNull(left), blankToNull(right)];
  return one === null || other === null ? one === other : COMPARE[family](one, other);
}

const LITERALS: Readonly<Record<string, FormulaType>> = { stringValue: 'Text', numberValue: 'Number', booleanValue: 'Boolean', dateValue: 'Date', dateTimeValue: 'DateTime' };

/** The `value` or `rightValue` of a part; undefined when it was reported. */
export function valueSource(node: MetadataNode | undefined, where: string, resources: Resources, report: Report): Source | undefined {
  if (node === undefined || Object.keys(node).length === 0) {
    report.unsupported(`${where} without a value`);
    return undefined;
  }
  const unknown = unknownIn(node, 'value');
  for (const name of unknown) report.unsupported(`${name} in ${where}`);
  const reference = textOf(node, 'elementReference');
  if (reference !== null) return resources.source(reference);
  for (const [name, type] of Object.entries(LITERALS)) {
    const literal = node[name];
    if (typeof literal === 'string' || typeof literal === 'number' || typeof literal === 'boolean') {
      if (typeof literal === 'string' && literal.includes('{!')) {
        report.unsupported(`the text template "${literal}" in ${where}`);
        return undefined;
      }
      return { type, read: () => literal };
    }
  }
  return undefined;
}

export interface ConditionParts {
  /** `$Record.StageName` */
  readonly left: string;
  readonly operator: string;
  readonly right: MetadataNode | undefined;
  /** For messages: `rule Stage_Changed`. */
  readonly where: string;
}

/** Compiles one condition; undefined when it was reported. */
export function compileCondition(parts: ConditionParts, object: ObjectSchema, resources: Resources, report: Report): Test | undefined {
  const { left: reference, operator, right, where } = parts;
  const left = resources.source(reference);
  const value = valueSource(right, `${operator} in ${where}`, resources, report);
  if (left === undefined || value === undefined) return undefined;
  switch (operator) {
    case 'EqualTo':
    case 'NotEqualTo': {
      const family = familyOf(left.type);
      if (family === undefined || family !== familyOf(value.type)) {
        report.unsupported(`comparing ${reference} (${left.type}) with a ${value.type} in ${where}`);
        return undefined;
      }
      const wanted = operator === 'EqualTo';
      return (interview) => equals(family, left.read(interview), value.read(interview)) === wanted;
    }
    case 'IsNull':
    case 'IsChanged': {
      const test = operator === 'IsNull' ? (interview: Interview) => blankToNull(left.read(interview)) === null : changeTest(reference, object, where, report);
      if (value.type !== 'Boolean') report.unsupported(`${operator} with a ${value.type} in ${where}`);
      return test === undefined || value.type !== 'Boolean' ? undefined : (interview) => test(interview) === (value.read(interview) === true);
    }
    default:
      report.unsupported(`the operator ${operator} in ${where}`);
      return undefined;
  }
}

/** Nothing of a new record has changed, as ISCHANGED() has it; that the operator agrees is not proved on an org. */
function changeTest(reference: string, object: ObjectSchema, where: string, report: Report): Test | undefined {
  const [head, name = '', ...more] = reference.split('.');
  const field = object.fields.find((candidate) => candidate.apiName.toLowerCase() === name.toLowerCase());
  if (head !== '$Record' || more.length > 0 || field === undefined) {
    report.unsupported(`IsChanged of ${reference} in ${where}`);
    return undefined;
  }
  return ({ draft }) => !draft.isNew && isChanged(draft, field.apiName);
}

/** Joins conditions as `and` or `or` say; custom logic is refused. */
export function compileConditions(conditions: readonly ConditionParts[], logic: string | null, where: string, object: ObjectSchema, resources: Resources, report: Report): Test {
  const tests = conditions.map((parts) => compileCondition(parts, object, resources, report)).filter((test) => test !== undefined);
  switch (logic?.toLowerCase() ?? 'and') {
    case 'and':
      return (interview) => tests.every((test) => test(interview));
    case 'or':
      return (interview) => tests.some((test) => test(interview));
    default:
      report.unsupported(`the condition logic "${logic ?? ''}" in ${where}`);
      return () => false;
  }
}

/** The parts of a decision's condition. */
export function conditionParts(node: MetadataNode, where: string, report: Report): ConditionParts {
  for (const name of unknownIn(node, 'condition')) report.unsupported(`${name} in a condition of ${where}`);
  return { left: textOf(node, 'leftValueReference') ?? '', operator: textOf(node, 'operator') ?? '', right: nodeOf(node, 'rightValue'), where };
}
