/** Compiles the formulas of a deploy against the org as it would be. */
import { compileText, isError, nearest } from '../../../formula/index.ts';
import type { FormulaContext, FormulaContextKind, FormulaProblem, FormulaType, ReferenceType } from '../../../formula/types.ts';
import type { FieldSchema, FieldType } from '../../engine/schema.ts';
import type { CheckContext } from './context.ts';

const FORMULA_TYPES: Readonly<Partial<Record<FieldType, FormulaType>>> = {
  id: 'Id', reference: 'Id', string: 'Text', textarea: 'Text', url: 'Text', email: 'Text', phone: 'Text', combobox: 'Text', picklist: 'Picklist',
  multipicklist: 'MultiPicklist', boolean: 'Boolean', int: 'Number', double: 'Number', currency: 'Currency', percent: 'Percent', date: 'Date',
  datetime: 'DateTime', time: 'Time', location: 'Geolocation',
};

/** Objects behind the globals that stand for a record. */
const GLOBAL_RECORDS: Readonly<Record<string, string>> = { $user: 'User', $profile: 'Profile', $userrole: 'UserRole', $organization: 'Organization' };

export function referenceType(field: FieldSchema): ReferenceType | undefined {
  const type = FORMULA_TYPES[field.type];
  if (type === undefined) return undefined;
  return {
    type,
    // Values of an unrestricted picklist are a suggestion: records may hold others.
    ...(field.restrictedPicklist && field.picklistValues.length > 0 ? { picklistValues: field.picklistValues.map((value) => value.value) } : {}),
    ...(type === 'Number' || type === 'Currency' || type === 'Percent' ? { scale: field.scale } : {}),
    ...(type === 'Text' ? { length: field.length } : {}),
  };
}

/** Follows relationships from an object to a field; `Owner:User.Name` names the target of a polymorphic one. */
function resolveField(context: CheckContext, objectName: string, path: readonly string[]): ReferenceType | undefined {
  let object = context.schema.object(objectName);
  for (const step of path.slice(0, -1)) {
    const [name = '', target] = step.split(':');
    const relation = object?.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase());
    const next = target ?? (relation?.referenceTo.includes('User') === true ? 'User' : relation?.referenceTo[0]);
    object = relation === undefined || next === undefined ? undefined : context.schema.object(next);
  }
  const field = object === undefined ? undefined : context.schema.field(object.apiName, path.at(-1) ?? '');
  return field === undefined ? undefined : referenceType(field);
}

function resolveCustomMetadata(context: CheckContext, path: readonly string[]): ReferenceType | undefined {
  const [type = '', record = '', field = ''] = path;
  if (path.length !== 3 || !context.components.has('CustomMetadata', `${type.replace(/__mdt$/i, '')}.${record}`)) return undefined;
  return resolveField(context, type, [field]);
}

function resolveGlobal(context: CheckContext, path: readonly string[]): ReferenceType | undefined {
  const [global = '', ...rest] = path;
  const key = global.toLowerCase();
  const object = GLOBAL_RECORDS[key];
  if (object !== undefined) return resolveField(context, object, rest);
  if (key === '$permission') return rest.length === 1 && context.components.has('CustomPermission', rest[0] ?? '') ? { type: 'Boolean' } : undefined;
  if (key === '$custommetadata') return resolveCustomMetadata(context, rest);
  if (key === '$label') return rest.length === 1 && context.components.has('CustomLabel', rest[0] ?? '') ? { type: 'Text' } : undefined;
  if (key === '$system') return rest[0]?.toLowerCase() === 'origindatetime' ? { type: 'DateTime' } : undefined;
  return undefined;
}

/** How references of a formula on `object` resolve. */
export function formulaContext(context: CheckContext, object: string, kind: FormulaContextKind): FormulaContext {
  return {
    kind,
    resolve: (path) => (path[0]?.startsWith('$') === true ? resolveGlobal(context, path) : resolveField(context, object, path)),
    suggest: (path) => (path.length === 1 ? nearest(path[0] ?? '', context.schema.object(object)?.fields.map((field) => field.apiName) ?? []) : undefined),
  };
}

/**
 * Messages of a formula's problems; none when it compiles.
 * @param results types that the whole formula may have; any when absent
 */
export function compileFormula(text: string, context: FormulaContext, results?: readonly FormulaType[]): readonly string[] {
  const { problems, type } = compileText(text, context);
  const errors = problems.filter(isError);
  if (errors.length > 0) return errors.map(message);
  if (results === undefined || type === undefined || type === 'Null' || results.includes(type)) return [];
  return [`Formula result is data type (${type}), incompatible with expected data type (${results[0] ?? ''}).`];
}

const message = (found: FormulaProblem): string => (found.hint === undefined ? found.message : `${found.message} ${found.hint}`);
