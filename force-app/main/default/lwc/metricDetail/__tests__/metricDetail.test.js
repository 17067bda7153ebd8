import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { resultsIn } from 'c/handrailNumbers';
import { answerRows, failQuery } from 'test/answers';
import { deep, deepAll, row, textOf } from 'test/numbers';
import { settle } from 'test/page';
import { graphql } from 'lightning/graphql';
import { navigated } from 'lightning/navigation';
import MetricDetail from 'c/metricDetail';

registerSa11yMatcher();
// axe looks at whole tables, which takes its time on a busy machine.
jest.setTimeout(60_000);

const parsed = (...rows) => resultsIn({ uiapi: { query: { Handrail_Metric__c: { edges: rows.map((each) => ({ node: Object.fromEntries(Object.entries(each).map(([name, value]) => [name, name === 'Id' ? value : { value }])) })) } } } }).results;

async function draw(rows, more = {}) {
    const results = parsed(...rows);
    const element = createElement('c-metric-detail', { is: MetricDetail });
    Object.assign(element, { result: results[0], results, ...more });
    document.body.appendChild(element);
    await settle();
    return element;
}

const COVERAGE = { Value: 3, Unit: 'ratio', Numerator: 510000, Denominator: 170000, Period_From: '2026-04-01', Period_To: '2026-07-01' };

afterEach(() => {
    document.body.replaceChildren();
    navigated.mockReset();
});

it('a dialog with its heading as name and the focus in it', async () => {
    const element = await draw([row('pipeline_coverage', COVERAGE)]);
    const dialog = deep(element, '[role="dialog"]');
    expect(deep(element, 'h2').id).toBe(dialog.getAttribute('aria-labelledby'));
    expect(element.shadowRoot.activeElement).toBe(deep(element, 'h2'));
    await expect(element).toBeAccessible();
});

it('the inputs of the sum, which recompute to the value', async () => {
    const element = await draw([row('pipeline_coverage', COVERAGE)]);
    const [numerator, denominator] = deepAll(element.shadowRoot, '[data-input] b').map(({ textContent }) => textContent);
    expect([numerator, denominator]).toEqual(['$510K', '$170K']);
    expect(510 / 170).toBe(3);
});

it('the parts of a formula, with its words', async () => {
    const element = await draw([row('cac_payback', { Value: 11.7, Unit: 'months', Parts: { spend: 3120000, new_arr: 4008000, margin: 0.8 } })]);
    expect(deepAll(element.shadowRoot, '[data-input]').map((each) => [each.dataset.input, each.querySelector('b').textContent])).toEqual([['spend', '$3.12M'], ['new_arr', '$4.01M'], ['margin', '0.8']]);
    expect(textOf(element, '[data-id="expression"]')).toBe('spend * 12 / (new arr * margin)');
});

it('other conventions, with where they are used', async () => {
    const variant = (id, value, state = 'ok') => ({ id, label: id, unit: 'ratio', value, state, reason: null, numerator: null, denominator: null });
    const element = await draw([row('pipeline_coverage', { ...COVERAGE, Variants: [variant('whole_quota', 0.75), variant('remaining_over_open', 0.33, 'low_n')] })]);
    const texts = deepAll(element.shadowRoot, '[data-variant]').map((each) => [each.dataset.variant, each.querySelector('b').textContent, each.lastElementChild.textContent]);
    expect(texts).toEqual([['whole_quota', 'c.handrailNumTimes', 'The rule of thumb of three times the quota'], ['remaining_over_open', '–', 'Salesforce Revenue Intelligence']]);
});

it('what it hangs on: fields with the criteria that answer for them, others, and gates', async () => {
    const lineage = { fields: [{ field: 'Opportunity.Amount', label: 'Opportunity: Amount', criteria: ['OPP-QUAL-04', 'OPP-NEED-02'] }, { field: 'Opportunity.IsDeleted', label: 'Opportunity.IsDeleted', criteria: [] }], gates: [{ object: 'Opportunity', criteria: 44 }] };
    const element = await draw([row('win_rate', { Value: 0.4 })]);
    expect(deep(element, '[data-id="lineage"]')).toBeNull();
    graphql.answer('handrailLineageOf', { data: { uiapi: { query: { Handrail_Metric__c: { edges: [{ node: { Id: 'a', Lineage__c: { value: JSON.stringify(lineage) } } }] } } } } });
    await settle();
    expect(deepAll(element.shadowRoot, '[data-field]').map((each) => [...each.children].map(({ textContent }) => textContent))).toEqual([['Opportunity: Amount', 'c.handrailMetricAskedBy']]);
    expect(deepAll(element.shadowRoot, '[data-gate]').length).toBe(1);
    expect(textOf(element, '[data-id="other-fields"]')).toBe('c.handrailMetricOtherFields');
    await expect(element).toBeAccessible();
});

it('text in the place of what it hangs on that is none is left out', async () => {
    const element = await draw([row('win_rate', { Value: 0.4 })]);
    graphql.answer('handrailLineageOf', { data: { uiapi: { query: { Handrail_Metric__c: { edges: [{ node: { Id: 'a', Lineage__c: { value: '{"fields":' } } }] } } } } });
    await settle();
    expect(deep(element, '[data-id="lineage"]')).toBeNull();
});

it('its course as a table, with what changed', async () => {
    const past = (from, to, value, more) => row('win_rate', { Series: 'trend', Period_From: from, Period_To: to, Value: value, ...more });
    const element = await draw([row('win_rate', { Value: 0.4 }), past('2025-10-01', '2026-01-01', 0.2), past('2025-07-01', '2025-10-01', 0.3, { State: 'low_n' }), past('2026-01-01', '2026-04-01', 0.25)]);
    const cells = deepAll(element.shadowRoot, '[data-id="history"] tbody tr').map((each) => [...each.querySelectorAll('td')].map(({ textContent }) => textContent.trim()));
    expect(cells.map(([value, change]) => [value, change])).toEqual([['–', ''], ['20.0%', ''], ['25.0%', 'c.handrailNumPoints']]);
});

it('a number that was never synced still has its definition', async () => {
    const element = await draw([], { metric: 'nrr' });
    expect([textOf(element, '[data-id="value"]'), textOf(element, '[data-id="means"]')]).toEqual(['–', 'ARR today of the customers of twelve months ago over their ARR then, both at the exchange rates of then.']);
    expect(deep(element, '[data-id="records"]')).toBeNull();
    await expect(element).toBeAccessible();
});

it('a metric that the playbook no longer has shows what was synced', async () => {
    const element = await draw([row('old_metric', { Value: 0.5, Label: 'Old metric' })]);
    expect(textOf(element, '[data-id="value"]')).toBe('50.0%');
});

describe('records', () => {
    const deal = (Id, Name, Amount) => ({ Id, Name, StageName: 'Negotiation/Review', Amount, Owner: { Name: { value: 'Rosa Rep' } } });
    const open = async (records) => {
        const element = await draw([row('pipeline_coverage', COVERAGE)], { startsWithRecords: true });
        await answerRows('handrailRecordsOf', 'Handrail_Metric__c', [{ Id: 'a', Records__c: records === null ? null : JSON.stringify(records) }]);
        return element;
    };

    it('the deals, the largest first, each a link', async () => {
        const element = await open({ object: 'Opportunity', ids: ['006000000000001AAA', '006000000000002AAA'], total: 2 });
        await answerRows('handrailDeals', 'Opportunity', [deal('006000000000001AAA', 'Small', 10), deal('006000000000002AAA', 'Large', 90000)]);
        const links = deepAll(element.shadowRoot, 'a[data-record]');
        expect(links.map(({ textContent }) => textContent)).toEqual(['Large', 'Small']);
        expect(links[0].getAttribute('href')).toBe('https://www.example.com');
        links[0].click();
        expect(navigated).toHaveBeenCalledWith(expect.objectContaining({ attributes: { recordId: '006000000000002AAA', objectApiName: 'Opportunity', actionName: 'view' } }), false);
        await expect(element).toBeAccessible();
    });

    it('of many the total is said, and they come by and by', async () => {
        const ids = Array.from({ length: 45 }, (_, index) => `0060000000000${String(index).padStart(2, '0')}AAA`);
        const element = await open({ object: 'Opportunity', ids, total: 1450 });
        await answerRows('handrailDeals', 'Opportunity', ids.map((id, index) => deal(id, `Deal ${index}`, index)));
        expect(textOf(element, '[data-id="count"]')).toBe('c.handrailNumRecordsOf');
        expect(deepAll(element.shadowRoot, 'a[data-record]')).toHaveLength(20);
        deep(element, '[data-id="more"]').click();
        await settle();
        expect(deepAll(element.shadowRoot, 'a[data-record]')).toHaveLength(40);
    });

    it('what a user may not see is counted', async () => {
        const element = await open({ object: 'Opportunity', ids: ['006000000000001AAA', '006000000000002AAA'], total: 2 });
        await answerRows('handrailDeals', 'Opportunity', [deal('006000000000001AAA', 'Small', 10)]);
        expect(textOf(element, '[data-id="hidden"]')).toBe('c.handrailNumRecordHiddenOne');
    });

    it('records of several objects are told apart by their ids', async () => {
        const element = await open({ object: null, ids: ['006000000000001AAA', '00Q000000000001AAA', 'a05000000000001AAA'], total: 3 });
        expect(deepAll(element.shadowRoot, 'c-handrail-record-rows').map(({ object }) => object)).toEqual(['Opportunity', 'Lead', '']);
        expect(deepAll(element.shadowRoot, 'a[data-record]').map(({ textContent }) => textContent)).toEqual(['a05000000000001AAA']);
    });

    it('none were synced', async () => {
        const element = await open(null);
        expect(textOf(element, '[data-id="none"]')).toBe('c.handrailNumRecordsNone');
    });

    it('a list that cannot be loaded says why', async () => {
        const element = await open({ object: 'Opportunity', ids: ['006000000000001AAA'], total: 1 });
        await failQuery('handrailDeals', 'Request limit exceeded');
        expect(deep(element, 'c-error-panel').error[0].message).toBe('Request limit exceeded');
    });
});
