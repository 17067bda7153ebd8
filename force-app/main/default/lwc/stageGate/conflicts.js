/** What somebody else saved in fields that have entries here. Pure. */
import LOCALE from '@salesforce/i18n/locale';
import { format, labels } from 'c/handrailLabels';
import { displayText } from 'c/handrailRecord';

/** @typedef {{ name: string, theirs: unknown }} Conflict */

const text = (value) => String(value ?? '');

/**
 * @param {any} before record as it was shown
 * @param {any} now record as it is
 * @param {import('c/handrailPlaybook').RecordValues} draft
 * @param {Conflict[]} known not decided yet
 * @returns {Conflict[]} fields with an entry whose saved value has changed, to something else than the entry
 */
export function conflictsOf(before, now, draft, known) {
    return Object.keys(draft)
        .filter((name) => name in now.fields)
        .map((name) => ({ name, theirs: now.fields[name].value }))
        .filter(({ name, theirs }) => text(theirs) !== text(draft[name]))
        .filter(({ name, theirs }) => text(theirs) !== text(before.fields[name]?.value) || known.some((conflict) => conflict.name === name));
}

/**
 * @param {Conflict[]} conflicts
 * @param {{ record: any, objectInfo: any, draft: import('c/handrailPlaybook').RecordValues }} page
 * @param {Date} now
 * @returns {{ title: string, lines: { name: string, text: string }[] } | null} null when there is nothing to decide
 */
export function conflictView(conflicts, { record, objectInfo, draft }, now) {
    if (conflicts.length === 0) {
        return null;
    }
    const who = record.fields.LastModifiedBy?.value?.fields?.Name?.value ?? labels.somebody;
    return {
        title: format(labels.changedBy, who, agoText(record.fields.LastModifiedDate?.value, now)).trim(),
        lines: conflicts.map(({ name }) => {
            const mine = displayText({ fields: { [name]: { value: draft[name] } } }, objectInfo, name) || labels.yourChoice;
            const theirs = displayText(record, objectInfo, name) || labels.blank;
            return { name, text: format(labels.yoursTheirs, objectInfo.fields[name]?.label ?? name, mine, theirs) };
        })
    };
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1]
];

/**
 * @param {string | null | undefined} since ISO date-time
 * @param {Date} now
 * @returns {string} such as `20 seconds ago`; empty when nobody knows
 */
function agoText(since, now) {
    if (!since || Number.isNaN(Date.parse(since))) {
        return '';
    }
    const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
    const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? UNITS[UNITS.length - 1];
    return new Intl.RelativeTimeFormat(LOCALE, { numeric: 'always' }).format(-Math.floor(seconds / size), unit);
}
