/** Synced numbers as the org answers them. */
import { graphql } from 'lightning/graphql';
import { CurrentPageReference } from 'lightning/navigation';
import { answerRows } from 'test/answers';
import { settle } from 'test/page';

let last = 0;

/**
 * A metric result as a row; what is not named is the plainest.
 * @param {string} metric
 * @param {Record<string, unknown>} [values] field names without `__c`
 */
export function row(metric, values = {}) {
    last += 1;
    const { Variants, Parts, ...rest } = values;
    const all = {
        Metric: metric, Label: metric, Slice: null, Series: 'now', Period_From: '2025-06-01', Period_To: '2026-06-01', Value: null, Unit: 'percent', State: 'ok', Reason: null,
        Numerator: null, Denominator: null, N: 100, Definition_Version: `${metric}@1`, As_Of: '2026-06-01T10:00:00.000Z',
        ...rest, Variants: Variants ? JSON.stringify(Variants) : null, Parts: Parts ? JSON.stringify(Parts) : null
    };
    return { Id: `a00${String(last).padStart(12, '0')}AAA`, ...Object.fromEntries(Object.entries(all).map(([name, value]) => [`${name}__c`, value])) };
}

/** The numbers of a page, and the run that wrote them. */
export async function answerNumbers(rows, { asOf = '2026-06-01T10:00:00.000Z', status = 'Done', ...page } = {}) {
    await answerRows('handrailMetrics', 'Handrail_Metric__c', rows, page);
    await answerRun(asOf, status);
}

/** @param {string | null} asOf null: nothing was ever synced */
export async function answerRun(asOf, status = 'Done') {
    await answerRows('handrailLatestRun', 'Handrail_Sync_Run__c', asOf ? [{ Id: 'a01000000000001AAA', As_Of__c: asOf, Status__c: status, Playbook_Version__c: '2026.4.0' }] : []);
}

export async function failNumbers(message) {
    graphql.answer('handrailMetrics', { errors: [{ message }] });
    await answerRun('2026-06-01T10:00:00.000Z');
    await settle();
}

/** Where the page stands: a tab, with the choices of its address. */
export async function openPage(apiName, state = {}) {
    CurrentPageReference.emit({ type: 'standard__navItemPage', attributes: { apiName }, state });
    await settle();
}

/** All elements that match, through the shadow roots of our own components. */
export function deepAll(root, selector) {
    const own = [...root.querySelectorAll(selector)];
    const inside = [...root.querySelectorAll('*')].filter((element) => element.shadowRoot).flatMap((element) => deepAll(element.shadowRoot, selector));
    return [...own, ...inside];
}

export const deep = (element, selector) => deepAll(element.shadowRoot, selector)[0] ?? null;
export const textOf = (element, selector) => deep(element, selector)?.textContent.trim() ?? null;
