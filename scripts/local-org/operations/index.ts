/** The operation table: everything this org answers. */
import type { Operation } from '../http/operation.ts';
import { toOperation, type SyncOperation } from '../http/syncOperation.ts';
import type { ApiUsage } from '../http/usage.ts';
import { ingestOperations } from './bulk/ingest.ts';
import type { BulkJobs } from './bulk/jobs.ts';
import { bulkQueryOperations } from './bulk/query.ts';
import { batchOperation } from './composite/batch.ts';
import { collectionOperations } from './composite/collections.ts';
import { compositeOperation } from './composite/composite.ts';
import { createSubrequestRunner } from './composite/subrequest.ts';
import { treeOperation } from './composite/tree.ts';
import { describeOperations } from './describe.ts';
import { graphqlOperations } from './graphql.ts';
import { identityOperations } from './identity.ts';
import { limitOperations } from './limits.ts';
import { metadataRestOperations } from './metadataRest.ts';
import { oauthOperations } from './oauth.ts';
import { queryOperations } from './query.ts';
import type { QueryCursors } from './queryCursors.ts';
import { recordOperations } from './records.ts';
import { soapOperations } from './soap.ts';
import { toolingOperations } from './tooling.ts';
import { uiApiOperations } from './uiApi.ts';
import { unsupportedOperations } from './unsupported.ts';
import { versionOperations } from './versions.ts';

export interface OperationState {
  readonly usage: ApiUsage;
  readonly cursors: QueryCursors;
  readonly jobs: BulkJobs;
}

export function createOperations({ usage, cursors, jobs }: OperationState): readonly Operation[] {
  // What may also stand inside a composite request.
  const inner: readonly SyncOperation[] = [
    ...recordOperations,
    ...describeOperations,
    ...queryOperations(cursors),
    ...collectionOperations,
    ...toolingOperations,
    ...limitOperations(usage, jobs),
  ];
  const runner = createSubrequestRunner(inner);
  const outer: readonly SyncOperation[] = [compositeOperation(runner), batchOperation(runner), treeOperation];
  return [
    ...versionOperations,
    ...identityOperations,
    ...oauthOperations,
    ...[...inner, ...outer].map(toOperation),
    ...ingestOperations(jobs),
    ...bulkQueryOperations(jobs),
    ...metadataRestOperations,
    ...uiApiOperations,
    ...graphqlOperations,
    ...soapOperations,
    ...unsupportedOperations,
  ];
}
