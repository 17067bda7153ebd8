/** Between UI API records and what the playbook and the inputs work with. */
import CURRENCY from '@salesforce/i18n/currency';
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { objects } from 'c/handrailPlaybook';
import { format, labels } from 'c/handrailLabels';

/** @typedef {import('c/handrailPlaybook').RecordValues} RecordValues */

/**
 * What an input needs to draw and name a field.
 * @typedef {object} FieldModel
 * @property {string} name API name
 * @property {string} label
 * @property {string} kind `text`, `number`, `date`, `checkbox`, `choice`, `choices`, `longText`, `lookup` or `locked`
 * @property {string} type of `lightning-input`
 * @property {string | undefined} formatter
 * @property {string | undefined} step
 * @property {number | undefined} maxLength
 * @property {any} value raw
 * @property {string} valueLabel what a lookup's value is called
 * @property {{ label: string, value: string }[]} options
 * @property {string | undefined} target object of a lookup
 * @property {string | null} accountId
 * @property {string} accountName
 * @property {string} [excluded] id that a lookup does not offer
 * @property {boolean} required
 * @property {string} help
 * @property {string} message the server's, empty when there is none
 * @property {string} lockedText
 */

const NUMBER = { kind: 'number', type: 'number' };
/** By the data type of object info; everything else is a line of text. */
const KINDS = {
    Url: { kind: 'text', type: 'url' },
    Email: { kind: 'text', type: 'email' },
    Phone: { kind: 'text', type: 'tel' },
    TextArea: { kind: 'longText' },
    Picklist: { kind: 'choice' },
    MultiPicklist: { kind: 'choices' },
    Boolean: { kind: 'checkbox', type: 'checkbox' },
    Int: NUMBER,
    Double: NUMBER,
    Currency: { ...NUMBER, formatter: 'currency' },
    // Percent comes as typed: 15 for 15 %.
    Percent: { ...NUMBER, formatter: 'percent-fixed' },
    Date: { kind: 'date', type: 'date' },
    DateTime: { kind: 'date', type: 'datetime' },
    Reference: { kind: 'lookup' }
};

/** Read for the days in the stage, in order of trust; the first is stamped by the packaged flow. */
export const STAGE_ENTERED = ['Handrail_Stage_Entered_At__c', 'LastStageChangeDate'];

/**
 * The fields to ask for: all that the playbook reads or a person fills, as far as this user may see them. Also the
 * names behind the lookups.
 * @param {string} objectName
 * @param {any} objectInfo
 * @returns {string[]} qualified, sorted
 */
export function requestedFields(objectName, objectInfo) {
    const { stageField, categoryField, overridesField, criteria } = objects[objectName];
    const names = new Set(['AccountId', 'LastModifiedById', 'LastModifiedDate', ...STAGE_ENTERED, stageField ?? '', categoryField ?? '', overridesField ?? '']);
    for (const { fields, editFields, errorField } of criteria) {
        [...fields, ...editFields, errorField ?? ''].forEach((name) => names.add(name));
    }
    const visible = [...names].filter((name) => objectInfo.fields[name]);
    const related = visible.map((name) => relatedName(objectInfo, name)).filter((path) => path !== null);
    // Criteria of a record type or a segment judge fields of a parent: `Account.NumberOfEmployees`.
    const relationships = new Set(Object.values(objectInfo.fields).map(({ relationshipName }) => relationshipName));
    const ofParents = [...names].filter((name) => name.includes('.') && relationships.has(name.split('.')[0]));
    return [...new Set([...visible, ...related, ...ofParents])].sort().map((path) => `${objectName}.${path}`);
}

/**
 * @param {any} objectInfo
 * @param {string} name
 * @returns {string | null} `Account.Name` for `AccountId`
 */
function relatedName(objectInfo, name) {
    const relationship = objectInfo.fields[name]?.relationshipName;
    return relationship ? `${relationship}.Name` : null;
}

/**
 * @param {any} record of UI API
 * @returns {RecordValues} raw values by API name, those of a parent by their path (`Account.Name`); fields the user may not read are absent, a
 *   parent that is not there is null
 */
export function flatValues(record) {
    return Object.fromEntries(
        Object.entries(record.fields).flatMap(([name, { value }]) => {
            if (value === null || typeof value !== 'object') {
                return [[name, value]];
            }
            return Object.entries(value.fields ? flatValues(value) : {}).map(([inner, each]) => [`${name}.${inner}`, each]);
        })
    );
}

/**
 * What a lookup points at, by name.
 * @param {any} record
 * @param {any} objectInfo
 * @param {string} name
 * @returns {string}
 */
function relatedLabel(record, objectInfo, name) {
    const related = record.fields[objectInfo.fields[name]?.relationshipName]?.value;
    return related?.fields?.Name?.value ?? '';
}

/**
 * A saved value as text, in the user's locale and time zone.
 * @param {any} record
 * @param {any} objectInfo
 * @param {string} name
 * @returns {string} empty when there is none
 */
export function displayText(record, objectInfo, name) {
    const value = record.fields[name]?.value;
    if (value === null || value === undefined || value === '') {
        return '';
    }
    switch (objectInfo.fields[name]?.dataType) {
        case 'Reference':
            return relatedLabel(record, objectInfo, name);
        case 'Date':
            return displayDate(value);
        case 'DateTime':
            return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE }).format(new Date(value));
        case 'Currency':
            return new Intl.NumberFormat(LOCALE, { style: 'currency', currency: CURRENCY, maximumFractionDigits: value % 1 === 0 ? 0 : 2 }).format(value);
        case 'Percent':
            return new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 2 }).format(value / 100);
        case 'Int':
        case 'Double':
            return new Intl.NumberFormat(LOCALE).format(value);
        case 'Boolean':
            return value ? labels.yes : labels.no;
        default:
            return String(record.fields[name].displayValue ?? value);
    }
}

/**
 * @param {string} day ISO date
 * @returns {string} in the user's locale
 */
export function displayDate(day) {
    return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/**
 * @param {string} name
 * @param {object} page
 * @param {any} page.record
 * @param {any} page.objectInfo
 * @param {any} page.picklists `picklistFieldValues`, absent while loading
 * @param {RecordValues} page.draft
 * @param {boolean} required
 * @param {string} message
 * @returns {FieldModel}
 */
export function fieldModel(name, { record, objectInfo, picklists, draft }, required, message) {
    const info = objectInfo.fields[name];
    const value = name in draft ? draft[name] : (record.fields[name]?.value ?? null);
    const label = info?.label ?? name;
    /** @type {any} */
    const drawn = KINDS[info?.dataType] ?? { kind: 'text', type: 'text' };
    const editable = Boolean(info?.updateable);
    return {
        name,
        label,
        kind: editable ? drawn.kind : 'locked',
        type: drawn.type,
        formatter: drawn.formatter,
        step: drawn.kind === 'number' ? stepOf(info.scale) : undefined,
        maxLength: info?.length > 0 && (drawn.kind === 'text' || drawn.kind === 'longText') ? info.length : undefined,
        value,
        valueLabel: value === record.fields[name]?.value ? relatedLabel(record, objectInfo, name) : '',
        options: (picklists?.[name]?.values ?? []).map((entry) => ({ label: entry.label, value: entry.value })),
        target: info?.referenceToInfos?.[0]?.apiName,
        accountId: draft.AccountId ?? record.fields.AccountId?.value ?? null,
        accountName: relatedLabel(record, objectInfo, 'AccountId'),
        required,
        help: info?.inlineHelpText ?? '',
        message,
        lockedText: editable ? '' : format(info ? whoCanEdit(name) : labels.noFieldRead, label)
    };
}

/**
 * Fields of the playbook come with a permission set of their own; the rest is the organisation's.
 * @param {string} name
 * @returns {string} label
 */
function whoCanEdit(name) {
    return /^Handrail_/.test(name) ? labels.noPlaybookFieldEdit : labels.noFieldEdit;
}

/**
 * @param {number} scale digits after the point
 * @returns {string}
 */
function stepOf(scale) {
    return scale > 0 ? (10 ** -scale).toFixed(scale) : '1';
}

/**
 * @param {import('c/handrailPlaybook').RecordValues} entries as they are now
 * @param {Record<string, unknown>} sent as they were when the save went out
 * @returns {import('c/handrailPlaybook').RecordValues} those that the save did not carry
 */
export function typedSince(entries, sent) {
    return Object.fromEntries(Object.entries(entries).filter(([name, value]) => !(name in sent) || sent[name] !== value));
}
