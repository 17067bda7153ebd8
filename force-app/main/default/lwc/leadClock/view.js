/** What the clock of a lead shows: how long the buyer has waited, and how long its owner has left. Pure. */
import { clockText, readClock } from 'c/handrailClock';
import { clockFor, escalationText, responseClock } from 'c/handrailEscalation';
import { percentText } from 'c/handrailFigures';
import { format } from 'c/handrailLabels';
import { objects, playbook } from 'c/handrailPlaybook';
import { displayText, flatValues } from 'c/handrailRecord';
import { texts } from './texts';

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DECISION = 'Handrail_Sales_Decision__c';
/** What the definition of an MQL reads, in the order people ask. */
const EVIDENCE = ['Handrail_Request__c', 'Handrail_Engagement_Score__c', 'NumberOfEmployees', 'Company', 'Email'];

/** A lead in one of these waits for nobody. */
const CLOSED = objects.Lead.stages.filter(({ closed }) => closed).map(({ name }) => name);

/** Of the people who answer: how many in time. */
const ATTAINMENT = 'sla_attainment';

const PILLS = {
    running: { text: texts.onTime, className: 'hr-pill', tone: 'blue' },
    warning: { text: texts.answerNow, className: 'hr-pill hr-pill_amber', tone: 'amber' },
    paused: { text: texts.paused, className: 'hr-pill', tone: 'blue' },
    overdue: { text: texts.overdue, className: 'hr-pill hr-pill_red', tone: 'red' },
    met: { text: texts.answered, className: 'hr-pill hr-pill_green', tone: 'green' },
    missed: { text: texts.answeredLate, className: 'hr-pill hr-pill_red', tone: 'red' }
};

/**
 * @param {object} page
 * @param {any} page.record UI API record
 * @param {any} page.objectInfo
 * @param {string} page.userId who looks
 * @param {number} page.now
 * @param {import('c/handrailFigures').Figures} page.figures
 * @param {string[]} page.slices of the viewer
 * @param {(instant: number, isExact?: boolean) => string} page.moment an instant as text, to the second or to the minute
 * @returns {object} see leadClock.html
 */
export function viewOf({ record, objectInfo, userId, now, figures, slices, moment }) {
    const values = flatValues(record);
    const at = (name) => (values[name] ? Date.parse(String(values[name])) : null);
    const [qualified, assigned, answered, created] = ['Handrail_MQL_At__c', 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c', 'CreatedDate'].map(at);
    const clock = responseClock(values, playbook.serviceLevels);
    // Who decided without an answer first owes none any more; `handrail sync` counts such a lead as late no longer either.
    const isDecided = answered === null && (Boolean(values[DECISION]) || CLOSED.includes(String(values.Status)));
    const phone = String(values.Phone ?? values.MobilePhone ?? '');
    const shared = {
        isMql: qualified !== null,
        subtitle: qualified === null ? texts.notMql : isDecided ? texts.decided : assigned === null ? texts.notAssigned : format(texts.qualifiedAt, moment(qualified)),
        callUrl: phone ? `tel:${phone.replace(/[^+\d]/g, '')}` : '',
        callText: format(texts.call, phone),
        mailUrl: values.Email ? `mailto:${String(values.Email)}` : '',
        evidence: EVIDENCE.map((name) => ({ key: name, label: objectInfo.fields[name]?.label ?? name, text: displayText(record, objectInfo, name) })).filter(({ text }) => text !== '')
    };
    if (qualified === null || isDecided || assigned === null || clock === null) {
        return { ...shared, hasClock: false, pill: null };
    }
    const { clock: { level, target, startedAt }, trial } = clockFor(clock, values.OwnerId === userId);
    const reading = readClock({ kind: level.clock, startedAt, answeredAt: answered, target: target.within, warnAt: target.warnAt }, now, playbook.businessHours);
    const pill = PILLS[reading.state];
    return {
        ...shared,
        hasClock: true,
        isOpen: answered === null,
        pill,
        ring: { tone: pill.tone, ...ringOf(reading) },
        headline: headlineOf(reading, moment),
        escalation: escalationText(reading, now),
        trial,
        pausedText: reading.resumesAt === null ? '' : format(texts.pausedUntil, moment(reading.resumesAt)),
        measures: [
            { key: 'waited', label: texts.waited, text: lengthText((answered ?? now) - (created ?? qualified)), note: answered === null ? texts.waitedNote : texts.waitedDone },
            { key: 'routing', label: texts.routing, text: lengthText(Math.max(0, assigned - qualified)), note: texts.routingNote },
            { key: 'yours', label: texts.yourTime, text: lengthText(reading.elapsed), note: format(texts.yourTimeNote, playbook.businessHours.timeZone) },
            ...yoursOf(figures, slices)
        ],
        // At thresholds only: a screen reader is not to be talked to every second.
        announcement: announcementOf(reading)
    };
}

/**
 * @param {any} viewer UI API record of the user who looks
 * @returns {{ metrics: string[], slices: string[] }} variables; the metric tells two people of one name apart by their usernames
 */
export function figuresOf({ fields: { Name, Username } }) {
    return { metrics: [ATTAINMENT], slices: [`owner=${Name.value}`, `owner=${Name.value} (${Username.value})`] };
}

/** How the viewer answers, beside the team: counts, which are true of few leads too. Nothing before the first sync. */
function yoursOf(figures, slices) {
    const team = figures(ATTAINMENT);
    const own = slices.map((slice) => figures(ATTAINMENT, slice)).find(Boolean) ?? null;
    if (team === null) {
        return [];
    }
    const text = own?.denominator > 0 ? format(texts.yoursText, own.numerator, own.denominator) : texts.yoursNone;
    return [{ key: 'month', label: texts.yours, text, note: team.value === null ? '' : format(texts.team, percentText(team.value)) }];
}

/** Minutes and seconds below an hour, hours and minutes above: also where five minutes became a day. */
const shortText = (length, target) => clockText(length, target <= HOUR && length < HOUR ? 'seconds' : 'minutes');

/** As the ring shows it, and above an hour with its units: 10:01 in a sentence would be ten minutes. */
const saidText = (length, target) => (target <= HOUR && length < HOUR ? clockText(length, 'seconds') : lengthText(Math.ceil(length / MINUTE) * MINUTE));

function ringOf({ state, left, over, elapsed, target }) {
    const all = saidText(target, target);
    if (state === 'met' || state === 'missed') {
        return { share: 1, text: shortText(elapsed, target), caption: state === 'met' ? texts.inTime : texts.tooLate, label: format(texts.ringDone, saidText(elapsed, target), all) };
    }
    if (state === 'overdue') {
        return { share: 1, text: shortText(over, target), caption: texts.late, label: format(texts.ringOver, saidText(over, target)) };
    }
    return { share: left / target, text: shortText(left, target), caption: format(texts.leftOf, shortText(target, target)), label: format(texts.ringLeft, saidText(left, target), all) };
}

function headlineOf({ state, dueAt, elapsed, over, target }, moment) {
    if (state === 'met' || state === 'missed') {
        return format(texts.answeredIn, saidText(elapsed, target));
    }
    return state === 'overdue' ? format(texts.overdueBy, saidText(over, target)) : format(texts.replyBy, moment(dueAt, target <= HOUR));
}

const THRESHOLDS = [2, 1];

function announcementOf({ state, left }) {
    if (state === 'overdue') {
        return texts.overdue;
    }
    const minutes = THRESHOLDS.find((each) => Math.ceil(left / MINUTE) === each);
    return minutes === undefined ? '' : format(texts.announce, minutes);
}

/**
 * @param {number} milliseconds
 * @returns {string}
 */
function lengthText(milliseconds) {
    const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
    return minutes < 60 ? format(texts.minutes, minutes) : format(texts.hoursMinutes, Math.floor(minutes / 60), minutes % 60);
}
