/** Errors of a query in the platform's shape: the query's line, a caret, row and column, then the message. */
import { OrgError } from '../types.ts';

/** Characters shown on each side of the mistake, up to the next blank or comma (read off messages of orgs in public issues). */
const CONTEXT = 30;
const BREAK = /[\s,]/;

/**
 * The platform shows a piece of the mistake's line and puts a caret under it. `offset` is where the mistake begins, -1 when
 * there is no text to point at; columns count from `first`.
 */
function at(errorCode: string, soql: string, offset: number, message: string, first: 0 | 1 = 1): OrgError {
  if (offset < 0 || soql === '') {
    return new OrgError(errorCode, message);
  }
  const lineStart = offset === 0 ? 0 : soql.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = soql.indexOf('\n', offset) < 0 ? soql.length : soql.indexOf('\n', offset);
  const row = soql.slice(0, lineStart).split('\n').length;
  const column = offset - lineStart + first;
  const marked = lineStart + Math.max(0, column - 1);
  let start = Math.max(lineStart, marked - CONTEXT);
  while (start > lineStart && !BREAK.test(soql.charAt(start - 1))) {
    start -= 1;
  }
  let end = Math.min(lineEnd, marked + CONTEXT + 1);
  while (end < lineEnd && !BREAK.test(soql.charAt(end))) {
    end += 1;
  }
  return new OrgError(errorCode, `\n${soql.slice(start, end)}\n${' '.repeat(marked - start)}^\nERROR at Row:${row}:Column:${column}\n${message}`);
}

/** Syntax errors count columns from 0, all others from 1; at the very first character no place is shown. */
function syntaxError(soql: string, offset: number, message: string): OrgError {
  return at('MALFORMED_QUERY', soql, offset === 0 ? -1 : offset, message, 0);
}

function columnOf(soql: string, offset: number): string {
  const lines = soql.slice(0, offset).split('\n');
  return `line ${lines.length}:${lines.at(-1)?.length ?? 0}`;
}

const REFERENCE_THE_DESCRIBE = 'Please reference your WSDL or the describe call for the appropriate names.';
const STORAGE = 'EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION';

export const queryErrors = {
  unexpectedToken: (soql: string, { kind, text, offset }: { readonly kind: string; readonly text: string; readonly offset: number }) =>
    kind === 'end' && offset > 0
      ? at('MALFORMED_QUERY', soql, offset, "unexpected token: '<EOF>'")
      : syntaxError(soql, offset, `unexpected token: '${text.replace(/^'(.*)'$/s, '$1')}'`),
  strangeCharacter: (soql: string, offset: number) =>
    syntaxError(soql, offset, `${columnOf(soql, offset)} no viable alternative at character '${String.fromCodePoint(soql.codePointAt(offset) ?? 0)}'`),
  unclosedText: (soql: string) => syntaxError(soql, soql.length, `${columnOf(soql, soql.length)} mismatched character '<EOF>' expecting '''`),
  bindVariable: (soql: string, offset: number) => at('MALFORMED_QUERY', soql, offset, 'Bind variables only allowed in Apex code'),
  malformed: (message: string) => new OrgError('MALFORMED_QUERY', message),
  noSuchColumn: (soql: string, offset: number, column: string, entity: string) =>
    at('INVALID_FIELD', soql, offset, `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE_THE_DESCRIBE}`),
  noSuchRelationship: (soql: string, offset: number, relationship: string) =>
    at('INVALID_FIELD', soql, offset, `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE_THE_DESCRIBE}`),
  noSuchChildRelationship: (soql: string, offset: number, relationship: string) =>
    at('INVALID_TYPE', soql, offset, `Didn't understand relationship '${relationship}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE_THE_DESCRIBE}`),
  noSuchObject: (soql: string, offset: number, object: string) =>
    at('INVALID_TYPE', soql, offset, `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${REFERENCE_THE_DESCRIBE}`),
  notSearchable: (soql: string, offset: number, object: string) => at('INVALID_TYPE', soql, offset, `entity type ${object} does not support search`),
  cannotFilter: (soql: string, offset: number, field: string) => at('INVALID_FIELD', soql, offset, `field '${field}' can not be filtered in a query call`),
  cannotSort: (soql: string, offset: number, field: string) => at('INVALID_FIELD', soql, offset, `field '${field}' can not be sorted in a query call`),
  cannotGroup: (soql: string, offset: number, field: string) => at('MALFORMED_QUERY', soql, offset, `field '${field}' can not be grouped in a query call`),
  cannotAggregate: (soql: string, offset: number, field: string, fn: string) => at('MALFORMED_QUERY', soql, offset, `field ${field} does not support aggregate operator ${fn}`),
  duplicateField: (soql: string, offset: number, field: string) => at('MALFORMED_QUERY', soql, offset, `duplicate field selected: ${field}`),
  duplicateAlias: (soql: string, offset: number, alias: string) => at('MALFORMED_QUERY', soql, offset, `duplicate alias: ${alias}`),
  mustBeGrouped: (soql: string, offset: number, field: string) => at('MALFORMED_QUERY', soql, offset, `Field must be grouped or aggregated: ${field}`),
  orderMustBeGrouped: (soql: string, offset: number, field: string) => at('MALFORMED_QUERY', soql, offset, `Ordered field must be grouped or aggregated: ${field}`),
  wrongLiteral: (soql: string, offset: number, field: string, type: string, quoted: boolean) =>
    at('INVALID_FIELD', soql, offset, `value of filter criterion for field '${field}' must be of type ${type} and should ${quoted ? '' : 'not '}be enclosed in quotes`),
  invalidId: (soql: string, offset: number, id: string) => at('INVALID_QUERY_FILTER_OPERATOR', soql, offset, `invalid ID field: ${id}`),
  invalidOperator: (soql: string, offset: number, type: string) => at('INVALID_QUERY_FILTER_OPERATOR', soql, offset, `invalid operator on ${type} field`),
  tooComplicated: () => new OrgError('QUERY_TOO_COMPLICATED', 'Query is either selecting too many fields or the filter conditions are too complicated.'),
  tooManyGroups: () => new OrgError('EXCEEDED_ID_LIMIT', 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch'),
  /** Objects of the metadata catalogue answer few operations (Tooling API, SOQL Operation Limitations). */
  catalogue: {
    grouped: () => new OrgError(STORAGE, 'The requested operation is not yet supported by this SObject storage type, contact salesforce.com support for more information.'),
    disjunction: () => new OrgError(STORAGE, 'Disjunctions not supported'),
    comparison: () => new OrgError(STORAGE, 'Only equals comparisons permitted'),
  },
  /** The local org's own refusal: the platform would answer, this engine does not. */
  unsupported: (what: string) => new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported: the local org does not do ${what} in a query.`, 501),
} as const;
