import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';
import { file, manifest, zipOf } from '../metadata/testing/org.ts';
import { readZip } from '../metadata/zip/read.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

const tokenOf = (username?: string): string => (username === undefined ? client.org.accessToken : client.org.users.find((user) => user.username === username)?.accessToken ?? '');

interface SoapAnswer {
  readonly status: number;
  readonly text: string;
}

/** Deliberately with prefixes that nobody else uses. */
async function soap(body: string, token = tokenOf(), path = '/services/Soap/m/67.0'): Promise<SoapAnswer> {
  const envelope = `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:q="http://soap.sforce.com/2006/04/metadata"><s:Header><q:SessionHeader><q:sessionId>${token}</q:sessionId></q:SessionHeader></s:Header><s:Body>${body}</s:Body></s:Envelope>`;
  const { status, text } = await client.call('POST', path, envelope, { headers: { Authorization: '', 'Content-Type': 'text/xml', SOAPAction: '""' } });
  return { status, text };
}

const valueOf = (text: string, name: string): string | undefined => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
const base64 = (files: Readonly<Record<string, string>>): string => Buffer.from(zipOf(files)).toString('base64');
const PERMISSION = { 'package.xml': manifest({ CustomPermission: ['Try'] }), 'customPermissions/Try.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><label>Try</label>') };
const deploy = (files: Readonly<Record<string, string>>, options = '<q:singlePackage>true</q:singlePackage><q:rollbackOnError>true</q:rollbackOnError>'): string => `<q:deploy><q:ZipFile>${base64(files)}</q:ZipFile><q:DeployOptions>${options}</q:DeployOptions></q:deploy>`;

describe('the SOAP door', () => {
  test('answers faults with 500 and a code that clients read', async () => {
    const expired = await soap('<q:describeMetadata/>', '00D000000000001!no');
    assert.equal(expired.status, 500);
    assert.match(expired.text, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode><faultstring>INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session<\/faultstring>/);
    assert.match((await soap('<q:listMetadata><q:queries><q:type>Nothing</q:type></q:queries></q:listMetadata>')).text, /<faultcode>sf:INVALID_TYPE<\/faultcode><faultstring>INVALID_TYPE: Unknown type:Nothing/);
    assert.match((await soap('<q:renameMetadata/>')).text, /sf:UNSUPPORTED.*renameMetadata/);
    assert.match((await soap('<q:describeValueType><q:type>{http://soap.sforce.com/2006/04/metadata}Nothing</q:type></q:describeValueType>')).text, /sf:INVALID_TYPE/);
    assert.match((await soap('<q:nonsense/>')).text, /soapenv:Client/);
    assert.match((await soap('<q:checkDeployStatus><q:asyncProcessId>0Af000000000999AAA</q:asyncProcessId></q:checkDeployStatus>')).text, /sf:INVALID_CROSS_REFERENCE_KEY/);
    assert.match((await soap('<q:describeMetadata/>', tokenOf(), '/services/Soap/m/12.0')).text, /sf:UNSUPPORTED_API_VERSION/);
    const { status, text } = await client.call('POST', '/services/Soap/m/67.0', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', { headers: { 'Content-Type': 'text/xml' } });
    assert.equal(status, 500);
    assert.match(text, /document type/);
    assert.doesNotMatch(expired.text, /00D000000000001!no/);
  });

  test('lets nobody deploy who may not modify metadata', async () => {
    const refused = await soap(deploy(PERMISSION), tokenOf('rep@handrail.local'));
    assert.match(refused.text, /sf:INSUFFICIENT_ACCESS.*ModifyMetadata/);
    assert.equal((await client.query("SELECT Id FROM CustomPermission WHERE DeveloperName = 'Try'")).length, 0);
  });
});

test('whoever lacks Modify Metadata may not even read or describe it; a permission set gives it for as long as it is assigned', async () => {
  const { userId } = client.org.session('sync@handrail.local');
  const asSync = (body: string): Promise<SoapAnswer> => soap(body, tokenOf('sync@handrail.local'));
  const tryOut = deploy(PERMISSION, '<q:singlePackage>true</q:singlePackage><q:checkOnly>true</q:checkOnly>');
  const calls = [
    '<q:describeMetadata/>', '<q:listMetadata><q:queries><q:type>CustomPermission</q:type></q:queries></q:listMetadata>',
    '<q:readMetadata><q:type>CustomPermission</q:type><q:fullNames>Try</q:fullNames></q:readMetadata>',
    '<q:describeValueType><q:type>{http://soap.sforce.com/2006/04/metadata}ValidationRule</q:type></q:describeValueType>',
    '<q:retrieve><q:retrieveRequest><q:apiVersion>67.0</q:apiVersion><q:unpackaged><q:types><q:members>*</q:members><q:name>ValidationRule</q:name></q:types><q:version>67.0</q:version></q:unpackaged></q:retrieveRequest></q:retrieve>',
    tryOut,
  ];
  const refusals = async (): Promise<boolean[]> => (await Promise.all(calls.map(asSync))).map(({ text }) => text.includes('<faultcode>sf:INSUFFICIENT_ACCESS</faultcode><faultstring>INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions</faultstring>'));
  assert.deepEqual(await refusals(), calls.map(() => true));
  await soap(deploy({ 'package.xml': manifest({ PermissionSet: ['Deployer'] }), 'permissionsets/Deployer.permissionset': file('PermissionSet', '<hasActivationRequired>false</hasActivationRequired><label>Deployer</label><userPermissions><enabled>true</enabled><name>ModifyMetadata</name></userPermissions>') }));
  const [set] = await client.query("SELECT Id FROM PermissionSet WHERE Name = 'Deployer'");
  const [assigned] = client.org.engine.insert(client.org.session('admin@handrail.local'), 'PermissionSetAssignment', [{ PermissionSetId: set?.['Id'], AssigneeId: userId }]);
  assert.deepEqual(await refusals(), calls.map(() => false));
  client.org.engine.delete(client.org.session('admin@handrail.local'), 'PermissionSetAssignment', [assigned?.id ?? '']);
  assert.deepEqual(await refusals(), calls.map(() => true));
});

describe('deploy and retrieve over SOAP', () => {
  test('a failing deploy says what and where, and changes nothing', async () => {
    const started = await soap(deploy({ ...PERMISSION, 'customPermissions/Try.customPermission': file('CustomPermission', '<isLicensed>false</isLicensed><colour>&lt;red&gt;</colour><label>Try</label>') }));
    const done = await soap(`<q:checkDeployStatus><q:asyncProcessId>${valueOf(started.text, 'id') ?? ''}</q:asyncProcessId><q:includeDetails>true</q:includeDetails></q:checkDeployStatus>`);
    assert.equal(valueOf(done.text, 'status'), 'Failed');
    assert.match(done.text, /<componentFailures>.*<lineNumber>3<\/lineNumber><problem>Error parsing file: Element \{http:\/\/soap\.sforce\.com\/2006\/04\/metadata\}colour invalid at this location in type CustomPermission<\/problem><problemType>Error<\/problemType>/);
    assert.equal((await client.query("SELECT Id FROM CustomPermission WHERE DeveloperName = 'Try'")).length, 0);
  });

  test('a deploy takes effect, is listed, read, retrieved and deleted', async () => {
    const started = await soap(deploy(PERMISSION));
    assert.match(started.text, /<done>false<\/done><id>0Af\w{15}<\/id><state>Queued<\/state>/);
    const done = await soap(`<q:checkDeployStatus><q:asyncProcessId>${valueOf(started.text, 'id') ?? ''}</q:asyncProcessId><q:includeDetails>true</q:includeDetails></q:checkDeployStatus>`);
    assert.equal(valueOf(done.text, 'status'), 'Succeeded');
    assert.match(done.text, /<componentSuccesses>.*<componentType>CustomPermission<\/componentType><created>true<\/created>/);
    assert.match((await soap('<q:cancelDeploy><q:id>x</q:id></q:cancelDeploy>')).text, /<faultcode>/);
    assert.match((await soap('<q:listMetadata><q:queries><q:type>CustomPermission</q:type></q:queries></q:listMetadata>')).text, /<fullName>Try<\/fullName>/);
    assert.match((await soap('<q:readMetadata><q:type>CustomPermission</q:type><q:fullNames>Try</q:fullNames><q:fullNames>None</q:fullNames></q:readMetadata>')).text, /<records xsi:type="CustomPermission"><fullName>Try<\/fullName><isLicensed>false<\/isLicensed><label>Try<\/label><\/records><records xsi:nil="true"\/>/);
    const asked = await soap('<q:retrieve><q:retrieveRequest><q:apiVersion>67.0</q:apiVersion><q:unpackaged><q:types><q:members>*</q:members><q:name>CustomPermission</q:name></q:types><q:version>67.0</q:version></q:unpackaged></q:retrieveRequest></q:retrieve>');
    const got = await soap(`<q:checkRetrieveStatus><q:asyncProcessId>${valueOf(asked.text, 'id') ?? ''}</q:asyncProcessId><q:includeZip>true</q:includeZip></q:checkRetrieveStatus>`);
    const files = readZip(Buffer.from(valueOf(got.text, 'zipFile') ?? '', 'base64'));
    assert.deepEqual([...files.keys()], ['unpackaged/customPermissions/Try.customPermission', 'unpackaged/package.xml']);
    const removed = await soap('<q:deleteMetadata><q:type>CustomPermission</q:type><q:fullNames>Try</q:fullNames></q:deleteMetadata>');
    assert.equal(valueOf(removed.text, 'success'), 'true');
    assert.match((await soap('<q:upsertMetadata><q:metadata xsi:type="q:CustomPermission"><q:fullName>Two</q:fullName><q:isLicensed>false</q:isLicensed><q:label>Two</q:label></q:metadata></q:upsertMetadata>')).text, /<created>true<\/created><fullName>Two<\/fullName><success>true<\/success>/);
  });
});

test('a type is described by its elements, and packages are not there', async () => {
  const described = await soap('<q:describeValueType><q:type>{http://soap.sforce.com/2006/04/metadata}ValidationRule</q:type></q:describeValueType>');
  assert.match(described.text, /<parentField>.*<valueTypeFields>.*<minOccurs>1<\/minOccurs><name>active<\/name><soapType>boolean<\/soapType><valueRequired>true/);
  const asked = await soap('<q:retrieve><q:retrieveRequest><q:apiVersion>67.0</q:apiVersion><q:packageNames>Extra</q:packageNames></q:retrieveRequest></q:retrieve>');
  const got = await soap(`<q:checkRetrieveStatus><q:asyncProcessId>${valueOf(asked.text, 'id') ?? ''}</q:asyncProcessId><q:includeZip>false</q:includeZip></q:checkRetrieveStatus>`);
  assert.match(got.text, /<problem>No package named &apos;Extra&apos; found<\/problem>/);
  assert.doesNotMatch(got.text, /zipFile/);
});

describe('deploy over REST', () => {
  const multipart = (zip: Uint8Array, options: string): string =>
    Buffer.concat([Buffer.from(`--B\r\nContent-Disposition: form-data; name="entity_content"\r\nContent-Type: application/json\r\n\r\n${options}\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="package.zip"\r\nContent-Type: application/zip\r\n\r\n`), zip, Buffer.from('\r\n--B--\r\n')]).toString('latin1');
  const post = async (body: string, contentType = 'multipart/form-data; boundary=B'): Promise<{ readonly status: number; readonly json: unknown }> => {
    const response = await fetch(`${client.org.url}/services/data/v67.0/metadata/deployRequest`, { method: 'POST', headers: { Authorization: `Bearer ${tokenOf()}`, 'Content-Type': contentType }, body: Buffer.from(body, 'latin1') });
    return { status: response.status, json: await response.json() };
  };

  test('takes a zip and tells its end', async () => {
    const { status, json } = await post(multipart(zipOf(PERMISSION), '{"deployOptions":{"singlePackage":true,"rollbackOnError":true,"checkOnly":true}}'));
    assert.equal(status, 201);
    const answer = await client.call('GET', `/metadata/deployRequest/${(json as { readonly id: string }).id}?includeDetails=true`);
    const { deployResult } = answer.json as { readonly deployResult: Readonly<Record<string, unknown>> };
    assert.equal(deployResult['status'], 'Succeeded');
    assert.equal(deployResult['checkOnly'], true);
    assert.match(String(deployResult['completedDate']), /\+0000$/);
    assert.equal((deployResult['details'] as { readonly componentSuccesses: readonly unknown[] }).componentSuccesses.length, 2);
    assert.equal((await client.query("SELECT Id FROM CustomPermission WHERE DeveloperName = 'Try'")).length, 0);
  });

  test('cancels what waits, and deploys what was validated without its zip', async () => {
    const release = client.org.metadata.deploys.hold();
    const waiting = (await post(multipart(zipOf(PERMISSION), '{"deployOptions":{"singlePackage":true}}'))).json as { readonly id: string };
    assert.equal((await client.call('PATCH', `/metadata/deployRequest/${waiting.id}`, { deployResult: { status: 'Succeeded' } })).status, 400);
    const canceled = await client.call('PATCH', `/metadata/deployRequest/${waiting.id}`, { deployResult: { status: 'Canceling' } });
    assert.equal(canceled.status, 202, canceled.text);
    assert.equal((canceled.json as { readonly deployResult: { readonly status: string } }).deployResult.status, 'Canceled');
    release();
    const ended = async (id: string): Promise<string> => {
      for (;;) {
        const { deployResult } = (await client.call('GET', `/metadata/deployRequest/${id}`)).json as { readonly deployResult: { readonly done: boolean; readonly status: string } };
        if (deployResult.done) return deployResult.status;
      }
    };
    const validation = (await post(multipart(zipOf(PERMISSION), '{"deployOptions":{"singlePackage":true,"checkOnly":true,"testLevel":"RunLocalTests"}}'))).json as { readonly id: string };
    assert.equal(await ended(validation.id), 'Succeeded');
    const quick = await post(JSON.stringify({ validatedDeployRequestId: validation.id }), 'application/json');
    assert.equal(quick.status, 201, JSON.stringify(quick.json));
    assert.equal(await ended((quick.json as { readonly id: string }).id), 'Succeeded');
    assert.equal((await client.query("SELECT Id FROM CustomPermission WHERE DeveloperName = 'Try'")).length, 1);
    assert.match(JSON.stringify((await post(multipart(zipOf(PERMISSION), '{"deployOptions":{"testLevel":"Some"}}'))).json), /not a valid value for the enum 'TestLevel'/);
  });

  test('refuses what it cannot read, in one sentence', async () => {
    for (const [body, type, message] of [
      ['nothing', 'text/plain', /content type must be multipart/], ['--B\r\n', 'multipart/form-data; boundary=B', /ends in the middle/], ['', 'multipart/form-data; boundary=B', /closing boundary/],
      ['{"validatedDeployRequestId":"0Af"}', 'application/json', /no deployment found with that id/], [multipart(zipOf(PERMISSION), 'no json'), 'multipart/form-data; boundary=B', /not JSON/],
    ] as const) {
      const { status, json } = await post(body, type);
      assert.ok(status >= 400 && message.test(JSON.stringify(json)), `${status} ${JSON.stringify(json)}`);
    }
    assert.equal((await client.call('GET', '/metadata/deployRequest/0Af000000000999AAA')).status, 404);
  });
});

test('the Partner API converts leads and says who asks', async () => {
  const lead = await client.create('Lead', { LastName: 'Lovelace', Company: 'Engines Ltd', Status: 'Open - Not Contacted' });
  const PARTNER = '/services/Soap/u/67.0';
  const converted = await soap(`<convertLead xmlns="urn:partner.soap.sforce.com"><leadConverts><leadId>${lead}</leadId><convertedStatus>Closed - Converted</convertedStatus><opportunityName>Engine</opportunityName></leadConverts></convertLead>`, tokenOf(), PARTNER);
  assert.equal(valueOf(converted.text, 'success'), 'true', converted.text);
  assert.equal((await client.query("SELECT Name FROM Opportunity WHERE Name = 'Engine'")).length, 1);
  const again = await soap(`<convertLead xmlns="urn:partner.soap.sforce.com"><leadConverts><leadId>${lead}</leadId><convertedStatus>Closed - Converted</convertedStatus></leadConverts></convertLead>`, tokenOf(), PARTNER);
  assert.equal(valueOf(again.text, 'success'), 'false');
  assert.match(again.text, /<errors>.*<statusCode>\w+<\/statusCode><\/errors>/);
  assert.equal(valueOf((await soap('<getUserInfo/>', tokenOf(), PARTNER)).text, 'userName'), 'admin@handrail.local');
  assert.ok(!Number.isNaN(Date.parse(valueOf((await soap('<getServerTimestamp/>', tokenOf(), PARTNER)).text, 'timestamp') ?? '')));
  assert.match((await soap('<login/>', tokenOf(), PARTNER)).text, /sf:UNSUPPORTED.*login/);
});
