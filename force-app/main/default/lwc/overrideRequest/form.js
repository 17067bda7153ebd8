/** The form of a request, as models of its inputs. Pure. */
import { format } from 'c/handrailLabels';
import { texts } from './texts';

/** The least that lets an approver judge; rule OVR-03 asks for the same. */
export const REASON_LENGTH = 20;
const DAY = 86400000;

/** @typedef {{ Criterion__c: string | null, Reason__c: string | null, Approver__c: string | null, Until__c: string | null }} Entries */

/**
 * @param {{ id: string, label: string }[]} criteria
 * @param {string} today ISO date
 * @param {number} mostDays
 * @param {string | null} approver who is asked unless somebody else is chosen
 * @returns {Entries}
 */
export function newEntries(criteria, today, mostDays, approver) {
    return { Criterion__c: criteria[0]?.id ?? null, Reason__c: null, Approver__c: approver, Until__c: shifted(today, mostDays) };
}

/**
 * @param {Entries} entries
 * @param {{ id: string, label: string }[]} criteria
 * @param {Record<string, string>} messages of the server, by field
 * @param {{ id: string | null, name: string, excluded: string }} approver who is asked unless somebody else is chosen, and who cannot be
 * @returns {import('c/handrailRecord').FieldModel[]}
 */
export function formFields(entries, criteria, messages, approver) {
    const model = (name, label, kind, more = {}) => ({
        name,
        label,
        kind,
        type: 'text',
        formatter: undefined,
        step: undefined,
        maxLength: undefined,
        value: entries[name],
        valueLabel: '',
        options: [],
        target: undefined,
        accountId: null,
        accountName: '',
        required: true,
        help: '',
        message: messages[name] ?? '',
        lockedText: '',
        ...more
    });
    const choices = criteria.map(({ id, label }) => ({ value: id, label }));
    return [
        ...(choices.length > 1 ? [model('Criterion__c', texts.criterion, 'choice', { options: choices })] : []),
        model('Reason__c', texts.reason, 'longText', { maxLength: 255, help: format(texts.tooShort, reasonOf(entries).length) }),
        model('Approver__c', texts.approver, 'lookup', { target: 'User', valueLabel: entries.Approver__c === approver.id ? approver.name : '', excluded: approver.excluded }),
        model('Until__c', texts.until, 'date', { type: 'date' })
    ];
}

/**
 * @param {Entries} entries
 * @returns {boolean}
 */
export function isComplete(entries) {
    return Boolean(entries.Criterion__c && entries.Approver__c && entries.Until__c) && reasonOf(entries).length >= REASON_LENGTH;
}

/**
 * @param {Entries} entries
 * @returns {string}
 */
export function reasonOf(entries) {
    return (entries.Reason__c ?? '').trim();
}

/**
 * @param {string} day ISO date
 * @param {number} days
 * @returns {string}
 */
function shifted(day, days) {
    return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}
