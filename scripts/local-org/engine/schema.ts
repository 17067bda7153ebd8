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
}

export interface ValidationRuleSchema {
  readonly fullName: string;
  readonly active: boolean;
  readonly description: string | null;
  readonly errorConditionFormula: string;
  readonly errorDisplayField: string | null;
  readonly errorMessage: string;
}

/** An active before-save record-triggered flow of an object. */
export interface FlowSchema {
  readonly fullName: string;
  /** 1 to 2,000, or null. */
  readonly triggerOrder: number | null;
  /** In the shape of the Tooling API's `Flow.Metadata`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * - `standard`, `custom`: records users save;
 * - `customMetadata`: `X__mdt`, written by deploys only;
 * - `history`: written by the save pipeline only;
 * - `setup`: users, permission sets, stages and the like; some writable over REST (PermissionSetAssignment);
 * - `tooling`: visible to the Tooling API only.
 */
export type ObjectKind = 'standard' | 'custom' | 'customMetadata' | 'history' | 'setup' | 'tooling';

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
  readonly beforeSaveFlows?: readonly FlowSchema[];
  readonly recordTypes: readonly { readonly id: string; readonly developerName: string; readonly label: string; readonly active: boolean }[];
}

export interface Schema {
  readonly objects: readonly ObjectSchema[];
  /** Case-insensitive. */
  object(apiName: string): ObjectSchema | undefined;
  field(object: string, field: string): FieldSchema | undefined;
  /** Child relationships that point at the object. */
  children(object: string): readonly { readonly childObject: string; readonly field: string; readonly relationshipName: string | null; readonly cascadeDelete: boolean }[];
  objectByKeyPrefix(prefix: string): ObjectSchema | undefined;
}
