/**
 * `lightning/uiRelatedListApi`. What a list shows is asked once per page; its records are read again when one of them is saved or deleted
 * here, and all lists with a RefreshEvent. A new record shows with the RefreshEvent only, as on the platform.
 */
import { call, unsupported } from 'preview/api';
import { answer, nameOf, names } from 'preview/metadata';
import { onChange } from 'preview/records';
import { makeAdapter } from 'preview/wire';

/** Wires on the page that show records or count them. */
const live = new Set();

onChange((id) => live.forEach((wire) => (id === null || wire.shown?.has(id)) && wire.refresh()));

/** An adapter whose instances are read again when what they show has changed. */
const following = (adapter) =>
    class extends makeAdapter(adapter) {
        connect() {
            live.add(this);
            super.connect();
        }

        disconnect() {
            live.delete(this);
            super.disconnect();
        }
    };

const part = (parts) => [].concat(parts).map(encodeURIComponent).join(',');
const withRecordType = (path, recordTypeId) => (recordTypeId ? `${path}?recordTypeId=${encodeURIComponent(recordTypeId)}` : path);
const idsOf = ({ records }) => records.map(({ id }) => id);

/** The properties of a list that the org is asked with; the component's names of fields become text. */
const parametersOf = ({ fields, optionalFields, sortBy, pageSize, pageToken, where }) => ({ fields: names(fields), optionalFields: names(optionalFields), sortBy: names(sortBy), pageSize, pageToken, where });

export const getRelatedListsInfo = makeAdapter({
    isComplete: ({ parentObjectApiName }) => Boolean(parentObjectApiName),
    load: ({ parentObjectApiName, recordTypeId }) => answer(withRecordType(`/ui-api/related-list-info/${part(nameOf(parentObjectApiName))}`, recordTypeId))
});

export const getRelatedListInfo = makeAdapter({
    isComplete: ({ parentObjectApiName, relatedListId }) => Boolean(parentObjectApiName && relatedListId),
    load: async ({ parentObjectApiName, relatedListId, recordTypeId, ...others }) => {
        const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
        if (other) {
            throw unsupported(`getRelatedListInfo with ${other}`);
        }
        return answer(withRecordType(`/ui-api/related-list-info/${part(nameOf(parentObjectApiName))}/${part(relatedListId)}`, recordTypeId));
    }
});

export const getRelatedListInfoBatch = makeAdapter({
    isComplete: ({ parentObjectApiName, relatedListNames }) => Boolean(parentObjectApiName && relatedListNames?.length),
    load: ({ parentObjectApiName, relatedListNames, recordTypeId }) => answer(withRecordType(`/ui-api/related-list-info/batch/${part(nameOf(parentObjectApiName))}/${part(relatedListNames)}`, recordTypeId))
});

export const getRelatedListRecords = following({
    isComplete: ({ parentRecordId, relatedListId }) => Boolean(parentRecordId && relatedListId),
    load: async ({ parentRecordId, relatedListId, ...parameters }, wire) => {
        const data = await call('POST', `/ui-api/related-list-records/${part(parentRecordId)}/${part(relatedListId)}`, parametersOf(parameters));
        wire.shown = new Set(idsOf(data));
        return { data, error: undefined };
    }
});

export const getRelatedListRecordsBatch = following({
    isComplete: ({ parentRecordId, relatedListParameters }) => Boolean(parentRecordId && relatedListParameters?.length),
    load: async ({ parentRecordId, relatedListParameters }, wire) => {
        const lists = relatedListParameters.map(({ relatedListId, ...parameters }) => ({ relatedListId, ...parametersOf(parameters) }));
        const data = await call('POST', `/ui-api/related-list-records/batch/${part(parentRecordId)}`, { relatedListParameters: lists });
        wire.shown = new Set(data.results.filter(({ statusCode }) => statusCode === 200).flatMap(({ result }) => idsOf(result)));
        return { data, error: undefined };
    }
});

export const getRelatedListCount = following({
    isComplete: ({ parentRecordId, relatedListId }) => Boolean(parentRecordId && relatedListId),
    load: async ({ parentRecordId, relatedListId, maxCount }) => {
        const most = maxCount === undefined ? '' : `?maxCount=${encodeURIComponent(maxCount)}`;
        return { data: await call('GET', `/ui-api/related-list-count/${part(parentRecordId)}/${part(relatedListId)}${most}`), error: undefined };
    }
});
