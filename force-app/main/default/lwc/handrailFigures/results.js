/** A synced metric record as a number with what it says of itself. Pure. */

/** @typedef {'ok' | 'undefined' | 'immature' | 'low_n' | 'partial_access' | 'stale'} State */
/** @typedef {{ id: string, label: string, unit: string, value: number | null, state: State, reason: string | null, numerator: number | null, denominator: number | null, also?: readonly State[] }} Variant */
/**
 * @typedef {object} Result
 * @property {string} id of the synced record
 * @property {string} metric
 * @property {string} label
 * @property {Readonly<Record<string, string>>} slice dimension to value; empty for the whole
 * @property {string} sliceText as stored: `segment=SMB;owner=Rosa Rep`
 * @property {'now' | 'trend' | ''} series now: the number of its own period; trend: one of its last closed periods
 * @property {string | null} from ISO date, counts; null for all time
 * @property {string} to ISO date, the first day that no longer counts
 * @property {number | null} value
 * @property {string} unit
 * @property {State} state the first that holds
 * @property {readonly State[]} also those that hold beside it
 * @property {string} reason
 * @property {number | null} numerator
 * @property {number | null} denominator
 * @property {number} n
 * @property {string} version
 * @property {readonly Variant[]} variants
 * @property {Readonly<Record<string, number | null>> | null} parts
 * @property {string} asOf ISO date-time
 * @property {string} day ISO date of that moment by the clocks of the org
 */

/**
 * @param {any} data answer of a query for metric results; fields that it does not ask for are blank
 * @returns {{ results: Result[], next: string | null }} next: where the following batch begins
 */
export function resultsIn(data) {
    const found = data?.uiapi?.query?.Handrail_Metric__c;
    const { hasNextPage, endCursor } = found?.pageInfo ?? {};
    return { results: (found?.edges ?? []).map(({ node }) => resultOf(node)), next: hasNextPage ? endCursor : null };
}

/**
 * Whether too few records are behind a number, whatever else holds: a rate that is also out of date is no better for it.
 * @param {{ state: string, also?: readonly string[] } | null | undefined} number
 */
export function isTooFew(number) {
    return Boolean(number) && (number.state === 'low_n' || (number.also ?? []).includes('low_n'));
}

function resultOf(node) {
    const text = (name) => node[name]?.value ?? '';
    const number = (name) => (typeof node[name]?.value === 'number' ? node[name].value : null);
    return {
        id: node.Id,
        metric: text('Metric__c'),
        label: text('Label__c') || text('Metric__c'),
        slice: sliceOf(text('Slice__c')),
        sliceText: text('Slice__c'),
        series: text('Series__c'),
        from: node.Period_From__c?.value ?? null,
        to: text('Period_To__c'),
        value: number('Value__c'),
        unit: text('Unit__c'),
        state: text('State__c') || 'undefined',
        also: text('Also__c').split(';').filter(Boolean),
        reason: text('Reason__c'),
        numerator: number('Numerator__c'),
        denominator: number('Denominator__c'),
        n: number('N__c') ?? 0,
        version: text('Definition_Version__c'),
        variants: jsonOf(text('Variants__c')) ?? [],
        parts: partsIn(text('Parts__c')),
        asOf: text('As_Of__c'),
        // A number that was synced before the day was kept has that of UTC.
        day: text('As_Of_Day__c') || text('As_Of__c').slice(0, 10)
    };
}

function sliceOf(text) {
    return Object.fromEntries(
        text
            .split(';')
            .filter((part) => part.includes('='))
            .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)])
    );
}

function partsIn(text) {
    const parts = jsonOf(text);
    return typeof parts === 'object' ? parts : null;
}

/**
 * Long text may have been cut by somebody; what cannot be read is not there.
 * @param {string} text
 * @returns {any} null where it cannot be read
 */
export function jsonOf(text) {
    try {
        return text ? JSON.parse(text) : null;
    } catch {
        return null;
    }
}
