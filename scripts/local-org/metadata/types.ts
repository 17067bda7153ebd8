/** The Metadata API's engine, without HTTP or SOAP. */
import type { Session } from '../engine/types.ts';
import type { XmlElement } from './xml/element.ts';

export interface DeployOptions {
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
  readonly singlePackage: boolean;
  readonly ignoreWarnings: boolean;
  readonly purgeOnDelete: boolean;
  readonly testLevel: string | null;
}

export interface ComponentMessage {
  readonly componentType: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly success: boolean;
  readonly created: boolean;
  readonly changed: boolean;
  readonly deleted: boolean;
  readonly problem: string | null;
  readonly problemType: 'Error' | 'Warning' | null;
  readonly lineNumber: number | null;
  readonly columnNumber: number | null;
  readonly id: string | null;
}

export interface DeployResult {
  readonly id: string;
  readonly success: boolean;
  readonly done: boolean;
  readonly status: 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceling' | 'Canceled';
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
  readonly ignoreWarnings: boolean;
  readonly errorMessage: string | null;
  readonly errorStatusCode: string | null;
  readonly testLevel: string | null;
  readonly createdDate: string;
  /** Null while the deploy waits. */
  readonly startDate: string | null;
  /** Null until it is done. */
  readonly completedDate: string | null;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly canceledBy: string | null;
  readonly canceledByName: string | null;
  readonly numberComponentsTotal: number;
  readonly numberComponentsDeployed: number;
  readonly numberComponentErrors: number;
  readonly messages: readonly ComponentMessage[];
}

/** Deploys in the order in which they were asked for, one at a time, as an org runs them. */
export interface DeployQueue {
  /** Takes a deploy in; it runs once the caller has gone on. */
  start(session: Session, zip: Uint8Array, options: DeployOptions): DeployResult;
  /** Deploys what a recent validation checked. @throws OrgError when that is not to be deployed without tests any more */
  quick(session: Session, validationId: string): DeployResult;
  /** @throws OrgError when the deploy is over, or was never asked for */
  cancel(session: Session, id: string): DeployResult;
  /** By 15- or 18-character id; results of this process only. */
  status(id: string): DeployResult | undefined;
  /** Lets deploys wait, as they do in an org that is busy, until the returned function is called. */
  hold(): () => void;
}

export interface FileProperties {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly id: string;
  readonly namespacePrefix: string;
  readonly manageableState: string;
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdDate: string;
  readonly lastModifiedById: string;
  readonly lastModifiedByName: string;
  readonly lastModifiedDate: string;
}

export interface RetrieveRequest {
  readonly types: readonly { readonly name: string; readonly members: readonly string[] }[];
  /** Packages of which the org knows none. */
  readonly packageNames?: readonly string[];
  readonly version: string;
  readonly singlePackage: boolean;
}

export interface RetrievedPackage {
  readonly zip: Uint8Array;
  readonly files: readonly FileProperties[];
  readonly messages: readonly { readonly fileName: string; readonly problem: string }[];
}

/** Answer of createMetadata, updateMetadata, upsertMetadata and deleteMetadata for one component. */
export interface MetadataSaveResult {
  readonly fullName: string;
  readonly success: boolean;
  readonly created: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
}

/** A component as a client sends it in a CRUD call. */
export interface MetadataItem {
  readonly type: string;
  readonly content: XmlElement;
}

export interface MetadataService {
  /** Applies a zip as one transaction, at once; also writes SetupAuditTrail rows and refreshes schema and tooling rows. */
  deploy(session: Session, zip: Uint8Array, options: DeployOptions): DeployResult;
  /** What clients do: queued, and run after the answer. */
  readonly deploys: DeployQueue;
  /** A zip in the mdapi format with its package.xml. */
  retrieve(session: Session, request: RetrieveRequest): RetrievedPackage;
  /** @throws OrgError INVALID_TYPE for a type that the org does not store */
  list(session: Session, type: string): readonly FileProperties[];
  /** Components as XML-shaped objects with typed values, in the order asked; null where there is none. */
  read(session: Session, type: string, fullNames: readonly string[]): readonly (Readonly<Record<string, unknown>> | null)[];
  /** The same as element trees: what readMetadata answers. */
  readXml(session: Session, type: string, fullNames: readonly string[]): readonly (XmlElement | null)[];
  /** Each component for itself. */
  create(session: Session, items: readonly MetadataItem[]): readonly MetadataSaveResult[];
  update(session: Session, items: readonly MetadataItem[]): readonly MetadataSaveResult[];
  upsert(session: Session, items: readonly MetadataItem[]): readonly MetadataSaveResult[];
  delete(session: Session, type: string, fullNames: readonly string[]): readonly MetadataSaveResult[];
  /** Value of an element of a settings component, deployed or default: `setting('LeadConfig', 'shouldLeadConvertRequireValidation')`. */
  setting(name: string, element: string): string | null;
}
