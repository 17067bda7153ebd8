/** `lightning/uiRecordApi`: reading and writing records through the org's UI API. */
import { call } from 'preview/api';
import { names, qualified } from 'preview/metadata';
import { changed, hide, show } from 'preview/records';

/** Wire adapter; `fields` must be readable, `optionalFields` may be; `layoutTypes` adds the fields of the record's page. */
export class getRecord {
    constructor(emit) {
        this.emit = emit;
        this.viewer = null;
        emit({ data: undefined, error: undefined });
    }

    connect() {
        this.connected = true;
        this.follow();
    }

    disconnect() {
        this.connected = false;
        this.leave();
    }

    update(config) {
        this.config = config;
        this.follow();
    }

    leave() {
        if (this.viewer) {
            hide(this.recordId, this.viewer);
            this.viewer = null;
        }
    }

    follow() {
        this.leave();
        const { recordId, fields, optionalFields, layoutTypes } = this.config ?? {};
        if (!this.connected || !recordId || !(fields || optionalFields || layoutTypes)) {
            return;
        }
        const viewer = {
            fields: names(fields),
            optional: names(optionalFields),
            layouts: names(layoutTypes),
            emit: (value) => this.viewer === viewer && this.emit(value)
        };
        this.viewer = viewer;
        this.recordId = recordId;
        show(recordId, viewer);
    }
}

/**
 * @param {{ fields: Record<string, unknown> }} input with `Id` among the fields
 * @param {{ ifUnmodifiedSince?: string }} [options] fails when the record was saved after that date
 * @returns {Promise<any>} the record as saved
 */
export async function updateRecord({ fields }, { ifUnmodifiedSince } = {}) {
    const { Id, ...changes } = fields;
    const headers = ifUnmodifiedSince ? { 'If-Unmodified-Since': ifUnmodifiedSince } : {};
    const record = await call('PATCH', `/ui-api/records/${encodeURIComponent(Id)}`, { fields: changes }, headers);
    await changed(Id);
    return record;
}

/** @param {{ apiName: string, fields: Record<string, unknown> }} input */
export const createRecord = (input) => call('POST', '/ui-api/records', input);

/** @param {string} recordId */
export async function deleteRecord(recordId) {
    await call('DELETE', `/ui-api/records/${encodeURIComponent(recordId)}`);
    await changed(recordId);
}

/** @param {{ recordId: string }[]} items records that changed elsewhere */
export async function notifyRecordUpdateAvailable(items) {
    await Promise.all(items.map(({ recordId }) => changed(recordId)));
}

const walk = (record, field) => {
    const path = qualified(field).split('.').slice(1);
    const parent = path.slice(0, -1).reduce((value, name) => value?.fields?.[name]?.value, record);
    return parent?.fields?.[path.at(-1)];
};
export const getFieldValue = (record, field) => walk(record, field)?.value;
export const getFieldDisplayValue = (record, field) => walk(record, field)?.displayValue;
