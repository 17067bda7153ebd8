/**
 * What the org said against a save, all of it.
 * @param {any} error as `updateRecord` rejects with
 * @returns {string[]} at least one
 */
export function refusals({ body }) {
    const { errors = [], fieldErrors = {} } = body?.output ?? {};
    const messages = [...Object.values(fieldErrors).flat(), ...errors].map((error) => error.message);
    return messages.length > 0 ? messages : [body?.message || 'Not saved.'];
}
