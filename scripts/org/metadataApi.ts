/**
 * Retrieve and deploy through the Metadata API's SOAP calls: the only form of retrieve that every org
 * has. Both are asynchronous; the status is asked for with growing pauses.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { zipSync } from 'fflate';
import { childOf, childrenOf, parseXml, type XmlElement } from '../shared/xml/index.ts';
import { mendsFor, noMetadataAccess, OrgRequestError } from './errors.ts';
import type { OrgConnection } from './types.ts';
import { unzipLimited } from './unzip.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const DEADLINE_MS = 10 * 60_000;

/** What Salesforce says to a user who may not use the API at all, told from a refusal of one component. */
const WHOLE_API = /use of the Metadata API requires/i;

/** An answer carries a whole zip: 50 MB of Base64 (limits cheat sheet), and what stands around it. */
const ANSWER = { maxLength: 64 * 1024 * 1024 };

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
  const id = leafText(resultOf(started), 'id');
  const result = await poll(async () => {
    const status = resultOf(await soap(connection, sessionId, `<checkRetrieveStatus><asyncProcessId>${escapeXml(id)}</asyncProcessId><includeZip>true</includeZip></checkRetrieveStatus>`));
    onProgress?.(leafText(status, 'status'));
    return status;
  });
  if (leafText(result, 'success') !== 'true') {
    throw new OrgRequestError(leafText(result, 'errorStatusCode') || 'RETRIEVE_FAILED', `The metadata could not be retrieved: ${leafText(result, 'errorMessage') || leafText(result, 'status')}`, 200, ['The user needs the permission Modify Metadata Through Metadata API Functions.']);
  }
  const zip = Buffer.from(leafText(result, 'zipFile'), 'base64');
  return { files: unzipLimited(zip), problems: childrenOf(result, 'messages').map((message) => leafText(message, 'problem')) };
}

export async function deployMetadata(
  connection: OrgConnection,
  sessionId: string,
  files: ReadonlyMap<string, Uint8Array>,
  { checkOnly }: { checkOnly: boolean },
): Promise<{ success: boolean; problems: readonly string[] }> {
  const zip = Buffer.from(zipSync(Object.fromEntries(files))).toString('base64');
  const request = `<deploy><ZipFile>${zip}</ZipFile><DeployOptions><checkOnly>${checkOnly}</checkOnly><rollbackOnError>true</rollbackOnError><singlePackage>true</singlePackage></DeployOptions></deploy>`;
  const id = leafText(resultOf(await soap(connection, sessionId, request)), 'id');
  const result = await poll(async () =>
    resultOf(await soap(connection, sessionId, `<checkDeployStatus><asyncProcessId>${escapeXml(id)}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`)),
  );
  const details = childOf(result, 'details');
  const failures = details === undefined ? [] : childrenOf(details, 'componentFailures');
  return {
    success: leafText(result, 'success') === 'true',
    problems: failures.map((failure) => `${leafText(failure, 'fileName')}: ${leafText(failure, 'problem')}`),
  };
}

/** Asks until `done`. */
async function poll(ask: () => Promise<XmlElement>): Promise<XmlElement> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS)) {
    const status = await ask();
    if (leafText(status, 'done') === 'true') return status;
    if (Date.now() > deadline) throw new OrgRequestError('TIMEOUT', `The org has not finished within ${DEADLINE_MS / 60_000} minutes.`, 0, ['Run the command again.']);
    await sleep(pause);
  }
}

/** @returns the response element inside the SOAP body */
async function soap(connection: OrgConnection, sessionId: string, body: string): Promise<XmlElement> {
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
  if (content.name === 'Fault') {
    const code = leafText(content, 'faultcode').replace(/^.*:/, '') || 'FAULT';
    const reason = leafText(content, 'faultstring') || code;
    if (code === 'INSUFFICIENT_ACCESS' && WHOLE_API.test(reason)) throw noMetadataAccess(connection.username, response.status);
    throw new OrgRequestError(code, `The Metadata API refused: ${reason}`, response.status, mendsFor(code));
  }
  return content;
}

/** What stands in the SOAP body; undefined where there is none. */
function contentOf(text: string): XmlElement | undefined {
  try {
    const envelope = parseXml(text, ANSWER);
    return envelope.name === 'Envelope' ? childOf(envelope, 'Body')?.children[0] : undefined;
  } catch {
    return undefined;
  }
}

function resultOf(answer: XmlElement): XmlElement {
  const result = childOf(answer, 'result');
  if (!result) throw new OrgRequestError('NOT_SALESFORCE', "The Metadata API's answer has no <result>.", 200, ['Run the command again.']);
  return result;
}

/** Text of a leaf element; empty for one that is absent or has children. */
function leafText(parent: XmlElement, name: string): string {
  return childOf(parent, name)?.text ?? '';
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
