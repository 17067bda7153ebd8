/** `If-Modified-Since` and `If-Unmodified-Since`: dates of whole seconds, ignored when they are none. */

/** Whether the thing has not changed after the date of the header; false without a date. */
export function isUnmodifiedSince(header: string | undefined, modified: Date): boolean {
  const since = header === undefined ? Number.NaN : Date.parse(header);
  return Math.floor(modified.getTime() / 1000) * 1000 <= since;
}
