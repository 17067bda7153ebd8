/** Composite: up to 25 requests that may refer to each other's answers, as one call or one transaction. */
import { OrgError } from '../../engine/types.ts';
import { restError } from '../../http/errors.ts';
import { isObject, listOf, objectBody, textOf, type JsonObject } from '../../http/input.ts';
import type { Reply } from '../../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { InvalidReference, resolveText, resolveValue } from './references.ts';
import type { SubrequestRunner } from './subrequest.ts';

const LIMIT = 25;
/** Of which this many may be queries or collections. */
const HEAVY_LIMIT = 5;
const HEAVY = /\/(query|queryAll|composite\/sobjects)\b/;

export interface CompositeRequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface CompositeAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** Thrown to undo a transaction whose answers are already known. */
class Undo extends Error {}

function headersOf(entry: JsonObject): Readonly<Record<string, string>> {
  const headers = isObject(entry['httpHeaders']) ? entry['httpHeaders'] : {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** The subrequests of a composite request or of one graph. @throws OrgError */
export function readRequests(entries: readonly JsonObject[]): readonly CompositeRequest[] {
  const ids = new Set<string>();
  return entries.map((entry, index): CompositeRequest => {
    const method = textOf(entry, 'method');
    const url = textOf(entry, 'url');
    const referenceId = textOf(entry, 'referenceId');
    if (method === undefined || url === undefined || referenceId === undefined) {
      throw new OrgError('INVALID_INPUT', `Subrequest ${index + 1} needs method, url and referenceId.`);
    }
    if (!/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(referenceId)) {
      throw new OrgError('INVALID_INPUT', `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`);
    }
    if (ids.has(referenceId)) {
      throw new OrgError('INVALID_INPUT', `Reference Id '${referenceId}' is used more than once.`);
    }
    ids.add(referenceId);
    return { method, url, referenceId, headers: headersOf(entry), body: entry['body'] };
  });
}

function requestsOf(body: JsonObject): readonly CompositeRequest[] {
  const requests = readRequests(listOf(body, 'compositeRequest', LIMIT, `The composite request has more than ${LIMIT} subrequests.`));
  if (requests.filter((request) => HEAVY.test(request.url)).length > HEAVY_LIMIT) {
    throw new OrgError('INVALID_INPUT', `A composite request may have ${HEAVY_LIMIT} queries and collections at most.`);
  }
  return requests;
}

const halted = (message: string): Reply => restError(400, 'PROCESSING_HALTED', message);

function runOne(runner: SubrequestRunner, outer: SyncRequest, request: CompositeRequest, answers: ReadonlyMap<string, unknown>): Reply {
  try {
    const url = String(resolveText(request.url, answers));
    return runner(outer, { method: request.method, url, headers: request.headers, body: resolveValue(request.body, answers) });
  } catch (error) {
    if (error instanceof InvalidReference) {
      return halted(error.message);
    }
    throw error;
  }
}

function answerOf(request: CompositeRequest, reply: Reply): CompositeAnswer {
  return { body: reply.body ?? null, httpHeaders: reply.headers ?? {}, httpStatusCode: reply.status, referenceId: request.referenceId };
}

function runAll(runner: SubrequestRunner, outer: SyncRequest, requests: readonly CompositeRequest[], stopAtError: boolean): readonly CompositeAnswer[] {
  const known = new Map<string, unknown>();
  const answers: CompositeAnswer[] = [];
  for (const request of requests) {
    const reply = runOne(runner, outer, request, known);
    answers.push(answerOf(request, reply));
    if (reply.status < 300) {
      known.set(request.referenceId, reply.body);
    } else if (stopAtError) {
      break;
    }
  }
  return answers;
}

/** Everything or nothing: the failing subrequest keeps its error, all others are halted. */
export function runTransaction(runner: SubrequestRunner, outer: SyncRequest, requests: readonly CompositeRequest[]): readonly CompositeAnswer[] {
  let answers: readonly CompositeAnswer[] = [];
  try {
    outer.engine.transaction(() => {
      answers = runAll(runner, outer, requests, true);
      if (answers.some((answer) => answer.httpStatusCode >= 300)) {
        throw new Undo();
      }
    });
    return answers;
  } catch (error) {
    if (!(error instanceof Undo)) {
      throw error;
    }
    const other = halted('The transaction was rolled back since another operation in the same transaction failed.');
    return requests.map((request, index) => {
      const answer = answers[index];
      return answer !== undefined && answer.httpStatusCode >= 300 ? answer : answerOf(request, other);
    });
  }
}

export function compositeOperation(runner: SubrequestRunner): SyncOperation {
  return {
    name: 'composite',
    method: 'POST',
    path: '/services/data/:version/composite',
    run(outer) {
      const body = objectBody(outer.body);
      const requests = requestsOf(body);
      const answers = body['allOrNone'] === true ? runTransaction(runner, outer, requests) : runAll(runner, outer, requests, false);
      return { status: 200, body: { compositeResponse: answers } };
    },
  };
}
