/**
 * Time as teams owe it to each other: by the wall, or in business hours with holidays, in the calendar's time zone. Pure;
 * instants are milliseconds since 1970, so that a clock never depends on the machine's zone or on how long a page is open.
 * `handrail sync` reads the same file, so it imports nothing.
 */

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * @typedef {object} Calendar
 * @property {string} timeZone IANA name
 * @property {Readonly<Record<number, { from: string, to: string }>>} days opening hours `HH:mm` by ISO weekday, 1 Monday
 * @property {readonly string[]} holidays ISO dates
 */
/** @typedef {{ count: number, unit: 'minutes' | 'hours' | 'days' }} Duration */
/** @typedef {'business' | 'wall'} ClockKind */

/**
 * - `running`; `warning`: past the moment to warn at; `overdue`: past its target and nobody answered;
 * - `paused`: not over, and outside business hours;
 * - `met`, `missed`: answered in time, or late.
 * @typedef {'running' | 'warning' | 'paused' | 'overdue' | 'met' | 'missed'} ClockState
 */

/**
 * @typedef {object} Reading
 * @property {ClockState} state
 * @property {number} elapsed milliseconds on this clock until the answer, or until now
 * @property {number} target milliseconds
 * @property {number} left never below zero
 * @property {number} over past the target, never below zero
 * @property {number} dueAt instant at which it runs out
 * @property {number | null} resumesAt next opening, while it is paused
 */

/**
 * What a clock shows.
 * @param {object} clock
 * @param {ClockKind} clock.kind
 * @param {number} clock.startedAt
 * @param {number | null} clock.answeredAt an answer before the start took no time and is in time
 * @param {Duration} clock.target
 * @param {Duration | null} clock.warnAt
 * @param {number} now
 * @param {Calendar} calendar
 * @returns {Reading}
 */
export function readClock({ kind, startedAt, answeredAt, target, warnAt }, now, calendar) {
    const until = answeredAt ?? now;
    const elapsed = until <= startedAt ? 0 : kind === 'wall' ? until - startedAt : businessTime(startedAt, until, calendar);
    const allowed = lengthOf(target, kind, calendar);
    const paused = kind === 'business' && !isOpen(now, calendar);
    return {
        state: stateOf(elapsed, allowed, warnAt === null ? null : lengthOf(warnAt, kind, calendar), answeredAt !== null, paused),
        elapsed,
        target: allowed,
        left: Math.max(0, allowed - elapsed),
        over: Math.max(0, elapsed - allowed),
        dueAt: kind === 'wall' ? startedAt + allowed : businessDue(startedAt, allowed, calendar),
        resumesAt: answeredAt === null && paused ? nextOpening(now, calendar) : null
    };
}

/**
 * @param {number} elapsed
 * @param {number} allowed
 * @param {number | null} warnAt
 * @param {boolean} answered
 * @param {boolean} paused
 * @returns {ClockState}
 */
function stateOf(elapsed, allowed, warnAt, answered, paused) {
    if (answered) {
        return elapsed <= allowed ? 'met' : 'missed';
    }
    if (elapsed > allowed) {
        return 'overdue';
    }
    if (paused) {
        return 'paused';
    }
    return warnAt !== null && elapsed >= warnAt ? 'warning' : 'running';
}

/**
 * A duration on a clock: a business day is as long as the calendar's days are open on average.
 * @param {Duration} duration
 * @param {ClockKind} kind
 * @param {Calendar} calendar
 * @returns {number} milliseconds
 */
export function lengthOf({ count, unit }, kind, calendar) {
    const day = kind === 'wall' ? DAY : businessDay(calendar);
    return count * { minutes: MINUTE, hours: HOUR, days: day }[unit];
}

/**
 * @param {Calendar} calendar
 * @returns {number} milliseconds
 */
function businessDay({ days }) {
    const open = Object.values(days).map(({ from, to }) => minutesOf(to) - minutesOf(from));
    return open.length === 0 ? DAY : (open.reduce((sum, minutes) => sum + minutes, 0) / open.length) * MINUTE;
}

/**
 * Time between two instants that falls into opening hours.
 * @param {number} from
 * @param {number} to not before `from`
 * @param {Calendar} calendar
 * @returns {number} milliseconds
 */
export function businessTime(from, to, calendar) {
    let total = 0;
    for (let day = dayOf(from, calendar.timeZone); day <= dayOf(to, calendar.timeZone); day = following(day)) {
        const hours = hoursOn(day, calendar);
        if (hours) {
            total += Math.max(0, Math.min(to, hours.closes) - Math.max(from, hours.opens));
        }
    }
    return total;
}

/** A calendar that is never open would be searched for ever; ten years are enough for any clock. */
const MOST_DAYS = 3660;

/**
 * The instant at which that much business time has passed.
 * @param {number} from
 * @param {number} duration milliseconds
 * @param {Calendar} calendar
 * @returns {number} infinity for a calendar that is never open
 */
export function businessDue(from, duration, calendar) {
    let rest = duration;
    let day = dayOf(from, calendar.timeZone);
    for (let count = 0; count < MOST_DAYS; count += 1, day = following(day)) {
        const hours = hoursOn(day, calendar);
        const start = hours ? Math.max(from, hours.opens) : 0;
        if (hours && start < hours.closes) {
            if (rest <= hours.closes - start) {
                return start + rest;
            }
            rest -= hours.closes - start;
        }
    }
    return Infinity;
}

/**
 * @param {number} at
 * @param {Calendar} calendar
 * @returns {boolean}
 */
export function isOpen(at, calendar) {
    const hours = hoursOn(dayOf(at, calendar.timeZone), calendar);
    return Boolean(hours) && at >= hours.opens && at < hours.closes;
}

/**
 * @param {number} at
 * @param {Calendar} calendar
 * @returns {number | null} null for a calendar that is never open
 */
export function nextOpening(at, calendar) {
    const opening = businessDue(at, 0, calendar);
    return Number.isFinite(opening) ? opening : null;
}

/**
 * @param {string} day ISO date in the calendar's zone
 * @param {Calendar} calendar
 * @returns {{ opens: number, closes: number } | null}
 */
function hoursOn(day, { days, holidays, timeZone }) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
    const hours = days[weekday];
    if (!hours || holidays.includes(day)) {
        return null;
    }
    return { opens: instantOf(day, hours.from, timeZone), closes: instantOf(day, hours.to, timeZone) };
}

/**
 * The instant of a wall time. An hour that daylight saving skips is read with the offset before it.
 * @param {string} day ISO date
 * @param {string} time `HH:mm`; 24:00 is midnight at the end of the day
 * @param {string} timeZone
 * @returns {number}
 */
function instantOf(day, time, timeZone) {
    const wall = Date.parse(`${day}T00:00:00Z`) + minutesOf(time) * MINUTE;
    const guess = wall - offsetAt(wall, timeZone);
    return wall - offsetAt(guess, timeZone);
}

/** @type {Map<string, Intl.DateTimeFormat>} making one takes longer than using it a thousand times */
const FORMATS = new Map();

/**
 * @param {number} instant
 * @param {string} timeZone
 * @returns {number} milliseconds that the zone is ahead of UTC
 */
function offsetAt(instant, timeZone) {
    if (!FORMATS.has(timeZone)) {
        const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' };
        FORMATS.set(timeZone, new Intl.DateTimeFormat('en-CA', /** @type {Intl.DateTimeFormatOptions} */ ({ timeZone, hourCycle: 'h23', ...parts })));
    }
    const shown = Object.fromEntries(FORMATS.get(timeZone).formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
    const wall = Date.UTC(Number(shown.year), Number(shown.month) - 1, Number(shown.day), Number(shown.hour), Number(shown.minute), Number(shown.second));
    return wall - Math.floor(instant / 1000) * 1000;
}

/**
 * @param {number} instant
 * @param {string} timeZone
 * @returns {string} ISO date
 */
function dayOf(instant, timeZone) {
    return new Date(instant + offsetAt(instant, timeZone)).toISOString().slice(0, 10);
}

/**
 * @param {string} day ISO date
 * @returns {string}
 */
function following(day) {
    return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/**
 * @param {string} time `HH:mm`
 * @returns {number}
 */
function minutesOf(time) {
    const [hours, minutes] = time.split(':').map(Number);
    return hours * 60 + minutes;
}

/**
 * A length of time as a clock shows it.
 * @param {number} milliseconds
 * @param {'minutes' | 'seconds'} [smallest] `5:12` in hours and minutes, or `2:14` in minutes and seconds
 * @returns {string}
 */
export function clockText(milliseconds, smallest = 'minutes') {
    const unit = smallest === 'minutes' ? MINUTE : 1000;
    // What is left is rounded up: 0:00 is never shown while there is time.
    const whole = Math.ceil(milliseconds / unit);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
