/** What the services of a page answer about a record of the playbook. */
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { objects } from 'c/handrailPlaybook';

const TYPES = { Lookup: 'Reference', Text: 'String', Number: 'Double', Checkbox: 'Boolean' };

/** Wires, renderings and promises of one action. */
export async function settle(turns = 8) {
    if (turns > 0) {
        await Promise.resolve();
        await settle(turns - 1);
    }
}

/**
 * @param {string} object
 * @param {boolean} [updateable]
 */
export async function answerObjectInfo(object, updateable = true) {
    const fields = Object.fromEntries(
        Object.values(objects[object].fields).map(({ apiName, label, type, help, readOnly }) => [
            apiName,
            { apiName, label, dataType: TYPES[type] ?? type, updateable: !readOnly, inlineHelpText: help, length: 255, scale: 0, relationshipName: null, referenceToInfos: [] }
        ])
    );
    getObjectInfo.emit({ apiName: object, updateable, defaultRecordTypeId: '012000000000000AAA', fields }, (config) => config.objectApiName === object);
    await settle();
}

/**
 * @param {string} object
 * @param {string} id
 * @param {Record<string, unknown>} values undefined hides a field; what is not named is blank
 */
export async function answerRecord(object, id, values) {
    const all = { ...Object.fromEntries(Object.keys(objects[object]?.fields ?? {}).map((name) => [name, null])), ...values };
    const fields = Object.fromEntries(
        Object.entries(all)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, { value, displayValue: null }])
    );
    getRecord.emit({ apiName: object, id, recordTypeId: null, fields }, (config) => config.recordId === id);
    await settle();
}

/**
 * @param {string} object
 * @param {Record<string, string>} [translations] labels of values that are not called as they are written
 */
export async function answerPicklists(object, translations = {}) {
    const lists = Object.values(objects[object].fields).filter(({ values }) => values);
    getPicklistValuesByRecordType.emit({ picklistFieldValues: Object.fromEntries(lists.map(({ apiName, values }) => [apiName, { values: values.map((value) => ({ label: translations[value] ?? value, value })) }])) });
    await settle();
}

/** @param {{ message: string }} body */
export async function failRecord(body) {
    getRecord.error(body);
    await settle();
}

/** A fixed time, with everything that promises need left alone. */
export const CLOCK = { doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'performance', 'requestAnimationFrame', 'setTimeout'] };

export const part = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);

export async function press(element, id) {
    part(element, id).click();
    await settle();
}

/** The part of a card that asks what a change asks for. */
export const changeOf = (element) => element.shadowRoot.querySelector('c-handrail-change');
export const rowsOf = (element) => [...changeOf(element).shadowRoot.querySelectorAll('c-handrail-criterion')].map(({ row }) => row);

export async function type(element, name, value) {
    changeOf(element).shadowRoot.querySelector('ul').dispatchEvent(new CustomEvent('fieldchange', { detail: { name, value }, bubbles: true, composed: true }));
    await settle();
}

export const submit = (element) => part(changeOf(element), 'submit');
