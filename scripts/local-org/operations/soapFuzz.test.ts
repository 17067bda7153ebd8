/** Whatever comes through the SOAP door, the org answers with a fault or a result, and goes on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';
import { manifest, zipOf } from '../metadata/testing/org.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

const post = (body: string): Promise<{ readonly status: number; readonly text: string }> =>
  client.call('POST', '/services/Soap/m/67.0', body, { headers: { 'Content-Type': 'text/xml', SOAPAction: '""' } });

const envelope = (body: string): string => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata"><s:Header><SessionHeader><sessionId>${client.org.accessToken}</sessionId></SessionHeader></s:Header><s:Body>${body}</s:Body></s:Envelope>`;

async function answersProperly(body: string): Promise<void> {
  const { status, text } = await post(body);
  assert.ok(status === 200 || status === 500, `${status}`);
  assert.ok(status === 200 || /<faultcode>(sf|soapenv):\w+<\/faultcode>/.test(text), text.slice(0, 300));
  assert.doesNotMatch(text, /\bat [\w.]+ \(|node:internal|\.ts:\d+/);
  assert.ok(!text.includes(client.org.accessToken), 'the token is in the answer');
}

const CALLS = ['deploy', 'checkDeployStatus', 'cancelDeploy', 'deployRecentValidation', 'retrieve', 'checkRetrieveStatus', 'listMetadata', 'describeMetadata', 'describeValueType', 'readMetadata', 'createMetadata', 'updateMetadata', 'upsertMetadata', 'deleteMetadata', 'renameMetadata'];
const ELEMENTS = ['ZipFile', 'DeployOptions', 'asyncProcessId', 'String', 'id', 'type', 'fullNames', 'queries', 'metadata', 'retrieveRequest', 'unpackaged', 'types', 'members', 'name', 'version', 'validationId', 'rollbackOnError', 'testLevel', 'fullName', 'constructor', '__proto__'];
const VALUES = fc.oneof(fc.constantFrom('', 'CustomObject', 'Opportunity', '*', '../..', '__proto__', 'true', '0Af000000000001AAA', 'UEsDBAo=', '{http://soap.sforce.com/2006/04/metadata}CustomField'), fc.string({ maxLength: 30 }));

const escaped = (text: string): string => text.replace(/[<>&\u0000-\u001f]/g, ' ');
const tree: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.tuple(fc.constantFrom(...ELEMENTS), fc.oneof({ maxDepth: 4 }, VALUES.map(escaped), fc.array(tie('node'), { maxLength: 3 }).map((parts) => parts.join('')))).map(([name, inner]) => `<${name}>${inner}</${name}>`),
})).node;

test('calls of any shape', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...CALLS), fc.array(tree, { maxLength: 3 }), async (call, parts) => {
    await answersProperly(envelope(`<${call}>${parts.join('')}</${call}>`));
  }), { seed: 7, numRuns: 120 });
});

test('envelopes that are cut, doubled or full of other characters', async () => {
  const whole = envelope('<listMetadata><queries><type>CustomObject</type></queries></listMetadata>');
  await fc.assert(fc.asyncProperty(fc.nat({ max: whole.length }), fc.nat({ max: 40 }), fc.string({ maxLength: 12 }), async (at, length, inserted) => {
    await answersProperly(whole.slice(0, at) + inserted + whole.slice(at + length));
  }), { seed: 8, numRuns: 80 });
});

test('documents made to hurt', async () => {
  const bodies = [
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    envelope(`${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`),
    envelope(`<listMetadata ${Array.from({ length: 2000 }, (_, index) => `a${index}="x"`).join(' ')}/>`),
    envelope('<createMetadata><metadata xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CustomField"><fullName>Account.A__c</fullName><type>&#x0;</type></metadata></createMetadata>'),
    `${'x'.repeat(100_000)}`,
  ];
  for (const body of bodies) await answersProperly(body);
  assert.equal((await post(envelope('<describeMetadata/>'))).status, 200);
});

/** A directory entry that says what the test likes. */
function zipEntry(name: string, content: Uint8Array, lie: { readonly size?: number; readonly checksum?: number } = {}): Uint8Array {
  const packed = deflateRawSync(content);
  const path = Buffer.from(name);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt16LE(path.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(lie.checksum ?? crc32(content), 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(lie.size ?? content.length, 24);
  entry.writeUInt16LE(path.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + path.length, 12);
  end.writeUInt32LE(head.length + path.length + packed.length, 16);
  return Buffer.concat([head, path, packed, entry, path, end]);
}

test('zips that are no packages end as failed deploys', async () => {
  const small = new TextEncoder().encode('x');
  // An end record that claims more entries than are allowed is refused before any is read.
  const many = Buffer.from(zipOf({ 'package.xml': manifest({}) }));
  many.writeUInt16LE(10_001, many.length - 12);
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['garbage', Buffer.from('garbage that is long enough to be looked at'), /not a zip file/],
    ['a bomb', zipEntry('objects/A.object', new Uint8Array(30 * 1024 * 1024)), /zip bomb/],
    ['a slip', zipEntry('../../etc/passwd', small), /path that is not allowed/],
    ['a wrong checksum', zipEntry('package.xml', small, { checksum: 1 }), /checksum/],
    ['a wrong size', zipEntry('package.xml', small, { size: 1000 }), /size its directory says|cannot be unpacked/],
    ['too many files', many, /10,001 files/],
  ];
  for (const [what, zip, expected] of cases) {
    const started = await post(envelope(`<deploy><ZipFile>${Buffer.from(zip).toString('base64')}</ZipFile><DeployOptions><singlePackage>true</singlePackage></DeployOptions></deploy>`));
    const id = /<id>(\w+)<\/id>/.exec(started.text)?.[1] ?? '';
    let text = '';
    while (!text.includes('<done>true</done>')) text = (await post(envelope(`<checkDeployStatus><asyncProcessId>${id}</asyncProcessId></checkDeployStatus>`))).text;
    assert.match(text, /<status>Failed<\/status>/, what);
    assert.match(text, expected, what);
  }
});
