/** Resources that Salesforce has and this org has not: answered 501 with their name, so that nobody takes a gap for an empty result. */
import { unsupported } from '../http/errors.ts';
import type { Operation } from '../http/operation.ts';

const RESOURCES: readonly { readonly path: string; readonly what: string }[] = [
  { path: 'sobjects/:object/describe/layouts', what: 'describe of page layouts' },
  { path: 'sobjects/:object/describe/layouts/:recordType', what: 'describe of page layouts' },
  { path: 'sobjects/:object/describe/compactLayouts', what: 'describe of compact layouts' },
  { path: 'sobjects/:object/defaultValues', what: 'default values of a layout' },
  { path: 'sobjects/:object/:id/richTextImageFields/*rest', what: 'images in rich text' },
  { path: 'sobjects/:object/listviews', what: 'list views' },
  { path: 'sobjects/:object/listviews/*rest', what: 'list views' },
  { path: 'actions/standard', what: 'standard invocable actions' },
  { path: 'actions/standard/*rest', what: 'standard invocable actions' },
  { path: 'actions/custom/:kind/:name', what: 'invocable action of that name' },
  { path: 'analytics/*rest', what: 'dashboards API, nor instances, descriptions and changes of reports over the Reports API' },
  { path: 'chatter/*rest', what: 'Connect (Chatter) API' },
  { path: 'connect/*rest', what: 'Connect API' },
  { path: 'process/*rest', what: 'approval and process API' },
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
