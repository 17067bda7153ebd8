const REVIEW_MONTHS = 3;

/** The last day of the third month from a day on: a draft that nobody has looked at by then has missed its purpose. */
export function reviewBy(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month + REVIEW_MONTHS, 0)).toISOString().slice(0, 10);
}
