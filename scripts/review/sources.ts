/** What a pack is made of. Nothing here reads an org: the command gathers it. */
import type { DriftReport } from '../drift/types.ts';
import type { ExperimentReadout } from '../metrics/index.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { Cadence, Playbook } from '../playbook/model.ts';
import type { ScanReport } from '../scan/types.ts';
import type { Decision } from './decisions/log.ts';
import type { Named } from './records.ts';
import type { EarlierPack } from './types.ts';

/** What an org says besides its records. */
export interface OrgReports {
  /** Absent: no org was asked, or it could not be. */
  readonly drift?: DriftReport;
  readonly scan?: ScanReport;
}

export interface PackSources extends OrgReports {
  readonly playbook: Playbook;
  readonly meeting: Cadence;
  /** ISO instant the numbers are of. */
  readonly asOf: string;
  /** Its day by the org's clocks. */
  readonly today: string;
  /** IANA zone of the org. */
  readonly timeZone: string;
  /** URL of the org, for links to records. */
  readonly instanceUrl: string | null;
  /** Numbers whole and in the cuts that the meeting shows, with names of records. */
  readonly metrics: readonly MetricResult[];
  /** Names of records that do not come with the numbers, by id: people are named by the org alone. */
  readonly named?: ReadonlyMap<string, Named>;
  readonly decisions: readonly Decision[];
  /** Where the meeting shows them. */
  readonly experiments?: readonly ExperimentReadout[];
  /** The pack before. */
  readonly previous?: EarlierPack;
  /** Whether the pack before was kept as it was printed, or is recomputed as of an earlier day. */
  readonly recomputed?: boolean;
}
