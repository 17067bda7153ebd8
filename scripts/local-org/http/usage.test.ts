import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulatedClock } from '../clock.ts';
import { startTestOrg } from './testClient.ts';
import { createUsage } from './usage.ts';

test('calls are forgotten when they are a day old', () => {
  const clock = simulatedClock(new Date('2026-01-01T10:30:00Z'));
  const usage = createUsage(clock, 10);
  usage.count(4);
  clock.advance(12 * 3_600_000);
  usage.count(6);
  assert.deepEqual([usage.used, usage.exhausted, usage.header()], [10, true, 'api-usage=10/10']);
  clock.advance(12 * 3_600_000);
  assert.deepEqual([usage.used, usage.exhausted], [6, false]);
  clock.set(new Date('2025-01-01T00:00:00Z'));
  assert.equal(usage.used, 0);
});

test('an allowance that is used up refuses the REST API and leaves OAuth alone', async () => {
  const clock = simulatedClock(new Date('2026-01-01T10:30:00Z'));
  const client = await startTestOrg({ clock, dailyApiRequests: 2 });
  try {
    const answers = [await client.call('GET', '/sobjects'), await client.call('GET', '/sobjects'), await client.call('GET', '/sobjects')];
    assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 403]);
    assert.equal(answers[1]?.headers.get('sforce-limit-info'), 'api-usage=2/2');
    assert.deepEqual(answers[2]?.json, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
    assert.equal((await client.call('GET', '/services/oauth2/userinfo')).status, 200);
    assert.equal((await client.call('GET', '/services/data')).status, 200);
    clock.advance(25 * 3_600_000);
    assert.equal((await client.call('GET', '/sobjects')).status, 200);
  } finally {
    await client.org.close();
  }
});
