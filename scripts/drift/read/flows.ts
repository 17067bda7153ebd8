import type { OrgConnection } from '../../org/types.ts';
import { PACKAGED_FLOWS } from '../packaged.ts';
import type { FlowState } from '../orgState.ts';

interface FlowRow {
  readonly ApiName: string;
  readonly IsActive: boolean;
  readonly LastModifiedBy: string | null;
  readonly LastModifiedDate: string | null;
}

export async function readFlows(connection: OrgConnection): Promise<ReadonlyMap<string, FlowState>> {
  const names = PACKAGED_FLOWS.map(({ name }) => `'${name}'`).join(', ');
  const rows = await connection.query<FlowRow>(`SELECT ApiName, IsActive, LastModifiedBy, LastModifiedDate FROM FlowDefinitionView WHERE ApiName IN (${names})`);
  return new Map(rows.map((row) => [row.ApiName, { name: row.ApiName, active: row.IsActive, changedBy: row.LastModifiedBy, changedAt: row.LastModifiedDate }]));
}
