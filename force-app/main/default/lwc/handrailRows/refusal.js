/**
 * Where each message of a refused save belongs: at a field of a row, at a row, or with the record. Pure.
 */
import { objects } from 'c/handrailPlaybook';

/** @typedef {import('c/handrailErrors').Message} Message */
/** @typedef {{ key: string, fields: Record<string, string>, text: string }} Mark what was said about one row */
/**
 * @typedef {object} SummaryLine
 * @property {string} key
 * @property {string} rowKey empty when the message belongs to the record
 * @property {string} field the field the link leads to; empty for the first one of the row
 * @property {string} label what the link says
 * @property {boolean} outside the field is not in the gate
 * @property {string} text the message
 */
/** @typedef {{ lines: SummaryLine[], marks: Mark[], failure?: 'session' | 'unanswered' | null }} Refusal failure: nobody refused, the save failed */

/**
 * @param {string} objectName
 * @param {Message[]} messages
 * @param {import('c/handrailGate').Row[]} rows of the gate
 * @param {any} objectInfo
 * @returns {Refusal}
 */
export function placeMessages(objectName, messages, rows, objectInfo) {
    /** @type {Map<string, Mark>} */
    const marks = new Map();
    const lines = messages.map((message, index) => {
        const place = placeOf(objectName, message, rows, objectInfo);
        if (place.rowKey) {
            const mark = marks.get(place.rowKey) ?? { key: place.rowKey, fields: {}, text: '' };
            if (place.field) {
                mark.fields[place.field] = join(mark.fields[place.field], message.text);
            } else {
                mark.text = join(mark.text, message.text);
            }
            marks.set(place.rowKey, mark);
        }
        return { key: `m${index}`, ...place, text: message.text };
    });
    return { lines, marks: [...marks.values()] };
}

/**
 * What was said about a field no longer holds once its value is another one.
 * @param {string} objectName
 * @param {Refusal} refusal
 * @param {string} field
 * @returns {Refusal}
 */
export function withoutField(objectName, refusal, field) {
    const marks = refusal.marks.map((mark) => ({
        ...mark,
        text: offers(objectName, mark.key, field) ? '' : mark.text,
        fields: Object.fromEntries(Object.entries(mark.fields).filter(([name]) => name !== field))
    }));
    return { ...refusal, marks };
}

/**
 * @param {string} objectName
 * @param {string} rowKey
 * @param {string} field
 * @returns {boolean} whether the row is a criterion that this field answers
 */
function offers(objectName, rowKey, field) {
    const criterion = objects[objectName].criteria.find(({ id }) => id === rowKey);
    return Boolean(criterion?.editFields.includes(field));
}

/**
 * @param {Mark} mark
 * @returns {boolean} whether something is still said about the row
 */
export function isMarked(mark) {
    return mark.text !== '' || Object.keys(mark.fields).length > 0;
}

/**
 * @param {string | undefined} before
 * @param {string} text
 * @returns {string}
 */
function join(before, text) {
    return before ? `${before} ${text}` : text;
}

/**
 * @param {string} objectName
 * @param {Message} message
 * @param {import('c/handrailGate').Row[]} rows
 * @param {any} objectInfo
 * @returns {Omit<SummaryLine, 'key' | 'text'>}
 */
function placeOf(objectName, { code, field, fieldLabel }, rows, objectInfo) {
    const known = field !== null && Boolean(objectInfo.fields[field]);
    const label = fieldLabel ?? objectInfo.fields[field ?? '']?.label ?? field ?? '';
    const criterion = objects[objectName].criteria.find(({ id }) => id === code);
    const inGate = (id) => rows.some((row) => row.criterion.id === id);
    if (criterion) {
        const at = known ? field : '';
        return { rowKey: criterion.id, field: at, label: at ? label : criterion.label, outside: !inGate(criterion.id) };
    }
    if (!known) {
        return { rowKey: '', field: '', label, outside: true };
    }
    const row = rows.find(({ criterion: { editFields } }) => editFields.includes(field));
    return { rowKey: row ? row.criterion.id : field, field, label, outside: !row };
}
