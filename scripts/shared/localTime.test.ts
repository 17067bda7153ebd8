import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addDays, daysBetween, instantOf, instantOfLocal, momentIn, sameTimeBefore, startOfDay, zoneOr } from './localTime.ts';

const iso = (local: string, zone: string): string => new Date(instantOfLocal(local, zone)).toISOString();

test('a local day begins when its clocks say so, also where they skip midnight', () => {
  assert.equal(startOfDay('2026-03-08', 'America/New_York'), '2026-03-08T05:00:00.000Z');
  assert.equal(startOfDay('2026-03-09', 'America/New_York'), '2026-03-09T04:00:00.000Z');
  assert.equal(startOfDay('2026-01-15', 'Asia/Kolkata'), '2026-01-14T18:30:00.000Z');
  assert.equal(startOfDay('2018-11-04', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z');
});

test('a time that clocks skip is later, one that they show twice is the first', () => {
  assert.equal(iso('2026-03-08T02:30', 'America/New_York'), '2026-03-08T07:30:00.000Z');
  assert.equal(iso('2026-11-01T01:30', 'America/New_York'), '2026-11-01T05:30:00.000Z');
  assert.equal(iso('2026-10-31T24:00', 'America/New_York'), '2026-11-01T04:00:00.000Z');
});

test('every local time is the first instant at which the library of zones shows it; one that clocks skip is as much later', () => {
  const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Cairo'];
  const day = 86_400_000;
  // From a local time to an instant the library guesses, and for Apia on 2010-09-26 it is an hour off: it is asked only what the clocks show at instants.
  const offset = (at: number, zone: string): number => DateTime.fromMillis(at, { zone }).offset * 60_000;
  fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: 11_000, max: 22_000 }), fc.integer({ min: 0, max: 1439 }), (zone, days, minute) => {
    const clock = days * day + minute * 60_000;
    const [before, after] = [offset(clock - day - day / 2, zone), offset(clock + day + day / 2, zone)];
    const shownAt = [clock - before, clock - after].filter((at) => at + offset(at, zone) === clock).toSorted((left, right) => left - right);
    const local = new Date(clock).toISOString().slice(0, 16);
    assert.equal(instantOfLocal(local, zone), shownAt[0] ?? clock - before, `${local} in ${zone}`);
  }), { numRuns: 2000, examples: [['Pacific/Apia', 14_878, 90], ['America/New_York', 20_520, 150], ['Australia/Lord_Howe', 14_885, 135]] });
});

test('what people write is an instant of the zone, unless it says its own offset', () => {
  const zone = 'America/New_York';
  assert.deepEqual(['2026-06-01', '2026-06-01T09:30', '2026-06-01T09:30Z', '2026-06-01T09:30+02:00', '2026-11-02'].map((text) => instantOf(text, zone)), [
    '2026-06-01T04:00:00.000Z', '2026-06-01T13:30:00.000Z', '2026-06-01T09:30:00.000Z', '2026-06-01T07:30:00.000Z', '2026-11-02T05:00:00.000Z',
  ]);
  for (const text of ['2026-02-30', '2026-W05', '1/2/2026', 'today', '']) assert.throws(() => instantOf(text, zone), /is no date or time/);
});

test('one instant is of the day that each zone shows; a day is its first moment', () => {
  const late = '2026-11-10T20:00:00.000Z';
  assert.deepEqual(momentIn('Asia/Tokyo', late), { instant: late, timeZone: 'Asia/Tokyo', today: '2026-11-11' });
  assert.equal(momentIn('America/Los_Angeles', late).today, '2026-11-10');
  assert.equal(momentIn('America/Los_Angeles', '2026-11-10T03:00:00Z').today, '2026-11-09');
  assert.deepEqual(momentIn('Asia/Tokyo', '2026-11-10'), { instant: '2026-11-09T15:00:00.000Z', timeZone: 'Asia/Tokyo', today: '2026-11-10' });
  // 23:30 in New York, and no date was asked for.
  assert.equal(momentIn('America/New_York', undefined, new Date('2026-06-02T03:30:00Z')).today, '2026-06-01');
  assert.throws(() => momentIn('UTC', '2026-02-30'), RangeError);
});

test('days are counted by the calendar, whatever the clocks do', () => {
  assert.equal(addDays('2026-03-09', -7), '2026-03-02');
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
  assert.equal(daysBetween('2026-03-02', '2026-03-09'), 7);
  // The clocks of New York went forward on the 8th, those of Berlin went back on 25 October.
  assert.equal(sameTimeBefore('2026-03-09T04:00:00.000Z', 7, 'America/New_York'), '2026-03-02T05:00:00.000Z');
  assert.equal(sameTimeBefore('2026-10-25T23:00:00.000Z', 7, 'Europe/Berlin'), '2026-10-18T22:00:00.000Z');
});

test('a zone that is none gives way', () => {
  for (const said of [null, undefined, '', 'Mars/Olympus']) assert.equal(zoneOr(said, 'Asia/Tokyo'), 'Asia/Tokyo');
  assert.equal(zoneOr('GMT', 'Asia/Tokyo'), 'GMT');
});
