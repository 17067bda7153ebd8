/**
 * What the org knows about its objects: the one description that describe answers, SOQL, the save pipeline
 * and the Metadata API share. It is rebuilt from the standard objects plus the deployed components
 * whenever a deploy commits, and never changed in place.
 */

/** Type names of the REST describe. */
export type FieldType =
  | 'id' | 'reference' | 'string' | 'textarea' | 'url' | 'email' | 'phone' | 'picklist' | 'multipicklist' | 'combobox'
  | 'boolean' | 'int' | 'double' | 'currency' | 'percent' | 'date' | 'datetime' | 'time' | 'address' | 'location'
  | 'base64' | 'anyType' | 'complexvalue';

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly isDefault: boolean;
  /** Dependent picklist: the controlling values (`true`/`false` for a checkbox) under which the value may be chosen; absent: under all. */
  readonly validFor?: readonly string[];
}

/** What a roll-up summary field of a master record computes over its detail records. */
export interface RollupSummary {
  readonly childObject: string;
  /** Master-detail field of the child that points here. */
  readonly childField: string;
  readonly operation: 'count' | 'sum' | 'min' | 'max';
  /** Field of the child; null for count. */
  readonly summarizedField: string | null;
  /** All must hold. Operators as in the Metadata API's FilterItem: equals, notEqual, lessThan, … */
  readonly filters: readonly { readonly field: string; readonly operation: string; readonly value: string }[];
}

export interface FieldSchema {
  readonly apiName: string;
  readonly label: string;
  readonly type: FieldType;
  readonly custom: boolean;
  /** Characters for text, 0 else. */
  readonly length: number;
  /** Digits in all and after the point, for numbers. */
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly nameField: boolean;
  readonly helpText: string | null;
  readonly referenceTo: readonly string[];
  /** `Account` of `Account.Name`; null when the field is no relationship. */
  readonly relationshipName: string | null;
  /** Name of the child relationship on the parent: `Opportunities`. */
  readonly childRelationshipName: string | null;
  readonly deleteConstraint: 'SetNull' | 'Restrict' | 'Cascade' | null;
  readonly restrictedPicklist: boolean;
  readonly picklistValues: readonly PicklistValue[];
  /** Literal default for a new record; a formula default has `defaultValueFormula` instead. */
  readonly defaultValue: string | number | boolean | null;
  readonly defaultValueFormula: string | null;
  /** Formula field: source text; `type` is the result's. */
  readonly formula: string | null;
  readonly formulaTreatBlanksAs: 'zero' | 'blank';
  /** Display format of an auto number: `HO-{00000}`. */
  readonly autoNumberFormat: string | null;
  readonly trackHistory: boolean;
  /** API name of the field that decides which values of this picklist may be chosen. */
  readonly controllerName?: string | null;
  readonly summary?: RollupSummary | null;
  /** Text whose unique values are compared with case. */
  readonly caseSensitive?: boolean;
  /** Master-detail: details may move to another master. Absent: not a master-detail field. */
  readonly masterDetail?: { readonly reparentable: boolean; readonly writeRequiresMasterRead: boolean };
  /** `MailingAddress` of `MailingCity`. */
  readonly compoundFieldName?: string | null;
}

export interface ValidationRuleSchema {
  readonly fullName: string;
  readonly active: boolean;
  readonly description: string | null;
  readonly errorConditionFormula: string;
  readonly errorDisplayField: string | null;
  readonly errorMessage: string;
}

/** When a record-triggered flow runs. */
export type FlowTrigger = 'RecordBeforeSave' | 'RecordAfterSave' | 'RecordBeforeDelete';

/** An active record-triggered flow of an object. */
export interface FlowSchema {
  readonly fullName: string;
  readonly trigger: FlowTrigger;
  /** 1 to 2,000, or null. */
  readonly triggerOrder: number | null;
  /** In the shape of the Tooling API's `Flow.Metadata`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * - `standard`, `custom`: records users save;
 * - `customSetting`: values per organization, profile and user, or by name, saved like records; no sharing, rules or layouts;
 * - `customMetadata`: `X__mdt`, written by deploys only;
 * - `history`: written by the save pipeline only;
 * - `setup`: users, permission sets, stages and the like; some writable over REST (PermissionSetAssignment);
 * - `tooling`: visible to the Tooling API only.
 */
export type ObjectKind = 'standard' | 'custom' | 'customSetting' | 'customMetadata' | 'history' | 'setup' | 'tooling';

export interface ObjectSchema {
  readonly apiName: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string | null;
  readonly kind: ObjectKind;
  readonly custom: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly queryable: boolean;
  readonly searchable: boolean;
  /** Field history goes to `<X>History` / `<X>__History`. */
  readonly historyTracking: boolean;
  readonly description: string | null;
  /** In describe order. */
  readonly fields: readonly FieldSchema[];
  readonly validationRules: readonly ValidationRuleSchema[];
  readonly flows?: readonly FlowSchema[];
  readonly duplicateRules?: readonly DuplicateRuleSchema[];
  readonly recordTypes: readonly RecordTypeSchema[];
  /** Without it an org does not have the object. */
  readonly feature?: OrgFeature;
  /** Of a custom setting: one record per owner (`SetupOwnerId`), or records by name. */
  readonly customSettingsType?: CustomSettingsType;
}

/** What an org may have on; settings switch it. */
export type OrgFeature = 'SalesTerritories';

export type CustomSettingsType = 'Hierarchy' | 'List';

export interface RecordTypeSchema {
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
  readonly active: boolean;
  /** Values a record of this type may have, by API name of the picklist; a picklist that is absent allows all its values. */
  readonly picklists?: ReadonlyMap<string, { readonly values: readonly string[]; readonly defaultValue: string | null }>;
}

/** An active duplicate rule: what it does when its matching rules find a record. */
export interface DuplicateRuleSchema {
  readonly fullName: string;
  readonly label: string;
  readonly onInsert: 'Block' | 'Allow';
  readonly onUpdate: 'Block' | 'Allow';
  /** Operations on which an allowed duplicate is reported (`DUPLICATES_DETECTED`, saved with the header that allows it). */
  readonly alertOn: readonly ('insert' | 'update')[];
  readonly alertText: string;
  readonly matches: readonly {
    readonly matchObject: string;
    /** Name of the matching rule, as errors give it. */
    readonly matchingRule?: string;
    /** Pairs of fields compared exactly; a boolean filter such as `1 AND (2 OR 3)`, null: all. */
    readonly items: readonly { readonly field: string; readonly matchField: string; readonly method: 'Exact'; readonly blank: 'NullNotAllowed' | 'MatchBlanks' }[];
    readonly booleanFilter: string | null;
  }[];
}

/** Values of settings components that the save pipeline obeys, with the platform's defaults where nothing was deployed. */
export interface OrgSettings {
  /** `LeadConfigSettings.shouldLeadConvertRequireValidation`: rules run at lead conversion. Default true. */
  readonly leadConvertRequiresValidation: boolean;
  /** Lead field to fields of the records that conversion makes: `Handrail_Note__c` -> [`Opportunity.Handrail_Note__c`]. From LeadConvertSettings. */
  readonly leadConvertMapping: ReadonlyMap<string, readonly string[]>;
  /** `Territory2Settings.enableTerritoryManagement2` brings the objects of territories. Default: none is on. */
  readonly features: ReadonlySet<OrgFeature>;
}

export const DEFAULT_SETTINGS: OrgSettings = { leadConvertRequiresValidation: true, leadConvertMapping: new Map(), features: new Set() };

export interface Schema {
  readonly objects: readonly ObjectSchema[];
  readonly settings: OrgSettings;
  /** Case-insensitive. */
  object(apiName: string): ObjectSchema | undefined;
  field(object: string, field: string): FieldSchema | undefined;
  /** Child relationships that point at the object. */
  children(object: string): readonly { readonly childObject: string; readonly field: string; readonly relationshipName: string | null; readonly cascadeDelete: boolean }[];
  objectByKeyPrefix(prefix: string): ObjectSchema | undefined;
}
