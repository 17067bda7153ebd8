import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { createRecord } from 'lightning/uiRecordApi';
import USER_ID from '@salesforce/user/Id';
import { CLOCK, part, press, settle } from 'test/page';
import DecisionDialog from 'c/decisionDialog';

registerSa11yMatcher();

async function draw(values = {}) {
    const element = createElement('c-decision-dialog', { is: DecisionDialog });
    Object.assign(element, { label: 'Record', meeting: 'Pipeline review', ...values });
    document.body.appendChild(element);
    await settle();
    return element;
}

async function enter(element, name, value) {
    const input = [...element.shadowRoot.querySelectorAll('lightning-textarea, lightning-input, lightning-combobox')].find((one) => one.name === name);
    input.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await settle();
}

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T15:00:00Z'), ...CLOCK });
    createRecord.mockReset().mockResolvedValue({ id: 'a03000000000001AAA' });
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('writes what was decided, by whom, until when; what is empty is left out', async () => {
    const element = await draw({ opportunityId: '006000000000001AAA' });
    expect(part(element, 'save').disabled).toBe(true);
    await expect(element).toBeAccessible();
    await enter(element, 'Decision__c', ' Drop Fleet Visibility ');
    await press(element, 'save');
    expect(createRecord).toHaveBeenCalledWith({
        apiName: 'Handrail_Decision__c',
        fields: { Decision__c: 'Drop Fleet Visibility', OwnerId: USER_ID, Due_On__c: '2026-11-17', Opportunity__c: '006000000000001AAA', Meeting__c: 'Pipeline review', Decided_On__c: '2026-11-10', Status__c: 'Open' }
    });
    expect(element.close).toHaveBeenCalledWith('saved');
});

it('a number is not checked before it is due', async () => {
    const element = await draw();
    await enter(element, 'Decision__c', 'Call every lead within a day');
    await enter(element, 'Check_On__c', '2026-11-12');
    expect([part(element, 'save').disabled, part(element, 'hint').textContent]).toEqual([true, 'c.handrailDecisionCheckLater']);
});

it('a refusal keeps the entries and says why', async () => {
    createRecord.mockRejectedValue({ body: { output: { errors: [{ message: 'No access' }], fieldErrors: {} } } });
    const element = await draw();
    await enter(element, 'Decision__c', 'Call every lead within a day');
    await press(element, 'save');
    expect(part(element, 'problem').textContent).toBe('No access');
    expect(element.close).not.toHaveBeenCalled();
});
