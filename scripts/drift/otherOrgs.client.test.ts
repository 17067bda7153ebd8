/** Orgs that are not what a playbook was deployed to: said in a sentence, not in a list of everything that is missing. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { closeIdleConnections, createConnection, type OrgConnection } from '../org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { compilePlaybook, type GeneratedFile } from '../compiler/index.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { planAgainstOrg } from '../plan/index.ts';
import { scanRecords } from '../scan/index.ts';
import { sync } from '../sync/index.ts';
import { detectDrift } from './index.ts';
import { ADMIN, inner, mdapi, PROJECT } from './testing/deployedOrg.ts';

describe('an org without the playbook', () => {
  let org: LocalOrg;
  let connection: OrgConnection;
  let playbook: Playbook;
  let files: readonly GeneratedFile[];
  before(async () => {
    const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
    assert.ok(loaded.playbook);
    playbook = loaded.playbook;
    ({ files } = compilePlaybook(playbook));
    org = await startLocalOrg();
    connection = connectionTo(org);
  });
  after(async () => {
    closeIdleConnections();
    await org.close();
  });

  const missing = async (): Promise<string> => {
    const { findings } = await detectDrift(connection, playbook, files);
    assert.deepEqual(findings.filter(({ kind }) => /-missing$/.test(kind) && !kind.startsWith('page-')).map(({ id, severity }) => [id, severity]), [['PLAYBOOK-MISSING', 'critical']]);
    return findings.find(({ id }) => id === 'PLAYBOOK-MISSING')?.summary ?? '';
  };

  test('nothing of it is there: one finding', async () => {
    const rules = files.filter(({ path }) => path.endsWith('.validationRule-meta.xml')).length;
    assert.match(await missing(), new RegExp(`^This org has nothing of the playbook: ${rules} of ${rules} rules, .* are missing\\. Deploy it first`));
  });

  test('a deploy that brought a few fields: it is there in part', async () => {
    const own = files.filter(({ path }) => /objects\/Lead\/fields\/.*\.field-meta\.xml$/.test(path)).slice(0, 3).map(({ contents }) => inner(contents, 'fields'));
    const names = own.map((field) => `Lead.${/<fullName>([^<]*)</.exec(field)?.[1] ?? ''}`);
    const { success, problems } = await connection.deployMetadata(new Map([
      ['objects/Lead.object', new TextEncoder().encode(mdapi('CustomObject', own.join('')))],
      ['package.xml', new TextEncoder().encode(mdapi('Package', `<types>${names.map((name) => `<members>${name}</members>`).join('')}<name>CustomField</name></types><version>67.0</version>`))],
    ]), { checkOnly: false });
    assert.ok(success, problems.join('\n'));
    assert.match(await missing(), /^The playbook is in this org only in part: .* are missing\. A deploy that stopped half way/);
  });

  test('a version of the API that the org does not offer ends the run, and is named', async () => {
    const old = createConnection({ instanceUrl: org.url, accessToken: org.accessToken, username: ADMIN, organizationId: org.engine.organizationId, apiVersion: '12.0' });
    await assert.rejects(detectDrift(old, playbook, files), { errorCode: 'UNSUPPORTED_API_VERSION', message: 'The org does not offer version 12.0 of the API.' });
  });

  test('an org that does not tell its zone: days are those of the playbook, and every reader says so', async () => {
    const zone = playbook.businessHours.timeZone;
    const said = new RegExp(`^the org's time zone: .*QUERY_TIMEOUT.*; days are those of ${zone}, the zone of the playbook$`);
    /** The zone is asked for first, by drift and plan after what kind of org it is. */
    const without = async <T>(questions: number, read: (anew: OrgConnection) => Promise<T>): Promise<T> => {
      const rules = `${org.url}/_local/faults`;
      const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
      const { ok } = await fetch(rules, { method: 'POST', headers, body: JSON.stringify({ operation: 'query', times: questions, fault: { kind: 'queryTimeout' } }) });
      assert.ok(ok);
      try {
        return await read(connectionTo(org));
      } finally {
        await fetch(rules, { method: 'DELETE', headers });
      }
    };
    const drift = await without(2, (anew) => detectDrift(anew, playbook, files));
    assert.deepEqual(drift.findings.filter(({ tier }) => tier === 'unverifiable').map(({ component }) => component), ["the org's time zone", 'what kind of org it is']);
    assert.match(drift.coverage.unread[1] ?? '', said);
    assert.match((await without(2, (anew) => planAgainstOrg(anew, playbook, files))).coverage.unread[1] ?? '', said);
    assert.match((await without(1, (anew) => scanRecords(anew, playbook))).coverage.unread[0] ?? '', said);
    await assert.rejects(without(1, (anew) => sync(anew, playbook, files)), { errorCode: 'QUERY_TIMEOUT', message: /time zone could not be read\. Nothing was written/ });
    const { coverage } = await detectDrift(connection, playbook, files);
    assert.deepEqual(coverage.unread, []);
  });

  test('a namespace, and an edition that cannot hold it: nothing is compared, and why is said', async () => {
    const answering = (row: object): OrgConnection => {
      const other = Object.create(connection) as OrgConnection;
      other.query = ((soql: string, options?: object) => (soql.includes('FROM Organization') ? Promise.resolve([row]) : connection.query(soql, options))) as OrgConnection['query'];
      return other;
    };
    for (const [row, says] of [
      [{ NamespacePrefix: 'acme', OrganizationType: 'Developer Edition', TimeZoneSidKey: 'UTC' }, /the org has the namespace acme:/],
      [{ NamespacePrefix: null, OrganizationType: 'Team Edition', TimeZoneSidKey: 'UTC' }, /the org is of Team Edition, which has no custom metadata types/],
    ] as const) {
      const { findings, coverage } = await detectDrift(answering(row), playbook, files);
      assert.deepEqual(findings.map(({ kind, tier }) => [kind, tier]), [['unread', 'unverifiable']]);
      assert.match(coverage.unread.join('\n'), says);
    }
  });
});
