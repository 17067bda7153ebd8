/** Tokens by JWT bearer, client credentials and refresh; their end. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { simulatedClock } from '../clock.ts';
import { startTestOrg, type Answer, type TestOrg } from '../http/testClient.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const clock = simulatedClock(new Date('2026-02-01T08:00:00Z'));
const REP = 'rep@handrail.local';

let client: TestOrg;
before(async () => {
  client = await startTestOrg({
    clock,
    tokenLifetimeSeconds: 3_600,
    connectedApps: [
      { clientId: 'jwt', certificate: pem, users: [REP] },
      { clientId: 'server', clientSecret: 's3cret', runAs: REP },
      { clientId: 'nobody', clientSecret: 's3cret' },
    ],
  });
});
after(() => client.org.close());

const form = (fields: Readonly<Record<string, string>>): Promise<Answer> => formTo('token', fields);
const formTo = (door: string, fields: Readonly<Record<string, string>>): Promise<Answer> =>
  client.call('POST', `/services/oauth2/${door}`, new URLSearchParams(fields).toString(), { headers: { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: '' } });
const refusal = (answer: Answer): readonly unknown[] => {
  const { error, error_description: description } = answer.json as { error: string; error_description: string };
  return [answer.status, error, description];
};

function assertion(claims: Readonly<Record<string, unknown>> = {}, key: KeyObject = keys.privateKey, header: unknown = { alg: 'RS256' }): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part(header)}.${part({ iss: 'jwt', sub: REP, aud: 'https://login.salesforce.com', exp: Math.floor(Date.now() / 1000) + 120, ...claims })}`;
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), key).toString('base64url')}`;
}
const jwt = (text: string): Promise<Answer> => form({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });
const usernameOf = async (token: string): Promise<string> =>
  ((await client.call('GET', '/services/oauth2/userinfo', undefined, { headers: { Authorization: `Bearer ${token}` } })).json as { preferred_username: string }).preferred_username;
const tokenOf = (answer: Answer): string => (answer.json as { access_token: string }).access_token;

describe('JWT bearer', () => {
  test('gives a token of the user that the assertion names', async () => {
    const answer = await jwt(assertion());
    assert.equal(answer.status, 200, answer.text);
    const { instance_url: instance, token_type: type, id } = answer.json as Record<string, string>;
    assert.deepEqual([instance, type], [client.org.url, 'Bearer']);
    assert.match(id ?? '', new RegExp(`^${client.org.url}/id/00D\\w{15}/005\\w{15}$`));
    assert.equal(await usernameOf(tokenOf(answer)), REP);
    assert.equal((await jwt(assertion({ aud: `${client.org.url}/` }))).status, 200);
  });

  test('refuses what is wrong with an assertion, each in Salesforce’s words', async () => {
    assert.deepEqual(refusal(await jwt(assertion({ iss: 'other' }))), [400, 'invalid_client_id', 'client identifier invalid']);
    assert.deepEqual(refusal(await jwt(assertion({}, stranger.privateKey))), [400, 'invalid_grant', 'invalid assertion']);
    assert.deepEqual(refusal(await jwt(assertion({ aud: 'https://evil.example' }))), [400, 'invalid_grant', 'audience is invalid']);
    assert.deepEqual(refusal(await jwt(assertion({ exp: 1_500_000_000 }))), [400, 'invalid_grant', 'expired authorization code']);
    assert.deepEqual(refusal(await jwt(assertion({ sub: 'admin@handrail.local' }))), [400, 'invalid_grant', "user hasn't approved this consumer"]);
    assert.deepEqual(refusal(await jwt(assertion({ sub: 'ghost@handrail.local' }))), [400, 'invalid_grant', "user hasn't approved this consumer"]);
    const [head, body] = assertion().split('.');
    for (const broken of ['', 'a.b.c', `${head}.${body}.`, assertion({}, keys.privateKey, { alg: 'none' }), assertion({ exp: 'soon' }), `${assertion()}.x`]) {
      assert.equal((await jwt(broken)).status, 400, broken);
    }
  });
});

describe('client credentials and refresh', () => {
  test('give a token, with a signature', async () => {
    const answer = await form({ grant_type: 'client_credentials', client_id: 'server', client_secret: 's3cret' });
    assert.equal(await usernameOf(tokenOf(answer)), REP);
    assert.ok((answer.json as { signature: string }).signature.length > 20);
    const refreshed = await form({ grant_type: 'refresh_token', client_id: 'server', refresh_token: client.org.refreshToken(REP, 'server') });
    assert.equal(await usernameOf(tokenOf(refreshed)), REP);
  });

  test('or are refused', async () => {
    const credentials = { grant_type: 'client_credentials', client_id: 'server', client_secret: 's3cret' };
    assert.deepEqual(refusal(await form({ ...credentials, client_secret: 'wrong' })), [400, 'invalid_client', 'invalid client credentials']);
    assert.deepEqual(refusal(await form({ ...credentials, client_id: 'jwt', client_secret: '' })), [400, 'invalid_client', 'invalid client credentials']);
    assert.deepEqual(refusal(await form({ ...credentials, client_id: 'unknown' })), [400, 'invalid_client_id', 'client identifier invalid']);
    assert.deepEqual(refusal(await form({ ...credentials, client_id: 'nobody' })), [400, 'invalid_grant', 'no client credentials user enabled']);
    assert.deepEqual(refusal(await form({ grant_type: 'password', username: REP, password: 'x' })), [400, 'unsupported_grant_type', 'grant type not supported']);
    assert.deepEqual(refusal(await form({ grant_type: 'constructor' })), [400, 'unsupported_grant_type', 'grant type not supported']);
    assert.deepEqual(refusal(await form({ grant_type: 'refresh_token', client_id: 'nobody', refresh_token: client.org.refreshToken(REP, 'server') })), [400, 'invalid_grant', 'expired access/refresh token']);
  });
});

describe('the end of a token', () => {
  test('comes by revocation; introspection tells', async () => {
    const token = tokenOf(await jwt(assertion()));
    const introspect = (): Promise<Answer> => formTo('introspect', { token, client_id: 'server', client_secret: 's3cret' });
    const active = (await introspect()).json as { active: boolean; username: string; exp: number };
    assert.deepEqual([active.active, active.username, active.exp], [true, REP, clock.now().getTime() / 1000 + 3_600]);
    assert.equal((await formTo('introspect', { token, client_id: 'server' })).status, 400);
    assert.equal((await formTo('revoke', { token })).status, 200);
    assert.deepEqual((await introspect()).json, { active: false });
    assert.deepEqual(refusal(await formTo('revoke', { token })), [400, 'invalid_token', 'invalid token']);
  });

  test('a revoked refresh token takes its access tokens along', async () => {
    const refresh = client.org.refreshToken(REP, 'server');
    const token = tokenOf(await form({ grant_type: 'refresh_token', client_id: 'server', refresh_token: refresh }));
    assert.equal((await formTo('revoke', { token: refresh })).status, 200);
    assert.equal((await client.call('GET', '/limits', undefined, { headers: { Authorization: `Bearer ${token}` } })).status, 401);
  });

  test('comes with time', async () => {
    const token = tokenOf(await jwt(assertion()));
    const read = (path: string): Promise<Answer> => client.call('GET', path, undefined, { headers: { Authorization: `Bearer ${token}` } });
    clock.advance(3_599_000);
    assert.equal((await read('/limits')).status, 200);
    clock.advance(1_000);
    assert.deepEqual((await read('/limits')).json, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
    const identity = await read('/services/oauth2/userinfo');
    assert.deepEqual([identity.status, identity.text], [403, 'Bad_OAuth_Token']);
  });
});

describe('connected apps', () => {
  test('are registered over the running org’s own door, by administrators', async () => {
    const post = async (app: unknown, token = client.org.login('admin@handrail.local')): Promise<number> => {
      const answer = await fetch(`${client.org.url}/_local/connected-apps`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(app) });
      await answer.text();
      return answer.status;
    };
    assert.equal(await post({ clientId: 'late', certificate: pem }), 201);
    assert.equal((await jwt(assertion({ iss: 'late' }))).status, 200);
    assert.equal(await post({ clientId: 'late', certificate: 'no pem' }), 400);
    assert.equal(await post({ clientId: 'ec', certificate: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString() }), 400);
    assert.equal(await post({ certificate: pem }), 400);
    assert.equal(await post({ clientId: 'x' }, client.org.login(REP)), 403);
  });
});
