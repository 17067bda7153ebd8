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
  readonly status: 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
  readonly ignoreWarnings: boolean;
  readonly errorMessage: string | null;
  readonly errorStatusCode: string | null;
  readonly createdDate: string;
  readonly startDate: string;
  readonly completedDate: string;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly numberComponentsTotal: number;
  readonly numberComponentsDeployed: number;
  readonly numberComponentErrors: number;
  readonly messages: readonly ComponentMessage[];
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
  /** Applies a zip as one transaction; also writes SetupAuditTrail rows and refreshes schema and tooling rows. */
  deploy(session: Session, zip: Uint8Array, options: DeployOptions): DeployResult;
  /** Result of an earlier deploy of this process, by 15- or 18-character id. */
  deployStatus(id: string): DeployResult | undefined;
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
