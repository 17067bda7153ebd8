/**
 * The records of the page, shared by all wires: every component that shows a record shows the same one. Questions for
 * the same record in one turn become one request; a save reads the record again for all who show it.
 */
import { call, frozen } from 'preview/api';

/** @typedef {{ fields: string[], optional: string[], layouts: string[], emit: (value: any) => void }} Viewer */

/** @type {Map<string, { viewers: Set<Viewer>, pending: Promise<void> | null }>} */
const records = new Map();

/** Told of the id that was saved or deleted; null: anything may have changed. @type {Set<(id: string | null) => void>} */
const listeners = new Set();

/** @param {(id: string | null) => void} listener for as long as the page lives */
export function onChange(listener) {
    listeners.add(listener);
}

const entryOf = (id) => {
    if (!records.has(id)) {
        records.set(id, { viewers: new Set(), pending: null });
    }
    return records.get(id);
};

/**
 * @param {string} id
 * @param {Viewer} viewer told of the record now and after every change
 */
export function show(id, viewer) {
    entryOf(id).viewers.add(viewer);
    return readAgain(id);
}

/**
 * @param {string} id
 * @param {Viewer} viewer
 */
export function hide(id, viewer) {
    entryOf(id).viewers.delete(viewer);
}

/**
 * @param {string} id
 * @returns {Promise<void>} settled when every viewer has been told
 */
function readAgain(id) {
    const entry = entryOf(id);
    // One turn later, so that all wires of a page that starts are asked for at once.
    entry.pending ??= Promise.resolve().then(() => {
        entry.pending = null;
        return read(id, [...entry.viewers]);
    });
    return entry.pending;
}

/**
 * A record was saved or deleted.
 * @param {string} id
 * @returns {Promise<void>} settled when every viewer of the record has been told
 */
export function changed(id) {
    listeners.forEach((listener) => listener(id));
    return readAgain(id);
}

/** @returns {Promise<void[]>} */
export function readAllAgain() {
    listeners.forEach((listener) => listener(null));
    return Promise.all([...records.keys()].map(readAgain));
}

async function read(id, viewers) {
    if (viewers.length === 0) {
        return;
    }
    const union = (property) => [...new Set(viewers.flatMap((viewer) => viewer[property]))].sort();
    const parameters = new URLSearchParams(Object.entries({ fields: union('fields'), optionalFields: union('optional'), layoutTypes: union('layouts') }).filter(([, names]) => names.length > 0).map(([name, names]) => [name, names.join(',')]));
    let record;
    try {
        record = await call('GET', `/ui-api/records/${encodeURIComponent(id)}?${parameters}`);
    } catch (error) {
        viewers.forEach((viewer) => viewer.emit({ data: undefined, error }));
        return;
    }
    viewers.forEach((viewer) => viewer.emit({ data: frozen(viewer.layouts.length > 0 ? record : only(record, [...viewer.fields, ...viewer.optional])), error: undefined }));
}

/** The record with the fields one viewer asked for: nobody sees what another component happened to ask. */
function only(record, qualified) {
    const names = new Set(qualified.map((name) => name.split('.')[1]));
    return { ...record, fields: Object.fromEntries(Object.entries(record.fields).filter(([name]) => names.has(name))) };
}
