import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BypassGrant } from '../orgState.ts';
import { compareBypasses } from './bypasses.ts';

const grant = (expires: string | null): BypassGrant => ({ username: 'load@example.com', person: 'Load', through: 'Handrail Bypass Closing', isProfile: false, families: ['Closing'], expires, since: null });
/** Severity and the last words of the one finding, with 14 days allowed. */
const found = (expires: string | null, today: string, timeZone: string): unknown => compareBypasses([grant(expires)], [], 14, { today, timeZone }).map(({ severity, summary }) => [severity, summary.split('meeting it')[1]]);

test('a bypass lasts until the day that the clocks of the org show, counted from the day they show now', () => {
  // Midnight after the 15th in Los Angeles is the 16th by UTC; 20:00 UTC of the 14th is the 15th in Tokyo.
  assert.deepEqual(found('2026-06-16T06:59:00.000+0000', '2026-06-01', 'America/Los_Angeles'), [['info', ' until 2026-06-15.']]);
  assert.deepEqual(found('2026-06-14T20:00:00.000+0000', '2026-06-01', 'Asia/Tokyo'), [['info', ' until 2026-06-15.']]);
  assert.deepEqual(found('2026-06-15T20:00:00.000+0000', '2026-06-01', 'Asia/Tokyo'), [['medium', ' until 2026-06-16, longer than the 14 days allowed.']]);
  assert.deepEqual(found(null, '2026-06-01', 'Asia/Tokyo'), [['high', ', and nothing ends it.']]);
});
