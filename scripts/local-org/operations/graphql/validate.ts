/** Validation against the schema, with its errors in the words of graphql-java, which answers at Salesforce. */
import { Kind, NoUnusedFragmentsRule, NoUnusedVariablesRule, specifiedRules, validate, visit, type ASTNode, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import { failure, type Failure } from './errors.ts';

const MAX_ERRORS = 50;

interface Wording {
  /** Of the graphql library's message. */
  readonly pattern: RegExp;
  readonly type: string;
  readonly text: (found: readonly string[], place: Place) => string;
}

interface Place {
  /** Names of the fields down to the error. */
  readonly path: readonly string[];
  /** `where.Amount.gt`, when the error lies within an argument. */
  readonly argument: string;
}

const WORDINGS: readonly Wording[] = [
  { pattern: /^Cannot query field "(.+?)" on type "(.+?)"/, type: 'FieldUndefined', text: ([field, type]) => `Field '${field ?? ''}' in type '${type ?? ''}' is undefined` },
  { pattern: /^Field "(.+?)" of type "(.+?)" must have a selection/, type: 'SubselectionRequired', text: ([field, type]) => `Subselection required for type '${type ?? ''}' of field '${field ?? ''}'` },
  { pattern: /^Field "(.+?)" must not have a selection since type "(.+?)"/, type: 'SubselectionNotAllowed', text: ([field, type]) => `Subselection not allowed on leaf type '${type ?? ''}' of field '${field ?? ''}'` },
  { pattern: /^Unknown argument "(.+?)" on field/, type: 'UnknownArgument', text: ([name]) => `Unknown field argument '${name ?? ''}'` },
  { pattern: /^Unknown argument "(.+?)" on directive/, type: 'UnknownArgument', text: ([name]) => `Unknown directive argument '${name ?? ''}'` },
  { pattern: /^Field "(.+?)" argument "(.+?)" of type/, type: 'MissingFieldArgument', text: ([, name]) => `Missing field argument '${name ?? ''}'` },
  { pattern: /^Directive "@(.+?)" argument "(.+?)" of type/, type: 'MissingDirectiveArgument', text: ([, name]) => `Missing directive argument '${name ?? ''}'` },
  { pattern: /^Unknown type "(.+?)"/, type: 'UnknownType', text: ([name]) => `Unknown type '${name ?? ''}'` },
  { pattern: /^Unknown fragment "(.+?)"/, type: 'UndefinedFragment', text: ([name]) => `Undefined fragment '${name ?? ''}'` },
  { pattern: /^Unknown directive "@(.+?)"/, type: 'UnknownDirective', text: ([name]) => `Unknown directive '${name ?? ''}'` },
  { pattern: /^Directive "@(.+?)" may not be used/, type: 'MisplacedDirective', text: ([name]) => `Directive '${name ?? ''}' not allowed here` },
  { pattern: /^Fragment "(.+?)" is never used/, type: 'UnusedFragment', text: ([name]) => `Unused fragment '${name ?? ''}'` },
  { pattern: /^Cannot spread fragment "(.+?)" within itself/, type: 'FragmentCycle', text: () => 'Fragment cycles not allowed' },
  { pattern: /^Variable "\$(.+?)" is not defined/, type: 'UndefinedVariable', text: ([name]) => `Undefined variable '${name ?? ''}'` },
  { pattern: /^Variable "\$(.+?)" is never used/, type: 'UnusedVariable', text: ([name]) => `Unused variable '${name ?? ''}'` },
  { pattern: /^Variable "\$(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/, type: 'VariableTypeMismatch', text: ([, type, expected]) => `Variable type '${type ?? ''}' does not match expected type '${expected ?? ''}'` },
  { pattern: /^Fields "(.+?)" conflict because "(.+?)" and "(.+?)" are different fields/, type: 'FieldsConflict', text: ([key, one, other]) => `'${key ?? ''}' : '${one ?? ''}' and '${other ?? ''}' are different fields` },
  { pattern: /^Fields "(.+?)" conflict because they have differing arguments/, type: 'FieldsConflict', text: ([key]) => `'${key ?? ''}' : fields have different arguments` },
  { pattern: /cannot be spread here as objects of type "(.+?)" can never be of type "(.+?)"/, type: 'InvalidFragmentType', text: ([parent, type]) => `Fragment cannot be spread here as objects of type '${parent ?? ''}' can never be of type '${type ?? ''}'` },
  { pattern: /^Field "(.+?)" is not defined by type "(.+?)"/, type: 'WrongType', text: ([field], { argument }) => `argument '${argument}' contains a field not defined in its type: '${field ?? ''}'` },
  { pattern: /^Expected value of type "(.+?)", found (.+?)(?:;.*)?\.?$/s, type: 'WrongType', text: ([type, value], { argument }) => `argument '${argument}' with value '${value ?? ''}' is not a valid '${type ?? ''}'` },
  { pattern: /^(\w+) cannot represent (?:.*?): (.+)$/s, type: 'WrongType', text: ([type, value], { argument }) => `argument '${argument}' with value '${value ?? ''}' is not a valid '${type ?? ''}'` },
  { pattern: /^Value "(.+?)" does not exist in "(.+?)" enum/, type: 'WrongType', text: ([value, type], { argument }) => `argument '${argument}' with value 'EnumValue{name='${value ?? ''}'}' is not a valid '${type ?? ''}'` },
];

/** @param leftOut fields were taken out as optional: what only they used is no mistake */
export function validationFailures(schema: GraphQLSchema, document: DocumentNode, leftOut: boolean): readonly Failure[] {
  const rules = specifiedRules.filter((rule) => !leftOut || (rule !== NoUnusedVariablesRule && rule !== NoUnusedFragmentsRule));
  return validate(schema, document, rules, { maxErrors: MAX_ERRORS }).map((error) => failure(worded(error, document), 'ValidationError', error.locations ?? []));
}

/** Errors of variables, which are read before anything runs. */
export function variableFailure(error: GraphQLError): Failure {
  const name = /^Variable "\$(\w+)"/.exec(error.message)?.[1];
  const required = /of required type "(.+?)"/.exec(error.message)?.[1];
  const detail = required === undefined ? error.message.replace(/^Variable "\$\w+" got /, '') : `Variable '${name ?? ''}' has coerced Null value for NonNull type '${required}'`;
  return failure(name === undefined ? error.message : `Variable '${name}' has an invalid value: ${detail}`, 'ValidationError', error.locations ?? []);
}

function worded(error: GraphQLError, document: DocumentNode): string {
  const place = placeOf(error.nodes?.[0], document);
  const at = place.path.length === 0 ? '' : `@[${place.path.join('/')}]`;
  for (const { pattern, type, text } of WORDINGS) {
    const found = pattern.exec(error.message);
    if (found !== null) {
      return `Validation error (${type}${at}) : ${text(found.slice(1), place)}`;
    }
  }
  return `Validation error${at === '' ? '' : ` (${at.slice(1)})`} : ${error.message}`;
}

/** Where a node stands: the fields above it, and the way into an argument. */
function placeOf(node: ASTNode | undefined, document: DocumentNode): Place {
  let found: Place = { path: [], argument: '' };
  if (node === undefined) {
    return found;
  }
  const path: string[] = [];
  const argument: string[] = [];
  visit(document, {
    enter(entered) {
      const list = entered.kind === Kind.FIELD ? path : entered.kind === Kind.ARGUMENT || entered.kind === Kind.OBJECT_FIELD ? argument : undefined;
      list?.push('name' in entered && entered.name !== undefined ? entered.name.value : '');
      if (entered === node) {
        found = { path: [...path], argument: argument.join('.') };
      }
    },
    leave(left) {
      (left.kind === Kind.FIELD ? path : left.kind === Kind.ARGUMENT || left.kind === Kind.OBJECT_FIELD ? argument : undefined)?.pop();
    },
  });
  return found;
}
