/** What an org says of itself, asked once per page: objects, picklists, related lists. */
import { call } from 'preview/api';

const answers = new Map();

/**
 * @param {string} path behind the version
 * @returns {Promise<any>}
 */
function once(path) {
    if (!answers.has(path)) {
        // A failure is asked again.
        answers.set(path, call('GET', path).catch((error) => { answers.delete(path); throw error; }));
    }
    return answers.get(path);
}

/**
 * As a wire emits it.
 * @param {string} path
 */
export const answer = (path) => once(path).then((data) => ({ data, error: undefined }));

/**
 * API name of an object, whether it was imported from `@salesforce/schema` or written out.
 * @param {string | { objectApiName: string }} object
 */
export const nameOf = (object) => (typeof object === 'string' ? object : object.objectApiName);

/**
 * `Account.Name` of a field, whether it was imported from `@salesforce/schema` or written out.
 * @param {string | { objectApiName: string, fieldApiName: string }} field
 */
export const qualified = (field) => (typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`);

/** @param {any} fields one or several @returns {string[]} */
export const names = (fields) => (fields ? [].concat(fields).map(qualified) : []);
