import type { Mode } from '../playbook/model.ts';

/**
 * How a record came to break a criterion: `legacy` entered before the criterion took effect, `bypass` was last saved
 * by a holder of the family's bypass permission, `hole` came through a way on which the platform runs no rules,
 * `unknown` is none of these for certain.
 */
export type How = 'bypass' | 'hole' | 'legacy' | 'unknown';

/** One record that breaks one criterion at rest, in the shape of `handrail scan --json`. */
export interface Violation {
  readonly criterion: string;
  readonly object: string;
  readonly recordId: string;
  readonly name: string;
  /** Name of the owner; null where the object has none. */
  readonly owner: string | null;
  readonly stage: string | null;
  /** In the playbook's currency; null where the object has no amount or none is entered. */
  readonly amount: number | null;
  /** ISO instant at which the record entered its stage; where nothing says so, of its last change. */
  readonly since: string | null;
  readonly how: How;
}

export interface CriterionSummary {
  readonly criterion: string;
  readonly label: string;
  readonly object: string;
  readonly mode: Mode;
  readonly records: number;
  readonly amount: number;
}

export interface ScanReport {
  /** Of criteria that are enforced, unless those in shadow were asked for. */
  readonly violations: readonly Violation[];
  /** Criteria that records break, in shadow too, most records first. */
  readonly summary: readonly CriterionSummary[];
  readonly coverage: {
    /** Objects read and how many records each. */
    readonly read: readonly string[];
    /** Criteria, fields and objects nothing is claimed about, and why. */
    readonly unread: readonly string[];
    readonly apiCalls: number;
  };
}
