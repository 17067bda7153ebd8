import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import { answerObjectInfo, answerPicklists, answerRecord, changeOf, failRecord, part, rowsOf, settle, submit, type } from 'test/page';
import LeadGate from 'c/leadGate';

registerSa11yMatcher();

const LEAD = '00Q000000000001AAA';
const WORKING = { Status: 'Working - Contacted', OwnerId: '005000000000001AAA', Email: 'n@colbrook.example', LeadSource: 'Web', IsConverted: false };

async function draw(values, updateable = true) {
    const element = createElement('c-lead-gate', { is: LeadGate });
    element.recordId = LEAD;
    document.body.appendChild(element);
    await settle();
    if (values) {
        await answerObjectInfo('Lead', updateable);
        await answerRecord('Lead', LEAD, values);
        await answerPicklists('Lead');
    }
    return element;
}

const ways = (element) => [...element.shadowRoot.querySelectorAll('[data-outcome]')].map(({ dataset }) => dataset.outcome);

async function choose(element, outcome) {
    element.shadowRoot.querySelector(`[data-outcome="${outcome}"]`).click();
    await settle();
}

beforeEach(() => {
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
});

it('asks for what acceptance needs, and accepts in one save', async () => {
    const element = await draw(WORKING);
    expect(rowsOf(element).map(({ key, state }) => [key, state])).toEqual([
        ['LEAD-SQL-01', 'open'],
        ['LEAD-SQL-02', 'open']
    ]);
    expect(submit(element).disabled).toBe(true);
    await expect(element).toBeAccessible();
    await type(element, 'Handrail_Need__c', 'No temperature per trailer in the summer peak');
    await type(element, 'Handrail_Timeframe__c', 'This quarter');
    expect(submit(element).disabled).toBe(false);
    submit(element).click();
    await settle();
    expect(updateRecord.mock.calls).toEqual([
        [{ fields: { Id: LEAD, Handrail_Need__c: 'No temperature per trailer in the summer peak', Handrail_Timeframe__c: 'This quarter', Handrail_Sales_Decision__c: 'Accepted' } }]
    ]);
});

it('takes the focus after an acceptance, whose form is gone before the save is told', async () => {
    const element = await draw(WORKING);
    await type(element, 'Handrail_Need__c', 'No temperature per trailer in the summer peak');
    await type(element, 'Handrail_Timeframe__c', 'This quarter');
    updateRecord.mockImplementation(() => answerRecord('Lead', LEAD, { ...WORKING, Handrail_Sales_Decision__c: 'Accepted' }));
    submit(element).click();
    await settle(24);
    expect(changeOf(element)).toBeNull();
    expect(element.shadowRoot.activeElement?.tagName).toBe('H2');
});

it('rejects with a reason only, and comes back', async () => {
    const element = await draw(WORKING);
    expect(ways(element)).toEqual(['reject', 'disqualify']);
    await choose(element, 'reject');
    expect(rowsOf(element).map(({ key }) => key)).toEqual(['LEAD-REJ-01']);
    expect(submit(element).disabled).toBe(true);
    await type(element, 'Handrail_Reject_Reason__c', 'Not now');
    submit(element).click();
    await settle();
    expect(updateRecord.mock.calls[0][0].fields).toEqual({ Id: LEAD, Handrail_Reject_Reason__c: 'Not now', Handrail_Sales_Decision__c: 'Rejected' });
    expect(ways(element)).toEqual(['reject', 'disqualify']);
});

it('disqualifies with a reason, and drops the entries on the way back', async () => {
    const element = await draw(WORKING);
    await choose(element, 'disqualify');
    await type(element, 'Handrail_Disqualify_Reason__c', 'Spam or test');
    part(changeOf(element), 'cancel').click();
    await settle();
    expect(updateRecord).not.toHaveBeenCalled();
    await choose(element, 'disqualify');
    expect(submit(element).disabled).toBe(true);
    await type(element, 'Handrail_Disqualify_Reason__c', 'Spam or test');
    submit(element).click();
    await settle();
    expect(updateRecord.mock.calls[0][0].fields).toEqual({ Id: LEAD, Handrail_Disqualify_Reason__c: 'Spam or test', Status: 'Closed - Not Converted' });
});

it('keeps the keyboard in the card when what it was on goes away', async () => {
    const element = await draw(WORKING);
    const focused = () => element.shadowRoot.activeElement;
    await choose(element, 'reject');
    expect(focused()).toBe(part(element, 'outcome'));
    part(changeOf(element), 'cancel').click();
    await settle();
    expect(focused().dataset.outcome).toBe('reject');
    await choose(element, 'disqualify');
    await type(element, 'Handrail_Disqualify_Reason__c', 'Spam or test');
    submit(element).click();
    await settle();
    expect(focused().tagName).toBe('H2');
    await expect(element).toBeAccessible();
});

it('recycles a rejected lead', async () => {
    const element = await draw({ ...WORKING, Handrail_Sales_Decision__c: 'Rejected', Handrail_Reject_Reason__c: 'Not now' });
    expect(part(element, 'note').textContent).toBe('c.handrailLeadRejected');
    expect(ways(element)).toEqual(['recycle', 'disqualify']);
    await choose(element, 'recycle');
    submit(element).click();
    await settle();
    expect(updateRecord.mock.calls[0][0].fields).toEqual({ Id: LEAD, Handrail_Sales_Decision__c: null, Status: 'Open - Not Contacted' });
});

it('keeps the entries of a refused save and shows every message', async () => {
    updateRecord.mockRejectedValue({ body: { output: { fieldErrors: { Handrail_Need__c: [{ field: 'Handrail_Need__c', message: '[LEAD-SQL-01] What do they want solved?' }] }, errors: [{ message: 'The territory is closed.' }] } } });
    const element = await draw(WORKING);
    await type(element, 'Handrail_Need__c', 'No temperature per trailer in the summer peak');
    await type(element, 'Handrail_Timeframe__c', 'This quarter');
    submit(element).click();
    await settle();
    expect(part(changeOf(element), 'summary').textContent).toContain('The territory is closed.');
    expect(rowsOf(element).find(({ key }) => key === 'LEAD-SQL-01').state).toBe('refused');
    await expect(element).toBeAccessible();
});

it.each([
    ['an accepted lead', { ...WORKING, Handrail_Sales_Decision__c: 'Accepted' }, 'c.handrailLeadAccepted', ['disqualify']],
    ['a converted lead', { ...WORKING, Status: 'Closed - Converted', IsConverted: true }, 'c.handrailLeadConverted', []],
    ['a closed lead', { ...WORKING, Status: 'Closed - Not Converted' }, 'c.handrailLeadClosed', []]
])('asks nothing of %s', async (_name, values, note, offered) => {
    const element = await draw(values);
    expect(part(element, 'note').textContent).toBe(note);
    expect(changeOf(element)).toBeNull();
    expect(ways(element)).toEqual(offered);
    await expect(element).toBeAccessible();
});

it('offers nothing to who may not change the lead', async () => {
    const element = await draw(WORKING, false);
    expect(changeOf(element)).toBeNull();
    expect(ways(element)).toEqual([]);
});

it('says that it loads, and what failed', async () => {
    const element = await draw(null);
    expect(part(element, 'loading')).not.toBeNull();
    await failRecord({ message: 'You do not have access.' });
    expect(part(element, 'error')).not.toBeNull();
    await expect(element).toBeAccessible();
    part(part(element, 'error'), 'retry').click();
    await settle();
    expect(part(element, 'loading')).not.toBeNull();
});
