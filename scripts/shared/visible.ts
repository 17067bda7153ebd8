/** Characters that a reader of a text cannot see, and words without them. */

/** Control characters but tab and line ends, and the characters that are invisible or turn the direction of text round. */
export const INVISIBLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g;

/** What ends a line and no keyboard types. */
const ODD_LINE_ENDS = /[\u000B\u000C\u0085\u2028\u2029]+/g;

/** People's words, pasted from anywhere, as a file of ours takes them: trimmed, and nothing in them that cannot be seen. */
export function visible(text: string): string {
  return text.replace(ODD_LINE_ENDS, ' ').replace(INVISIBLE, '').trim();
}

/** Other people's words as a report shows them: what cannot be seen stands there as one sign. */
export function shown(text: string): string {
  return text.replace(ODD_LINE_ENDS, ' ').replace(INVISIBLE, '\uFFFD');
}
