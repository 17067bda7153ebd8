/** What the card shows of a handoff: who owes whom what, by when. Pure; the words are custom labels. */
import { clockText, readClock } from 'c/handrailClock';
import { answerLevel, clockFor, escalationText, waitingOn } from 'c/handrailEscalation';
import { format } from 'c/handrailLabels';
import { handoffs, milestones, objects, playbook, stageOf } from 'c/handrailPlaybook';
import { displayDate, displayText, flatValues, STAGE_ENTERED } from 'c/handrailRecord';
import { texts } from './texts';

const HANDOFF = 'Handrail_Handoff__c';
const HOUR = 3600000;
const DAY = 86400000;

/** The status that reaching a milestone brings, by the field that dates it. */
const REACHED = { Kickoff_Held_At__c: 'Kicked Off', Go_Live_On__c: 'Live', First_Value_On__c: 'Value Reached' };

/** Whom the packet names on the side of the buyer, in its order, and how they are reached. */
export const PEOPLE = [...new Set(handoffs.flatMap(({ items }) => items.filter(({ object, field }) => objects[object]?.fields[field]?.referenceTo === 'Contact').map(({ field }) => field)))];
export const REACH = ['Title', 'Phone', 'Email'];

const isSentence = (field) => /TextArea$/.test(objects.Opportunity.fields[field]?.type ?? '');
const ITEMS = new Set(handoffs.flatMap(({ items }) => items.map(({ field }) => field)));

/** Sentences that a criterion asks for beside an item, by the item: what was promised, beside whether anything was. */
export const BESIDE = Object.fromEntries(
    [...ITEMS].map((item) => [item, objects.Opportunity.criteria.filter(({ errorField }) => errorField === item).flatMap(({ editFields }) => editFields.filter((field) => isSentence(field) && !ITEMS.has(field)))])
);

/** A date-time in the user's zone, or a day as it stands. */
const whenText = (value, moment) => (value.length > 10 ? moment(Date.parse(value)) : displayDate(value));

/**
 * @typedef {object} Situation
 * @property {any} handoff UI API record
 * @property {any} deal UI API record; undefined while loading
 * @property {any} dealInfo object info
 * @property {string} userId
 * @property {number} now
 * @property {string} today ISO date in the user's zone, as the org counts days for them
 * @property {(instant: number) => string} moment an instant as text
 */

/**
 * @param {Situation} page
 * @returns {object} see handoffCard.html
 */
export function viewOf(page) {
    const values = flatValues(page.handoff);
    const declared = handoffs.find(({ type }) => type === values.Type__c) ?? null;
    const people = peopleOf(page.handoff, values, page.userId);
    const clock = clockOf(declared, values, people, page);
    const items = itemsOf(declared, page);
    const missing = items.filter(({ state }) => state === 'open');
    const isSent = values.Status__c === 'Sent';
    return {
        title: format(texts.title, String(values.Type__c ?? '')),
        subtitle: subtitleOf(values, people, page),
        pill: pillOf(values, clock),
        ...people,
        clock,
        hasClock: clock !== null,
        items,
        missing,
        total: items.length,
        complete: items.filter(({ state }) => state === 'met').length,
        packetText: format(texts.complete, items.filter(({ state }) => state === 'met').length, items.length),
        missingText: missing.length === 0 ? texts.nothingMissing : format(texts.missingCount, missing.length),
        hasPacket: items.length > 0,
        callFirst: callFirstOf(page),
        senderUsername: page.handoff.fields.Sender__r?.value?.fields?.Username?.value ?? '',
        answers: isSent && people.mayAnswer,
        sendsAgain: values.Status__c === 'Rejected' && people.isSender,
        completes: people.isSender && (isSent || values.Status__c === 'Rejected') && missing.length > 0,
        rejected: values.Status__c === 'Rejected' ? { reason: values.Reject_Reason__c, note: values.Reject_Note__c } : null,
        timeline: timelineOf(values, page),
        next: people.isReceiver ? nextMilestone(values) : null
    };
}

function peopleOf(handoff, values, userId) {
    const name = (relationship) => handoff.fields[relationship]?.value?.fields?.Name?.value ?? '';
    const shown = (id, label) => (id === userId ? format(texts.you, label) : label);
    const isSender = values.Sender__c === userId || (!values.Sender__c && values.OwnerId === userId);
    const isReceiver = values.Receiver__c === userId;
    return {
        sender: shown(values.Sender__c, name('Sender__r')),
        senderName: name('Sender__r') || texts.nobody,
        receiver: shown(values.Receiver__c, name('Receiver__r')) || texts.nobody,
        receiverName: name('Receiver__r') || texts.nobody,
        isSender,
        isReceiver,
        // One that nobody is named for may be taken by anybody but the sender.
        mayAnswer: isReceiver || (!values.Receiver__c && !isSender)
    };
}

function subtitleOf(values, people, { moment }) {
    const at = (field) => (values[field] ? moment(Date.parse(values[field])) : '');
    switch (values.Status__c) {
        case 'Sent':
            return people.isReceiver ? texts.waitingForYou : format(texts.waitingFor, people.receiverName);
        case 'Rejected':
            return format(texts.sentBackTo, people.senderName);
        case 'Accepted':
            return format(texts.acceptedBy, people.receiverName, at('Accepted_At__c'));
        default:
            return format(texts.status, String(values.Status__c ?? ''));
    }
}

/**
 * The clock of the answer: from the last sending to acceptance or rejection, in business hours.
 * @returns {object | null} null where the playbook has none, or nothing was sent
 */
function clockOf(declared, values, { isReceiver }, { deal, now, moment }) {
    const level = declared && answerLevel(declared.clocks, playbook.serviceLevels);
    const sent = [values.Sent_At__c, values.Resent_At__c].filter(Boolean).map((text) => Date.parse(text));
    if (!level || sent.length === 0) {
        return null;
    }
    const startedAt = Math.max(...sent);
    const answers = [values.Accepted_At__c, values.Rejected_At__c].filter(Boolean).map((text) => Date.parse(text));
    const answeredAt = answers.find((instant) => instant >= startedAt) ?? null;
    const { clock: { target }, trial } = clockFor({ level, target: level.targets[0], startedAt }, isReceiver);
    const reading = readClock({ kind: level.clock, startedAt, answeredAt, target: target.within, warnAt: target.warnAt }, now, playbook.businessHours);
    const hours = (milliseconds) => String(Math.round((milliseconds / HOUR) * 10) / 10);
    return {
        ...reading,
        ...ringOf(reading),
        trial,
        escalation: escalationOf(declared, values, isReceiver, signedAt(deal), now),
        by: moment(reading.dueAt),
        hours: format(texts.hours, hours(reading.target), clockText(reading.elapsed)),
        note: reading.state === 'overdue' ? format(texts.ringOver, clockText(reading.over)) : reading.resumesAt ? format(texts.pausedUntil, moment(reading.resumesAt)) : ''
    };
}

/** Whom the clock that runs now has reached; one that is not the answer's says which it is. */
function escalationOf(declared, values, isReceiver, wonAt, now) {
    const waiting = waitingOn(values, wonAt, declared.clocks, playbook.serviceLevels);
    if (waiting === null) {
        return '';
    }
    const { level, target, startedAt } = clockFor(waiting, isReceiver).clock;
    const text = escalationText(readClock({ kind: level.clock, startedAt, answeredAt: null, target: target.within, warnAt: target.warnAt }, now, playbook.businessHours), now);
    return text === '' || values.Status__c === 'Sent' ? text : `${level.label}. ${text}`;
}

/** When the deal was won; null where it is not, or not known yet. */
function signedAt(deal) {
    const won = deal ? Boolean(stageOf('Opportunity', deal.fields.StageName?.value)?.won) : false;
    return (won && STAGE_ENTERED.map((name) => deal.fields[name]?.value).find(Boolean)) || null;
}

/** A clock that is over is red and octagonal, one that was answered is full. */
function ringOf({ state, left, over, elapsed, target }) {
    if (state === 'met' || state === 'missed') {
        return { tone: state === 'met' ? 'green' : 'red', share: 1, text: clockText(elapsed), caption: state === 'met' ? texts.inTime : texts.late, label: format(texts.ringDone, clockText(elapsed), clockText(target)) };
    }
    if (state === 'overdue') {
        return { tone: 'red', share: 1, text: clockText(over), caption: texts.hoursOver, label: format(texts.ringOver, clockText(over)) };
    }
    return { tone: state === 'warning' ? 'amber' : 'blue', share: left / target, text: clockText(left), caption: texts.hoursLeft, label: format(texts.ringLeft, clockText(left), clockText(target)) };
}

function pillOf(values, clock) {
    if (clock?.state === 'overdue') {
        return { text: texts.overdue, className: 'hr-pill hr-pill_red' };
    }
    return values.Status__c === 'Sent' || values.Status__c === 'Rejected' ? { text: texts.open, className: 'hr-pill' } : { text: texts.answered, className: 'hr-pill hr-pill_green' };
}

/**
 * What is passed on, by the predicate that scan asks too. An item of a field the user may not read says so.
 */
function itemsOf(declared, { deal, dealInfo, now, today }) {
    if (!declared || !deal || !dealInfo) {
        return [];
    }
    const values = flatValues(deal);
    const context = { today, now: new Date(now).toISOString() };
    return declared.items
        .filter(({ object }) => object === 'Opportunity')
        .map(({ field, label, answered }) => {
            const hidden = !(field in values);
            const met = !hidden && answered(values, context);
            const text = hidden ? texts.notVisible : met ? displayText(deal, dealInfo, field) : texts.missing;
            const link = met && /^https?:\/\//i.test(text) ? text : null;
            const beside = (BESIDE[field] ?? []).map((name) => ({ key: name, text: displayText(deal, dealInfo, name) })).filter((said) => said.text !== '');
            return { key: field, field, beside, label: dealInfo.fields[field]?.label ?? label, state: hidden ? 'unseen' : met ? 'met' : 'open', text, link, className: met ? 'hr-item-text' : 'hr-item-text hr-item-text_missing' };
        });
}

/** The people of the packet, each once, with what they are and how to reach them. */
function callFirstOf({ deal, dealInfo }) {
    const found = new Map();
    for (const name of deal && dealInfo ? PEOPLE : []) {
        const id = deal.fields[name]?.value;
        const person = deal.fields[dealInfo.fields[name]?.relationshipName]?.value;
        if (id && person) {
            const { label } = dealInfo.fields[name];
            const said = (field) => String(person.fields[field]?.value ?? '');
            const before = found.get(id);
            found.set(id, before ? { ...before, roles: [...before.roles, label] } : { key: id, name: said('Name'), title: said('Title'), phone: said('Phone'), email: said('Email'), roles: [label] });
        }
    }
    return [...found.values()].map((person) => ({
        ...person,
        role: [...person.roles, person.title].filter(Boolean).join(', '),
        callUrl: person.phone ? `tel:${person.phone.replace(/[^+\d]/g, '')}` : '',
        mailUrl: person.email ? `mailto:${person.email}` : ''
    }));
}

/** From the signature to the first value, each with its day or the day it is due. */
function timelineOf(values, { deal, moment, now }) {
    const signed = signedAt(deal);
    const start = signed === null ? null : Date.parse(signed);
    const dated = milestones.filter(({ field }) => field !== null);
    const steps = dated.map(({ name, field, within, counts }) => {
        const value = values[field];
        const due = start === null || counts === 'business' ? null : start + within.count * { minutes: HOUR / 60, hours: HOUR, days: DAY }[within.unit];
        const text = value ? whenText(String(value), moment) : due === null ? '' : format(due < now ? texts.dueOver : texts.due, moment(due));
        return { key: field, name, text, state: value ? 'met' : 'open', late: !value && due !== null && due < now };
    });
    return start === null ? steps : [{ key: 'signed', name: texts.signed, text: moment(start), state: 'met', late: false }, ...steps];
}

/** What the receiver can record next, with the fields that entering its status asks for. */
function nextMilestone(values) {
    if (!['Accepted', 'Kicked Off', 'Live'].includes(values.Status__c)) {
        return null;
    }
    const step = milestones.find(({ field }) => field !== null && field in REACHED && !values[field]);
    if (!step) {
        return null;
    }
    const status = REACHED[step.field];
    const asked = objects[HANDOFF].criteria.filter(({ trigger }) => trigger.kind === 'enter' && trigger.value === status).flatMap(({ editFields }) => editFields);
    return { name: step.name, status, fields: [...new Set([step.field, ...asked])] };
}
