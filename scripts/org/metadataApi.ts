/**
 * Retrieve and deploy through the Metadata API's SOAP calls: the only form of retrieve that every org
 * has. Both are asynchronous; the status is asked for with growing pauses.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { XMLParser } from 'fast-xml-parser';
import { zipSync } from 'fflate';
import { mendsFor, OrgRequestError } from './errors.ts';
import type { OrgConnection } from './types.ts';
import { unzipLimited } from './unzip.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const DEADLINE_MS = 10 * 60_000;

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: true,
  isArray: (name) => ['messages', 'componentFailures', 'fileProperties'].includes(name),
});

type XmlNode = { readonly [name: string]: unknown };

export async function retrieveMetadata(
  connection: OrgConnection,
  sessionId: string,
  members: Readonly<Record<string, readonly string[]>>,
  onProgress?: (status: string) => void,
): Promise<{ files: ReadonlyMap<string, Uint8Array>; problems: readonly string[] }> {
  const types = Object.entries(members).map(
    ([name, names]) => `<types>${names.map((member) => `<members>${escapeXml(member)}</members>`).join('')}<name>${escapeXml(name)}</name></types>`,
  );
  const request = `<retrieve><retrieveRequest><apiVersion>${connection.apiVersion}</apiVersion><singlePackage>true</singlePackage><unpackaged>${types.join('')}<version>${connection.apiVersion}</version></unpackaged></retrieveRequest></retrieve>`;
  const started = await soap(connection, sessionId, request);
  const id = textAt(started, 'result', 'id');
  const result = await poll(async () => {
    const status = nodeAt(await soap(connection, sessionId, `<checkRetrieveStatus><asyncProcessId>${escapeXml(id)}</asyncProcessId><includeZip>true</includeZip></checkRetrieveStatus>`), 'result');
    onProgress?.(textOf(status['status']));
    return status;
  });
  if (textOf(result['success']) !== 'true') {
    throw new OrgRequestError(textOf(result['errorStatusCode']) || 'RETRIEVE_FAILED', `The metadata could not be retrieved: ${textOf(result['errorMessage']) || textOf(result['status'])}`, 200, ['The user needs the permission Modify Metadata Through Metadata API Functions.']);
  }
  const zip = Buffer.from(textOf(result['zipFile']), 'base64');
  return { files: unzipLimited(zip), problems: list(result['messages']).map((message) => textOf(message['problem'])) };
}

export async function deployMetadata(
  connection: OrgConnection,
  sessionId: string,
  files: ReadonlyMap<string, Uint8Array>,
  { checkOnly }: { checkOnly: boolean },
): Promise<{ success: boolean; problems: readonly string[] }> {
  const zip = Buffer.from(zipSync(Object.fromEntries(files))).toString('base64');
  const request = `<deploy><ZipFile>${zip}</ZipFile><DeployOptions><checkOnly>${checkOnly}</checkOnly><rollbackOnError>true</rollbackOnError><singlePackage>true</singlePackage></DeployOptions></deploy>`;
  const id = textAt(await soap(connection, sessionId, request), 'result', 'id');
  const result = await poll(async () =>
    nodeAt(await soap(connection, sessionId, `<checkDeployStatus><asyncProcessId>${escapeXml(id)}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`), 'result'),
  );
  const details = result['details'];
  const failures = isNode(details) ? list(details['componentFailures']) : [];
  return {
    success: textOf(result['success']) === 'true',
    problems: failures.map((failure) => `${textOf(failure['fileName'])}: ${textOf(failure['problem'])}`),
  };
}

/** Asks until `done`. */
async function poll(ask: () => Promise<XmlNode>): Promise<XmlNode> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS)) {
    const status = await ask();
    if (textOf(status['done']) === 'true') return status;
    if (Date.now() > deadline) throw new OrgRequestError('TIMEOUT', `The org has not finished within ${DEADLINE_MS / 60_000} minutes.`, 0, ['Run the command again.']);
    await sleep(pause);
  }
}

/** @returns the response element inside the SOAP body */
async function soap(connection: OrgConnection, sessionId: string, body: string): Promise<XmlNode> {
  const envelope = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header xmlns="http://soap.sforce.com/2006/04/metadata"><SessionHeader><sessionId>${escapeXml(sessionId)}</sessionId></SessionHeader></soapenv:Header><soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">${body}</soapenv:Body></soapenv:Envelope>`;
  const response = await connection.request({
    method: 'POST',
    path: `/services/Soap/m/${connection.apiVersion}`,
    headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
    body: envelope,
    // A status question may be asked twice; a deploy may not.
    idempotent: !body.startsWith('<deploy>'),
  });
  const text = await response.text();
  const content = contentOf(text);
  if (!content) throw new OrgRequestError('NOT_SALESFORCE', `The Metadata API answered HTTP ${response.status} without a SOAP body.`, response.status, ['Check that the instance URL is an org.']);
  const fault = content['Fault'];
  if (isNode(fault)) {
    const code = textOf(fault['faultcode']).replace(/^.*:/, '') || 'FAULT';
    throw new OrgRequestError(code, `The Metadata API refused: ${textOf(fault['faultstring']) || code}`, response.status, mendsFor(code));
  }
  const answer = Object.values(content).find(isNode);
  return answer ?? {};
}

function contentOf(text: string): XmlNode | undefined {
  // No document type is ever part of SOAP; one would only carry entities.
  if (/<!DOCTYPE/i.test(text)) return undefined;
  try {
    const parsed: unknown = parser.parse(text);
    return nodeAt(parsed as XmlNode, 'Envelope', 'Body');
  } catch {
    return undefined;
  }
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodeAt(node: XmlNode, ...path: string[]): XmlNode {
  let current: XmlNode = node;
  for (const name of path) {
    const next = current[name];
    if (!isNode(next)) throw new OrgRequestError('NOT_SALESFORCE', `The Metadata API's answer has no <${name}>.`, 200, ['Run the command again.']);
    current = next;
  }
  return current;
}

function textAt(node: XmlNode, ...path: string[]): string {
  return textOf(nodeAt(node, ...path.slice(0, -1))[path.at(-1) ?? '']);
}

/** Text of a leaf element; empty for one that is absent or has children. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): readonly XmlNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
