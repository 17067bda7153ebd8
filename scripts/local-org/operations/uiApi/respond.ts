/** Rows of the UI API's operation table, and what many of them share: tags, pages, lists in parameters. */
import { createHash } from 'node:crypto';
import { OrgError } from '../../engine/types.ts';
import type { Operation, Reply } from '../../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';

export type Shape = Readonly<Record<string, unknown>>;

export const ROOT = '/services/data/:version/ui-api';

/** `/services/data/v67.0/ui-api` */
export const rootOf = (request: SyncRequest): string => `/services/data/v${request.version}/ui-api`;

/** A text, or nothing: what metadata and bodies hold may be of any type. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');

/** A body with the tag that tells caches whether it changed. */
export function tagged(body: Shape): Shape {
  return { eTag: createHash('md5').update(JSON.stringify(body)).digest('hex'), ...body };
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

export function row(name: string, method: Operation['method'], path: string, run: (request: SyncRequest) => Reply): SyncOperation {
  return { name: `uiApi.${name}`, method, path: `${ROOT}/${path}`, run };
}

export const get = (name: string, path: string, read: (request: SyncRequest) => unknown): SyncOperation => row(name, 'GET', path, (request) => ok(read(request)));

export const missing = (): OrgError => new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);

/** Names in a parameter of the URL, or in a property of the body where the operation has one. */
export function listParameter(request: SyncRequest, name: string): readonly string[] {
  const inBody = (request.body as Shape | undefined)?.[name];
  const given = Array.isArray(inBody) ? inBody.filter((entry) => typeof entry === 'string') : (request.query.get(name) ?? '').split(',');
  return given.map((part) => part.trim()).filter((part) => part !== '');
}

/** A text in a parameter of the URL or of the body; '' when there is none. */
export function textParameter(request: SyncRequest, name: string): string {
  return textOf((request.body as Shape | undefined)?.[name] ?? request.query.get(name));
}

/** A whole number in a parameter of the URL or of the body. @throws OrgError when it is none, or out of range */
export function numberParameter(request: SyncRequest, name: string, preset: number, least: number, most: number): number {
  const given = (request.body as Shape | undefined)?.[name] ?? request.query.get(name);
  if (given === null || given === undefined || given === '') {
    return preset;
  }
  const value = Number(given);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw illegal(name, textOf(given));
  }
  return value;
}

export const illegal = (name: string, value: string): OrgError => new OrgError('ILLEGAL_QUERY_PARAMETER_VALUE', `The value '${value}' of the parameter ${name} is not valid.`, 400);

/** One of the words that a parameter takes. */
export function wordParameter<Word extends string>(request: SyncRequest, name: string, words: readonly Word[], preset: Word): Word {
  const given = request.query.get(name);
  if (given === null || given === '') {
    return preset;
  }
  const word = words.find((candidate) => candidate === given);
  if (word === undefined) {
    throw illegal(name, given);
  }
  return word;
}

/** Several answers in one: each has its status. */
export function batch<Key>(keys: readonly Key[], read: (key: Key) => unknown): Shape {
  const results = keys.map((key) => {
    try {
      return { result: read(key), statusCode: 200 };
    } catch (error) {
      if (!(error instanceof OrgError)) {
        throw error;
      }
      return { result: [{ errorCode: error.errorCode, message: error.message }], statusCode: error.status };
    }
  });
  return { hasErrors: results.some(({ statusCode }) => statusCode !== 200), results };
}

/** A batch whose answer does not say whether one of them failed. */
export function simpleBatch<Key>(keys: readonly Key[], read: (key: Key) => unknown): Shape {
  const { results } = batch(keys, read);
  return { results };
}

export interface PageAsk {
  readonly size: number;
  readonly offset: number;
}

/** `pageSize` and `pageToken`; a token is the position of the first record. */
export function pageOf(request: SyncRequest, preset = 50, most = 2_000): PageAsk {
  return { size: numberParameter(request, 'pageSize', preset, 1, most), offset: numberParameter(request, 'pageToken', 0, 0, 1_000_000) };
}

/** Tokens and addresses of the pages around one. */
export function pageLinks(url: (offset: number) => string, { size, offset }: PageAsk, hasMore: boolean): Shape {
  const before = Math.max(0, offset - size);
  return {
    currentPageToken: String(offset),
    currentPageUrl: url(offset),
    nextPageToken: hasMore ? String(offset + size) : null,
    nextPageUrl: hasMore ? url(offset + size) : null,
    previousPageToken: offset > 0 ? String(before) : null,
    previousPageUrl: offset > 0 ? url(before) : null,
  };
}

/** An address with the parameters that have a value. */
export function address(path: string, parameters: Readonly<Record<string, string | number | readonly string[] | null>>): string {
  const query = new URLSearchParams(Object.entries(parameters).flatMap(([name, value]): [string, string][] => (value === null || value === '' || (Array.isArray(value) && value.length === 0) ? [] : [[name, String(value)]])));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
