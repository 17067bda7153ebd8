/**
 * Failure on demand: rules that say which requests meet which fault, and how often. Both doors fill the same list:
 * `startLocalOrg({ faults: [...] })` and `POST /_local/faults`.
 *
 *     { operation: 'bulk.query.results', after: 1, times: 3, fault: { kind: 'reset', afterBytes: 1000 } }
 */
import { z } from 'zod';
import { OrgError } from '../engine/types.ts';
import type { Request } from './dispatch.ts';
import { expiredSession, limitExceeded } from './errors.ts';
import { changeBody, changeHeaders, cutLine, dropAnswer, dropRequest, shortenBody, trickle, unavailable } from './faults.ts';
import type { FaultScope } from './faultScope.ts';
import type { Middleware } from './middleware.ts';
import type { Reply } from './operation.ts';

const count = z.int().min(0);

const faultSchema = z.discriminatedUnion('kind', [
  /** A gateway answers, with its own kind of body. */
  z.strictObject({ kind: z.literal('status'), status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]).default(503), retryAfterSeconds: count.optional() }),
  /** `REQUEST_LIMIT_EXCEEDED`. */
  z.strictObject({ kind: z.literal('limit') }),
  /** `INVALID_SESSION_ID`; with `forGood` the token is dead from here on, else only this request is refused. */
  z.strictObject({ kind: z.literal('session'), forGood: z.boolean().default(false) }),
  /** `QUERY_TIMEOUT`. */
  z.strictObject({ kind: z.literal('queryTimeout') }),
  /** `UNABLE_TO_LOCK_ROW`: for every n-th record saved, or for the request as a whole. */
  z.strictObject({ kind: z.literal('lockRow'), every: z.int().min(1).default(1), wholeRequest: z.boolean().default(false) }),
  /** Any error of the API: for what has no kind of its own. */
  z.strictObject({ kind: z.literal('error'), status: z.int().min(400).max(599), errorCode: z.string(), message: z.string() }),
  /** The line breaks: before the work, after it but before the answer, or after some bytes of the body. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'after']).default('before'), afterBytes: count.optional() }),
  /** Status 200 and a whole answer, but only the first bytes of it. */
  z.strictObject({ kind: z.literal('truncate'), bytes: count }),
  z.strictObject({ kind: z.literal('slow'), bytesPerSecond: z.int().min(1) }),
  /** The request's line breaks, and nobody listens for a while. */
  z.strictObject({ kind: z.literal('refuse'), milliseconds: z.int().min(1).max(60_000) }),
  /** The bulk job that this request starts fails, or never ends. On `bulk.query.create` and `bulk.ingest.state`. */
  z.strictObject({ kind: z.literal('job'), outcome: z.enum(['fails', 'hangs']), message: z.string().default('InternalServerError : Retried more than fifteen times') }),
  /** The way to the next page has expired, leads back to this page, or is missing. */
  z.strictObject({ kind: z.literal('locator'), problem: z.enum(['expires', 'repeats', 'missing']) }),
]);

const ruleSchema = z.strictObject({
  /** Name of an operation (`query`, `bulk.query.results`), with `*` at its end: of all that begin so. */
  operation: z.string().optional(),
  /** Regular expression on the path, without the query. */
  path: z.string().max(500).optional(),
  method: z.string().optional(),
  /** So many matching requests pass before the first one is struck. */
  after: count.default(0),
  /** So many are struck; without it, all. */
  times: z.int().min(1).optional(),
  fault: faultSchema,
});

type Fault = z.output<typeof faultSchema>;
export type FaultRule = z.input<typeof ruleSchema>;

export interface ArmedFault {
  readonly id: number;
  readonly rule: FaultRule;
  /** Matching requests so far, struck or not. */
  readonly seen: number;
  readonly struck: number;
}

export interface Faults {
  readonly middleware: Middleware;
  /** @throws OrgError INVALID_FAULT that says what is wrong with the rule */
  add(rule: unknown): ArmedFault;
  list(): readonly ArmedFault[];
  clear(): void;
  remove(id: number): boolean;
}

export interface FaultTools {
  readonly scope: FaultScope;
  /** Name of the operation that answers the request. */
  operationOf(request: Request): string | undefined;
  /** The refusal in the form of the door: REST or SOAP. */
  refusal(request: Request, error: OrgError): Reply;
  endSession(request: Request): void;
  refuseConnections(milliseconds: number): void;
}

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;

const refuse = (tools: FaultTools, error: OrgError): Middleware => (request) => Promise.resolve(tools.refusal(request, error));

const FAULTS: { readonly [Kind in Fault['kind']]: (fault: FaultOf<Kind>, tools: FaultTools) => Middleware } = {
  status: ({ status, retryAfterSeconds }) => unavailable(status, retryAfterSeconds),
  limit: (_fault, tools) => refuse(tools, limitExceeded()),
  session: ({ forGood }, tools) => (request) => {
    if (forGood) tools.endSession(request);
    return Promise.resolve(tools.refusal(request, expiredSession()));
  },
  queryTimeout: (_fault, tools) => refuse(tools, new OrgError('QUERY_TIMEOUT', 'Your query request was running for too long.')),
  lockRow: ({ every, wholeRequest }, tools) =>
    (wholeRequest ? refuse(tools, new OrgError('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record')) : (_request, next) => tools.scope.run({ lockEvery: every }, next)),
  error: ({ status, errorCode, message }, tools) => refuse(tools, new OrgError(errorCode, message, status)),
  reset: ({ when, afterBytes }) => (afterBytes !== undefined ? cutLine(afterBytes) : when === 'before' ? dropRequest : dropAnswer),
  truncate: ({ bytes }) => shortenBody(bytes),
  // Ten portions a second, or single bytes where that would be less than one.
  slow: ({ bytesPerSecond }) => (bytesPerSecond >= 10 ? trickle(Math.floor(bytesPerSecond / 10), 100) : trickle(1, 1000 / bytesPerSecond)),
  refuse: ({ milliseconds }, tools) => (request, next, response) => {
    tools.refuseConnections(milliseconds);
    return dropRequest(request, next, response);
  },
  job: ({ outcome, message }, { scope }) => (_request, next) => scope.run({ job: { state: outcome === 'fails' ? 'Failed' : 'InProgress', message } }, next),
  locator: ({ problem }, tools) => (problem === 'expires' ? refuse(tools, new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator')) : LOCATOR_PROBLEMS[problem]),
};

const LOCATOR_PROBLEMS: Readonly<Record<Exclude<FaultOf<'locator'>['problem'], 'expires'>, Middleware>> = {
  missing: async (request, next, response) => {
    const withoutHeader = changeHeaders((headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'Sforce-Locator')));
    const withoutUrl = changeBody((body) => (isPage(body) ? { ...body, nextRecordsUrl: undefined } : body));
    return withoutUrl(request, async () => (await withoutHeader(request, next, response)) ?? { status: 500 }, response);
  },
  repeats: async (request, next, response) => {
    const sameHeader = changeHeaders((headers) => ('Sforce-Locator' in headers ? { ...headers, 'Sforce-Locator': request.query.get('locator') ?? headers['Sforce-Locator'] ?? 'null' } : headers));
    const sameUrl = changeBody((body) => (isPage(body) ? { ...body, done: false, nextRecordsUrl: request.path } : body));
    return sameUrl(request, async () => (await sameHeader(request, next, response)) ?? { status: 500 }, response);
  },
};

const isPage = (body: unknown): body is Readonly<Record<string, unknown>> => typeof body === 'object' && body !== null && 'records' in body && 'done' in body;

interface Armed extends ArmedFault {
  seen: number;
  struck: number;
  readonly matches: (request: Request) => boolean;
  readonly limit: { readonly after: number; readonly times: number };
  readonly strike: Middleware;
}

function build<Kind extends Fault['kind']>(fault: FaultOf<Kind>, tools: FaultTools): Middleware {
  const make = FAULTS[fault.kind];
  return make(fault, tools);
}

function parse(rule: unknown): z.output<typeof ruleSchema> {
  const parsed = ruleSchema.safeParse(rule);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OrgError('INVALID_FAULT', `The fault cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  return parsed.data;
}

function pattern(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw new OrgError('INVALID_FAULT', `The path ${source} is no regular expression.`);
  }
}

function matcher({ operation, path, method }: z.output<typeof ruleSchema>, tools: FaultTools): (request: Request) => boolean {
  const onPath = path === undefined ? null : pattern(path);
  const prefix = operation?.endsWith('*') === true ? operation.slice(0, -1) : null;
  return (request) => {
    if (method !== undefined && request.method !== method.toUpperCase()) return false;
    if (onPath !== null && !onPath.test(request.path)) return false;
    if (operation === undefined) return true;
    const name = tools.operationOf(request);
    return name !== undefined && (prefix === null ? name === operation : name.startsWith(prefix));
  };
}

/** The first rule that matches and is not used up strikes; a rule still counting down lets the next one look. */
export function createFaults(rules: readonly FaultRule[], tools: FaultTools): Faults {
  const armed: Armed[] = [];
  let last = 0;
  const shown = ({ id, rule, seen, struck }: Armed): ArmedFault => ({ id, rule, seen, struck });

  const add = (given: unknown): ArmedFault => {
    const rule = parse(given);
    last += 1;
    const fault: Armed = { id: last, rule, seen: 0, struck: 0, matches: matcher(rule, tools), limit: { after: rule.after, times: rule.times ?? Number.POSITIVE_INFINITY }, strike: build(rule.fault, tools) };
    armed.push(fault);
    return shown(fault);
  };
  rules.forEach(add);

  return {
    add,
    list: () => armed.map(shown),
    clear: () => {
      armed.length = 0;
    },
    remove: (id) => {
      const index = armed.findIndex((fault) => fault.id === id);
      return index >= 0 && armed.splice(index, 1).length > 0;
    },
    middleware: (request, next, response) => {
      for (const fault of armed) {
        if (fault.struck >= fault.limit.times || request.path.startsWith('/_local/') || !fault.matches(request)) continue;
        fault.seen += 1;
        if (fault.seen <= fault.limit.after) continue;
        fault.struck += 1;
        return fault.strike(request, next, response);
      }
      return next();
    },
  };
}
