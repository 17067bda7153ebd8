/**
 * Documents that have been read and checked, kept per schema: a component sends the same one again and again, with other
 * variables. What a document is refused for depends on nothing else either, so refusals are kept as well.
 */
import type { DocumentNode } from 'graphql';
import { operationOf, readDocument, withoutAbsentOptionals } from './document.ts';
import type { Failure } from './errors.ts';
import type { UiapiSchema } from './schema/build.ts';
import { validationFailures } from './validate.ts';

/** Documents of one schema; the one that was not asked for longest goes first. */
const MAX_KEPT = 200;
/** Longer ones are rare, and written by hand. */
const MAX_KEPT_LENGTH = 20_000;

export type Prepared =
  | { readonly document: DocumentNode }
  | { readonly failures: readonly Failure[] };

/** @throws RequestError when it is not clear which operation runs, or when the document is too large */
export function prepare(schema: UiapiSchema, source: string, operationName: string | undefined): Prepared {
  const key = `${operationName ?? ''}\n${source}`;
  const known = schema.documents.get(key);
  if (known !== undefined) {
    schema.documents.delete(key);
    schema.documents.set(key, known);
    return known;
  }
  const prepared = check(schema, source, operationName);
  if (source.length <= MAX_KEPT_LENGTH) {
    schema.documents.set(key, prepared);
    for (const oldest of schema.documents.keys()) {
      if (schema.documents.size <= MAX_KEPT) {
        break;
      }
      schema.documents.delete(oldest);
    }
  }
  return prepared;
}

function check(schema: UiapiSchema, source: string, operationName: string | undefined): Prepared {
  const parsed = readDocument(source);
  if ('message' in parsed) {
    return { failures: [parsed] };
  }
  operationOf(parsed, operationName);
  const { document, leftOut } = withoutAbsentOptionals(schema.graphql, parsed);
  const failures = validationFailures(schema.graphql, document, leftOut);
  return failures.length > 0 ? { failures } : { document };
}
