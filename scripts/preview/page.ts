/** One page for one viewer: which place of the org is shown, to whom, and where the bar leads. */
import type { Reply } from '../local-org/http/operation.ts';
import type { BuiltPage } from './build/index.ts';
import { messageHtml, pageHtml, SECURITY_HEADERS, type Link, type PageUser } from './html.ts';

export const HOME_OBJECT = 'Opportunity';

export interface Place {
  readonly object: string | null;
  readonly recordId?: string;
  readonly isHome?: boolean;
  readonly tab?: string;
  readonly tabComponents?: readonly string[];
}

/** Who looks, and at which org. */
export interface Viewing {
  /** What the page sends with each request to the org. */
  readonly token: string;
  readonly apiVersion: string;
  readonly user: PageUser;
  /** Whom the viewer may become; nobody else, for an org on the network. */
  readonly users: readonly { readonly username: string; readonly name: string }[];
  /** The org's time, ISO. */
  readonly now: string;
  /** Plural label of an object; undefined where the org has none such. */
  readonly plural: (object: string) => string | undefined;
  /** Stands before the path of every page; empty for the local org. */
  readonly base: string;
  /** Said in the bar: which org this is, and that it is only read. */
  readonly notice: string;
}

/**
 * @param place as `placeOf` finds it
 * @returns the document, or why there is none
 */
export function renderPage(built: BuiltPage, viewing: Viewing, place: Place): Reply {
  const { token, apiVersion, user, users, now, base, notice } = viewing;
  const { object, recordId = null, isHome = false, tabComponents = [] } = place;
  if (object !== null && viewing.plural(object) === undefined) {
    return message(404, `This org has no object ${object}.`, base);
  }
  const regions = built.recordPages.find((page) => page.object === object)?.regions ?? {};
  const actions = built.actions.filter((action) => action.object === object);
  const labels = Object.fromEntries(built.translations.get(user.language) ?? []);
  const data = { token, apiVersion, base, now, user, object, recordId, isHome, regions, actions, tabComponents, labels };
  const body = pageHtml({ data, users, links: linksOf(built, viewing, place), entry: built.entry, notice });
  return { status: 200, headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/html;charset=UTF-8' }, body };
}

export function message(status: number, text: string, base = ''): Reply {
  return { status, headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/html;charset=UTF-8' }, body: messageHtml(text, base) };
}

/** The place of a tab; undefined when the project has none of this name. */
export function tabPlace(built: BuiltPage, name: string): Place | undefined {
  const tab = built.tabs.find((candidate) => candidate.name === name);
  return tab && { object: tab.object, tab: tab.name, tabComponents: tab.components };
}

/** The deals first, then the project's tabs, as far as the org has what they show. */
function linksOf(built: BuiltPage, { plural, base }: Viewing, place: Place): readonly Link[] {
  const tabs = built.tabs.flatMap((tab): readonly Link[] => {
    const label = tab.object === null ? (tab.label ?? tab.name.replaceAll('_', ' ')) : plural(tab.object);
    return label === undefined ? [] : [{ label, url: `${base}/lightning/n/${tab.name}`, isCurrent: tab.object === null ? tab.name === place.tab : tab.object === place.object }];
  });
  return [{ label: plural(HOME_OBJECT) ?? HOME_OBJECT, url: `${base}/`, isCurrent: place.object === HOME_OBJECT }, ...tabs];
}
