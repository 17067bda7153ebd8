/** Formula fields that read formula fields: in an org each is computed in place of its reference. */
import { checkFormula, estimateCompiledSize, fieldsOf, parseFormula, type CompiledSize, type FormulaContext } from '../../../formula/index.ts';
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';
import { destinationOf, objectOfGlobal } from './paths.ts';

interface FormulaField {
  readonly object: ObjectSchema;
  readonly field: FieldSchema;
}

/** The formula field that a path leads to. */
function formulaFieldAt(schema: Schema, object: ObjectSchema, path: readonly string[]): FormulaField | undefined {
  const [head = ''] = path;
  const from = head.startsWith('$') ? objectOfGlobal(schema, head) : object;
  const found = from === undefined ? undefined : destinationOf(schema, from, head.startsWith('$') ? path.slice(1) : path);
  return found?.kind === 'field' && found.field.formula !== null ? found : undefined;
}

function formulaFieldsIn(schema: Schema, object: ObjectSchema, formula: string): readonly FormulaField[] {
  const { expression } = parseFormula(formula);
  return expression === undefined ? [] : fieldsOf(expression).flatMap((path) => formulaFieldAt(schema, object, path) ?? []);
}

const nameOf = ({ object, field }: FormulaField): string => `${object.apiName}.${field.apiName}`;

/** The way from a formula field back to itself, ending with its own name; undefined when there is none. */
export function formulaCycle(schema: Schema, object: ObjectSchema, field: FieldSchema): readonly string[] | undefined {
  const start = nameOf({ object, field });
  const seen = new Set<string>();
  const search = (from: FormulaField, way: readonly string[]): readonly string[] | undefined => {
    for (const next of formulaFieldsIn(schema, from.object, from.field.formula ?? '')) {
      const name = nameOf(next);
      if (name === start) {
        return [...way, name];
      }
      if (!seen.has(name)) {
        seen.add(name);
        const found = search(next, [...way, name]);
        if (found !== undefined) {
          return found;
        }
      }
    }
    return undefined;
  };
  return search({ object, field }, [start]);
}

/** The size of what a path of the object is compiled to, when it leads to a formula field. */
export type SizeAt = (object: ObjectSchema, path: readonly string[]) => CompiledSize | undefined;

/**
 * Measures formula fields, each once.
 * @param contextOf the checking context of formula fields of an object
 */
export function createSizes(schema: Schema, contextOf: (object: ObjectSchema) => FormulaContext): SizeAt {
  const known = new Map<FieldSchema, CompiledSize | undefined>();
  const sizeAt: SizeAt = (object, path) => {
    const found = formulaFieldAt(schema, object, path);
    if (found === undefined || known.has(found.field)) {
      return found === undefined ? undefined : known.get(found.field);
    }
    // Whoever comes here again while it is measured has gone in a circle, which is refused elsewhere.
    known.set(found.field, undefined);
    const { expression } = parseFormula(found.field.formula ?? '');
    const { formula } = expression === undefined ? { formula: undefined } : checkFormula(expression, contextOf(found.object));
    const size = formula === undefined ? undefined : estimateCompiledSize(formula.expression, formula.types, (inner) => sizeAt(found.object, inner));
    known.set(found.field, size);
    return size;
  };
  return sizeAt;
}
