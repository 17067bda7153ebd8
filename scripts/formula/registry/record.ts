import { readValue } from '../evaluate/border.ts';
import { problem } from '../problems.ts';
import { differs } from '../evaluate/equality.ts';
import type { CompileCall, FunctionRow, TypedCall } from './row.ts';
import { parameter } from './row.ts';
import type { Accept } from './row.ts';
import type { FormulaContextKind, FormulaProblem, FormulaType } from '../types.ts';

/** Only a save knows what changed: an org refuses these in formula fields, default values and flows. */
const IN_RULES: readonly FormulaContextKind[] = ['validationRule'];

const ANY_FIELD: readonly Accept[] = ['number', 'text', 'boolean', 'date', 'dateTime', 'time', 'picklist', 'multiPicklist', 'geolocation'];

function pathOf({ expression }: CompileCall): readonly string[] {
  const [field] = expression.args;
  return field?.kind === 'reference' ? field.path : [];
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
      return ({ input, zero }) => {
        if (input.isNew === true || input.prior === undefined) {
          return false;
        }
        return differs(type, readValue(type, input.prior(path), zero), readValue(type, input.record(path), zero));
      };
    },
  },
  {
    name: 'PRIORVALUE', family: 'record', contexts: IN_RULES, returns: (types) => types[0] ?? 'Null', summary: 'The value before this save; the value itself while the record is being created.',
    parameters: [parameter(ANY_FIELD, 'field')('field')],
    check: ownField,
    implement: (call) => {
      const path = pathOf(call);
      const type: FormulaType = call.types[0] ?? 'Null';
      return ({ input, zero }) => {
        const reader = input.isNew === true || input.prior === undefined ? input.record : input.prior;
        return readValue(type, reader(path), zero);
      };
    },
  },
];
