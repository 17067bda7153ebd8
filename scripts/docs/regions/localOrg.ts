/** What the local org answers, by API, counted from its operation table. */
import type { Operation } from '../../local-org/http/operation.ts';
import { code, table } from '../markdown.ts';

/** In the order they are asked; the last takes what is left. */
const APIS: readonly { readonly api: string; readonly path: RegExp }[] = [
  { api: 'UI API', path: /^\/services\/data\/:version\/ui-api\b/ },
  { api: 'GraphQL', path: /^\/services\/data\/:version\/graphql\b/ },
  { api: 'Bulk API 2.0', path: /^\/services\/data\/:version\/jobs\b/ },
  { api: 'Tooling API', path: /^\/services\/data\/:version\/tooling\b/ },
  { api: 'Metadata API, REST', path: /^\/services\/data\/:version\/metadata\b/ },
  { api: 'SOAP (Metadata API; what log-in needs of the partner API)', path: /^\/services\/Soap\b/ },
  { api: 'OAuth and identity', path: /^\/(services\/oauth2|id)\b|^\/secur\b/ },
  { api: 'Composite', path: /^\/services\/data\/:version\/composite\b/ },
  { api: 'Query and search', path: /^\/services\/data\/:version\/(query|queryAll|search|parameterizedSearch)\b/ },
  { api: 'Faults on demand (this org only)', path: /^\/_local\b/ },
  { api: 'REST', path: /^/ },
];

type Row = Pick<Operation, 'name' | 'method' | 'path'>;

export function apiCoverage(operations: readonly Row[]): string {
  const refused = (row: Row): boolean => row.name.startsWith('unsupported.');
  const byApi = Map.groupBy(operations, (row) => APIS.find(({ path }) => path.test(row.path))?.api ?? 'REST');
  const rows = APIS.flatMap(({ api }) => {
    const all = byApi.get(api) ?? [];
    if (all.length === 0) return [];
    const paths = [...new Set(all.filter(refused).map((row) => code(row.path.replace('/services/data/:version/', ''))))];
    return [[api, String(all.filter((row) => !refused(row)).length), paths.length === 0 ? 'nothing' : paths.join(', ')]];
  });
  return table(['API', 'operations', 'refused by name'], rows);
}
