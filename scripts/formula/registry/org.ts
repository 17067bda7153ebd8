import { readValue } from '../evaluate/border.ts';
import { shortId } from '../evaluate/equality.ts';
import { unsupported } from '../evaluate/error.ts';
import { Num } from '../evaluate/number.ts';
import { isBlank } from '../evaluate/value.ts';
import type { Frame } from '../evaluate/value.ts';
import { problem } from '../problems.ts';
import type { FormulaContextKind, FormulaProblem, FormulaType, OrgLookups } from '../types.ts';
import { EVERYWHERE, parameter, text, textOr } from './row.ts';
import type { FunctionRow, TypedCall } from './row.ts';
import { isTextual, nameOf } from './types.ts';

/** The question that a function asks of the org; refused where there is no org to ask. */
function ask<Question extends keyof OrgLookups>(frame: Frame, question: Question, name: string): NonNullable<OrgLookups[Question]> {
  const answer = frame.input.org?.[question];
  if (answer === undefined) {
    throw unsupported(name, 'it asks something of the org that is not given here.');
  }
  return answer;
}

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id: each letter stands for the capitals among five characters. */
function caseSafeId(id: string): string {
  if (id.length !== 15) {
    return id;
  }
  let suffix = '';
  for (let group = 0; group < 15; group += 5) {
    let bits = 0;
    for (let bit = 0; bit < 5; bit++) {
      bits |= /[A-Z]/.test(id[group + bit] ?? '') ? 1 << bit : 0;
    }
    suffix += SUFFIX[bits] ?? '';
  }
  return id + suffix;
}

const RULES_AND_DEFAULTS: readonly FormulaContextKind[] = ['validationRule', 'defaultValue'];

/** Salesforce names the record name field in this message (FunctionIncludesWrongArgumentException of its engine). */
function lookUpArguments(call: TypedCall): readonly FormulaProblem[] {
  const [returned, searched, value] = call.expression.args;
  const [from, by] = [returned, searched].map((field) => (field === undefined ? undefined : call.referenceOf(field)?.lookup));
  if (returned === undefined || searched === undefined || value === undefined || from === undefined || by === undefined) {
    return [];
  }
  if (!by.isName || by.object !== from.object) {
    return [problem('wrong-type', "Incorrect parameter for function 'VLOOKUP()'. Expected Record Name field reference.", searched.span, 'Both fields belong to one custom object, and it is searched by its record name.')];
  }
  if (!from.returnable) {
    return [problem('wrong-type', `The VLOOKUP function cannot reference the ${returned.kind === 'reference' ? returned.path.join('.') : ''} field.`, returned.span)];
  }
  const [type = 'Null'] = call.types.slice(2);
  return type === 'Null' || isTextual(type)
    ? []
    : [problem('wrong-type', `Incorrect parameter type for function 'VLOOKUP()'. Expected Text, received ${nameOf(type)}`, value.span)];
}

/** Functions whose answer is the org's. */
export const ORG: readonly FunctionRow[] = [
  {
    name: 'VLOOKUP', family: 'advanced', contexts: RULES_AND_DEFAULTS, returns: (types) => types[0] ?? 'Null', volatile: true,
    summary: 'A field of the first record of a custom object that has the name, in any case.',
    parameters: [parameter([], 'lookupField')('field_to_return'), parameter([], 'lookupField')('field_on_lookup_object'), text('lookup_value')],
    check: lookUpArguments,
    implement: ({ args, types, expression, referenceOf }) => {
      const type: FormulaType = types[0] ?? 'Null';
      const [returned] = expression.args;
      const from = returned === undefined ? undefined : referenceOf(returned)?.lookup;
      return (frame) => {
        const name = textOr(args[2], frame);
        const found = name === '' || from === undefined ? null : ask(frame, 'lookUp', 'VLOOKUP')(from.object, from.field, name);
        return readValue(type, found, frame.zero);
      };
    },
  },
  {
    name: 'CURRENCYRATE', family: 'advanced', contexts: EVERYWHERE, returns: 'Number', volatile: true,
    summary: 'The conversion rate of a currency to the corporate currency; 1 when the org has no such currency.',
    parameters: [text('iso_code')],
    implement: ({ args }) => (frame) => {
      const rate = ask(frame, 'currencyRate', 'CURRENCYRATE')(textOr(args[0], frame));
      return rate === undefined || rate === null ? new Num(1) : readValue('Number', rate, false);
    },
  },
  {
    name: 'CASESAFEID', family: 'advanced', contexts: EVERYWHERE, returns: 'Text', volatile: true, summary: 'The 18-character form of a record id; any other text as it is.',
    parameters: [text('id')],
    implement: ({ args, types }) => (frame) => {
      const id = args[0]?.(frame) ?? null;
      if (isBlank(id)) {
        return null;
      }
      const written = id as string;
      // Only a text that could be an id of the org's is converted (org probe casesafeid_mixed, 2026-07-28).
      return types[0] === 'Id' || (/^[A-Za-z0-9]{15}$/.test(written) && ask(frame, 'hasKeyPrefix', 'CASESAFEID of a text')(written.slice(0, 3)))
        ? caseSafeId(shortId(written))
        : written;
    },
  },
  {
    name: 'GETSESSIONID', family: 'advanced', contexts: EVERYWHERE, returns: 'Text', volatile: true, summary: 'The id of the session that the formula is evaluated in.',
    parameters: [],
    implement: () => (frame) => ask(frame, 'sessionId', 'GETSESSIONID')(),
  },
];
