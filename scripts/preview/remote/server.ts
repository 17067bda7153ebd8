/** The page against an org on the network: a server on this machine that shows it, and that alone speaks to the org. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseForeign } from '../../local-org/http/guard.ts';
import type { Reply } from '../../local-org/http/operation.ts';
import { assetsOf } from '../assets.ts';
import { buildPage, type BuildPageOptions, type BuiltPage } from '../build/index.ts';
import { HOME_OBJECT, message, renderPage, tabPlace, type Place, type Viewing } from '../page.ts';
import { readOrgFacts, type RemoteOrg } from './org.ts';
import { passOn, refused } from './proxy.ts';

export interface RemotePageOptions extends BuildPageOptions {
  readonly org: RemoteOrg;
  /** 0: any free port. */
  readonly port: number;
  /** Lets the page save. An org that is neither sandbox, scratch, developer nor trial is only read, whatever this says. */
  readonly allowWrites: boolean;
}

export interface RemotePage {
  /** Address of the page, with the key that opens it. Whoever knows it sees the org as its user does. */
  readonly url: string;
  readonly isReadOnly: boolean;
  readonly isProduction: boolean;
  close(): Promise<void>;
}

const LARGEST_BODY = 1_000_000;
const STANDARD_PAGES = ['Opportunity', 'Lead', 'Account'];

/**
 * @throws Error naming the import, label or source that stands in the way of the build
 */
export async function startRemotePage({ org, port, allowWrites, ...build }: RemotePageOptions): Promise<RemotePage> {
  const built = await buildPage(build);
  const assets = await assetsOf(built);
  const objects = [...new Set([...STANDARD_PAGES, ...built.tabs.flatMap(({ object }) => object ?? []), ...built.recordPages.map(({ object }) => object)])];
  const facts = await readOrgFacts(org, objects);
  const isReadOnly = facts.isProduction || !allowWrites;
  // Anybody on this machine can open the port: what is worth protecting lies behind the key, in the address of the pages and in the header of requests.
  const key = randomBytes(24).toString('base64url');
  const base = `/${key}`;
  const viewing: Viewing = {
    token: key,
    apiVersion: org.apiVersion,
    user: facts.user,
    users: [],
    now: '',
    plural: (object) => facts.plurals.get(object) ?? (objects.includes(object) ? undefined : object),
    base,
    notice: `${facts.name}, ${new URL(org.instanceUrl).host}. ${isReadOnly ? 'This page only reads; nothing can be saved.' : 'What is saved here is saved in this org.'}`,
  };
  const server = createServer((request, response) => {
    const { port: own } = server.address() as AddressInfo;
    void answer({ request, own, key, base, built, assets, viewing, org, isReadOnly })
      .catch((error: unknown) => refused(502, 'ORG_UNREACHABLE', error instanceof Error ? error.message : String(error)))
      .then((reply) => send(response, reply));
  });
  await listen(server, port);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}${base}/`,
    isReadOnly,
    isProduction: facts.isProduction,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly own: number;
  readonly key: string;
  readonly base: string;
  readonly built: BuiltPage;
  readonly assets: ReadonlyMap<string, Reply>;
  readonly viewing: Viewing;
  readonly org: RemoteOrg;
  readonly isReadOnly: boolean;
}

async function answer({ request, own, key, base, built, assets, viewing, org, isReadOnly }: Exchange): Promise<Reply> {
  const foreign = refuseForeign(request.headers, own);
  if (foreign !== null) return foreign;
  const url = request.url ?? '/';
  const { pathname } = new URL(url, 'http://page');
  if (pathname.startsWith('/services/')) {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${key}`)) return refused(401, 'INVALID_SESSION_ID', 'This page was started anew. Open the address that the command printed.');
    return passOn(org, { method: request.method ?? 'GET', url, headers: request.headers, body: await bodyOf(request) }, isReadOnly);
  }
  const asset = assets.get(pathname);
  if (asset !== undefined) return asset;
  if (!isSame(pathname.slice(0, base.length), base) || pathname[base.length] !== '/') return message(404, 'There is no such page here. Open the address that the command printed.');
  const place = placeOf(built, pathname.slice(base.length));
  return place === undefined ? message(404, 'There is no such page here.', base) : renderPage(built, { ...viewing, now: new Date().toISOString() }, place);
}

function placeOf(built: BuiltPage, path: string): Place | undefined {
  if (path === '/') return { object: HOME_OBJECT, isHome: true };
  const record = /^\/lightning\/r\/(\w+)\/(\w+)\/view$/.exec(path);
  if (record !== null) return { object: record[1] ?? '', recordId: record[2] ?? '' };
  const list = /^\/lightning\/o\/(\w+)\//.exec(path);
  if (list !== null) return { object: list[1] ?? '' };
  const tab = /^\/lightning\/n\/(\w+)$/.exec(path);
  return tab === null ? undefined : tabPlace(built, tab[1] ?? '');
}

/** Tells nothing by its time. */
function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('The request is larger than any that the page sends.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  const content = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body ?? null);
  response.writeHead(status, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Type': 'application/json', ...headers });
  response.end(status === 204 ? undefined : content);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
