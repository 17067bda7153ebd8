/**
 * What a client meets when an org, or the line to it, fails. Each fault is a `Middleware`. `faultRules.ts` names them as
 * data; a test that runs in the org's own process may place one by itself with `inject`.
 *
 *     startLocalOrg({ middleware: [inject(onPath(/\/results$/), cutLine(1_000), 3)] })
 */
import type { ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { Request } from './dispatch.ts';
import { invalidSession, limitExceeded, thrownError } from './errors.ts';
import type { Middleware } from './middleware.ts';
import type { Reply } from './operation.ts';

export type Matcher = (request: Request) => boolean;

export const onPath = (pattern: RegExp, method?: string): Matcher => (request) => pattern.test(request.path) && (method === undefined || request.method === method);

/** The first `times` matching requests meet the fault; without a number, all of them. */
export function inject(matches: Matcher, fault: Middleware, times = Number.POSITIVE_INFINITY): Middleware {
  let left = times;
  return (request, next, response) => {
    if (left > 0 && matches(request)) {
      left -= 1;
      return fault(request, next, response);
    }
    return next();
  };
}

/** 502, 503: a gateway answers, with its own kind of body. */
export const unavailable = (status = 503, retryAfterSeconds?: number): Middleware => () => Promise.resolve({
  status,
  headers: { 'Content-Type': 'text/html', ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }) },
  body: '<html><body>Service Unavailable</body></html>',
});

export const expireSession: Middleware = () => Promise.resolve(invalidSession());
export const exceedLimit: Middleware = () => Promise.resolve(thrownError(limitExceeded()));

/** The line breaks before the request does anything. */
export const dropRequest: Middleware = (_request, _next, response) => {
  response.destroy();
  return Promise.resolve(null);
};

/** The request is carried out, and the line breaks before a word of the answer: was it written? */
export const dropAnswer: Middleware = async (_request, next, response) => {
  await next();
  response.destroy();
  return null;
};

/** The line breaks after `bytes` of the body; the client can see that more was announced. */
export const cutLine = (bytes: number): Middleware => async (_request, next, response) => {
  const reply = await next();
  const body = await bytesOf(reply);
  begin(response, reply, body.length);
  response.write(body.subarray(0, bytes), () => response.destroy());
  return null;
};

/** A whole answer, status 200, but shorter than it should be: only its content can tell. */
export const shortenBody = (bytes: number): Middleware => async (_request, next) => {
  const reply = await next();
  return { ...reply, headers: { 'Content-Type': 'application/json;charset=UTF-8', ...reply.headers }, body: (await bytesOf(reply)).subarray(0, bytes) };
};

/** The body trickles: `bytes` at a time with a pause between. */
export const trickle = (bytes: number, milliseconds: number): Middleware => async (_request, next, response) => {
  const reply = await next();
  const body = await bytesOf(reply);
  begin(response, reply, body.length);
  for (let start = 0; start < body.length && !response.destroyed; start += bytes) {
    response.write(body.subarray(start, start + bytes));
    await wait(milliseconds);
  }
  response.end();
  return null;
};

/** Changes the headers of the answer: a missing or repeated locator, a wrong count. */
export const changeHeaders = (change: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Middleware => async (_request, next) => {
  const reply = await next();
  return { ...reply, headers: change(reply.headers ?? {}) };
};

/** Changes a JSON answer: a job that is stuck or failed, records missing from a collection. */
export const changeBody = (change: (body: unknown) => unknown): Middleware => async (_request, next) => {
  const reply = await next();
  return { ...reply, body: change(reply.body) };
};

function begin(response: ServerResponse, reply: Reply, length: number): void {
  response.writeHead(reply.status, { 'Content-Type': 'application/json;charset=UTF-8', ...reply.headers, 'Content-Length': String(length) });
}

async function bytesOf(reply: Reply): Promise<Buffer> {
  const { body } = reply;
  if (body instanceof Readable) {
    return buffer(body);
  }
  if (body instanceof Uint8Array || typeof body === 'string') {
    return Buffer.from(body);
  }
  return Buffer.from(body === undefined ? '' : JSON.stringify(body));
}
