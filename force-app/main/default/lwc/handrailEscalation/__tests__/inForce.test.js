import { clockFor } from 'c/handrailEscalation';
import { inForce } from '../steps';

jest.mock('@salesforce/label/c.handrailClockOnTrial', () => ({ __esModule: true, default: '{0}, others {1}' }), { virtual: true });

const ZONE = 'America/New_York';
const within = (count, unit, whom) => ({ for: whom, within: { count, unit }, warnAt: null });
const ASKS = within(5, 'minutes', 'hand-raiser');
const OTHER = within(4, 'hours', 'other MQL');
const OLD = within(15, 'minutes', 'hand-raiser');
const OLDER = within(30, 'minutes', 'hand-raiser');
const LEVEL = { id: 'S2', label: 'First response', clock: 'business', targets: [ASKS, OTHER], earlier: [{ before: '2026-10-01', targets: [OLDER, OTHER] }, { before: '2026-11-10', targets: [OLD, OTHER] }] };
/** Midnight in New York. */
const CHANGED = Date.parse('2026-11-10T00:00-05:00');
const clock = (startedAt, target = ASKS, level = LEVEL) => ({ level, target, startedAt });

it.each([
    ['begun on the day of the change or later: the target of now', clock(CHANGED), ASKS],
    ['begun the evening before keeps the target of before', clock(CHANGED - 1), OLD],
    ['of several changes the first after it began counts', clock(Date.parse('2026-09-30T23:00-04:00')), OLDER],
    ['what did not change is as it was', clock(CHANGED - 1, OTHER), OTHER],
    ['without changes there is one target', clock(CHANGED - 1, ASKS, { ...LEVEL, earlier: undefined }), ASKS]
])('%s', (_name, of, target) => {
    expect(inForce(of, ZONE).target).toBe(target);
});

it('an experiment on a clock holds for none that began under an earlier target', () => {
    const tried = { ...LEVEL, variant: { experiment: { permission: 'X', started: '2026-09-01' }, targets: [within(1, 'minutes', 'hand-raiser'), OTHER] } };
    expect(clockFor(clock(CHANGED - 1, ASKS, tried), true, ['X'])).toMatchObject({ clock: { target: OLD }, trial: '' });
    expect(clockFor(clock(CHANGED, ASKS, tried), true, ['X']).clock.target.within).toEqual({ count: 1, unit: 'minutes' });
});
