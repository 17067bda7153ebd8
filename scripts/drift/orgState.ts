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

/** What a permission set grants, one text per right: `edit field Opportunity.Handrail_Pain__c`. */
export interface PermissionSetState {
  readonly name: string;
  readonly label: string;
  readonly grants: ReadonlySet<string>;
}

/** The Path of an object: guidance per stage. */
export interface PathState {
  readonly name: string;
  readonly active: boolean;
  readonly object: string;
  readonly field: string;
  /** Key fields and guidance by stage; a stage without either has no step. Guidance is rich text: its words count, not its tags. */
  readonly steps: ReadonlyMap<string, string>;
}

/** Components by key; see {@link parseComponents} for the keys. */
export interface Components {
  readonly rules: ReadonlyMap<string, RuleState>;
  readonly fields: ReadonlyMap<string, FieldState>;
  readonly records: ReadonlyMap<string, RecordState>;
  readonly permissionSets: ReadonlyMap<string, PermissionSetState>;
  readonly paths: ReadonlyMap<string, PathState>;
  /** `LeadConfig.shouldLeadConvertRequireValidation` to its text. */
  readonly settings: ReadonlyMap<string, string>;
}

export const NO_COMPONENTS: Components = { rules: new Map(), fields: new Map(), records: new Map(), permissionSets: new Map(), paths: new Map(), settings: new Map() };

/** A flow of the package, as the org runs it. */
export interface FlowState {
  readonly name: string;
  readonly active: boolean;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

/** One user through one permission set or profile that switches gates off. */
export interface BypassGrant {
  readonly username: string;
  readonly person: string;
  /** Label of the permission set; of the profile where it is the profile's own. */
  readonly through: string;
  readonly isProfile: boolean;
  /** Gate families it switches off. */
  readonly families: readonly string[];
  /** ISO instant; null when nothing ends it. */
  readonly expires: string | null;
  readonly since: string | null;
}

/** A field of the org's own that no save goes through without. */
export interface RequiredField {
  readonly object: string;
  readonly apiName: string;
  readonly label: string;
}

export type ChangedKind = 'rule' | 'field' | 'record' | 'stage' | 'permissionSet' | 'path' | 'setting' | 'flow' | 'grant' | 'playbook';

/** Who changed a component last, where the org tells. */
export interface Change {
  readonly by: string | null;
  readonly at: string | null;
}

export interface OrgState {
  readonly components: Components;
  /** Active values in the org's order, by object; absent when they could not be read. */
  readonly stages: ReadonlyMap<string, readonly StageState[]>;
  /** Null where it could not be read. */
  readonly flows: ReadonlyMap<string, FlowState> | null;
  readonly bypasses: readonly BypassGrant[] | null;
  readonly required: readonly RequiredField[] | null;
  /** Day of the reading, ISO: what an end date is measured from. */
  readonly today: string;
  /** By component key, rules from their own last change, the rest from the setup audit trail. */
  readonly changes: (kind: ChangedKind, key: string) => Change;
  readonly read: readonly string[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}
