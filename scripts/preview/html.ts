/** The document around the components. Everything from the org is escaped; scripts come from this server only. */
import { escapeHtml } from '../shared/html.ts';
import type { QuickAction, RecordPage } from './build/project.ts';

export interface PageUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly timeZone: string;
  readonly customPermissions: readonly string[];
  /** As Salesforce calls it: `en_US`, `de`. */
  readonly language: string;
  /** What the address says of the viewer, so that links keep it: `user=…&language=de`, or nothing. */
  readonly inAddress: string;
}

/** What the scripts of the page start from. */
export interface PageData {
  readonly token: string;
  readonly apiVersion: string;
  /** Stands before the path of every page. */
  readonly base: string;
  /** The org's time. */
  readonly now: string;
  readonly user: PageUser;
  /** Null on a tab of components. */
  readonly object: string | null;
  readonly recordId: string | null;
  /** The first page a visitor sees. */
  readonly isHome: boolean;
  /** Names of the bundles on a tab. */
  readonly tabComponents: readonly string[];
  /** Components by region of the record page. */
  readonly regions: RecordPage['regions'];
  /** Of the object, on its records. */
  readonly actions: readonly QuickAction[];
  /** Custom labels in the language of the user, by name; those without a translation are not there. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface Link {
  readonly label: string;
  readonly url: string;
  /** The page it leads to is the one shown. */
  readonly isCurrent: boolean;
}

/**
 * Inline styles are allowed because the base components place their lists with them; scripts are not.
 * No other site may frame the page or be reached from it.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};

/** JSON inside a script element: nothing in it can end the element. */
const embedded = (value: unknown): string => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const MARK = '<svg viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="6" fill="#1d5a4c"/><path d="M6 20V9m16 11V9M4.5 12.5 23.5 7.5M4.5 18.5l19-5" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>';

function frame(title: string, base: string, head: string, bar: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/preview/slds.css">
<link rel="stylesheet" href="/preview/slds-touch.css">
<link rel="stylesheet" href="/preview/page.css">
${head}
</head>
<body>
<header class="handrail-bar"><a class="handrail-mark" href="${escapeHtml(base)}/">${MARK}Handrail</a>${bar}</header>
${body}
</body>
</html>
`;
}

export interface PageParts {
  readonly data: PageData;
  readonly users: readonly { readonly username: string; readonly name: string }[];
  readonly links: readonly Link[];
  /** URL path of the script that starts the page. */
  readonly entry: string;
  /** About the org; empty when there is nothing to say. */
  readonly notice: string;
}

export function pageHtml({ data, users, links, entry, notice }: PageParts): string {
  const suffix = data.user.inAddress === '' ? '' : `?${data.user.inAddress}`;
  const options = users.map(({ username, name }) => `<option value="${escapeHtml(username)}"${username === data.user.username ? ' selected' : ''}>${escapeHtml(name)}</option>`).join('');
  const items = links.map(({ label, url, isCurrent }) => `<li><a href="${escapeHtml(url + suffix)}"${isCurrent ? ' aria-current="page"' : ''}>${escapeHtml(label)}</a></li>`).join('');
  const today = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: data.user.timeZone }).format(new Date(data.now));
  return frame(
    'Handrail',
    data.base,
    `<script type="application/json" id="handrail-page">${embedded(data)}</script>
<script src="/preview/boot.js" defer></script>
<script type="module" src="${escapeHtml(entry)}"></script>`,
    `<nav aria-label="Main"><ul>${items}</ul></nav>
<p class="handrail-today">It is ${escapeHtml(today)} here</p>
${users.length > 1 ? `<label class="handrail-user"><span>Viewed as</span> <select id="user">${options}</select></label>` : `<p class="handrail-user"><span>Viewed as</span> ${escapeHtml(data.user.name)}</p>`}`,
    `${notice === '' ? '' : `<p class="handrail-notice">${escapeHtml(notice)}</p>`}<div id="page" lang="${escapeHtml(data.user.language.replace('_', '-'))}"></div>`,
  );
}

/** A page that says why there is nothing to see. */
export function messageHtml(message: string, base: string): string {
  return frame('Handrail', base, '', '', `<main id="page"><h1>${escapeHtml(message)}</h1><p><a href="${escapeHtml(base)}/">All opportunities</a></p></main>`);
}
