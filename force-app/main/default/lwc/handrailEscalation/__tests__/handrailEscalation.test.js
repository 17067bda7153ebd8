import { readClock } from 'c/handrailClock';
import { escalationAt, escalationText } from 'c/handrailEscalation';

jest.mock('@salesforce/label/c.handrailClockLiesWith', () => ({ __esModule: true, default: '{0}: {1}.' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailClockGoesTo', () => ({ __esModule: true, default: 'At {0}: {1}.' }), { virtual: true });

const HOURS = { from: '09:00', to: '17:00' };
const CALENDAR = { timeZone: 'America/New_York', days: { 1: HOURS, 2: HOURS, 3: HOURS, 4: HOURS, 5: HOURS }, holidays: [] };
/** Tuesday, Nov 10, nine in the morning; one business day to answer. */
const SENT = Date.parse('2026-11-10T09:00-05:00');

const reading = (now, answeredAt = null) => readClock({ kind: 'business', startedAt: SENT, answeredAt, target: { count: 1, unit: 'days' }, warnAt: null }, now, CALENDAR);
const at = (iso) => Date.parse(iso);

it.each([
    ['while it runs nobody else hears of it', '2026-11-10T16:00-05:00', ''],
    ['an hour over: the owner', '2026-11-11T10:00-05:00', '113%: the owner. At 200% of the target: the owner\'s manager.'],
    ['at twice the target: the manager', '2026-11-11T17:00-05:00', '200%: the owner\'s manager. At 400% of the target: both joint owners, in the next GTM sync.'],
    ['a weekend is nothing', '2026-11-14T12:00-05:00', '400%: both joint owners, in the next GTM sync. At 4 weeks: the Council.'],
    ['four weeks after it ran out: the Council, and nobody after', '2026-12-08T17:00-05:00', '2,100%: the Council.']
])('%s', (_name, now, text) => {
    expect(escalationText(reading(at(now)), at(now))).toBe(text);
});

it('ends with the answer, however late', () => {
    const now = at('2026-12-24T12:00-05:00');
    expect(escalationText(reading(now, at('2026-11-20T12:00-05:00')), now)).toBe('');
});

it('a playbook without steps names nobody', () => {
    const now = at('2026-11-20T12:00-05:00');
    expect(escalationAt(reading(now), now, []).present).toBeNull();
});
