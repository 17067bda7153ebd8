/**
 * Which clock runs on a handoff or a lead, and whom one that ran out has reached. Pure; `handrail sync` reads the same file, so that
 * what it stamps is what a card says, and it imports nothing.
 */

const UNITS = { minutes: 60000, hours: 3600000, days: 86400000 };

/** @typedef {import('../handrailClock/reading.js').Duration} Duration */
/** @typedef {{ overdue: string, share: number | null, after: Duration | null, to: string }} Step */
/** @typedef {{ for: string | null, within: Duration, warnAt: Duration | null }} Target */
/** @typedef {{ id: string, label: string, clock: 'business' | 'wall', targets: readonly Target[], earlier?: readonly { before: string, targets: readonly Target[] }[], variant?: { experiment: { permission: string, started: string }, targets: readonly Target[] } }} Level */

/**
 * @template {Step} S
 * @param {import('../handrailClock/reading.js').Reading} reading
 * @param {number} now
 * @param {readonly S[]} steps in the order of the playbook
 * @returns {{ present: S | null, next: S | null, share: number }} present: the last step reached, null while the clock is not
 *   over; share: of the target that has passed
 */
export function escalationAt({ state, elapsed, target, dueAt }, now, steps) {
    const share = elapsed / target;
    if (state !== 'overdue') {
        return { present: null, next: null, share };
    }
    const isReached = (step) => (step.share === null ? now - dueAt >= step.after.count * UNITS[step.after.unit] : share >= step.share);
    const reached = steps.filter(isReached);
    return { present: reached.at(-1) ?? null, next: steps.find((step) => !isReached(step)) ?? null, share };
}

/**
 * The service level by which a handoff is answered: the first in business time that the playbook names for it.
 * @template {Level} L
 * @param {readonly string[]} clocks ids of the handoff's service levels
 * @param {readonly L[]} levels
 * @returns {L | null}
 */
export function answerLevel(clocks, levels) {
    return levels.find(({ id, clock }) => clock === 'business' && clocks.includes(id)) ?? null;
}

/**
 * What a handoff waits for: an answer, to be sent again, or its kickoff. One clock at a time, by its status.
 * @template {Level} L
 * @param {Readonly<Record<string, any>>} values of the handoff; date-times as text
 * @param {string | null} wonAt when its deal was won
 * @param {readonly string[]} clocks ids of the handoff's service levels
 * @param {readonly L[]} levels
 * @returns {{ level: L, target: L['targets'][number], startedAt: number } | null} null while nothing runs, or the playbook has no clock for it
 */
export function waitingOn(values, wonAt, clocks, levels) {
    const since = startOf(values, wonAt);
    const level = levelOf(values.Status__c, clocks, levels);
    const target = level?.targets.find((each) => each.for === 'handoff') ?? level?.targets[0];
    return since === null || !level || !target ? null : { level, target, startedAt: since };
}

/** Service levels of a lead: until it is a person's, and until that person answers. */
const HANDED_OVER = 'S1';
const FIRST_RESPONSE = 'S2';
/** Requests that ask to talk; every other MQL fits and is engaged. */
const ASKS_TO_TALK = ['Demo', 'Pricing', 'Trial', 'Talk to sales'];

/**
 * When a person's clock on a lead began: nobody has to answer or decide what is no MQL yet.
 * @param {Readonly<Record<string, any>>} values of the lead; date-times as text
 * @returns {number | null} null while it is no MQL, or nobody has it
 */
export function askedSince({ Handrail_MQL_At__c: qualified, Handrail_Assigned_At__c: assigned }) {
    return !qualified || !assigned ? null : Math.max(Date.parse(qualified), Date.parse(assigned));
}

/**
 * The clock of a lead: from the later of its qualification and its assignment to the first response.
 * @template {Level} L
 * @param {Readonly<Record<string, any>>} values of the lead; date-times as text
 * @param {readonly L[]} levels
 * @returns {{ level: L, target: L['targets'][number], startedAt: number } | null} null before both, or when the playbook has no such clock
 */
export function responseClock(values, levels) {
    const { Handrail_Request__c: request } = values;
    const startedAt = askedSince(values);
    const level = levels.find(({ id }) => id === FIRST_RESPONSE);
    const target = level?.targets.find((each) => (each.for === 'hand-raiser') === ASKS_TO_TALK.includes(String(request ?? ''))) ?? level?.targets[0];
    return startedAt === null || !level || !target ? null : { level, target, startedAt };
}

/**
 * What an unanswered lead waits for: a person, or that person's first response.
 * @template {Level} L
 * @param {Readonly<Record<string, any>>} values of the lead; date-times as text
 * @param {readonly L[]} levels
 * @returns {{ level: L, target: L['targets'][number], startedAt: number } | null}
 */
export function leadWaitsFor(values, levels) {
    const { Handrail_MQL_At__c: qualified, Handrail_Assigned_At__c: assigned } = values;
    const level = levels.find(({ id }) => id === HANDED_OVER);
    const target = level?.targets[0];
    if (assigned || !qualified) {
        return responseClock(values, levels);
    }
    return level && target ? { level, target, startedAt: Date.parse(qualified) } : null;
}

/**
 * @param {Readonly<Record<string, any>>} values
 * @param {string | null} wonAt
 * @returns {number | null}
 */
function startOf(values, wonAt) {
    const instants = (...texts) => texts.filter(Boolean).map((text) => Date.parse(text));
    const starts = { Sent: instants(values.Sent_At__c, values.Resent_At__c), Rejected: instants(values.Rejected_At__c), Accepted: values.Kickoff_Held_At__c ? [] : instants(wonAt) }[values.Status__c] ?? [];
    return starts.length === 0 ? null : Math.max(...starts);
}

/**
 * @template {Level} L
 * @param {string} status
 * @param {readonly string[]} clocks
 * @param {readonly L[]} levels
 * @returns {L | null}
 */
function levelOf(status, clocks, levels) {
    if (status === 'Sent') {
        return answerLevel(clocks, levels);
    }
    // The level of what comes back names handoffs as one of its targets; that of the kickoff is the first on the wall.
    const found = status === 'Rejected' ? levels.find(({ targets }) => targets.some((each) => each.for === 'handoff')) : levels.find(({ id, clock }) => clock === 'wall' && clocks.includes(id));
    return found ?? null;
}

/**
 * A clock with the target of the day on which it began: what ran when a target changed is judged by the one it began under.
 * @template {{ level: Level, target: Target, startedAt: number }} C
 * @param {C} clock with a target of now
 * @param {string} timeZone of the calendar
 * @returns {C}
 */
export function inForce(clock, timeZone) {
    const { earlier, targets } = clock.level;
    const then = earlier && earlier.find(({ before }) => dayIn(clock.startedAt, timeZone) < before);
    return then ? { ...clock, target: then.targets[targets.indexOf(clock.target)] ?? clock.target } : clock;
}

/**
 * A clock by the arm of the person it runs for: with the target of the experiment's variant where that person takes part and the
 * clock began on its first day or later. Any other clock stays as it is.
 * @template {{ level: Level, target: Target, startedAt: number }} C
 * @param {C} clock
 * @param {(permission: string) => boolean} holds whether the person holds a custom permission
 * @param {string} timeZone of the calendar
 * @returns {C}
 */
export function inArm(clock, holds, timeZone) {
    const { variant, targets } = clock.level;
    if (!isOnTrial(clock, timeZone) || !holds(variant.experiment.permission)) {
        return clock;
    }
    return { ...clock, target: variant.targets[targets.indexOf(clock.target)] };
}

/**
 * Whether an experiment gives some people another target of this clock.
 * @param {{ level: Level, target: Target, startedAt: number }} clock
 * @param {string} timeZone of the calendar
 * @returns {boolean}
 */
export function isOnTrial({ level: { variant, targets }, target, startedAt }, timeZone) {
    const own = variant?.targets[targets.indexOf(target)];
    return own !== undefined && JSON.stringify(own) !== JSON.stringify(target) && dayIn(startedAt, timeZone) >= variant.experiment.started;
}

/**
 * @param {number} instant
 * @param {string} timeZone
 * @returns {string} ISO date
 */
function dayIn(instant, timeZone) {
    return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));
}
