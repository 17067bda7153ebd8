/** Opens the org that `orgFlags` name. */
import type { OrgConnection } from '../org/types.ts';

export interface OrgFlags {
  readonly 'target-org'?: string | undefined;
  readonly 'api-version': string;
}

/** @param mostCalls calls after which it refuses; absent: as many as the org allows */
export async function connectTo(flags: OrgFlags, mostCalls?: number): Promise<OrgConnection> {
  const { connect } = await import('../org/index.ts');
  return connect({
    apiVersion: flags['api-version'],
    ...(flags['target-org'] === undefined ? {} : { targetOrg: flags['target-org'] }),
    ...(mostCalls === undefined ? {} : { mostCalls }),
  });
}
