/** Reads a request's body once, within a limit, undoing gzip and deflate. */
import { isUtf8 } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Transform, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip, createInflate, gunzip, inflate } from 'node:zlib';
import { OrgError } from '../engine/types.ts';
import { bodyTooLarge, malformedJson } from './errors.ts';
import { describeJsonError } from './jsonErrors.ts';

export const DEFAULT_BODY_LIMIT = 50 * 1024 * 1024;

interface Decoder {
  readonly whole: (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
  readonly stream: () => Duplex;
}

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: { whole: promisify(gunzip), stream: createGunzip },
  deflate: { whole: promisify(inflate), stream: createInflate },
};

/** Null: the body is sent as it is. @throws OrgError 415 */
function decoderFor(encoding: string | undefined): Decoder | null {
  if (encoding === undefined || encoding === 'identity') {
    return null;
  }
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decoder === undefined) {
    throw new OrgError('UNSUPPORTED_MEDIA_TYPE', `Content-Encoding ${encoding} is not supported; send gzip, deflate or none.`, 415);
  }
  return decoder;
}

/** The client went away in the middle: nobody reads the answer, and nothing is wrong with the org. */
const bodyBroken = (): OrgError => new OrgError('BAD_REQUEST', 'The request body ended early.', 400);
const brokenEncoding = (encoding: string | undefined): OrgError => new OrgError('BAD_REQUEST', `The body is not valid ${encoding ?? ''} data.`, 400);

/** @throws OrgError 413 past the limit (sent or unpacked), 415 for an unknown Content-Encoding, 400 for a broken one */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw bodyTooLarge(limit);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        throw bodyTooLarge(limit);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof OrgError ? error : bodyBroken();
  }
  return decode(Buffer.concat(chunks), request.headers['content-encoding'], limit);
}

async function decode(data: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const decoder = decoderFor(encoding);
  if (decoder === null) {
    return data;
  }
  try {
    return await decoder.whole(data, { maxOutputLength: limit });
  } catch (error) {
    throw error instanceof RangeError ? bodyTooLarge(limit) : brokenEncoding(encoding);
  }
}

/**
 * Writes the body to a file as it arrives: an upload is never held in memory.
 * @throws OrgError as {@link readBody}; what was written until then is left to the caller
 */
export async function saveBody(request: IncomingMessage, path: string, limit: number): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw bodyTooLarge(limit);
  }
  const encoding = request.headers['content-encoding'];
  const decoder = decoderFor(encoding);
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > limit ? bodyTooLarge(limit) : null, chunk);
    },
  });
  const target = createWriteStream(path, { mode: 0o600 });
  try {
    await (decoder === null ? pipeline(request, measure, target) : pipeline(request, decoder.stream(), measure, target));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw error instanceof OrgError ? error : code.startsWith('Z_') ? brokenEncoding(encoding) : request.complete ? error : bodyBroken();
  }
}

/** Deeper than any request of the API; what walks a body may recurse. */
const MAX_DEPTH = 100;

/** @throws OrgError JSON_PARSER_ERROR */
export function parseJson(data: Buffer): unknown {
  if (depthOf(data) > MAX_DEPTH) {
    throw malformedJson(`The request body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  if (!isUtf8(data)) {
    throw malformedJson(describeJsonError(data));
  }
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    throw malformedJson(describeJsonError(data));
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
