/** What somebody entered and has not saved yet. Pure. */
import { format, labels } from 'c/handrailLabels';

/**
 * @param {import('c/handrailPlaybook').RecordValues} entries
 * @param {any} record UI API record
 * @returns {import('c/handrailPlaybook').RecordValues} those that differ from what is saved
 */
export function changedIn(entries, record) {
    const same = (name) => String(record?.fields[name]?.value ?? '') === String(entries[name] ?? '');
    return Object.fromEntries(Object.entries(entries).filter(([name]) => !same(name)));
}

/**
 * @param {import('c/handrailPlaybook').RecordValues} entries
 * @returns {string} that they were kept over a reload; empty without any
 */
export function keptText(entries) {
    const count = Object.keys(entries).length;
    return count === 0 ? '' : count === 1 ? labels.entryKept : format(labels.entriesKept, count);
}
