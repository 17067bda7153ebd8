import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrgRequestError } from './errors.ts';
import { momentOf, timeZoneOf } from './organization.ts';
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

test('the zone of the org says which day it is, and is asked for once', async () => {
  const { connection, asked } = answering('Asia/Tokyo', 'America/New_York');
  assert.deepEqual(await momentOf(connection, 'America/New_York', '2026-11-10'), { instant: '2026-11-09T15:00:00.000Z', timeZone: 'Asia/Tokyo', today: '2026-11-10' });
  assert.equal((await momentOf(connection, 'America/New_York', '2026-11-10T20:00:00Z')).today, '2026-11-11');
  assert.equal(asked(), 1);
});

test('that of the playbook does where the org hides its own, or says none', async () => {
  const hidden = new OrgRequestError('INVALID_FIELD', 'No such column', 400, []);
  for (const answer of [hidden, null, 'Mars/Olympus']) assert.equal(await timeZoneOf(answering(answer).connection, 'Europe/Berlin'), 'Europe/Berlin');
});

test('an org that does not answer has no day, and is asked again', async () => {
  const { connection } = answering(new OrgRequestError('SERVER_UNAVAILABLE', 'down', 503, []), 'Asia/Tokyo');
  await assert.rejects(timeZoneOf(connection, 'Europe/Berlin'), { errorCode: 'SERVER_UNAVAILABLE' });
  assert.equal(await timeZoneOf(connection, 'Europe/Berlin'), 'Asia/Tokyo');
});
