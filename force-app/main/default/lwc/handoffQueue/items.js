/** What waits between two teams, each with its clock. Pure; the words are custom labels. */
import LOCALE from '@salesforce/i18n/locale';
import USER_ID from '@salesforce/user/Id';
import { clockText, readClock } from 'c/handrailClock';
import { askedSince, clockFor, liesWithNow } from 'c/handrailEscalation';
import { format } from 'c/handrailLabels';
import { playbook } from 'c/handrailPlaybook';
import { moneyText, momentText, NO_VALUE } from 'c/handrailText';
import { texts } from './texts';

/** Service levels, as the playbook numbers them. */
const ASSIGN = 'S1';
const DECIDE = 'S3';
const ANSWER = 'S5';
const KICKOFF = 'S6';
const WORK_AGAIN = 'S12';
/** Ids of queues begin so. */
const QUEUE = '00G';

const HOUR = 3600000;
const HOURS = new Intl.NumberFormat(LOCALE, { style: 'unit', unit: 'hour', unitDisplay: 'short', maximumFractionDigits: 0 });
/** Hours and minutes for a day; beyond that nobody reads the minutes. */
const lengthText = (milliseconds) => (milliseconds < 24 * HOUR ? clockText(milliseconds) : HOURS.format(milliseconds / HOUR));

const valueOf = (node, name) => node[name]?.value ?? null;
const instant = (text) => (text ? Date.parse(text) : null);

/**
 * The reading of a clock that nobody has stopped.
 * @param {string} id service level
 * @param {number | null} startedAt
 * @param {number} now
 * @param {object} [of]
 * @param {string} [of.whom] target among several
 * @param {string | null} [of.person] id of the user it runs for
 */
function clockOf(id, startedAt, now, { whom, person } = {}) {
    const level = playbook.serviceLevels.find((one) => one.id === id);
    if (!level || startedAt === null) {
        return null;
    }
    const { clock, trial } = clockFor({ level, target: level.targets.find((one) => one.for === whom) ?? level.targets[0], startedAt }, Boolean(person) && person === USER_ID);
    const { within, warnAt } = clock.target;
    return { ...readClock({ kind: level.clock, startedAt, answeredAt: null, target: within, warnAt }, now, playbook.businessHours), trial };
}

/** How far it is over stands beside it already. */
function toldOf(reading, now) {
    const to = reading ? liesWithNow(reading, now) : null;
    return to === null ? '' : format(texts.liesWith, to);
}

function timeOf(reading) {
    const told = (note) => [note, reading.trial].filter(Boolean).join(' ');
    if (!reading) {
        return { chip: 'hr-chip', word: texts.noClock, note: '' };
    }
    if (reading.state === 'overdue') {
        return { chip: 'hr-chip hr-chip_red', word: format(texts.overdueBy, lengthText(reading.over)), note: told(format(texts.wasDue, momentText(reading.dueAt))) };
    }
    const due = told(format(texts.dueBy, momentText(reading.dueAt)));
    if (reading.state === 'paused') {
        return { chip: 'hr-chip', word: texts.paused, note: due };
    }
    return { chip: reading.state === 'warning' ? 'hr-chip hr-chip_amber' : 'hr-chip hr-chip_blue', word: format(texts.left, lengthText(reading.left)), note: due };
}

function itemOf({ id, object, kind, name, customer, from, to, what, amount, reading }, now) {
    return {
        id,
        object,
        kind,
        name,
        customer,
        between: format(texts.between, from || texts.nobody, to || texts.nobody),
        what,
        amount: typeof amount === 'number' ? moneyText(amount) : NO_VALUE,
        money: amount ?? 0,
        amountClass: typeof amount === 'number' ? 'hr-amount' : 'hr-amount hr-amount_none',
        isOver: reading?.state === 'overdue',
        over: reading ? reading.elapsed / reading.target : 0,
        told: toldOf(reading, now),
        ...timeOf(reading)
    };
}

/**
 * @param {any} node of the query
 * @param {number} now
 */
export function handoffItem(node, now) {
    const status = valueOf(node, 'Status__c');
    const deal = node.Opportunity__r;
    const person = valueOf(node, 'Receiver__c');
    const sent = Math.max(...['Sent_At__c', 'Resent_At__c'].map((name) => instant(valueOf(node, name)) ?? 0)) || null;
    const waits = {
        Sent: { kind: 'waiting', what: texts.waitsForAnswer, reading: clockOf(ANSWER, sent, now, { person }) },
        Rejected: { kind: 'returned', what: format(texts.sentBack, valueOf(node, 'Reject_Reason__c') ?? '', valueOf(node, 'Reject_Note__c') ?? ''), reading: clockOf(WORK_AGAIN, instant(valueOf(node, 'Rejected_At__c')), now, { whom: 'handoff' }) },
        Accepted: { kind: 'kickoff', what: texts.waitsForKickoff, reading: valueOf(node, 'Kickoff_Held_At__c') ? null : clockOf(KICKOFF, instant(deal?.Handrail_Stage_Entered_At__c?.value ?? valueOf(node, 'CreatedDate')), now, { person }) }
    }[status] ?? { kind: 'done', what: status ?? '', reading: null };
    return itemOf({
        id: node.Id,
        object: 'Handrail_Handoff__c',
        name: `${valueOf(node, 'Name')} ${valueOf(node, 'Type__c') ?? ''}`.trim(),
        customer: node.Account__r?.Name?.value ?? deal?.Account?.Name?.value ?? deal?.Name?.value ?? '',
        from: node.Sender__r?.Name?.value,
        to: node.Receiver__r?.Name?.value,
        amount: deal?.Amount?.value,
        ...waits
    }, now);
}

/**
 * @param {any} node of the query
 * @param {number} now
 */
export function leadItem(node, now) {
    const inQueue = String(valueOf(node, 'OwnerId') ?? '').startsWith(QUEUE);
    const isRejected = valueOf(node, 'Handrail_Sales_Decision__c') === 'Rejected';
    const owner = node.Owner?.Name?.value;
    const [qualified, assigned] = ['Handrail_MQL_At__c', 'Handrail_Assigned_At__c'].map((name) => valueOf(node, name));
    const waits = isRejected
        ? { what: format(texts.leadRejected, valueOf(node, 'Handrail_Reject_Reason__c') ?? ''), from: texts.sales, to: texts.marketing, reading: clockOf(WORK_AGAIN, instant(valueOf(node, 'Handrail_Decided_At__c')), now, { whom: 'lead' }) }
        : inQueue
          ? { what: texts.leadInQueue, from: texts.marketing, to: owner, reading: clockOf(ASSIGN, instant(qualified), now) }
          : { what: texts.leadUndecided, from: texts.marketing, to: owner, reading: clockOf(DECIDE, askedSince({ Handrail_MQL_At__c: qualified, Handrail_Assigned_At__c: assigned }) ?? instant(qualified), now, { person: valueOf(node, 'OwnerId') }) };
    return itemOf({ id: node.Id, object: 'Lead', kind: 'lead', name: valueOf(node, 'Name'), customer: valueOf(node, 'Company') ?? '', amount: null, ...waits }, now);
}

/** The lists, by what an item must be to stand in them. */
export const LISTS = {
    all: ({ kind }) => kind !== 'done',
    overdue: ({ isOver }) => isOver,
    waiting: ({ kind }) => kind === 'waiting',
    returned: ({ kind }) => kind === 'returned',
    kickoff: ({ kind }) => kind === 'kickoff',
    lead: ({ kind }) => kind === 'lead'
};

/** Accepted and begun: nothing waits any more. */
const isBegun = (node) => valueOf(node, 'Status__c') === 'Accepted' && Boolean(valueOf(node, 'Kickoff_Held_At__c'));

/**
 * @param {readonly any[] | undefined} handoffs nodes of the query
 * @param {readonly any[] | undefined} leads
 * @param {number} now
 * @param {string | undefined} account where it stands on one: what is done stands there too
 * @returns {any[]} the furthest past its target first, then the most money
 */
export function itemsOf(handoffs, leads, now, account) {
    const waiting = (handoffs ?? []).filter((node) => account || !isBegun(node));
    const items = [...waiting.map((node) => handoffItem(node, now)), ...(leads ?? []).map((node) => leadItem(node, now))];
    return items.sort((a, b) => b.over - a.over || b.money - a.money);
}
