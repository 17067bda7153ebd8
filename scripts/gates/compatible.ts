/** Whether a JSON Schema still says what a released one said: tools that read the old keys must find them, with the old meaning. */

type Node = Readonly<Record<string, unknown>>;

/** Keys by which a schema says what a value is and means. */
const SAYS = ['type', 'const', 'enum', 'description', 'pattern', 'format'] as const;

/** @returns what differs, by path; empty when only keys were added */
export function brokenPromises(released: unknown, now: unknown, path = ''): string[] {
  const [old, present] = [nodeOf(released), nodeOf(now)];
  const said = SAYS.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(present[key])).map((key) => `${path || '.'}: ${key} was ${JSON.stringify(old[key])} and is ${JSON.stringify(present[key])}`);
  const [had, has] = [listOf(old['required']), listOf(present['required'])];
  const gone = had.filter((name) => !has.includes(name)).map((name) => `${path}.${String(name)}: is no longer always there`);
  const parts = [
    ...Object.keys(nodeOf(old['properties'])).map((name): [string, unknown, unknown] => [`${path}.${name}`, nodeOf(old['properties'])[name], nodeOf(present['properties'])[name]]),
    ...['items', 'additionalProperties'].flatMap((key): [string, unknown, unknown][] => (typeof old[key] === 'object' ? [[`${path}[]`, old[key], present[key]]] : [])),
    ...['anyOf', 'oneOf'].flatMap((key) => listOf(old[key]).map((each, index): [string, unknown, unknown] => [`${path}<${index}>`, each, listOf(present[key])[index]])),
  ];
  return [...said, ...gone, ...parts.flatMap(([at, was, is]) => (is === undefined ? [`${at}: is gone`] : brokenPromises(was, is, at)))];
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
