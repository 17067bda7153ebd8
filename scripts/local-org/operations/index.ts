/** The operation table: everything this org answers. */
import type { Operation } from '../http/operation.ts';
import { toOperation, type SyncOperation } from '../http/syncOperation.ts';
import type { Faults } from '../http/faultRules.ts';
import type { ApiUsage } from '../http/usage.ts';
import { ingestOperations } from './bulk/ingest.ts';
import type { BulkJobs } from './bulk/jobs.ts';
import { bulkQueryOperations } from './bulk/query.ts';
import { batchOperation } from './composite/batch.ts';
import { collectionOperations } from './composite/collections.ts';
import { compositeOperation } from './composite/composite.ts';
import { graphOperation } from './composite/graph.ts';
import { createSubrequestRunner } from './composite/subrequest.ts';
import { treeOperation } from './composite/tree.ts';
import { actionOperations } from './actions.ts';
import { analyticsOperations } from './analytics/index.ts';
import { describeOperations } from './describe.ts';
import { faultOperations } from './faultAdmin.ts';
import { frontdoorOperations } from './frontdoor.ts';
import { graphqlOperations } from './graphql/index.ts';
import { identityOperations } from './identity.ts';
import { limitOperations } from './limits.ts';
import { metadataRestOperations } from './metadataRest.ts';
import { oauthOperations, type OAuthState } from './oauth.ts';
import { queryOperations } from './query.ts';
import type { QueryCursors } from './queryCursors.ts';
import { recentOperations } from './recent.ts';
import { recordOperations } from './records.ts';
import { replicationOperations } from './replication.ts';
import { searchOperations } from './search.ts';
import { soapOperations } from './soap.ts';
import { toolingOperations } from './tooling.ts';
import { uiApiOperations } from './uiApi/index.ts';
import { createRecentRecords } from './uiApi/recentRecords.ts';
import { unsupportedOperations } from './unsupported.ts';
import { versionOperations } from './versions.ts';

export interface OperationState {
  readonly usage: ApiUsage;
  readonly cursors: QueryCursors;
  readonly jobs: BulkJobs;
  readonly faults: Faults;
  readonly oauth: OAuthState;
  /** Whether the org serves a page at `/`. */
  readonly hasPage: boolean;
}

export function createOperations({ usage, cursors, jobs, faults, oauth, hasPage }: OperationState): readonly Operation[] {
  // What may also stand inside a composite request.
  const { clock } = jobs;
  const recent = createRecentRecords();
  const inner: readonly SyncOperation[] = [
    ...recordOperations,
    ...replicationOperations,
    ...describeOperations(clock, recent),
    ...actionOperations,
    ...recentOperations(recent),
    ...queryOperations(cursors),
    ...searchOperations,
    ...analyticsOperations,
    ...collectionOperations,
    ...toolingOperations,
    ...limitOperations(usage, jobs),
  ];
  const runner = createSubrequestRunner(inner);
  const outer: readonly SyncOperation[] = [compositeOperation(runner), graphOperation(createSubrequestRunner(recordOperations)), batchOperation(runner, usage), treeOperation];
  return [
    ...versionOperations,
    ...identityOperations,
    ...oauthOperations(oauth),
    ...faultOperations(faults),
    ...frontdoorOperations(hasPage),
    ...[...inner, ...outer].map(toOperation),
    ...ingestOperations(jobs),
    ...bulkQueryOperations(jobs),
    ...metadataRestOperations,
    ...uiApiOperations(recent),
    ...graphqlOperations,
    ...soapOperations,
    ...unsupportedOperations,
  ];
}
