/** Stages and statuses, from the objects that hold them: deployed value sets and what an org runs on can differ. */
import type { OrgConnection } from '../../org/types.ts';
import type { StageState } from '../orgState.ts';

interface OpportunityStageRow {
  readonly ApiName: string;
  readonly MasterLabel: string;
  readonly DefaultProbability: number | null;
  readonly ForecastCategoryName: string | null;
  readonly IsClosed: boolean;
  readonly IsWon: boolean;
}

interface LeadStatusRow {
  readonly ApiName: string;
  readonly MasterLabel: string;
}

export const STAGE_QUERIES: Readonly<Record<string, (connection: OrgConnection) => Promise<StageState[]>>> = {
  Opportunity: async (connection) => {
    const rows = await connection.query<OpportunityStageRow>(
      'SELECT ApiName, MasterLabel, DefaultProbability, ForecastCategoryName, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder',
    );
    return rows.map((row) => ({ name: row.ApiName, label: row.MasterLabel, probability: row.DefaultProbability, forecastCategory: row.ForecastCategoryName, closed: row.IsClosed, won: row.IsWon }));
  },
  Lead: async (connection) => {
    const rows = await connection.query<LeadStatusRow>('SELECT ApiName, MasterLabel FROM LeadStatus ORDER BY SortOrder');
    return rows.map((row) => ({ name: row.ApiName, label: row.MasterLabel, probability: null, forecastCategory: null, closed: null, won: null }));
  },
};
