const REVIEW_MONTHS = 3;

/** The last day of the third month from now: a draft that nobody has looked at by then has missed its purpose. */
export function reviewBy(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + REVIEW_MONTHS + 1, 0)).toISOString().slice(0, 10);
}
