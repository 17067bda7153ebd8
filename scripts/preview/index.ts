/**
 * The page that runs the project's Lightning components in a browser: rows for the local org's operation table. The
 * page asks the org over HTTP like any other client; nothing here reaches into it but for the user's name and token.
 */
import type { Session } from '../local-org/engine/types.ts';
import type { Operation, OperationContext, Reply } from '../local-org/http/operation.ts';
import { assetsOf } from './assets.ts';
import { buildPage, type BuildPageOptions, type BuiltPage } from './build/index.ts';
import { HOME_OBJECT, message, renderPage, tabPlace, type Place } from './page.ts';

export interface Preview {
  readonly operations: readonly Operation[];
}

export type PreviewOptions = BuildPageOptions & {
  /** Who views when the address names nobody. */
  readonly defaultUser?: string;
};

const API_VERSION = '67.0';
/** As Salesforce calls languages; the address may name another than the user's. */
const LANGUAGE = /^[a-z]{2,3}(?:_[A-Z]{2})?$/;
/** The one whom the gates hold. */
const DEFAULT_USER = 'rep@handrail.local';

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
        const place = tabPlace(built, context.params['tab'] ?? '');
        return place === undefined ? message(404, `There is no tab ${context.params['tab'] ?? ''} here.`) : page(context, place);
      }),
      get('unknown', '/lightning/*rest', () => message(404, 'There is no such page here.')),
      get('asset', '/preview/*rest', ({ path }) => assets.get(path) ?? message(404, 'There is no such file.')),
    ],
  };
}

type PageHandler = (context: OperationContext, place: Place) => Reply;

function pageHandler(built: BuiltPage, defaultUser: string): PageHandler {
  // One token per user and start: a page opened a thousand times holds no thousand tokens.
  const tokens = new Map<string, string>();
  return (context, place) => {
    const chosen = context.query.get('user');
    const username = chosen ?? defaultUser;
    const token = tokens.get(username) ?? tokenFor(context, username);
    const session = token === undefined ? undefined : context.authenticate(token);
    if (token === undefined || session === undefined) {
      return message(404, `This org has no active user ${username}.`);
    }
    tokens.set(username, token);
    const users = activeUsers(context, session);
    const own = users.find((candidate) => candidate.username === session.username);
    const language = LANGUAGE.exec(context.query.get('language') ?? '')?.[0];
    return renderPage(
      built,
      {
        token,
        apiVersion: API_VERSION,
        user: {
          id: session.userId,
          username: session.username,
          name: own?.name ?? session.username,
          language: language ?? own?.language ?? 'en_US',
          timeZone: session.timeZone,
          customPermissions: [...session.customPermissions],
          inAddress: new URLSearchParams({ ...(chosen === null ? {} : { user: session.username }), ...(language === undefined ? {} : { language }) }).toString(),
        },
        users,
        now: context.engine.clock.now().toISOString(),
        plural: (object) => context.engine.schema.object(object)?.labelPlural,
        base: '',
        notice: '',
      },
      place,
    );
  };
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

function activeUsers({ engine }: OperationContext, session: Session): readonly { readonly username: string; readonly name: string; readonly language: string }[] {
  return engine.query(session, 'SELECT Username, Name, LanguageLocaleKey FROM User WHERE IsActive = true ORDER BY Name LIMIT 200').records.map((row) => ({ username: String(row['Username']), name: String(row['Name']), language: String(row['LanguageLocaleKey']) }));
}

export { startRemotePage, type RemotePage, type RemotePageOptions } from './remote/server.ts';
