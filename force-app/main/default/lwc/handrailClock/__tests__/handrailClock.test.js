import fc from 'fast-check';
import { businessDue, businessTime, isOpen, lengthOf, nextOpening, readClock } from 'c/handrailClock';

const HOURS = { from: '09:00', to: '17:00' };
const DENVER = { timeZone: 'America/Denver', days: { 1: HOURS, 2: HOURS, 3: HOURS, 4: HOURS, 5: HOURS }, holidays: ['2026-11-26'] };
const HOUR = 3600000;
const at = (iso) => Date.parse(iso);
const iso = (instant) => new Date(instant).toISOString().slice(0, 16);

describe('business time', () => {
    it.each([
        ['Friday 16:30 to Monday 09:30 is one hour', '2026-06-05T16:30-06:00', '2026-06-08T09:30-06:00', 1],
        ['a night is nothing', '2026-06-03T17:00-06:00', '2026-06-04T09:00-06:00', 0],
        ['a weekend is nothing', '2026-06-06T10:00-06:00', '2026-06-07T22:00-06:00', 0],
        ['a holiday is nothing', '2026-11-25T16:00-07:00', '2026-11-27T10:00-07:00', 2],
        ['a week is five days of eight hours', '2026-06-01T00:00-06:00', '2026-06-08T00:00-06:00', 40],
        ['the change to summer time changes no business hour', '2026-03-06T16:00-07:00', '2026-03-09T10:00-06:00', 2],
        ['the change back neither', '2026-10-30T16:00-06:00', '2026-11-02T10:00-07:00', 2]
    ])('%s', (_name, from, to, hours) => {
        expect(businessTime(at(from), at(to), DENVER) / HOUR).toBe(hours);
    });

    it('a day of the calendar is its own zone’s, whatever the machine’s', () => {
        const auckland = { ...DENVER, timeZone: 'Pacific/Auckland', holidays: ['2026-06-02'] };
        expect(businessTime(at('2026-06-01T21:00Z'), at('2026-06-02T21:00Z'), auckland)).toBe(0);
        expect(businessTime(at('2026-06-02T21:00Z'), at('2026-06-03T05:00Z'), auckland) / HOUR).toBe(8);
    });

    it('adds up, and its due time is where it has passed', () => {
        const instant = fc.integer({ min: at('2026-01-01T00:00Z') / 60000, max: at('2027-01-01T00:00Z') / 60000 }).map((minute) => minute * 60000);
        fc.assert(
            fc.property(instant, instant, instant, fc.integer({ min: 1, max: 6000 }), (a, b, c, minutes) => {
                const [first, second, third] = [a, b, c].sort((x, y) => x - y);
                expect(businessTime(first, second, DENVER) + businessTime(second, third, DENVER)).toBe(businessTime(first, third, DENVER));
                const due = businessDue(first, minutes * 60000, DENVER);
                expect(businessTime(first, due, DENVER)).toBe(minutes * 60000);
                expect(businessTime(first, due - 60000, DENVER)).toBeLessThan(minutes * 60000);
            }),
            { seed: 20261110, numRuns: 60 }
        );
    });

    it('arrival outside hours starts at the next opening', () => {
        expect(iso(businessDue(at('2026-06-05T20:00-06:00'), HOUR, DENVER))).toBe('2026-06-08T16:00');
        expect(iso(nextOpening(at('2026-11-25T18:00-07:00'), DENVER))).toBe('2026-11-27T16:00');
        expect([isOpen(at('2026-06-05T09:00-06:00'), DENVER), isOpen(at('2026-06-05T17:00-06:00'), DENVER)]).toEqual([true, false]);
    });

    it('a calendar that is never open is never due', () => {
        expect(businessDue(at('2026-06-05T20:00Z'), HOUR, { ...DENVER, days: {} })).toBe(Infinity);
        expect(nextOpening(at('2026-06-05T20:00Z'), { ...DENVER, days: {} })).toBeNull();
    });

    it('a business day is as long as the calendar is open', () => {
        expect(lengthOf({ count: 2, unit: 'days' }, 'business', DENVER) / HOUR).toBe(16);
        expect(lengthOf({ count: 2, unit: 'days' }, 'wall', DENVER) / HOUR).toBe(48);
    });
});

describe('a clock', () => {
    const clock = { kind: 'business', startedAt: at('2026-06-05T15:00-06:00'), answeredAt: null, target: { count: 4, unit: 'hours' }, warnAt: { count: 3, unit: 'hours' } };

    it.each([
        ['runs', '2026-06-05T16:00-06:00', 'running', 3, 0],
        ['pauses outside hours', '2026-06-05T17:00-06:00', 'paused', 2, 0],
        ['warns', '2026-06-08T10:00-06:00', 'warning', 1, 0],
        ['is in time until the last moment', '2026-06-08T11:00-06:00', 'warning', 0, 0],
        ['is overdue after it', '2026-06-08T11:30-06:00', 'overdue', 0, 0.5],
        ['stays overdue at night', '2026-06-08T22:00-06:00', 'overdue', 0, 6]
    ])('%s', (_name, now, state, left, over) => {
        const reading = readClock(clock, at(now), DENVER);
        expect([reading.state, reading.left / HOUR, reading.over / HOUR]).toEqual([state, left, over]);
        expect(iso(reading.dueAt)).toBe('2026-06-08T17:00');
    });

    it('says when it goes on', () => {
        expect(iso(readClock(clock, at('2026-06-05T19:00-06:00'), DENVER).resumesAt)).toBe('2026-06-08T15:00');
        expect(readClock(clock, at('2026-06-05T16:00-06:00'), DENVER).resumesAt).toBeNull();
    });

    it('stops with the answer, met or missed', () => {
        const later = at('2026-06-10T12:00-06:00');
        expect(readClock({ ...clock, answeredAt: at('2026-06-08T11:00-06:00') }, later, DENVER)).toMatchObject({ state: 'met', left: 0 });
        expect(readClock({ ...clock, answeredAt: at('2026-06-08T11:01-06:00') }, later, DENVER)).toMatchObject({ state: 'missed', over: 60000, resumesAt: null });
    });

    it('an answer before the start took no time', () => {
        expect(readClock({ ...clock, answeredAt: clock.startedAt - HOUR }, at('2026-06-08T11:00-06:00'), DENVER)).toMatchObject({ state: 'met', elapsed: 0 });
    });

    it('counts every hour on a wall clock', () => {
        const kickoff = { kind: 'wall', startedAt: at('2026-06-05T15:00Z'), answeredAt: null, target: { count: 48, unit: 'hours' }, warnAt: null };
        expect(readClock(kickoff, at('2026-06-06T15:00Z'), DENVER)).toMatchObject({ state: 'running', left: 24 * HOUR, dueAt: at('2026-06-07T15:00Z') });
        expect(readClock(kickoff, at('2026-06-07T15:00:01Z'), DENVER).state).toBe('overdue');
    });
});
