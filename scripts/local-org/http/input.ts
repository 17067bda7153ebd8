/** Checks of what a client sent, before it reaches the engine. */
import { OrgError, type RecordInput } from '../engine/types.ts';
import { malformedJson } from './errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws OrgError JSON_PARSER_ERROR when the body is no JSON object */
export function objectBody(body: unknown): JsonObject {
  if (!isObject(body)) {
    throw malformedJson('The request body must be a JSON object.');
  }
  return body;
}

/** The fields of a record: the body without `attributes`. */
export function recordBody(body: unknown): RecordInput {
  return withoutAttributes(objectBody(body));
}

export function withoutAttributes(record: JsonObject): RecordInput {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'attributes'));
}

/** The objects in a list property. @throws OrgError when it is no list of objects, or longer than `limit` */
export function listOf(body: JsonObject, property: string, limit: number, tooMany: string): readonly JsonObject[] {
  const list = body[property];
  if (!Array.isArray(list)) {
    throw malformedJson(`The property ${property} must be a list.`);
  }
  if (list.length > limit) {
    throw new OrgError('EXCEEDED_ID_LIMIT', tooMany);
  }
  return list.map((entry) => {
    if (!isObject(entry)) {
      throw malformedJson(`Every entry of ${property} must be a JSON object.`);
    }
    return entry;
  });
}

export function textOf(body: JsonObject, property: string): string | undefined {
  const value = body[property];
  return typeof value === 'string' ? value : undefined;
}
