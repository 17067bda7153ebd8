/** `lightning/uiRecordApi`: reading and writing records through the org's UI API. */
import { call } from 'preview/api';
import { hide, readAgain, show } from 'preview/records';

const qualified = (field) => (typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`);
const names = (fields) => (fields ? [].concat(fields).map(qualified) : []);

/** Wire adapter; `fields` must be readable, `optionalFields` may be. Layouts are not known here. */
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
        const { recordId, fields, optionalFields } = this.config ?? {};
        if (!this.connected || !recordId || !(fields || optionalFields)) {
            return;
        }
        const viewer = {
            fields: names(fields),
            optional: names(optionalFields),
            emit: (value) => this.viewer === viewer && this.emit(value)
        };
        this.viewer = viewer;
        this.recordId = recordId;
        show(recordId, viewer);
    }
}

/**
 * @param {{ fields: Record<string, unknown> }} input with `Id` among the fields
 * @returns {Promise<any>} the record as saved
 */
export async function updateRecord({ fields }) {
    const { Id, ...changes } = fields;
    const record = await call('PATCH', `/ui-api/records/${encodeURIComponent(Id)}`, { fields: changes });
    await readAgain(Id);
    return record;
}

/** @param {{ apiName: string, fields: Record<string, unknown> }} input */
export const createRecord = (input) => call('POST', '/ui-api/records', input);

/** @param {string} recordId */
export async function deleteRecord(recordId) {
    await call('DELETE', `/ui-api/records/${encodeURIComponent(recordId)}`);
    await readAgain(recordId);
}

/** @param {{ recordId: string }[]} items records that changed elsewhere */
export async function notifyRecordUpdateAvailable(items) {
    await Promise.all(items.map(({ recordId }) => readAgain(recordId)));
}

const walk = (record, field) => {
    const path = qualified(field).split('.').slice(1);
    const parent = path.slice(0, -1).reduce((value, name) => value?.fields?.[name]?.value, record);
    return parent?.fields?.[path.at(-1)];
};
export const getFieldValue = (record, field) => walk(record, field)?.value;
export const getFieldDisplayValue = (record, field) => walk(record, field)?.displayValue;
