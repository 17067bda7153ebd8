/**
 * The one place that knows the shapes in which Salesforce reports an error to a component. A message is
 * `{ text, code, field, fieldLabel }`: `code` is the `[CODE]` that opens a playbook's message and is not repeated in
 * the text; `field` is an API name, null when the message belongs to the record.
 */
import { labels } from 'c/handrailLabels';

/** @typedef {{ text: string, code: string | null, field: string | null, fieldLabel: string | null }} Message */

const CODE = /^\s*\[([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\]\s*/;

/** The record is not shared for writing, or locked by an approval. A record that it points at may be out of reach without that. */
const NO_ACCESS = /^(INSUFFICIENT_ACCESS(?!_ON_CROSS_REFERENCE)|ENTITY_IS_LOCKED)/;

/** What browsers and Lightning say when a request never came back. */
const NEVER_CAME_BACK = /Failed to fetch|NetworkError when|^Load failed|Disconnected or Canceled/i;

/** A page of a proxy, where an answer was expected. */
const MARKUP = /^\s*<(!doctype|html)/i;

/**
 * All messages of an error, in the server's order, none twice.
 * @param {any} error what a wire or a promise of Lightning Data Service delivers
 * @returns {Message[]}
 */
export function readErrors(error) {
    const failure = failureOf(error);
    if (failure) {
        return [{ text: failure === 'session' ? labels.sessionOver : labels.noAnswer, code: null, field: null, fieldLabel: null }];
    }
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
    return readErrors(error)[0]?.text ?? labels.noAnswer;
}

/**
 * Whether nobody decided on the request: the login has ended, or no answer came that says anything.
 * @param {any} error
 * @returns {'session' | 'unanswered' | null} null when Salesforce answered, also when it refused
 */
export function failureOf(error) {
    const entries = [].concat(error ?? []).flatMap((each) => [each].concat(each?.body ?? [], each?.errors ?? []));
    if (error?.status === 401 || entries.some((entry) => entry?.errorCode === 'INVALID_SESSION_ID')) {
        return 'session';
    }
    const never = error?.status === 0 || entries.some((entry) => NEVER_CAME_BACK.test(String(entry?.message ?? '')));
    return never || (error && !saysSomething(error)) ? 'unanswered' : null;
}

/**
 * @param {any} error
 * @returns {boolean} whether there is a sentence in it for a person
 */
function saysSomething(error) {
    const found = [].concat(error).flatMap(messagesOf);
    return found.some(({ text }) => text !== '' && !MARKUP.test(text));
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
    const full = String((typeof entry === 'string' ? entry : entry?.message) || '');
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
