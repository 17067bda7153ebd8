/** `lightning/uiObjectInfoApi`. What an org says of its objects is asked once per page. */
import { call } from 'preview/api';
import { makeAdapter } from 'preview/wire';

const answers = new Map();

function once(path) {
    if (!answers.has(path)) {
        // A failure is asked again.
        answers.set(path, call('GET', path).catch((error) => { answers.delete(path); throw error; }));
    }
    return answers.get(path);
}

const nameOf = (object) => (typeof object === 'string' ? object : object.objectApiName);
const infoPath = (object) => `/ui-api/object-info/${encodeURIComponent(nameOf(object))}`;
const answer = (path, pick = (data) => data) => once(path).then((data) => ({ data: pick(data), error: undefined }));

export const getObjectInfo = makeAdapter({
    isComplete: ({ objectApiName }) => Boolean(objectApiName),
    load: ({ objectApiName }) => answer(infoPath(objectApiName))
});

export const getPicklistValuesByRecordType = makeAdapter({
    isComplete: ({ objectApiName, recordTypeId }) => Boolean(objectApiName && recordTypeId),
    load: ({ objectApiName, recordTypeId }) => answer(`${infoPath(objectApiName)}/picklist-values/${recordTypeId}`)
});

export const getPicklistValues = makeAdapter({
    isComplete: ({ fieldApiName, recordTypeId }) => Boolean(fieldApiName && recordTypeId),
    load: ({ fieldApiName, recordTypeId }) => {
        const [objectName, field] = typeof fieldApiName === 'string' ? fieldApiName.split('.') : [fieldApiName.objectApiName, fieldApiName.fieldApiName];
        return answer(`${infoPath(objectName)}/picklist-values/${recordTypeId}/${field}`);
    }
});
