/** Entries that outlive a reload of the page, in this tab only. A browser that refuses to store loses them, as it would without. */

const keyOf = (recordId) => `handrail-entries-${recordId}`;

/**
 * @param {string} recordId
 * @param {import('c/handrailPlaybook').RecordValues} entries
 */
export function keepEntries(recordId, entries) {
    try {
        window.sessionStorage.setItem(keyOf(recordId), JSON.stringify(entries));
    } catch {
        // Storage is switched off or full.
    }
}

/**
 * Gives what was kept, once.
 * @param {string} recordId
 * @returns {import('c/handrailPlaybook').RecordValues}
 */
export function takeEntries(recordId) {
    try {
        const kept = JSON.parse(window.sessionStorage.getItem(keyOf(recordId)) ?? '{}');
        window.sessionStorage.removeItem(keyOf(recordId));
        return kept !== null && typeof kept === 'object' && !Array.isArray(kept) ? kept : {};
    } catch {
        return {};
    }
}

/**
 * Forgets what was kept: it is saved.
 * @param {string} recordId
 */
export function dropEntries(recordId) {
    takeEntries(recordId);
}

/** Loads the page anew, with the modules that are deployed now. */
export function reloadPage() {
    window.location.reload();
}
