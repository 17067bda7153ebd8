/** `lightning/uiObjectInfoApi`. What an org says of its objects is asked once per page. */
import { answer, nameOf } from 'preview/metadata';
import { makeAdapter } from 'preview/wire';

const infoPath = (object) => `/ui-api/object-info/${encodeURIComponent(nameOf(object))}`;

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
