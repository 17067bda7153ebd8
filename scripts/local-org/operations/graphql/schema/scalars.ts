/** The scalars of the UI API's GraphQL schema. Answers leave them as the org gives them; arguments must have the right form. */
import { GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

type Accepts = (value: unknown) => boolean;

const isText: Accepts = (value) => typeof value === 'string';
const isNumber: Accepts = (value) => (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
const isLong: Accepts = (value) => Number.isSafeInteger(typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value);
const matches = (form: RegExp): Accepts => (value) => typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value));

function scalar(name: string, accepts: Accepts): GraphQLScalarType {
  const read = (value: unknown): unknown => {
    if (!accepts(value)) {
      throw new TypeError(`It is no ${name}.`);
    }
    return value;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) => value,
    parseValue: read,
    parseLiteral: (node) => {
      if (node.kind === Kind.OBJECT || node.kind === Kind.LIST || node.kind === Kind.ENUM) {
        throw new TypeError(`It is no ${name}.`);
      }
      return read(valueFromASTUntyped(node));
    },
  });
}

const DATE = matches(/^\d{4}-\d{2}-\d{2}$/);
const DATE_TIME = matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/);
const TIME: Accepts = (value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z?$/.test(value);

export const scalars = {
  Base64: scalar('Base64', isText),
  Currency: scalar('Currency', isNumber),
  Date: scalar('Date', DATE),
  DateTime: scalar('DateTime', DATE_TIME),
  Double: scalar('Double', isNumber),
  Email: scalar('Email', isText),
  IdOrRef: scalar('IdOrRef', isText),
  Long: scalar('Long', isLong),
  LongTextArea: scalar('LongTextArea', isText),
  MultiPicklist: scalar('MultiPicklist', isText),
  Percent: scalar('Percent', isNumber),
  PhoneNumber: scalar('PhoneNumber', isText),
  Picklist: scalar('Picklist', isText),
  TextArea: scalar('TextArea', isText),
  Time: scalar('Time', TIME),
  Url: scalar('Url', isText),
} as const;
