import { clockFor } from 'c/handrailEscalation';
import { inArm, isOnTrial } from '../steps';

jest.mock('@salesforce/label/c.handrailClockOnTrial', () => ({ __esModule: true, default: '{0}, others {1}' }), { virtual: true });

const ZONE = 'America/New_York';
const PERMISSION = 'Handrail_Experiment_X';
const within = (count, unit, whom) => ({ for: whom, within: { count, unit }, warnAt: null });
const ASKS = within(5, 'minutes', 'hand-raiser');
const OTHER = within(4, 'hours', 'other MQL');
const SOONER = within(2, 'hours', 'other MQL');
const LEVEL = { id: 'S2', label: 'First response', clock: 'business', targets: [ASKS, OTHER], variant: { experiment: { id: 'X', permission: PERMISSION, started: '2026-11-10' }, targets: [ASKS, SOONER] } };
/** Midnight in New York. */
const FIRST = Date.parse('2026-11-10T00:00-05:00');
const clock = (target = OTHER, startedAt = FIRST) => ({ level: LEVEL, target, startedAt });
const everybody = () => true;

it.each([
    ['who takes part has the other target', clock(), everybody, SOONER],
    ['who does not keeps that of all', clock(), (permission) => permission !== PERMISSION, OTHER],
    ['a clock from the evening before it began is as it was', clock(OTHER, FIRST - 1), everybody, OTHER],
    ['a target that the variant leaves alone is for all', clock(ASKS), everybody, ASKS],
    ['without an experiment there is one target', { ...clock(), level: { ...LEVEL, variant: undefined } }, everybody, OTHER]
])('%s', (_name, of, holds, target) => {
    expect(inArm(of, holds, ZONE).target).toBe(target);
});

it.each([
    ['of oneself: by the permission', true, [PERMISSION], SOONER],
    ['of oneself, without it', true, [], OTHER],
    ['of somebody else one does not know: that of all', false, [PERMISSION], OTHER]
])('%s; and both targets are said', (_name, isOwn, held, target) => {
    const shown = clockFor(clock(), isOwn, held);
    expect([shown.clock.target, shown.trial]).toEqual([target, '2 hours, others 4 hours']);
});

it('says nothing of what nobody has otherwise', () => {
    expect([isOnTrial(clock(ASKS), ZONE), clockFor(clock(ASKS), true, [PERMISSION]).trial]).toEqual([false, '']);
});
