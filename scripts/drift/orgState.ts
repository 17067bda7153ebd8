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
  /** Of a field of the playbook: who owns it. */
  readonly description: string | null;
  readonly formula: string | null;
  readonly required: boolean;
  readonly restricted: boolean;
  readonly values: readonly PicklistValueState[] | null;
  readonly referenceTo: string | null;
  /** Salesforce's data status: Active, DeprecateCandidate, Hidden. */
  readonly businessStatus: string;
  /** Changes of it are kept in the object's field history. */
  readonly tracksHistory: boolean;
  /** Of a new record: a formula, or of a picklist the value; null where it is blank, and for a checkbox that is not ticked. */
  readonly defaultValue: string | null;
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

/** What a page lets people do with a field. */
export type FieldBehaviour = 'edit' | 'readonly' | 'required';

/** A page layout, or a Lightning record page with fields of its own (dynamic forms). */
export interface PageState {
  readonly kind: 'layout' | 'record page';
  readonly name: string;
  readonly object: string;
  readonly fields: ReadonlyMap<string, FieldBehaviour>;
  /** Names of the Lightning components on it, without namespace. */
  readonly components: ReadonlySet<string>;
}

/** A record type and the values it offers, by field; a field that the retrieve left out is not there. */
export interface RecordTypeState {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
  readonly picklists: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A sales or lead process: the stages that its record types offer. */
export interface ProcessState {
  readonly object: string;
  readonly name: string;
  readonly active: boolean;
  readonly values: ReadonlySet<string>;
}

/** A list view: which records it shows, as one text, and its columns. */
export interface ListViewState {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly shows: string;
  readonly columns: string;
}

export interface DuplicateRuleState {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
  /** What it refuses: `create`, `edit`. */
  readonly blocks: readonly string[];
  /** What it warns of and lets pass: the same. */
  readonly alerts: readonly string[];
}

/** What a report counts, as its metadata says. */
export interface ReportContent {
  /** `Opportunity`, `LeadList`; of a custom report type its name. */
  readonly reportType: string;
  /** Column its time frame is about: `CLOSE_DATE`. */
  readonly dateColumn: string | null;
  /** Standard filter of opportunity reports: all, open, closed, closedwon. */
  readonly status: string | null;
  readonly filters: readonly { readonly column: string; readonly operator: string; readonly value: string }[];
  /** Summary formulas. */
  readonly formulas: readonly string[];
}

/** A report whose name says a metric of the playbook, or that a dashboard shows under such a name. */
export interface ReportState extends ReportContent {
  /** `Folder/Name` */
  readonly fullName: string;
  readonly name: string;
  /** Id of the metric. */
  readonly metric: string;
  /** Object that a custom report type begins with, and whether others are joined to it; null for a standard type, and where the type is not to be had. */
  readonly base: { readonly object: string; readonly joins: boolean } | null;
  /** The dashboard that names it so, with what stands above the part; null where the report does itself. */
  readonly dashboard: { readonly fullName: string; readonly name: string; readonly title: string } | null;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
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
  readonly pages: ReadonlyMap<string, PageState>;
  readonly recordTypes: ReadonlyMap<string, RecordTypeState>;
  readonly processes: ReadonlyMap<string, ProcessState>;
  readonly duplicateRules: ReadonlyMap<string, DuplicateRuleState>;
  readonly listViews: ReadonlyMap<string, ListViewState>;
}

export const NO_COMPONENTS: Components = {
  rules: new Map(), fields: new Map(), records: new Map(), permissionSets: new Map(), paths: new Map(), settings: new Map(), pages: new Map(), recordTypes: new Map(), processes: new Map(), duplicateRules: new Map(), listViews: new Map(),
};

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

/** What the org has of an experiment, under one name: `Handrail_Experiment_BUYER_SHADOW`. */
export interface ExperimentState {
  readonly name: string;
  readonly hasPermission: boolean;
  readonly hasPermissionSet: boolean;
}

/** Who holds the permission of an experiment, and who should. */
export interface TakingPart {
  readonly holders: readonly Holder[];
  readonly cohort: CohortState;
}

export interface Person {
  readonly userId: string;
  readonly username: string;
  readonly person: string;
}

export interface Holder extends Person {
  /** Profile, or the permission set that is not the experiment's own; null where it is that. */
  readonly through: string | null;
}

/** The cohort of an experiment in this org. */
export interface CohortState {
  /** Active users. */
  readonly people: readonly Person[];
  /** Names of the playbook that no user of the org has. */
  readonly unknown: readonly string[];
}

/** A field of the org's own that no save goes through without. */
export interface RequiredField {
  readonly object: string;
  readonly apiName: string;
  readonly label: string;
}

/** What a picklist of the org offers, active values only. */
export interface PicklistState {
  readonly values: readonly PicklistValueState[];
  /** Null where new records begin blank. */
  readonly defaultValue: string | null;
}

export type ChangedKind = 'rule' | 'field' | 'ownField' | 'record' | 'stage' | 'permissionSet' | 'path' | 'setting' | 'flow' | 'grant' | 'membership' | 'playbook' | 'page' | 'recordType' | 'process' | 'duplicateRule' | 'listView' | 'report';

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
  readonly experiments: readonly ExperimentState[] | null;
  /** By id of the experiments that run and are deployed; null where it could not be read. */
  readonly takingPart: ReadonlyMap<string, TakingPart> | null;
  readonly required: readonly RequiredField[] | null;
  /** Picklists of described objects by `Object.Field`; null where they could not be read. */
  readonly picklists: ReadonlyMap<string, PicklistState> | null;
  /** Those named after metrics; null where they could not be read. */
  readonly reports: readonly ReportState[] | null;
  /** ISO date by the org's clocks: what an end date is measured from. */
  readonly today: string;
  /** IANA zone of the org. */
  readonly timeZone: string;
  /** By component key, rules from their own last change, the rest from the setup audit trail. */
  readonly changes: (kind: ChangedKind, key: string) => Change;
  readonly read: readonly string[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}
