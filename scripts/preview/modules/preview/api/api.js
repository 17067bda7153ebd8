/** Requests to the org, in the name of the user who views the page. Errors have the shape of LDS's FetchResponse. */

const { apiVersion, token } = globalThis.handrailPage;
const ROOT = `/services/data/v${apiVersion}`;

/**
 * @param {string} method
 * @param {string} path behind the version, such as `/ui-api/records/006…`
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>}
 */
export async function call(method, path, body, headers = {}) {
    const response = await fetch(ROOT + path, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
        body: body === undefined ? undefined : JSON.stringify(body)
    }).catch((error) => {
        throw failure(0, '', { message: `The org does not answer: ${error.message}` });
    });
    const text = await response.text();
    const answer = text === '' ? null : parse(text);
    if (!response.ok) {
        throw failure(response.status, response.statusText, answer);
    }
    return frozen(answer);
}

function parse(text) {
    try {
        return JSON.parse(text);
    } catch {
        return { message: text.slice(0, 200) };
    }
}

const failure = (status, statusText, body) => frozen({ status, statusText, ok: false, errorType: 'fetchResponse', body });

/** What this page does not do, in the shape of an answer of the org. @param {string} what */
export const unsupported = (what) => failure(501, 'Not Implemented', { errorCode: 'UNSUPPORTED_BY_PREVIEW', message: `unsupported: this page has no ${what}.` });

/** What Lightning Data Service gives out cannot be changed; a component that tries fails here as there. */
export function frozen(value) {
    if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
        Object.freeze(value);
        Object.values(value).forEach(frozen);
    }
    return value;
}
