/**
 * The one place that knows the shapes in which Salesforce reports an error to a component. A message is
 * `{ text, code, field, fieldLabel }`: `code` is the `[CODE]` that opens a playbook's message and is not repeated in
 * the text; `field` is an API name, null when the message belongs to the record.
 */

/** @typedef {{ text: string, code: string | null, field: string | null, fieldLabel: string | null }} Message */

const CODE = /^\s*\[([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\]\s*/;

/** The record is not shared for writing, or locked by an approval. */
const NO_ACCESS = /^(INSUFFICIENT_ACCESS|ENTITY_IS_LOCKED)/;

/** What a proxy or a lost connection leaves us with. */
const UNKNOWN = 'no details';

/**
 * All messages of an error, in the server's order, none twice.
 * @param {any} error what a wire or a promise of Lightning Data Service delivers
 * @returns {Message[]}
 */
export function readErrors(error) {
    const found = [].concat(error ?? []).flatMap(messagesOf);
    /** @type {Set<string>} */
    const seen = new Set();
    return found.filter(({ text, code, field }) => {
        const key = JSON.stringify([text, code, field]);
        return !seen.has(key) && seen.add(key);
    });
}

/**
 * The error in one sentence, for a place that has room for no more.
 * @param {any} error
 * @returns {string}
 */
export function firstMessage(error) {
    return readErrors(error)[0]?.text ?? UNKNOWN;
}

/**
 * @param {any} error
 * @returns {Message[]}
 */
function messagesOf(error) {
    const body = error?.body;
    if (Array.isArray(body)) {
        // UI API reads: a list of REST errors.
        return body.map((entry) => message(entry));
    }
    if (body && typeof body === 'object') {
        const detailed = [...detailsOf(body.output), ...detailsOf(body)];
        return detailed.length > 0 ? detailed : [message(body)];
    }
    if (Array.isArray(error?.errors)) {
        // GraphQL: the errors of the answer.
        return error.errors.map((entry) => message(entry));
    }
    return [message(error)];
}

/**
 * "Error with output" of UI API saves: errors of fields, of the record, and of the page.
 * @param {any} source
 * @returns {Message[]}
 */
function detailsOf(source) {
    const byField = Object.entries(source?.fieldErrors ?? {}).flatMap(([name, entries]) =>
        [].concat(entries ?? []).map((entry) => message(entry, entry?.field || name))
    );
    return [...byField, ...[...(source?.errors ?? []), ...(source?.pageErrors ?? [])].map((entry) => message(entry))];
}

/**
 * @param {any} entry
 * @param {string | null} [field]
 * @returns {Message}
 */
function message(entry, field = entry?.field || entry?.fields?.[0] || null) {
    const full = String((typeof entry === 'string' ? entry : entry?.message) || UNKNOWN);
    const code = CODE.exec(full);
    return { text: withoutCode(full), code: code ? code[1] : null, field, fieldLabel: entry?.fieldLabel || null };
}

/**
 * @param {string} text
 * @returns {string} without the `[CODE]` that opens a playbook's message
 */
export function withoutCode(text) {
    return text.replace(CODE, '');
}

/**
 * Whether the user may not change the record at all, whatever the entries are.
 * @param {any} error
 * @returns {boolean}
 */
export function isAccessDenied(error) {
    const { body } = error ?? {};
    const entries = Array.isArray(body) ? body : [body, ...(body?.output?.errors ?? []), ...(body?.pageErrors ?? [])];
    return entries.some((entry) => NO_ACCESS.test(String(entry?.errorCode ?? entry?.statusCode ?? '')));
}
