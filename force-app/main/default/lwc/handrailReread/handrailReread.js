/**
 * Asks the org again over a wire of lightning/graphql: by the refresh that it gave, or, where the request failed before it gave one,
 * by withdrawing the question and putting it anew. Without that, a page that was told to try again would load for ever.
 * @param {any} component
 * @param {string} property of the component, without which the wire asks nothing
 * @param {undefined | (() => Promise<unknown>)} refresh
 */
export async function askAgain(component, property, refresh) {
    if (refresh) {
        await refresh();
        return;
    }
    const asked = component[property];
    if (asked) {
        component[property] = undefined;
        // The wire has to see in between that nothing is asked.
        await Promise.resolve();
        component[property] = asked;
    }
}
