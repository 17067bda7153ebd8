/** Listings of things that an org may have and this one has none of: invocable actions made by customers, quick actions, approvals. */
import type { SyncOperation } from '../http/syncOperation.ts';
import { dataObject } from './dataRequest.ts';

const BASE = '/services/data/:version';
/** Kinds of custom invocable actions. */
const CUSTOM_KINDS = ['apex', 'emailAlert', 'flow', 'generatePromptResponse', 'quickAction', 'sendNotification'];

const empty = (name: string, path: string, body: unknown): SyncOperation => ({ name, method: 'GET', path: BASE + path, run: () => ({ status: 200, body }) });

/** The same for an object that exists. */
const emptyOf = (name: string, path: string, body: unknown): SyncOperation => ({
  name,
  method: 'GET',
  path: `${BASE}/sobjects/:object/${path}`,
  run(request) {
    dataObject(request);
    return { status: 200, body };
  },
});

export const actionOperations: readonly SyncOperation[] = [
  {
    name: 'actions',
    method: 'GET',
    path: `${BASE}/actions`,
    run: ({ version }) => ({ status: 200, body: Object.fromEntries(['standard', 'custom'].map((kind) => [kind, `/services/data/v${version}/actions/${kind}`])) }),
  },
  {
    name: 'actions.custom',
    method: 'GET',
    path: `${BASE}/actions/custom`,
    run: ({ version }) => ({ status: 200, body: Object.fromEntries(CUSTOM_KINDS.map((kind) => [kind, `/services/data/v${version}/actions/custom/${kind}`])) }),
  },
  ...CUSTOM_KINDS.map((kind) => empty(`actions.custom.${kind}`, `/actions/custom/${kind}`, { actions: [] })),
  empty('quickActions', '/quickActions', []),
  emptyOf('sobject.quickActions', 'quickActions', []),
  emptyOf('sobject.approvalLayouts', 'describe/approvalLayouts', { approvalLayouts: [] }),
];
