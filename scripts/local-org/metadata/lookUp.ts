/** Entry of a table for a key that came from outside: `constructor` is no key of ours. */
export const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
