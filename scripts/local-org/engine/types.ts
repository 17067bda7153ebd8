/**
 * The engine's border: what the HTTP operations, the Metadata API and the demo generator may ask of an org.
 * No HTTP in here.
 */
import type { Schema } from './schema.ts';

export type Scalar = string | number | boolean | null;

/**
 * A record as a client sends it. Strings are accepted for every type and coerced by the field's type, as
 * an org does. Dates `YYYY-MM-DD`; date-times ISO 8601, kept in UTC.
 */
export type RecordInput = Readonly<Record<string, unknown>>;

export interface Clock {
  now(): Date;
}

/** What a user may do with data, asked by API names as the schema spells them. Formulas and rules see everything. */
export interface Access {
  object(object: string, right: 'read' | 'create' | 'edit' | 'delete'): boolean;
  field(object: string, field: string, right: 'read' | 'edit'): boolean;
}

export interface Session {
  readonly userId: string;
  readonly username: string;
  readonly profileName: string;
  /** Names of the custom permissions the user holds through permission sets. */
  readonly customPermissions: ReadonlySet<string>;
  /** User permissions such as `ModifyAllData`; absent: all of them. */
  readonly userPermissions?: ReadonlySet<string>;
  readonly timeZone: string;
  /** Object and field permissions; absent: everything is allowed. */
  readonly access?: Access;
}

/** `statusCode` and `message` are Salesforce's own: `FIELD_CUSTOM_VALIDATION_EXCEPTION`, `REQUIRED_FIELD_MISSING`, … */
export interface SaveError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** With `DUPLICATES_DETECTED`: what was found. */
  readonly duplicateResult?: DuplicateResult;
}

/** Records of one object that a duplicate rule found. */
export interface DuplicateMatch {
  readonly entityType: string;
  /** Name of the matching rule. */
  readonly rule: string | null;
  readonly ids: readonly string[];
}

export interface DuplicateResult {
  /** Whether the record is saved when the request allows it. */
  readonly allowSave: boolean;
  readonly duplicateRule: string;
  readonly duplicateRuleEntityType: string;
  readonly errorMessage: string;
  readonly matches: readonly DuplicateMatch[];
}

export interface SaveResult {
  readonly id: string | null;
  readonly success: boolean;
  /** Upsert: whether the record is new. */
  readonly created: boolean;
  readonly errors: readonly SaveError[];
}

export interface SaveOptions {
  /** One failing record undoes the whole call. Default false: each record for itself. */
  readonly allOrNone?: boolean;
  /** Honour CreatedDate, CreatedById, LastModifiedDate, LastModifiedById in the input. */
  readonly setAuditFields?: boolean;
  /** `Sforce-Duplicate-Rule-Header: allowSave=true`: save what a duplicate rule merely alerts of. */
  readonly allowSave?: boolean;
}

export interface ColumnMetadata {
  readonly columnName: string;
  readonly displayName: string;
  readonly aggregate: boolean;
  readonly apexType: string;
  readonly booleanType: boolean;
  readonly custom: boolean;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: readonly ColumnMetadata[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

export interface QueryOptions {
  /** queryAll: deleted records too. */
  readonly includeDeleted?: boolean;
  /** The Tooling API's objects. */
  readonly tooling?: boolean;
  /** Version in the URL, for `attributes.url`: `v67.0`. */
  readonly apiVersion?: string;
}

export interface QueryResult {
  /** Records in the REST shape, nested, with `attributes`. `COUNT()` gives none. */
  readonly records: readonly Record<string, unknown>[];
  readonly totalSize: number;
  /** Name of the object in FROM. */
  readonly object: string;
  readonly columns: readonly ColumnMetadata[];
}

/** Flat rows for bulk export: header such as `Account.Name`, values in REST form. */
export interface RowResult {
  readonly header: readonly string[];
  readonly rows: Iterable<readonly Scalar[]>;
  readonly count: number;
}

/** Thrown by everything but saves; `errorCode` is Salesforce's own: `MALFORMED_QUERY`, `NOT_FOUND`, … */
export class OrgError extends Error {
  readonly errorCode: string;
  readonly status: number;
  readonly fields: readonly string[] | undefined;
  constructor(errorCode: string, message: string, status = 400, fields?: readonly string[]) {
    super(message);
    this.name = 'OrgError';
    this.errorCode = errorCode;
    this.status = status;
    this.fields = fields;
  }
}

export interface ConvertLeadRequest {
  readonly leadId: string;
  readonly convertedStatus: string;
  readonly accountId?: string;
  readonly contactId?: string;
  readonly opportunityName?: string;
  readonly doNotCreateOpportunity?: boolean;
  readonly ownerId?: string;
}

export interface Engine {
  readonly schema: Schema;
  readonly clock: Clock;
  readonly organizationId: string;
  insert(session: Session, object: string, records: readonly RecordInput[], options?: SaveOptions): SaveResult[];
  /** Each record carries `Id`. */
  update(session: Session, object: string, records: readonly RecordInput[], options?: SaveOptions): SaveResult[];
  upsert(session: Session, object: string, externalIdField: string, records: readonly RecordInput[], options?: SaveOptions): SaveResult[];
  delete(session: Session, object: string, ids: readonly string[], options?: SaveOptions): SaveResult[];
  undelete(session: Session, object: string, ids: readonly string[], options?: SaveOptions): SaveResult[];
  /** Removes records for good, whether they are live or in the recycle bin: hard delete and `emptyRecycleBin`. */
  purge(session: Session, object: string, ids: readonly string[], options?: SaveOptions): SaveResult[];
  convertLead(session: Session, request: ConvertLeadRequest): { accountId: string; contactId: string; opportunityId: string | null };
  query(session: Session, soql: string, options?: QueryOptions): QueryResult;
  queryRows(session: Session, soql: string, options?: QueryOptions): RowResult;
  /** The records that a SOSL statement finds, object by object, in the REST shape. */
  search(session: Session, sosl: string, options?: QueryOptions): readonly Record<string, unknown>[];
  /** REST form with `attributes`; OrgError NOT_FOUND when it does not exist. Accepts 15- or 18-character ids. */
  retrieve(session: Session, object: string, id: string, fields?: readonly string[]): Record<string, unknown>;
  /** Swaps the schema after a deploy, inside the deploy's transaction: creates and alters tables. */
  replaceSchema(schema: Schema): void;
  /** Runs `work` in one transaction; an exception undoes it. Nests through savepoints. */
  transaction<T>(work: () => T): T;
  /** System writes of the Metadata API and of setup, past the save pipeline: custom metadata rows, tooling rows, users. */
  writeSystemRow(object: string, row: Readonly<Record<string, Scalar>>): string;
  deleteSystemRows(object: string, where: Readonly<Record<string, Scalar>>): number;
  newId(keyPrefix: string): string;
  /** Rows that only the Tooling API shows: `write` runs once, before it is next asked for anything. Answers whether that is still to come. */
  writeLater(write: () => void): () => boolean;
}
