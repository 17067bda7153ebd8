/** Recognises the ways to ask whether a field is blank, and turns a violation into what must be true. */
import { and, not, or, type Expression } from '../../formula/index.ts';
import { isText, playbookType } from '../fieldTypes.ts';
import type { OrgField, OrgObject } from '../types.ts';
import { isCall } from './shape.ts';

/** The field that a condition finds blank, or unticked. */
export function blankField(condition: Expression, object: OrgObject): OrgField | undefined {
  const field = (node: Expression | undefined): OrgField | undefined => (node?.kind === 'reference' && node.path.length === 1 ? fieldNamed(object, node.path[0] ?? '') : undefined);
  if (isCall(condition, 'ISBLANK', 'ISNULL')) {
    const [asked] = condition.args;
    return field(asked && isCall(asked, 'TEXT', 'TRIM') ? asked.args[0] : asked);
  }
  if (isCall(condition, 'ISPICKVAL')) return isEmptyText(condition.args[1]) ? field(condition.args[0]) : undefined;
  if (isCall(condition, 'NOT')) return checkbox(field(condition.args[0]));
  if (condition.kind !== 'binary' || condition.operator !== '=') return undefined;
  const { left, right } = condition;
  if (isCall(left, 'LEN') && right.kind === 'number' && Number(right.text) === 0) {
    const [measured] = left.args;
    return field(measured && isCall(measured, 'TRIM', 'TEXT') ? measured.args[0] : measured);
  }
  if (isEmptyText(right)) {
    const found = field(isCall(left, 'TEXT', 'TRIM') ? left.args[0] : left);
    return found && (isText(found) || isCall(left, 'TEXT')) ? found : undefined;
  }
  return right.kind === 'boolean' && !right.value ? checkbox(field(left)) : undefined;
}

export function fieldNamed(object: OrgObject, name: string): OrgField | undefined {
  return object.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
}

function checkbox(field: OrgField | undefined): OrgField | undefined {
  return field && playbookType(field) === 'Checkbox' ? field : undefined;
}

function isEmptyText(node: Expression | undefined): boolean {
  return (node?.kind === 'text' && node.value === '') || node?.kind === 'null';
}

/** Questions that always have an answer, so that their opposite is NOT of them whatever is blank. */
const ANSWERED = new Set(['ISBLANK', 'ISNULL', 'ISPICKVAL', 'ISNUMBER', 'INCLUDES']);

/** What must be true so that the violation is not: readable where that is the same, plain NOT where it might not be. */
export function opposite(violation: Expression): Expression {
  return turned(violation) ?? not(violation);
}

function turned(node: Expression): Expression | undefined {
  if (isCall(node, 'AND', 'OR')) {
    const parts = node.args.map(turned);
    return parts.every((part) => part !== undefined) ? (node.name === 'AND' ? or(...parts) : and(...parts)) : undefined;
  }
  if (isCall(node, 'NOT')) {
    const [inner] = node.args;
    return inner && isCall(inner, ...ANSWERED) ? inner : undefined;
  }
  return isCall(node, ...ANSWERED) ? not(node) : undefined;
}
