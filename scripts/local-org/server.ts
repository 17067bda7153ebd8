/** HTTP in, HTTP out: `node:http` on the loopback address. What is answered is decided in `http/dispatch.ts`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { DEFAULT_BODY_LIMIT, readBody, saveBody } from './http/body.ts';
import type { Request } from './http/dispatch.ts';
import { thrownError } from './http/errors.ts';
import { refuseForeign } from './http/guard.ts';
import type { Reply } from './http/operation.ts';

const ADDRESS = '127.0.0.1';
/** Longest request line and headers; a query in the URL has 16 KB at Salesforce too. */
const MAX_HEADER_BYTES = 32 * 1024;
/** How long requests that are being answered may take when the server closes. */
const CLOSE_GRACE_MS = 1_000;
/** Smaller answers go out as they are: packing them costs more than it saves. */
const COMPRESSED_FROM_BYTES = 2_048;
const GZIP = { level: constants.Z_BEST_SPEED };
/** How soon a port is asked for again that somebody took while nobody listened. */
const LISTEN_AGAIN_MS = 100;

export interface RunningServer {
  /** `http://127.0.0.1:8780` */
  readonly url: string;
  /** Refuses connections for a while, and cuts those there are. */
  refuse(milliseconds: number): void;
  /** Stops listening, lets running requests finish for a moment, then cuts them. Idempotent. */
  close(): Promise<void>;
}

export type Responder = (request: Request, response: ServerResponse) => Promise<Reply | null>;

/**
 * Listens on 127.0.0.1.
 * @param port 0 takes any free one
 * @throws Error with one sentence when the port cannot be had
 */
export async function listen(port: number, responderFor: (url: string) => Responder): Promise<RunningServer> {
  let respond: Responder | null = null;
  let bound = port;
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: true }, (request, response) => {
    const answer = async (): Promise<void> => {
      const refusal = refuseForeign(request.headers, bound);
      const reply = refusal ?? (respond === null ? { status: 503 } : await respond(requestOf(request), response));
      if (reply !== null) {
        await send(request, response, reply);
      }
    };
    answer().catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
      } else {
        void send(request, response, thrownError(error)).catch(() => response.destroy());
      }
    });
  });
  // Longer than clients keep an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 65_000;
  await bind(server, port);
  bound = (server.address() as AddressInfo).port;
  const url = `http://${ADDRESS}:${bound}`;
  respond = responderFor(url);
  let closing: Promise<void> | null = null;
  let pause: NodeJS.Timeout | undefined;
  const listenAgain = (): void => {
    server.once('error', () => {
      pause = setTimeout(listenAgain, LISTEN_AGAIN_MS);
    });
    server.listen(bound, ADDRESS);
  };
  return {
    url,
    refuse(milliseconds) {
      clearTimeout(pause);
      server.close();
      server.closeAllConnections();
      pause = setTimeout(listenAgain, milliseconds);
    },
    close() {
      clearTimeout(pause);
      return (closing ??= shut(server));
    },
  };
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE'
        ? new Error(`Port ${port} is in use: another local org or program listens on it. Choose another with --port, or 0 for any free one.`)
        : error.code === 'EACCES'
          ? new Error(`Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`)
          : error);
    });
    server.listen(port, ADDRESS, resolve);
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function requestOf(message: IncomingMessage): Request {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  // sf stores the instance URL with a slash at its end and then asks for `//services/…`.
  const path = rawPath.replace(/\/{2,}/g, '/');
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  return {
    method: methodOf(message, path, query),
    path,
    query,
    headers: message.headers,
    readBody: (limit) => readBody(message, limit ?? DEFAULT_BODY_LIMIT),
    saveBody: (file, limit) => saveBody(message, file, limit ?? DEFAULT_BODY_LIMIT),
  };
}

/** Clients that cannot send PATCH send POST with `?_HttpMethod=PATCH`. */
function methodOf(message: IncomingMessage, path: string, query: URLSearchParams): string {
  const method = message.method ?? 'GET';
  const wanted = method === 'POST' && path.startsWith('/services/data/') ? query.get('_HttpMethod') : null;
  return wanted?.toUpperCase() ?? method;
}

/** The REST API packs an answer when the client asks for gzip. */
function takesGzip(request: IncomingMessage): boolean {
  const accepted = request.headers['accept-encoding'];
  return typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted);
}

const PACKED = { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' };

async function send(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const { body } = reply;
  const headers: Record<string, string> = { 'Cache-Control': 'no-cache,must-revalidate,max-age=0,no-store,private', 'X-Content-Type-Options': 'nosniff' };
  if (!request.complete) {
    // The rest of an unread body would be taken for the next request.
    headers['Connection'] = 'close';
  }
  if (body instanceof Readable) {
    const packed = takesGzip(request);
    response.writeHead(reply.status, { ...headers, ...(packed ? PACKED : {}), ...reply.headers });
    if (request.method === 'HEAD') {
      body.destroy();
      response.end();
      return;
    }
    await (packed ? pipeline(body, createGzip(GZIP), response) : pipeline(body, response));
    return;
  }
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const payload = body === undefined ? '' : raw ? body : JSON.stringify(body);
  const type: Record<string, string> = raw || body === undefined ? {} : { 'Content-Type': 'application/json;charset=UTF-8' };
  const plain = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const packed = plain.length >= COMPRESSED_FROM_BYTES && takesGzip(request);
  const bytes = packed ? gzipSync(plain, GZIP) : plain;
  const bodiless = reply.status === 204 || reply.status === 304;
  const length: Record<string, string> = bodiless ? {} : { 'Content-Length': String(bytes.length) };
  response.writeHead(reply.status, { ...headers, ...type, ...length, ...(packed ? PACKED : {}), ...reply.headers });
  response.end(request.method === 'HEAD' || bodiless ? undefined : bytes);
}
