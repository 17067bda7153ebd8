import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { graphql } from 'lightning/graphql';
import { answerRows } from 'test/answers';
import { deep, deepAll, row } from 'test/numbers';
import { settle } from 'test/page';
import HandrailOwnerless from 'c/handrailOwnerless';

registerSa11yMatcher();

const kind = (name, value, amount) => row('no_mans_land', { Slice: `kind=${name}`, Period_From: null, Unit: 'count', Value: value, Variants: [{ id: 'amount', label: 'Amount', unit: 'currency', value: amount, state: 'ok' }] });

async function draw() {
    const element = createElement('c-handrail-ownerless', { is: HandrailOwnerless });
    document.body.appendChild(element);
    await settle();
    return element;
}

afterEach(() => document.body.replaceChildren());

const told = (element) => deepAll(element.shadowRoot, '[data-kind]').map((each) => [each.dataset.kind, each.querySelector('[data-id="count"]').textContent, each.querySelector('.hr-money').textContent]);

it('says how many of each kind nobody owns, and what is at stake; none is zero', async () => {
    const element = await draw();
    await answerRows('handrailMetrics', 'Handrail_Metric__c', [row('no_mans_land', { Period_From: null, Unit: 'count', Value: 70 }), kind('N7 open deal of nobody', 3, 84000), kind('N8 customer without CSM', 67, 0), kind('N1 lead in a queue', 31, 0)]);
    expect(told(element)).toEqual([['N7', '3', '$84K'], ['N8', '67', ''], ['N9', '0', '']]);
    expect(deep(element, '[data-kind="N9"] button')).toBeNull();
    await expect(element).toBeAccessible();
});

it('leads to the records', async () => {
    const element = await draw();
    await answerRows('handrailMetrics', 'Handrail_Metric__c', [row('no_mans_land', { Period_From: null, Unit: 'count', Value: 3 }), kind('N7 open deal of nobody', 3, 84000)]);
    deep(element, '[data-kind="N7"] button').click();
    await settle();
    expect(deep(element, 'c-metric-detail').result.slice.kind).toBe('N7 open deal of nobody');
    expect(deep(element, 'c-metric-detail').startsWithRecords).toBe(true);
});

it.each([
    ['nothing was synced', () => answerRows('handrailMetrics', 'Handrail_Metric__c', [])],
    ['the viewer may not see numbers', async () => { graphql.answer('handrailMetrics', { errors: [{ message: "Field 'Handrail_Metric__c' in type 'RecordQuery' is undefined" }] }); await settle(); }]
])('takes no room while %s', async (_, answer) => {
    const element = await draw();
    await answer();
    expect(element.shadowRoot.children).toHaveLength(0);
});
