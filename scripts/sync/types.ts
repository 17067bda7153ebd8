import type { DriftReport } from '../drift/types.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { ScanReport } from '../scan/types.ts';
import type { Removed } from './retention.ts';

export interface Written {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** One record the org did not take, and its reason. */
export interface WriteFailure {
  readonly object: string;
  readonly externalId: string;
  readonly message: string;
}

/** The shape of `handrail sync --json`. */
export interface SyncResult {
  readonly runId: string;
  readonly drift: DriftReport;
  readonly scan: ScanReport;
  readonly metrics: readonly MetricResult[];
  /** The same metrics without slices, for their last closed periods. */
  readonly past: readonly MetricResult[];
  /** Findings and metric results; the run's own record is not counted. */
  readonly written: Written;
  /** Handoffs and leads that have come to another step of the escalation. */
  readonly escalated: number;
  /** Packs and gate events that were older than the playbook keeps them. */
  readonly removed: Removed;
  readonly failures: readonly WriteFailure[];
  /** Parts of the org that could not be read, each with its reason. */
  readonly unread: readonly string[];
  /** Id of the unfinished run that this one took up; null when the last one had ended. */
  readonly resumedFrom: string | null;
  readonly apiCalls: number;
}
