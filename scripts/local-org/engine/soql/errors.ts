/** Errors of a query in the platform's shape: the query, a caret, row and column, then the message. */
import { OrgError } from '../types.ts';

/** Blanks out text literals, so that a name is never found inside one. */
function withoutLiterals(soql: string): string {
  return soql.replace(/'(?:\\.|[^'\\])*'?/gs, (literal) => "'".padEnd(literal.length, ' '));
}

/** Offset of a name as a whole word outside text literals, the first one behind the clause; -1 when it is not there. */
export function locate(soql: string, name: string, clause?: RegExp): number {
  const text = withoutLiterals(soql);
  const start = clause === undefined ? 0 : text.search(clause);
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = new RegExp(`(?<![\\w.])${escaped}(?![\\w.])`, 'ig');
  word.lastIndex = Math.max(start, 0);
  return word.exec(text)?.index ?? -1;
}

/** The platform shows the line of the mistake and puts a caret under it. */
function pointed(soql: string, offset: number, message: string): string {
  const lines = soql.slice(0, offset).split('\n');
  const column = (lines.at(-1) ?? '').length;
  const line = soql.split('\n')[lines.length - 1] ?? '';
  return `\n${line}\n${' '.repeat(column)}^\nERROR at Row:${lines.length}:Column:${column + 1}\n${message}`;
}

const WHERE = /\bWHERE\b/i;
const ORDER_BY = /\bORDER\s+BY\b/i;
const GROUP_BY = /\bGROUP\s+BY\b/i;

function at(errorCode: string, soql: string, name: string, message: string, clause?: RegExp): OrgError {
  const offset = locate(soql, name, clause);
  return new OrgError(errorCode, offset < 0 ? message : pointed(soql, offset, message));
}

const REFERENCE_THE_DESCRIBE = 'Please reference your WSDL or the describe call for the appropriate names.';

export const queryErrors = {
  unexpectedToken: (soql: string, token: string) =>
    token === '' ? new OrgError('MALFORMED_QUERY', 'unexpected token: <EOF>') : at('MALFORMED_QUERY', soql, token, `unexpected token: '${token}'`),
  unexpectedAt: (soql: string, offset: number, token: string) => new OrgError('MALFORMED_QUERY', pointed(soql, offset, `unexpected token: '${token}'`)),
  malformed: (message: string) => new OrgError('MALFORMED_QUERY', message),
  noSuchColumn: (soql: string, path: string, column: string, entity: string) =>
    at('INVALID_FIELD', soql, path, `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE_THE_DESCRIBE}`),
  noSuchRelationship: (soql: string, path: string, relationship: string) =>
    at('INVALID_FIELD', soql, path, `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE_THE_DESCRIBE}`),
  noSuchChildRelationship: (soql: string, relationship: string) =>
    at('INVALID_TYPE', soql, relationship, `Didn't understand relationship '${relationship}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE_THE_DESCRIBE}`),
  noSuchObject: (soql: string, object: string) =>
    at('INVALID_TYPE', soql, object, `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${REFERENCE_THE_DESCRIBE}`),
  cannotFilter: (soql: string, path: string, field: string) => at('INVALID_FIELD', soql, path, `field '${field}' can not be filtered in a query call`, WHERE),
  cannotSort: (soql: string, path: string, field: string) => at('INVALID_FIELD', soql, path, `field '${field}' can not be sorted in a query call`, ORDER_BY),
  cannotGroup: (soql: string, path: string, field: string) => at('MALFORMED_QUERY', soql, path, `field '${field}' can not be grouped in a query call`, GROUP_BY),
  cannotAggregate: (soql: string, path: string, field: string, fn: string) =>
    at('MALFORMED_QUERY', soql, path, `field ${field} does not support aggregate operator ${fn}`),
  duplicateField: (soql: string, field: string) => at('MALFORMED_QUERY', soql, field, `duplicate field selected: ${field}`),
  duplicateAlias: (soql: string, alias: string) => at('MALFORMED_QUERY', soql, alias, `duplicate alias: ${alias}`),
  mustBeGrouped: (soql: string, field: string) => at('MALFORMED_QUERY', soql, field, `Field must be grouped or aggregated: ${field}`),
  orderMustBeGrouped: (soql: string, field: string) => at('MALFORMED_QUERY', soql, field, `Ordered field must be grouped or aggregated: ${field}`, ORDER_BY),
  wrongLiteral: (soql: string, path: string, field: string, type: string, quoted: boolean) =>
    at('INVALID_FIELD', soql, path, `value of filter criterion for field '${field}' must be of type ${type} and should ${quoted ? '' : 'not '}be enclosed in quotes`, WHERE),
  invalidId: (soql: string, path: string, id: string) => at('INVALID_QUERY_FILTER_OPERATOR', soql, path, `invalid ID field: ${id}`, WHERE),
  invalidOperator: (soql: string, path: string, type: string) => at('INVALID_QUERY_FILTER_OPERATOR', soql, path, `invalid operator on ${type} field`, WHERE),
  tooComplicated: () => new OrgError('QUERY_TOO_COMPLICATED', 'Query is either selecting too many fields or the filter conditions are too complicated.'),
  /** The local org's own refusal: the platform would answer, this engine does not. */
  unsupported: (what: string) => new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported: the local org does not do ${what} in a query.`, 501),
} as const;
