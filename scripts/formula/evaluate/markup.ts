/**
 * Links and pictures while a formula computes: the codes that Salesforce's own engine passes along, which become HTML only when the
 * formula field is read. Apex sees the codes (`Formula.evaluate()`), the APIs see the HTML.
 */
const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&#39;' };

/** HTMLENCODE: named entities, and a number for the apostrophe (org probe fv_htmlencode, 2026-07-28). */
export const escapeHtml = (value: string): string => value.replace(/[<>&"']/g, (character) => HTML[character] ?? character);

/** True for an address that runs a script, which HYPERLINK refuses. */
export const isScript = (url: string): boolean => /^\s*javascript:/i.test(url);

export const linkCode = (url: string, label: string, target: string): string => `_HL_ENCODED_${url}_HL_${label}_HL_${target}_HL_`;

export const imageCode = (url: string, alternate: string, height: number | null, width: number | null): string =>
  `_IM1_${url}_IM2_${alternate}_IM3_${height ?? ''}_IM4_${width ?? ''}_IM5_`;

const LINK = /_HL_ENCODED_([^]*?)_HL_([^]*?)_HL_([^]*?)_HL_/g;
const IMAGE = /_IM1_([^]*?)_IM2_([^]*?)_IM3_(\d*)_IM4_(\d*)_IM5_/g;

function image(_code: string, url: string, alternate: string, height: string, width: string): string {
  const style = [height === '' ? '' : `height:${height}px;`, width === '' ? '' : `width:${width}px;`].filter((part) => part !== '').join(' ');
  return `<img src="${escapeHtml(url)}" alt="${escapeHtml(alternate)}"${style === '' ? '' : ` style="${style}"`} border="0"/>`;
}

/** What a link shows: its text escaped, pictures in it as pictures. */
function label(text: string): string {
  let [shown, end] = ['', 0];
  for (const found of text.matchAll(IMAGE)) {
    const [code, url = '', alternate = '', height = '', width = ''] = found;
    shown += escapeHtml(text.slice(end, found.index)) + image(code, url, alternate, height, width);
    end = found.index + code.length;
  }
  return shown + escapeHtml(text.slice(end));
}

/** The HTML of a text with codes in it. */
export function renderMarkup(text: string): string {
  return text
    .replace(LINK, (_code, url: string, shown: string, target: string) => `<a href="${escapeHtml(url)}" target="${escapeHtml(target)}">${label(shown)}</a>`)
    .replace(IMAGE, image);
}
