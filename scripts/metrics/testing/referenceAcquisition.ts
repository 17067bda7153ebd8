/**
 * What a customer costs and how soon it pays that back, over lists. Payback is the cost of a customer over what it brings a
 * month: its new ARR / 12 x gross margin. A customer is an account that never was one, counted with its first win; one that
 * is won back is none, and so is one that was loaded when the CRM was set up.
 */

export interface Win {
  readonly id: string;
  readonly account: string;
  /** ISO day. */
  readonly on: string;
  readonly arr: number | null;
  readonly motion: 'New Logo' | 'Win-back' | null;
  readonly exclude: 'Migration' | 'Test' | null;
}

export interface Spend {
  /** First day of a month. */
  readonly month: string;
  readonly kind: 'programme' | 'people' | 'tools' | 'overhead';
  readonly amount: number;
}

export interface Margin {
  readonly month: string;
  readonly rate: number;
}

/** `months` of a calendar, each as its first day. */
function earlier(months: readonly string[], count: number): string[] {
  return months.map((month) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 - count, 1)).toISOString().slice(0, 10));
}

const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

/** Null where there is nothing to add: what nobody wrote down is not known. */
function sumOf(all: readonly (number | null)[]): number | null {
  const known = all.filter((one) => one !== null);
  return known.length === 0 ? null : known.reduce((total, one) => total + one, 0);
}

function over(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}

/** Customers of the months: wins of accounts that were none before. */
function customers(wins: readonly Win[], months: readonly string[]): Win[] {
  const real = wins.filter(({ exclude }) => exclude !== 'Test').toSorted((left, right) => (left.on === right.on ? (left.id < right.id ? -1 : 1) : left.on < right.on ? -1 : 1));
  const seen = new Set<string>();
  return real.filter(({ account, on, motion, exclude }) => {
    const isFirst = !seen.has(account);
    seen.add(account);
    return isFirst && exclude === null && motion !== 'Win-back' && months.includes(monthOf(on));
  });
}

/** @param months first days of the months of the period */
export function referenceAcquisition(wins: readonly Win[], spend: readonly Spend[], margins: readonly Margin[], months: readonly string[]): Record<string, number | null> {
  const found = customers(wins, months);
  const spent = (ofMonths: readonly string[], kinds?: readonly Spend['kind'][]): number | null => sumOf(spend.filter(({ month, kind }) => ofMonths.includes(month) && (kinds?.includes(kind) ?? true)).map(({ amount }) => amount));
  const own = margins.filter(({ month }) => months.includes(month));
  const margin = own.length === 0 ? null : (sumOf(own.map(({ rate }) => rate)) ?? 0) / own.length;
  const perCustomer = (amount: number | null): number | null => over(amount, found.length);
  const monthlyArr = over(sumOf(found.map(({ arr }) => arr)), found.length * 12);
  const payback = (cost: number | null, share: number | null): number | null => (monthlyArr === null || share === null ? null : over(cost, monthlyArr * share));
  return {
    cac: perCustomer(spent(months)),
    'cac/paid': perCustomer(spent(months, ['programme'])),
    'cac/lagged': perCustomer(spent(earlier(months, 3))),
    cac_payback: payback(perCustomer(spent(months)), margin),
    'cac_payback/lagged': payback(perCustomer(spent(earlier(months, 1))), margin),
    'cac_payback/without_margin': payback(perCustomer(spent(months)), 1),
  };
}
