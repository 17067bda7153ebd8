/** The operation table of the local org. */
import { code, page, table } from '../markdown.ts';
import type { Operation } from '../../local-org/http/operation.ts';

type Row = Pick<Operation, 'name' | 'method' | 'path' | 'authenticated'>;

export function localOrgOperationsReference(operations: readonly Row[]): string {
  const sorted = [...operations].sort((one, other) => compare(one.path, other.path) || compare(one.method, other.method));
  const refused = (row: Row): boolean => row.name.startsWith('unsupported.');
  return page('Operations of the local org', [
    'What the local org answers. `:name` is one part of a path, `*rest` all that remains. What an org answers at other paths is not imitated: they are `NOT_FOUND`.',
    section('Answered', sorted.filter((row) => !refused(row))),
    section('Refused by name', sorted.filter(refused)),
  ]);
}

function section(title: string, rows: readonly Row[]): string {
  return `## ${title}\n\n${table(['method', 'path', 'operation', 'needs a token'], rows.map((row) => [row.method, code(row.path), code(row.name), row.authenticated === false ? 'no' : 'yes']))}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
