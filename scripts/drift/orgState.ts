/**
 * The normal form both sides are compared in: what the compiled playbook declares and what an org has.
 * Defaults are folded (an absent `<required>` is `false`), so that equal meaning is equal data.
 */

export interface RuleState {
  readonly object: string;
  readonly fullName: string;
  readonly active: boolean;
  readonly formula: string;
  readonly message: string;
  readonly errorField: string | null;
  readonly description: string | null;
}

export interface PicklistValueState {
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
}

export interface FieldState {
  readonly object: string;
  readonly apiName: string;
  readonly type: string;
  readonly label: string;
  readonly help: string | null;
  readonly formula: string | null;
  readonly required: boolean;
  readonly restricted: boolean;
  readonly values: readonly PicklistValueState[] | null;
  readonly referenceTo: string | null;
  /** Length, precision, scale and the like, as written: `length=255`. */
  readonly dimensions: string;
}

/** A custom metadata record: `Handrail_Criterion.OPP_QUAL_01` and its values as text. */
export interface RecordState {
  readonly fullName: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface StageState {
  readonly name: string;
  readonly label: string;
  readonly probability: number | null;
  readonly forecastCategory: string | null;
  /** Null where the org's status list does not say (lead statuses). */
  readonly closed: boolean | null;
  readonly won: boolean | null;
}

/** Components by key; see {@link parseComponents} for the keys. */
export interface Components {
  readonly rules: ReadonlyMap<string, RuleState>;
  readonly fields: ReadonlyMap<string, FieldState>;
  readonly records: ReadonlyMap<string, RecordState>;
}

/** Who changed a component last, where the org tells. */
export interface Change {
  readonly by: string | null;
  readonly at: string | null;
}

export interface OrgState {
  readonly components: Components;
  /** Active values in the org's order, by object; absent when they could not be read. */
  readonly stages: ReadonlyMap<string, readonly StageState[]>;
  /** By component key, rules from their own last change, the rest from the setup audit trail. */
  readonly changes: (kind: 'rule' | 'field' | 'record' | 'stage', key: string) => Change;
  readonly read: readonly string[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}
