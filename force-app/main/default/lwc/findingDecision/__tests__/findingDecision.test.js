import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import { answerUserName } from 'test/answers';
import { CLOCK, part, press, settle } from 'test/page';
import FindingDecision from 'c/findingDecision';

registerSa11yMatcher();

const REASON = 'The yearly load of the acquired accounts.';

async function draw(status) {
    const element = createElement('c-finding-decision', { is: FindingDecision });
    Object.assign(element, { findingId: 'a02000000000001AAA', status, summary: 'A rule is off', label: 'Decide' });
    document.body.appendChild(element);
    await settle();
    await answerUserName('Dana Whitfield');
    return element;
}

async function enter(element, selector, value) {
    element.shadowRoot.querySelector(selector).dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await settle();
}

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T15:00:00Z'), ...CLOCK });
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('records with a reason and the name of who decides', async () => {
    const element = await draw('Recorded');
    expect(part(element, 'save').disabled).toBe(true);
    await expect(element).toBeAccessible();
    await enter(element, 'lightning-textarea', REASON);
    await press(element, 'save');
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: 'a02000000000001AAA', Status__c: 'Recorded', Decision_Reason__c: REASON, Decision_By__c: 'Dana Whitfield', Decision_Until__c: null } });
    expect(element.close).toHaveBeenCalledWith('saved');
});

it.each([
    ['no day', '', true],
    ['the last day that is allowed', '2027-02-08', false],
    ['a day beyond 90', '2027-02-09', true],
    ['a day that is over', '2026-11-09', true]
])('ignoring until %s', async (_name, until, refused) => {
    const element = await draw('Ignored');
    await enter(element, 'lightning-textarea', REASON);
    await enter(element, 'lightning-input[data-id="until"]', until);
    expect(part(element, 'save').disabled).toBe(refused);
    expect(part(element, 'hint').textContent === '').toBe(!refused);
});

it('a refusal keeps the entries and says why', async () => {
    updateRecord.mockRejectedValue({ body: { output: { errors: [{ message: 'Locked by an approval' }], fieldErrors: {} } } });
    const element = await draw('Recorded');
    await enter(element, 'lightning-textarea', REASON);
    await press(element, 'save');
    expect(part(element, 'problem').textContent).toBe('Locked by an approval');
    expect(element.close).not.toHaveBeenCalled();
    expect(element.shadowRoot.querySelector('lightning-textarea').value).toBe(REASON);
    await expect(element).toBeAccessible();
});
