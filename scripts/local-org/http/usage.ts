/** API calls since the start, against the daily allowance of a Developer Edition. */
export interface ApiUsage {
  count(): void;
  readonly used: number;
  readonly max: number;
  /** Value of `Sforce-Limit-Info`. */
  header(): string;
}

const DAILY_API_REQUESTS = 15_000;

export function createUsage(): ApiUsage {
  let used = 0;
  return {
    count: () => {
      used += 1;
    },
    get used() {
      return used;
    },
    max: DAILY_API_REQUESTS,
    header: () => `api-usage=${used}/${DAILY_API_REQUESTS}`,
  };
}
