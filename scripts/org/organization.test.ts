import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrgRequestError } from './errors.ts';
import { momentOf, momentToKeep } from './organization.ts';
import type { OrgConnection } from './types.ts';

/** An org that gives these answers, one after the other. */
function answering(...answers: readonly (string | null | Error)[]): { connection: OrgConnection; asked: () => number } {
  let asked = 0;
  const query = async (): Promise<object[]> => {
    const answer = answers[asked++];
    if (answer instanceof Error) throw answer;
    return [{ OrganizationType: null, NamespacePrefix: null, TimeZoneSidKey: answer }];
  };
  return { connection: { query } as unknown as OrgConnection, asked: () => asked };
}

const DOWN = new OrgRequestError('SERVER_UNAVAILABLE', 'down for a while', 503, []);
const HIDDEN = new OrgRequestError('INVALID_FIELD', 'No such column', 400, []);
const ENDED = new OrgRequestError('INVALID_SESSION_ID', 'Session expired', 401, []);

test('the zone of the org says which day it is, and is asked for once', async () => {
  const { connection, asked } = answering('Asia/Tokyo', 'America/New_York');
  assert.deepEqual(await momentOf(connection, { zone: 'America/New_York' }, '2026-11-10'), { instant: '2026-11-09T15:00:00.000Z', timeZone: 'Asia/Tokyo', today: '2026-11-10', zoneUnread: null });
  assert.equal((await momentOf(connection, { zone: 'America/New_York' }, '2026-11-10T20:00:00Z')).today, '2026-11-11');
  assert.equal(asked(), 1);
});

for (const [what, answer, reason] of [
  ['hides its own', HIDDEN, /No such column/],
  ['says none', null, /says none/],
  ['says one that is none', 'Mars/Olympus', /Mars\/Olympus/],
  ['does not answer', DOWN, /down for a while/],
] as const) {
  test(`that of the playbook does where the org ${what}, and that is said`, async () => {
    const { timeZone, today, zoneUnread } = await momentOf(answering(answer).connection, { zone: 'Asia/Tokyo' }, new Date('2026-11-10T20:00:00Z'));
    assert.deepEqual([timeZone, today], ['Asia/Tokyo', '2026-11-11']);
    assert.match(zoneUnread ?? '', reason);
    assert.match(zoneUnread ?? '', /^the org's time zone: .*; days are those of Asia\/Tokyo, the zone of the playbook$/);
  });
}

test('where numbers are kept, an org that only did not answer has no day, and is asked again', async () => {
  const { connection } = answering(DOWN, 'Asia/Tokyo');
  await assert.rejects(momentToKeep(connection, { zone: 'Europe/Berlin' }), (error: OrgRequestError) => error.errorCode === 'SERVER_UNAVAILABLE' && /time zone/.test(error.message) && /Nothing was written/.test(error.message) && error.actions.length > 0);
  assert.equal((await momentToKeep(connection, { zone: 'Europe/Berlin' })).timeZone, 'Asia/Tokyo');
  assert.match((await momentToKeep(answering(HIDDEN).connection, { zone: 'Europe/Berlin' })).zoneUnread ?? '', /Europe\/Berlin/);
});

test('what ends every run ends this one', async () => {
  await assert.rejects(momentOf(answering(ENDED).connection, { zone: 'Europe/Berlin' }), { errorCode: 'INVALID_SESSION_ID' });
});
