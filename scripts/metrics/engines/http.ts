/** Requests to an engine that is asked over HTTPS: patient with one that is busy, and silent about credentials. */
import { setTimeout as pause } from 'node:timers/promises';
import { EngineError } from './driver.ts';

export interface HttpOptions {
  /** `https://host`; plain http only for this machine itself. */
  readonly base: string;
  /** Sent with every request, the credentials among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the engine in errors. */
  readonly engine: string;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Http {
  /**
   * @param target path, or an address that the engine gave; one that leads to another host is refused
   * @throws EngineError when there is no answer or one that is neither 200 nor 202
   */
  request(method: 'GET' | 'POST' | 'DELETE', target: string, body?: string | object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Asks the engine to stop; whatever it answers. */
  stop(method: 'POST' | 'DELETE', target: string): Promise<void>;
}

/** What a gateway or a busy engine answers before it has done anything. */
const BUSY = new Set([429, 502, 503, 504]);
const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 100;
/** Nobody waits longer than this because a header says so. */
const LONGEST_PAUSE_MS = 60_000;

export function http({ base, headers, engine, signal }: HttpOptions): Http {
  const origin = new URL(base);
  requireSafe(origin, engine);
  const addressOf = (target: string): URL => {
    const url = new URL(target, origin);
    // The credentials go with it.
    if (url.origin !== origin.origin) throw new EngineError(`${engine} points to another server, ${url.origin}. It is not followed.`);
    return url;
  };
  const send = async (method: string, target: string, body: string | object | undefined, more: Readonly<Record<string, string>>, stopped: AbortSignal | undefined): Promise<Answer> => {
    const response = await fetch(addressOf(target), {
      method,
      redirect: 'error',
      headers: { accept: 'application/json', 'user-agent': 'handrail', ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}), ...headers, ...more },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(stopped ? { signal: stopped } : {}),
    });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
  };
  return {
    async request(method, target, body, more = {}) {
      for (let attempt = 1; ; attempt += 1) {
        if (signal?.aborted) throw new EngineError('Stopped.');
        // A request that may have been carried out is not sent again: a table would be made or filled twice.
        const answer = await send(method, target, body, more, signal).catch((error: unknown) => {
          if (signal?.aborted) throw new EngineError('Stopped.', { cause: error });
          if (method === 'GET' && attempt < ATTEMPTS && !(error instanceof EngineError)) return null;
          throw error instanceof EngineError ? error : new EngineError(`${engine} did not answer at ${origin.host}: ${reasonOf(error)}.`, { cause: error });
        });
        if (answer?.status === 200 || answer?.status === 202) return answer;
        if (answer !== null && (!BUSY.has(answer.status) || attempt >= ATTEMPTS)) throw new EngineError(`${engine} answered ${answer.status}${saysOf(answer)}.`);
        await pause(pauseBefore(answer, attempt), undefined, signal ? { signal } : {}).catch(() => undefined);
      }
    },
    async stop(method, target) {
      await send(method, target, undefined, {}, AbortSignal.timeout(5000)).catch(() => undefined);
    },
  };
}

function requireSafe(url: URL, engine: string): void {
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return;
  throw new EngineError(`${engine} is asked over TLS only, and ${url.origin} is not.`);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function pauseBefore(answer: Answer | null, attempt: number): number {
  const said = answer?.headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Math.min(LONGEST_PAUSE_MS, Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : FIRST_PAUSE_MS * 2 ** attempt);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 300);
  }
}

/** The engine's own words, in whichever place it keeps them. */
function saysOf({ body }: Answer): string {
  if (typeof body === 'string') return body === '' ? '' : `: ${oneLine(body)}`;
  const { message, error, status } = (body ?? {}) as { message?: unknown; error?: { message?: unknown }; status?: { error?: { message?: unknown } } };
  const said = [message, error?.message, status?.error?.message].find((found) => typeof found === 'string');
  return typeof said === 'string' ? `: ${oneLine(said)}` : '';
}

/** Words of an engine on one line, without what could steer a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, 500).replace(/\.$/, '');
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? oneLine(cause.message || cause.name) : 'no reason is known';
}
