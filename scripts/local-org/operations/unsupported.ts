/** Resources that Salesforce has and this org has not: answered 501 with their name, so that nobody takes a gap for an empty result. */
import { unsupported } from '../http/errors.ts';
import type { Operation } from '../http/operation.ts';

const RESOURCES: readonly { readonly path: string; readonly what: string }[] = [
  { path: 'search', what: 'SOSL search' },
  { path: 'parameterizedSearch', what: 'parameterized search' },
  { path: 'sobjects/:object/updated', what: 'list of updated records' },
  { path: 'sobjects/:object/deleted', what: 'list of deleted records; use queryAll' },
  { path: 'sobjects/:object/describe/layouts', what: 'describe of page layouts' },
  { path: 'sobjects/:object/listviews', what: 'list views' },
  { path: 'composite/graph', what: 'composite graph' },
  { path: 'recent', what: 'list of recently viewed records' },
  { path: 'actions', what: 'invocable actions' },
  { path: 'analytics/*rest', what: 'reports and dashboards API' },
  { path: 'chatter/*rest', what: 'Connect (Chatter) API' },
  { path: 'connect/*rest', what: 'Connect API' },
  { path: 'process/*rest', what: 'approval and process API' },
  { path: 'quickActions', what: 'quick actions API' },
  { path: 'tooling/search', what: 'Tooling API search' },
  { path: 'tooling/executeAnonymous', what: 'Apex' },
  { path: 'tooling/runTestsAsynchronous', what: 'Apex' },
  { path: 'tooling/runTestsSynchronous', what: 'Apex' },
];

const rows = RESOURCES.flatMap(({ path, what }) => (['GET', 'POST'] as const).map((method): Operation => ({
  name: `unsupported.${method.toLowerCase()}.${path}`,
  method,
  path: `/services/data/:version/${path}`,
  handle() {
    throw unsupported(what);
  },
})));

export const unsupportedOperations: readonly Operation[] = [
  ...rows,
  { name: 'unsupported.apexrest', method: 'GET', path: '/services/apexrest/*rest', handle() { throw unsupported('Apex'); } },
  { name: 'unsupported.apexrestPost', method: 'POST', path: '/services/apexrest/*rest', handle() { throw unsupported('Apex'); } },
  { name: 'unsupported.bulk1', method: 'POST', path: '/services/async/*rest', authenticated: false, handle() { throw unsupported('Bulk API 1.0; use Bulk API 2.0'); } },
];
