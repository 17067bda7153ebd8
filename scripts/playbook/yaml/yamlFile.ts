/** One playbook file: its text, its value, and where each part of the value stands. YAML from outside is hostile. */
import { Composer, isMap, isNode, isScalar, Parser, visit, type Alias, type Document, type Node } from 'yaml';
import { problem, type Problem } from '../diagnostics.ts';
import type { Position } from '../model.ts';
import { deepProblem, forbiddenCharacters, MOST_BYTES, MOST_BYTES_TEXT, printable, structureProblems, tooDeep } from './limits.ts';
import { sourceOffset } from './scalarOffset.ts';

export type Path = readonly (string | number)[];

export interface YamlFile {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Position of the value at a path; of the nearest parent that exists when there is none. */
  locate(path: Path): Position;
  /** Position of the key of a mapping entry. */
  locateKey(path: Path): Position;
  /** Position of a character inside a scalar, as the scalar's own text counts. */
  locateIn(path: Path, offset: number): Position;
}

/** Anchors are convenient; a bomb of them is not. */
const MOST_ALIASES = 100;
const BYTE_ORDER_MARK = '\uFEFF';

/** @returns the file, or all the reasons why it cannot be read */
export function readYaml(file: string, source: string): { yaml: YamlFile | undefined; problems: Problem[] } {
  if (Buffer.byteLength(source) > MOST_BYTES) return { yaml: undefined, problems: [problem('too-large', { file, line: 1, column: 1 }, { limit: MOST_BYTES_TEXT })] };
  // Some editors on Windows open every file with one.
  const text = source.startsWith(BYTE_ORDER_MARK) ? source.slice(1) : source;
  const at = positions(file, text);
  const tokens = [...new Parser().parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== undefined) return { yaml: undefined, problems: [deepProblem(at(deep))] };
  const [document, second] = [...new Composer({ schema: 'core', uniqueKeys: false, prettyErrors: false }).compose(tokens, true, text.length)];
  if (document === undefined) throw new Error(`${file} was composed into no document.`);
  const problems = [
    ...(second === undefined ? [] : [problem('yaml-syntax', at(second.range[0]), { message: 'A second document begins here, and a file of the playbook is one' }, 'Take the line --- out, and what belongs to another topic into a file of its own.')]),
    ...[...document.errors, ...document.warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')].map((error) => problem('yaml-syntax', at(error.pos[0]), { message: sentence(error.message) }, error.code === 'TAB_AS_INDENT' ? 'Indent with spaces.' : null)),
    ...forbiddenCharacters(text, at),
  ];
  // Of a broken document only what broke it is worth saying.
  if (problems.length === 0) problems.push(...structureProblems(document.contents, at), ...aliasProblems(document, at));
  if (problems.length > 0) return { yaml: undefined, problems };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { yaml: { file, text, value, ...locators(document, text, at) }, problems: [] };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { yaml: undefined, problems: [tooManyAliases(at(aliasesOf(document)[0]?.range?.[0] ?? 0))] };
  }
}

function locators(document: Document, text: string, at: (offset: number) => Position): Pick<YamlFile, 'locate' | 'locateKey' | 'locateIn'> {
  const nodeAt = (path: Path): Node | null => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node;
    }
    return null;
  };
  const keyOffset = (path: Path): number | undefined => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) return undefined;
    const key = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === path.at(-1))?.key;
    return isScalar(key) ? key.range?.[0] : undefined;
  };
  return {
    locate: (path) => at(nodeAt(path)?.range?.[0] ?? 0),
    locateKey: (path) => at(keyOffset(path) ?? nodeAt(path)?.range?.[0] ?? 0),
    locateIn(path, offset) {
      const node = nodeAt(path);
      const start = node?.range?.[0] ?? 0;
      return isScalar(node) ? at(start + sourceOffset(text.slice(start, node.range?.[1]), node, offset)) : at(start);
    },
  };
}

function aliasProblems(document: Document, at: (offset: number) => Position): Problem[] {
  const aliases = aliasesOf(document);
  const place = (alias: Alias): Position => at(alias.range?.[0] ?? 0);
  const [first] = aliases;
  // Before they are followed: looking one up reads the whole file.
  if (first && aliases.length > MOST_ALIASES) return [tooManyAliases(place(first))];
  return aliases.filter((alias) => !alias.resolve(document)).map((alias) => problem('yaml-syntax', place(alias), { message: `There is no anchor &${printable(alias.source)} before this *${printable(alias.source)}` }));
}

function tooManyAliases(position: Position): Problem {
  return problem('too-many-aliases', position, { limit: String(MOST_ALIASES) }, 'Write out what the anchors stand for.');
}

function aliasesOf(document: Document): Alias[] {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_key, node) => void aliases.push(node) });
  return aliases;
}

/** Not the library's own counter, which loses its place on some broken files. */
function positions(file: string, text: string): (offset: number) => Position {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    const within = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= within) low = middle;
      else high = middle;
    }
    return { file, line: low + 1, column: within - (starts[low] ?? 0) + 1 };
  };
}

/** The parser's first line; the rest shows the source, which the report does itself. */
function sentence(message: string): string {
  const [first = message] = message.split('\n');
  return first.replace(/; please use .*$/, '').replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
}
