/** The Metadata API's calls over SOAP. */
import type { Session } from '../engine/types.ts';
import type { OperationContext } from '../http/operation.ts';
import { CHILD_TYPES, isStoredType, METADATA_TYPES } from '../metadata/registry.ts';
import type { FileProperties, MetadataSaveResult, MetadataService, RetrievedPackage } from '../metadata/types.ts';
import { childOf, childrenOf, element, textOf, textsOf, type XmlElement } from '../metadata/xml/element.ts';
import { localName } from '../metadata/xml/parse.ts';
import { deployOptions, deployResultBody, requireMetadataAccess } from './metadataAccess.ts';
import { describeValueType } from './soapDescribeValueType.ts';
import { result, SoapFault } from './soapEnvelope.ts';

interface CallContext {
  readonly context: OperationContext;
  readonly session: Session;
  readonly body: XmlElement;
}

type SoapOperation = (call: CallContext) => readonly XmlElement[];

/** Components that one call may carry (Metadata API guide: 10 for CRUD calls, 3 queries for listMetadata). */
const MAX_ITEMS = 10;
const MAX_CUSTOM_METADATA = 200;
const MAX_QUERIES = 3;

/** Retrieves whose zip has not been fetched yet, per org. */
const retrieves = new WeakMap<MetadataService, Map<string, RetrievedPackage>>();
const MAX_RETRIEVES = 20;

function retrievesOf(service: MetadataService): Map<string, RetrievedPackage> {
  const known = retrieves.get(service) ?? new Map<string, RetrievedPackage>();
  retrieves.set(service, known);
  return known;
}

const required = (body: XmlElement, name: string): string => {
  const text = textOf(body, name)?.trim();
  if (text === undefined) throw new SoapFault('MISSING_ARGUMENT', `${name} must be specified`);
  return text;
};

function fileBody(file: FileProperties): Record<string, unknown> {
  const { namespacePrefix, manageableState, ...rest } = file;
  return { ...rest, ...(namespacePrefix === '' ? {} : { namespacePrefix }), manageableState };
}

function deploy({ context, session, body }: CallContext): readonly XmlElement[] {
  const options = childOf(body, 'DeployOptions') ?? childOf(body, 'deployOptions');
  const zip = Buffer.from(textOf(body, 'ZipFile') ?? textOf(body, 'zipFile') ?? '', 'base64');
  if (options !== undefined && textsOf(options, 'runTests').length > 0) throw new SoapFault('UNSUPPORTED', 'unsupported: the local org runs no Apex tests');
  const { id } = context.metadata.deploys.start(session, zip, deployOptions((name) => (options === undefined ? undefined : textOf(options, name) ?? undefined)));
  return [result({ done: false, id, state: 'Queued' })];
}

function checkDeployStatus({ context, body }: CallContext): readonly XmlElement[] {
  const deploy = context.metadata.deploys.status(required(body, 'asyncProcessId'));
  if (deploy === undefined) throw new SoapFault('INVALID_CROSS_REFERENCE_KEY', 'no deployment found with that id');
  return [result(deployResultBody(deploy, textOf(body, 'includeDetails') === 'true'))];
}

/** The WSDL calls the argument `String`; jsforce calls it `id`. */
function cancelDeploy({ context, session, body }: CallContext): readonly XmlElement[] {
  const { done, id } = context.metadata.deploys.cancel(session, textOf(body, 'String') ?? required(body, 'id'));
  return [result({ done, id })];
}

/** The answer is the id of the new deploy, as bare text. */
function deployRecentValidation({ context, session, body }: CallContext): readonly XmlElement[] {
  return [element('result', context.metadata.deploys.quick(session, required(body, 'validationId')).id)];
}

function retrieve({ context, session, body }: CallContext): readonly XmlElement[] {
  // The WSDL says retrieveRequest; jsforce says request.
  const request = childOf(body, 'retrieveRequest') ?? childOf(body, 'request');
  const unpackaged = request === undefined ? undefined : childOf(request, 'unpackaged');
  if (request === undefined) throw new SoapFault('MISSING_ARGUMENT', 'retrieveRequest must be specified');
  const packageNames = textsOf(request, 'packageNames');
  if (unpackaged === undefined && packageNames.length === 0) throw new SoapFault('MISSING_ARGUMENT', 'retrieveRequest must name unpackaged components or packages');
  const types = (unpackaged === undefined ? [] : childrenOf(unpackaged, 'types')).map((node) => ({ name: textOf(node, 'name') ?? '', members: textsOf(node, 'members') }));
  const version = (unpackaged === undefined ? null : textOf(unpackaged, 'version')) ?? textOf(request, 'apiVersion') ?? context.params['apiVersion'] ?? '67.0';
  const done = context.metadata.retrieve(session, { types, packageNames, version, singlePackage: textOf(request, 'singlePackage') === 'true' });
  const id = context.engine.newId('09S');
  const known = retrievesOf(context.metadata);
  known.set(id, done);
  for (const key of known.keys()) if (known.size > MAX_RETRIEVES) known.delete(key);
  return [result({ done: false, id, state: 'Queued' })];
}

function checkRetrieveStatus({ context, body }: CallContext): readonly XmlElement[] {
  const id = required(body, 'asyncProcessId');
  const done = retrievesOf(context.metadata).get(id);
  if (done === undefined) throw new SoapFault('INVALID_CROSS_REFERENCE_KEY', 'no retrieve found with that id');
  const includeZip = textOf(body, 'includeZip') !== 'false';
  return [result({
    done: true, fileProperties: done.files.map(fileBody), id, messages: done.messages, status: 'Succeeded', success: true,
    ...(includeZip ? { zipFile: Buffer.from(done.zip).toString('base64') } : {}),
  })];
}

function listMetadata({ context, session, body }: CallContext): readonly XmlElement[] {
  const queries = childrenOf(body, 'queries');
  if (queries.length > MAX_QUERIES) throw new SoapFault('EXCEEDED_ID_LIMIT', `listMetadata takes at most ${MAX_QUERIES} queries`);
  return queries.flatMap((query) => {
    const folder = textOf(query, 'folder');
    const files = context.metadata.list(session, required(query, 'type'));
    return files.filter((file) => folder === null || file.fullName.startsWith(`${folder}/`)).map((file) => result(fileBody(file)));
  });
}

function describeMetadata(): readonly XmlElement[] {
  const objects = METADATA_TYPES.map((type) => ({
    childXmlNames: CHILD_TYPES.filter((child) => child.parent === type.xmlName).map((child) => child.xmlName),
    directoryName: type.directory, inFolder: type.folderType !== undefined, metaFile: type.form === 'content', suffix: type.form === 'bundle' ? null : type.suffix, xmlName: type.xmlName,
  }));
  return [result({ metadataObjects: objects, organizationNamespace: '', partialSaveAllowed: true, testRequired: false })];
}

function readMetadata({ context, session, body }: CallContext): readonly XmlElement[] {
  const type = required(body, 'type');
  const names = textsOf(body, 'fullNames');
  limit(names.length, type);
  const records = context.metadata.readXml(session, type, names).map((tree): XmlElement => (tree === null
    ? element('records', [], { 'xsi:nil': 'true' })
    : { ...tree, name: 'records', attributes: { 'xsi:type': tree.name } }));
  return [element('result', records)];
}

function limit(count: number, type: string): void {
  const most = type === 'CustomMetadata' ? MAX_CUSTOM_METADATA : MAX_ITEMS;
  if (count > most) throw new SoapFault('EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${most} records into this operation`);
}

const saveBody = (saved: MetadataSaveResult, withCreated: boolean): XmlElement => result({
  ...(withCreated ? { created: saved.created } : {}), errors: saved.errors, fullName: saved.fullName, success: saved.success,
});

function save(mode: 'create' | 'update' | 'upsert'): SoapOperation {
  return ({ context, session, body }) => {
    const items = childrenOf(body, 'metadata').map((node) => {
      const type = localName(node.attributes?.['xsi:type'] ?? '');
      if (!isStoredType(type) && !type.endsWith('Settings')) throw new SoapFault('INVALID_TYPE', `Unknown type:${type}`);
      return { type, content: { ...node, name: type, attributes: {} } };
    });
    limit(items.length, items[0]?.type ?? '');
    return context.metadata[mode](session, items).map((saved) => saveBody(saved, mode === 'upsert'));
  };
}

function deleteMetadata({ context, session, body }: CallContext): readonly XmlElement[] {
  const type = required(body, 'type');
  const names = textsOf(body, 'fullNames');
  limit(names.length, type);
  return context.metadata.delete(session, type, names).map((saved) => saveBody(saved, false));
}

const describeType = ({ body }: CallContext): readonly XmlElement[] => [result(describeValueType(required(body, 'type')))];

const OPERATIONS: Readonly<Record<string, SoapOperation>> = {
  deploy,
  checkDeployStatus,
  cancelDeploy,
  deployRecentValidation,
  retrieve,
  checkRetrieveStatus,
  listMetadata,
  describeMetadata,
  describeValueType: describeType,
  readMetadata,
  createMetadata: save('create'),
  updateMetadata: save('update'),
  upsertMetadata: save('upsert'),
  deleteMetadata,
};

/** Calls of the API that this org does not have. */
const KNOWN_UNSUPPORTED: ReadonlySet<string> = new Set(['renameMetadata']);

/** Runs one call. @throws SoapFault, OrgError */
export function runMetadataCall(operation: string, call: CallContext): readonly XmlElement[] {
  const found = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (found === undefined) {
    throw KNOWN_UNSUPPORTED.has(operation) ? new SoapFault('UNSUPPORTED', `unsupported: the local org does not have ${operation}`) : new SoapFault('Client', `No operation available for request {http://soap.sforce.com/2006/04/metadata}${operation}`);
  }
  requireMetadataAccess(call.session);
  return found(call);
}

