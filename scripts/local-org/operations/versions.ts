/** `/services/data`: the versions this org speaks, and the resources of one. */
import { apiVersions } from '../http/apiVersions.ts';
import type { Operation } from '../http/operation.ts';

const RESOURCES = ['tooling', 'metadata', 'composite', 'query', 'queryAll', 'sobjects', 'limits', 'jobs', 'ui-api', 'graphql', 'actions', 'quickActions', 'recent'];

export const versionOperations: readonly Operation[] = [
  {
    name: 'versions.list',
    method: 'GET',
    path: '/services/data',
    authenticated: false,
    handle: () => ({ status: 200, body: apiVersions }),
  },
  {
    name: 'versions.resources',
    method: 'GET',
    path: '/services/data/:version',
    handle: ({ engine, instanceUrl, session, params }) => ({
      status: 200,
      body: {
        ...Object.fromEntries(RESOURCES.map((name) => [name, `/services/data/${params['version'] ?? ''}/${name}`])),
        // jsforce's identity() follows this one.
        identity: `${instanceUrl}/id/${engine.organizationId}/${session.userId}`,
      },
    }),
  },
];
