import { readerFor } from '../evaluate/border.ts';
import { fixedField } from '../evaluate/fixedPoint.ts';
import type { Frame } from '../evaluate/value.ts';
import { problem } from '../problems.ts';
import { differs } from '../evaluate/equality.ts';
import type { CompileCall, FunctionRow, TypedCall } from './row.ts';
import { parameter } from './row.ts';
import type { Accept } from './row.ts';
import type { FormulaContextKind, FormulaProblem, FormulaType, RawValue } from '../types.ts';
import { isNumeric } from './types.ts';

/** Only a save knows what changed: an org refuses these in formula fields, default values and flows. */
const IN_RULES: readonly FormulaContextKind[] = ['validationRule'];

const ANY_FIELD: readonly Accept[] = ['number', 'text', 'boolean', 'date', 'dateTime', 'time', 'picklist', 'multiPicklist', 'geolocation'];

function pathOf({ expression }: CompileCall): readonly string[] {
  const [field] = expression.args;
  return field?.kind === 'reference' ? field.path : [];
}

/** The field before this save, or as it is while the record is being created. */
function priorRaw({ input }: Frame, path: readonly string[]): RawValue | undefined {
  return (input.isNew === true || input.prior === undefined ? input.record : input.prior)(path);
}

/** Only the record's own fields are saved with it, so only they have a value before. */
function ownField({ expression }: TypedCall): readonly FormulaProblem[] {
  const [field] = expression.args;
  const own = field?.kind !== 'reference' || (field.path.length === 1 && !(field.path[0] ?? '').startsWith('$'));
  return own ? [] : [problem('unsupported', `${expression.name} of a field of another record is not supported: it has no prior value in this save.`, field.span)];
}

export const RECORD: readonly FunctionRow[] = [
  {
    name: 'ISNEW', family: 'record', contexts: IN_RULES, returns: 'Boolean', summary: 'True while the record is being created.', parameters: [],
    implement: () => (frame) => frame.input.isNew ?? frame.input.prior === undefined,
  },
  {
    name: 'ISCLONE', family: 'record', contexts: IN_RULES, returns: 'Boolean', summary: 'True while the record is being created as a clone.', parameters: [],
    implement: () => (frame) => frame.input.isClone === true,
  },
  {
    name: 'ISCHANGED', family: 'record', contexts: IN_RULES, returns: 'Boolean', summary: 'True when this save changes the field; false while the record is being created.',
    parameters: [parameter(ANY_FIELD, 'field')('field')],
    check: ownField,
    implement: (call) => {
      const path = pathOf(call);
      const type: FormulaType = call.types[0] ?? 'Null';
      const read = readerFor(type);
      return ({ input, zero }) => {
        if (input.isNew === true || input.prior === undefined) {
          return false;
        }
        const [before, after] = [input.prior(path), input.record(path)];
        // The same text or number is read as the same value, whatever it is.
        return before === after ? false : differs(type, read(before, zero), read(after, zero));
      };
    },
  },
  {
    name: 'PRIORVALUE', family: 'record', contexts: IN_RULES, returns: (types) => types[0] ?? 'Null', summary: 'The value before this save; the value itself while the record is being created.',
    parameters: [parameter(ANY_FIELD, 'field')('field')],
    check: ownField,
    implement: (call) => {
      const path = pathOf(call);
      const read = readerFor(call.types[0] ?? 'Null');
      return (frame) => read(priorRaw(frame, path), frame.zero);
    },
    fixed: (call) => {
      const [field] = call.expression.args;
      const reference = field === undefined ? undefined : call.referenceOf(field);
      const path = pathOf(call);
      return reference === undefined || !isNumeric(reference.type) ? undefined : fixedField((frame) => priorRaw(frame, path), reference);
    },
  },
];
