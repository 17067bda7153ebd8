/** `@{ref.field}` in the url and body of a composite subrequest: a value from an earlier answer. */

const REFERENCE = /@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}/g;

/** Names the reference and the path that led nowhere. */
export class InvalidReference extends Error {
  constructor(reference: string, path: string) {
    super(`Invalid reference specified. No value for ${reference}${path} found in ${reference}`);
  }
}

export type Answers = ReadonlyMap<string, unknown>;

/** @throws InvalidReference when a reference has no value */
export function resolveText(text: string, answers: Answers): unknown {
  const whole = new RegExp(`^${REFERENCE.source}$`).exec(text);
  if (whole !== null) {
    return valueOf(whole[1] ?? '', whole[2] ?? '', answers);
  }
  return text.replace(REFERENCE, (_, reference: string, path: string) => String(valueOf(reference, path, answers)));
}

/** The same in every text of a JSON value. */
export function resolveValue(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') {
    return resolveText(value, answers);
  }
  if (Array.isArray(value)) {
    return value.map((entry) => resolveValue(entry, answers));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolveValue(entry, answers)]));
  }
  return value;
}

/** Names of the answers that the texts of a JSON value refer to. */
export function referencesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(REFERENCE)].map((match) => match[1] ?? '');
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

function valueOf(reference: string, path: string, answers: Answers): unknown {
  let value = answers.get(reference);
  for (const [, name, index] of path.matchAll(/\.([A-Za-z0-9_]+)|\[(\d+)\]/g)) {
    if (typeof value !== 'object' || value === null) {
      throw new InvalidReference(reference, path);
    }
    const key = name ?? index ?? '';
    value = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  if (value === undefined || value === null) {
    throw new InvalidReference(reference, path);
  }
  return value;
}
