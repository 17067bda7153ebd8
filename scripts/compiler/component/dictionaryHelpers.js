/** What most metrics have in common is said once: Salesforce limits the size of this file. */
const USUAL = {
    means: null, expression: null, figures: {}, counts: '', shownFrom: null, target: { low: null, high: null }, variants: [], slices: [], splitBy: null, minN: 10, matures: null, matureShare: null,
    inputs: [], notBefore: null, every: [], reviewBy: null
};

/**
 * @param {any} given
 * @returns {MetricDefinition}
 */
function metric(given) {
    const variants = (given.variants ?? []).map((/** @type {any} */ variant) => ({ unit: given.unit, usedIn: null, ...variant }));
    return { ...USUAL, ...given, variants };
}
