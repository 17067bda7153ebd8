import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

interface Describe {
  readonly name: string;
  readonly fields: readonly Readonly<Record<string, unknown>>[];
  readonly childRelationships: readonly { readonly childSObject: string; readonly relationshipName: string | null }[];
  readonly recordTypeInfos: readonly { readonly developerName: string; readonly master: boolean }[];
}

describe('describe', () => {
  test('lists objects, without those of the Tooling API', async () => {
    const { sobjects } = (await client.call('GET', '/sobjects')).json as { sobjects: { name: string; keyPrefix: string | null; urls: { describe: string } }[] };
    const names = sobjects.map((object) => object.name);
    assert.ok(names.includes('Opportunity') && names.includes('OpportunityHistory') && names.includes('FlowDefinitionView'));
    assert.ok(!names.includes('ValidationRule'));
    assert.equal(sobjects.find((object) => object.name === 'Lead')?.urls.describe, '/services/data/v67.0/sobjects/Lead/describe');
  });

  test('a field of each kind as the Object Reference has it', async () => {
    const { fields, childRelationships, recordTypeInfos } = (await client.call('GET', '/sobjects/opportunity/describe')).json as Describe;
    const pick = (name: string, ...keys: string[]): unknown[] => keys.map((key) => fields.find((field) => field['name'] === name)?.[key]);
    assert.deepEqual(pick('Id', 'type', 'length', 'createable', 'nillable', 'idLookup', 'soapType'), ['id', 18, false, false, true, 'tns:ID']);
    assert.deepEqual(pick('Name', 'type', 'length', 'byteLength', 'nillable', 'nameField'), ['string', 120, 360, false, true]);
    assert.deepEqual(pick('Amount', 'type', 'precision', 'scale', 'nillable', 'soapType', 'groupable'), ['currency', 18, 2, true, 'xsd:double', false]);
    assert.deepEqual(pick('AccountId', 'type', 'referenceTo', 'relationshipName', 'length'), ['reference', ['Account'], 'Account', 18]);
    assert.deepEqual(pick('StageName', 'type', 'nillable', 'restrictedPicklist', 'defaultedOnCreate'), ['picklist', false, false, false]);
    assert.deepEqual(pick('IsWon', 'type', 'updateable', 'defaultValue', 'defaultedOnCreate'), ['boolean', false, false, true]);
    assert.deepEqual(pick('HasOverdueTask', 'filterable', 'sortable'), [false, false]);
    const [stages] = pick('StageName', 'picklistValues') as [{ value: string; active: boolean }[]];
    assert.deepEqual(stages.filter((value) => value.active).map((value) => value.value).slice(0, 2), ['Prospecting', 'Qualification']);
    assert.ok(childRelationships.some((child) => child.childSObject === 'OpportunityContactRole' && child.relationshipName === 'OpportunityContactRoles'));
    assert.deepEqual(recordTypeInfos.map((info) => [info.developerName, info.master]), [['Master', true]]);
  });

  test('no source tracking: sf asks for SourceMember', async () => {
    assert.equal((await client.call('GET', '/tooling/sobjects/SourceMember/describe')).status, 404);
    assert.equal((await client.call('GET', '/tooling/sobjects/ValidationRule/describe')).status, 200);
    assert.equal((await client.call('GET', '/sobjects/ValidationRule/describe')).status, 404);
  });
});

describe('identity', () => {
  test('userinfo and the identity URL tell the same user', async () => {
    const info = (await client.call('GET', '/services/oauth2/userinfo', undefined, { as: 'rep@handrail.local' })).json as Record<string, unknown>;
    assert.equal(info['preferred_username'], 'rep@handrail.local');
    assert.equal(info['organization_id'], client.org.engine.organizationId);
    const root = (await client.call('GET', '/services/data/v67.0', undefined, { as: 'rep@handrail.local' })).json as { identity: string };
    const identity = (await client.call('GET', root.identity.slice(client.org.url.length), undefined, { as: 'rep@handrail.local' })).json as Record<string, unknown>;
    assert.equal(identity['user_id'], info['user_id']);
    assert.equal(identity['username'], 'rep@handrail.local');
    assert.equal((await client.call('GET', root.identity.slice(client.org.url.length))).status, 403);
  });
});

describe('gaps', () => {
  test('XML is refused by name', async () => {
    const { status, text } = await client.call('GET', '/limits', undefined, { headers: { Accept: 'application/xml' } });
    assert.equal(status, 501);
    assert.match(text, /XML representation/);
    assert.equal((await client.call('GET', '/limits', undefined, { headers: { Accept: 'application/xml, */*' } })).status, 200);
  });

  for (const path of ['/services/apexrest/foo', '/sobjects/Account/describe/layouts', '/sobjects/Account/listviews', '/actions/standard', '/analytics/dashboards/x', '/analytics/reports/x/instances']) {
    test(`${path} is refused by name`, async () => {
      const { status, json } = await client.call('GET', path);
      assert.equal(status, 501);
      assert.match((json as [{ message: string }])[0].message, /^unsupported: the local org has no /);
    });
  }
});
