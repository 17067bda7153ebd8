import type { Mode } from '../playbook/model.ts';
import type { BypassExposure } from './exposure.ts';

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

/** One record that somebody let pass a criterion which it does not meet. */
export interface RunningOverride {
  readonly criterion: string;
  readonly object: string;
  readonly recordId: string;
  readonly name: string;
  readonly owner: string | null;
  readonly stage: string | null;
  readonly amount: number | null;
  /** Last day, ISO. */
  readonly until: string;
}

export interface CriterionSummary {
  readonly criterion: string;
  readonly label: string;
  readonly object: string;
  readonly mode: Mode;
  readonly records: number;
  readonly amount: number;
}

/** A loss reason given more often in the present quarter than the playbook allows. */
export interface LossBudget {
  readonly reason: string;
  /** First day of the fiscal quarter. */
  readonly since: string;
  /** Whose losses; null: everybody's. */
  readonly owner: string | null;
  readonly given: number;
  readonly losses: number;
  /** Percent. */
  readonly atMost: number;
}

export interface ScanReport {
  /** Of criteria that are enforced, unless those in shadow were asked for. */
  readonly violations: readonly Violation[];
  /** Criteria that records break, in shadow too, most records first. */
  readonly summary: readonly CriterionSummary[];
  /** Exceptions in use: the criterion would be broken without them. First to end first. */
  readonly overrides: readonly RunningOverride[];
  /** Budgets of loss reasons that the present quarter exceeds. */
  readonly lossBudgets: readonly LossBudget[];
  /** Who passes gates by permission, and what they wrote meanwhile. */
  readonly bypass: readonly BypassExposure[];
  readonly coverage: {
    /** Objects read and how many records each. */
    readonly read: readonly string[];
    /** Criteria, fields and objects nothing is claimed about, and why. */
    readonly unread: readonly string[];
    readonly apiCalls: number;
  };
}
