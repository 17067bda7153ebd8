/** Reads a request's body once, within a limit, undoing gzip and deflate. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { OrgError } from '../engine/types.ts';
import { bodyTooLarge, malformedJson } from './errors.ts';

export const DEFAULT_BODY_LIMIT = 50 * 1024 * 1024;

const DECODERS: Readonly<Record<string, (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
};

/** @throws OrgError 413 past the limit (sent or unpacked), 415 for an unknown Content-Encoding, 400 for a broken one */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw bodyTooLarge(limit);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      throw bodyTooLarge(limit);
    }
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks), request.headers['content-encoding'], limit);
}

async function decode(data: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') {
    return data;
  }
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decoder === undefined) {
    throw new OrgError('UNSUPPORTED_MEDIA_TYPE', `Content-Encoding ${encoding} is not supported; send gzip, deflate or none.`, 415);
  }
  try {
    return await decoder(data, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) {
      throw bodyTooLarge(limit);
    }
    throw new OrgError('BAD_REQUEST', `The body is not valid ${encoding} data.`, 400);
  }
}

/** Deeper than any request of the API; what walks a body may recurse. */
const MAX_DEPTH = 100;

/** @throws OrgError JSON_PARSER_ERROR */
export function parseJson(data: Buffer): unknown {
  if (depthOf(data) > MAX_DEPTH) {
    throw malformedJson(`The request body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch (error) {
    throw malformedJson(error instanceof SyntaxError ? error.message : 'The request body is not valid JSON.');
  }
}

/** Nesting of brackets and braces outside texts, without building anything. */
function depthOf(data: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let index = 0; index < data.length; index += 1) {
    const byte = data[index];
    if (inText) {
      if (byte === BACKSLASH) {
        index += 1;
      } else if (byte === QUOTE) {
        inText = false;
      }
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
    }
  }
  return deepest;
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = Buffer.from('"\\{}[]');
