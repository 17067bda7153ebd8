/**
 * The page that runs the project's Lightning components in a browser: rows for the local org's operation table. The
 * page asks the org over HTTP like any other client; nothing here reaches into it but for the user's name and token.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Session } from '../local-org/engine/types.ts';
import type { Operation, OperationContext, Reply } from '../local-org/http/operation.ts';
import { buildPage, type BuildPageOptions, type BuiltPage } from './build/index.ts';
import { messageHtml, pageHtml, SECURITY_HEADERS, type Link, type PageUser } from './html.ts';

export interface Preview {
  readonly operations: readonly Operation[];
}

export type PreviewOptions = BuildPageOptions & {
  /** Who views when the address names nobody. */
  readonly defaultUser?: string;
};

const API_VERSION = '67.0';
/** The one whom the gates hold. */
const DEFAULT_USER = 'rep@handrail.local';
const HOME_OBJECT = 'Opportunity';

/**
 * Builds the page, or takes it from `.handrail/preview` when nothing has changed.
 * @throws Error naming the import, label or source that stands in the way
 */
export async function createPreview(options: PreviewOptions): Promise<Preview> {
  const built = await buildPage(options);
  const assets = await assetsOf(built);
  const page = pageHandler(built, options.defaultUser ?? DEFAULT_USER);
  const get = (name: string, path: string, handle: Operation['handle']): Operation => ({ name: `page.${name}`, method: 'GET', path, authenticated: false, handle });
  return {
    operations: [
      get('home', '/', (context) => page(context, { object: HOME_OBJECT, isHome: true })),
      get('list', '/lightning/o/:object/*rest', (context) => page(context, { object: context.params['object'] ?? '' })),
      get('record', '/lightning/r/:object/:id/view', (context) => page(context, { object: context.params['object'] ?? '', recordId: context.params['id'] ?? '' })),
      get('tab', '/lightning/n/:tab', (context) => {
        const tab = built.tabs.find(({ name }) => name === context.params['tab']);
        return tab === undefined ? message(404, `There is no tab ${context.params['tab'] ?? ''} here.`) : page(context, { object: tab.object, tab: tab.name, tabComponents: tab.components });
      }),
      get('unknown', '/lightning/*rest', () => message(404, 'There is no such page here.')),
      get('asset', '/preview/*rest', ({ path }) => assets.get(path) ?? message(404, 'There is no such file.')),
    ],
  };
}

function message(status: number, text: string): Reply {
  return { status, headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/html;charset=UTF-8' }, body: messageHtml(text) };
}

interface Place {
  readonly object: string | null;
  readonly recordId?: string;
  readonly isHome?: boolean;
  readonly tab?: string;
  readonly tabComponents?: readonly string[];
}

type PageHandler = (context: OperationContext, place: Place) => Reply;

function pageHandler(built: BuiltPage, defaultUser: string): PageHandler {
  // One token per user and start: a page opened a thousand times holds no thousand tokens.
  const tokens = new Map<string, string>();
  return (context, place) => {
    if (place.object !== null && context.engine.schema.object(place.object) === undefined) {
      return message(404, `This org has no object ${place.object}.`);
    }
    const chosen = context.query.get('user');
    const username = chosen ?? defaultUser;
    const token = tokens.get(username) ?? tokenFor(context, username);
    const session = token === undefined ? undefined : context.authenticate(token);
    if (token === undefined || session === undefined) {
      return message(404, `This org has no active user ${username}.`);
    }
    tokens.set(username, token);
    const users = activeUsers(context, session);
    const user: PageUser = {
      id: session.userId,
      username: session.username,
      name: users.find((candidate) => candidate.username === session.username)?.name ?? session.username,
      timeZone: session.timeZone,
      customPermissions: [...session.customPermissions],
      isChosen: chosen !== null,
    };
    const { object, recordId = null, isHome = false, tabComponents = [] } = place;
    const regions = built.recordPages.find((page) => page.object === object)?.regions ?? {};
    const now = context.engine.clock.now().toISOString();
    const actions = built.actions.filter((action) => action.object === object);
    const data = { token, apiVersion: API_VERSION, now, user, object, recordId, isHome, regions, actions, tabComponents };
    const body = pageHtml({ data, users, links: linksOf(context, built, place), entry: built.entry });
    return { status: 200, headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/html;charset=UTF-8' }, body };
  };
}

/** The deals first, then the project's tabs, as far as the org has what they show. */
function linksOf({ engine }: OperationContext, built: BuiltPage, place: Place): readonly Link[] {
  const plural = (object: string): string | undefined => engine.schema.object(object)?.labelPlural;
  const tabs = built.tabs.flatMap((tab): readonly Link[] => {
    const label = tab.object === null ? tab.name.replaceAll('_', ' ') : plural(tab.object);
    return label === undefined ? [] : [{ label, url: `/lightning/n/${tab.name}`, isCurrent: tab.object === null ? tab.name === place.tab : tab.object === place.object }];
  });
  return [{ label: plural(HOME_OBJECT) ?? HOME_OBJECT, url: '/', isCurrent: place.object === HOME_OBJECT }, ...tabs];
}

function tokenFor(context: OperationContext, username: string): string | undefined {
  try {
    return context.login(username);
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

function activeUsers({ engine }: OperationContext, session: Session): readonly { readonly username: string; readonly name: string }[] {
  return engine.query(session, 'SELECT Username, Name FROM User WHERE IsActive = true ORDER BY Name LIMIT 200').records.map((row) => ({ username: String(row['Username']), name: String(row['Name']) }));
}

/** Scripts and styles by URL path. Those named by their content's hash may be kept by the browser. */
async function assetsOf(built: BuiltPage): Promise<ReadonlyMap<string, Reply>> {
  const javascript = (body: Buffer, headers: Readonly<Record<string, string>> = {}): Reply => ({ status: 200, headers: { 'Content-Type': 'text/javascript;charset=UTF-8', ...headers }, body });
  const css = (body: Buffer): Reply => ({ status: 200, headers: { 'Content-Type': 'text/css;charset=UTF-8' }, body });
  const own = (name: string): Promise<Buffer> => readFile(fileURLToPath(new URL(name, import.meta.url)));
  const require = createRequire(import.meta.url);
  const slds = (name: string): Promise<Buffer> => readFile(require.resolve(`@salesforce-ux/design-system/assets/styles/salesforce-lightning-design-system${name}.min.css`));
  const kept = { 'Cache-Control': 'public, max-age=31536000, immutable' };
  return new Map([
    ...[...built.files].filter(([path]) => path.endsWith('.js')).map(([path, body]) => [path, javascript(body, kept)] as const),
    ['/preview/slds.css', css(await slds(''))],
    // Larger targets where the pointer is a finger, as in the Salesforce app.
    ['/preview/slds-touch.css', css(await slds('_touch'))],
    ['/preview/page.css', css(await own('page.css'))],
    ['/preview/boot.js', javascript(await own('boot.js'))],
  ]);
}
