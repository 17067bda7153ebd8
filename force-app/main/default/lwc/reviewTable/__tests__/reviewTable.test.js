import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import { part, press, settle } from 'test/page';
import ReviewTable from 'c/reviewTable';

registerSa11yMatcher();

const label = (text) => ({ __esModule: true, default: text });
jest.mock('@salesforce/label/c.handrailReviewSavedRefused', () => label('{0} saved, {1} refused'), { virtual: true });
jest.mock('@salesforce/label/c.handrailReviewApply', () => label('Apply to {0}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailReviewShownOf', () => label('{0} of {1}'), { virtual: true });

const deal = (id, values = {}) => ({
    id, name: `Deal ${id}`, account: `Customer ${id}`, owner: 'Priya R.', ownerId: 'p', stage: 'Qualification', rank: 20, days: 5, maxDays: 21, amount: 1000, hasAmount: true, closeDate: '2026-12-18', pushes: 0, category: 'Pipeline', nextStep: '', nextDate: '',
    blockers: [{ id: 'OPP-QUAL-02', label: 'Next step has a date ahead' }], shadows: [{ id: 'OPP-X', label: 'Security review' }], flags: ['stepMissing'], ...values
});

async function draw(deals, values = {}) {
    const element = createElement('c-review-table', { is: ReviewTable });
    Object.assign(element, { deals, today: '2026-11-10', mayEdit: true, sort: 'amount', direction: 'desc', ...values });
    document.body.appendChild(element);
    await settle();
    return element;
}

const row = (element, id) => element.shadowRoot.querySelector(`tr[data-deal="${id}"]`);
const input = (element, name) => [...element.shadowRoot.querySelectorAll('lightning-input')].find((one) => one.name === name);

async function pick(element, ...ids) {
    ids.forEach((id) => row(element, id).querySelector('input').dispatchEvent(new CustomEvent('change')));
    await settle();
}

async function enter(target, value) {
    target.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await settle();
}

beforeEach(() => updateRecord.mockReset().mockResolvedValue({}));
afterEach(() => document.body.replaceChildren());

it('draws what holds a deal, what is untidy and how it is sorted', async () => {
    const element = await draw([deal('a'), deal('b', { blockers: [], shadows: [], flags: [] })]);
    expect([...row(element, 'a').querySelectorAll('.hr-tag')].map(({ className }) => className)).toEqual(['hr-tag', 'hr-tag hr-tag_shadow']);
    expect(element.shadowRoot.querySelector('th[aria-sort="descending"] .hr-sort').dataset.key).toBe('amount');
    await expect(element).toBeAccessible();
});

it('a press on the column that sorts turns the order round', async () => {
    const element = await draw([deal('a')]);
    const sort = jest.fn();
    element.addEventListener('sort', ({ detail }) => sort(detail));
    element.shadowRoot.querySelector('.hr-sort[data-key="amount"]').click();
    element.shadowRoot.querySelector('.hr-sort[data-key="closes"]').click();
    expect(sort.mock.calls.map(([detail]) => detail)).toEqual([{ column: 'amount', direction: 'asc' }, { column: 'closes', direction: 'desc' }]);
});

it('the next step goes to the picked deals that have none ahead; one refusal leaves the others saved', async () => {
    const element = await draw([deal('a'), deal('b'), deal('c', { nextStep: 'Call', nextDate: '2026-11-20' })]);
    const saved = jest.fn();
    element.addEventListener('saved', ({ detail }) => saved(detail));
    await pick(element, 'a', 'b', 'c');
    expect(part(element, 'apply').disabled).toBe(true);
    await enter(input(element, 'step'), 'Agree the scope');
    expect([part(element, 'apply').disabled, part(element, 'apply').label]).toEqual([false, 'Apply to 2']);
    updateRecord.mockImplementation(({ fields }) => (fields.Id === 'a' ? Promise.reject({ body: { output: { errors: [{ message: '[OPP-QUAL-02] Say when.' }], fieldErrors: {} } } }) : Promise.resolve({})));
    await press(element, 'apply');
    expect(updateRecord.mock.calls.map(([{ fields }]) => fields)).toEqual([{ Id: 'a', NextStep: 'Agree the scope' }, { Id: 'b', NextStep: 'Agree the scope' }]);
    expect(saved).toHaveBeenCalledWith([{ id: 'b', fields: { NextStep: 'Agree the scope' } }]);
    expect(part(element, 'announcement').textContent).toBe('1 saved, 1 refused');
    expect(part(element, 'hint').textContent).toBe('1 saved, 1 refused');
    expect(row(element, 'a').querySelector('.hr-refusal').textContent).toBe('Say when.');
    expect([...element.shadowRoot.querySelectorAll('.hr-picked')].map(({ dataset }) => dataset.deal)).toEqual(['a']);
    await expect(element).toBeAccessible();
});

it('a deal that is no longer shown is not changed', async () => {
    const element = await draw([deal('a'), deal('b')]);
    await pick(element, 'a', 'b');
    element.deals = [deal('b')];
    await settle();
    await enter(input(element, 'step'), 'Agree the scope');
    await press(element, 'apply');
    expect(updateRecord).toHaveBeenCalledTimes(1);
});

it('the pencil edits one next step: Enter saves, Escape leaves it as it was', async () => {
    const element = await draw([deal('a')]);
    const pencil = () => row(element, 'a').querySelector('.hr-pencil');
    pencil().click();
    await settle();
    await enter(element.shadowRoot.querySelector('[data-edit="step"]'), 'Send the order form');
    await expect(element).toBeAccessible();
    row(element, 'a').querySelector('.hr-editing').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect([updateRecord.mock.calls.length, row(element, 'a').querySelector('.hr-editing')]).toEqual([0, null]);
    pencil().click();
    await settle();
    await enter(element.shadowRoot.querySelector('[data-edit="step"]'), 'Send the order form');
    row(element, 'a').querySelector('.hr-editing').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await settle();
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: 'a', NextStep: 'Send the order form', Handrail_Next_Step_Date__c: null } });
});

it('draws 25 of a thousand, then a hundred more', async () => {
    const element = await draw(Array.from({ length: 1000 }, (_, index) => deal(`d${index}`)));
    expect([element.shadowRoot.querySelectorAll('tr[data-deal]').length, part(element, 'shown').textContent]).toEqual([25, '25 of 1,000']);
    await press(element, 'more');
    expect(element.shadowRoot.querySelectorAll('tr[data-deal]')).toHaveLength(125);
});

it('who may not change deals sees no boxes and no pencils', async () => {
    const element = await draw([deal('a')], { mayEdit: false });
    expect(element.shadowRoot.querySelectorAll('input, .hr-pencil')).toHaveLength(0);
    await expect(element).toBeAccessible();
});
