/** Words and numbers as people read them. */

/** `1 record`, `2 records`. @param many where it is not `one` with an s: `metrics have` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `a, b and c` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** At most so many UTF-16 units, on a whole character; what was cut ends in an ellipsis. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Whole units of a currency: `$1,200`; empty where there is nothing. @param currency ISO code */
export function money(amount: number, currency: string): string {
  return amount > 0 ? amount.toLocaleString('en-US', { style: 'currency', currency, maximumFractionDigits: 0 }) : '';
}
