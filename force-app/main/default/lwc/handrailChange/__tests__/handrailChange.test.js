import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import { objects } from 'c/handrailPlaybook';
import { CLOCK, part, settle } from 'test/page';
import HandrailChange from 'c/handrailChange';

registerSa11yMatcher();

let mockBypassed = [];
jest.mock('c/handrailBypass', () => ({ bypasses: (family) => mockBypassed.includes(family) }));

const LEAD = '00Q000000000001AAA';
const ACCEPTED = { Handrail_Sales_Decision__c: 'Accepted' };
const ANSWERS = { Handrail_Need__c: 'No temperature per trailer in the summer peak', Handrail_Timeframe__c: 'This quarter' };

async function draw(values = {}, properties = {}) {
    const known = Object.values(objects.Lead.fields);
    const fields = known.map(({ apiName, label }) => [apiName, { apiName, label, dataType: 'String', updateable: true, inlineHelpText: '', length: 255, scale: 0, relationshipName: null, referenceToInfos: [] }]);
    const saved = { ...Object.fromEntries(known.map(({ apiName }) => [apiName, null])), Status: 'Working - Contacted', OwnerId: '005000000000001AAA', Email: 'n@colbrook.example', LeadSource: 'Web', ...values };
    const element = createElement('c-handrail-change', { is: HandrailChange });
    Object.assign(element, {
        objectName: 'Lead',
        record: { id: LEAD, fields: Object.fromEntries(Object.entries(saved).map(([name, value]) => [name, { value, displayValue: null }])) },
        objectInfo: { apiName: 'Lead', updateable: true, fields: Object.fromEntries(fields) },
        changes: ACCEPTED,
        submitLabel: 'Accept',
        cancelLabel: 'Cancel',
        ...properties
    });
    document.body.appendChild(element);
    await settle();
    return element;
}

const rows = (element) => [...element.shadowRoot.querySelectorAll('c-handrail-criterion')].map(({ row }) => [row.key, row.state]);

async function press(element, id) {
    part(element, id).click();
    await settle();
}

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T20:00:00Z'), ...CLOCK });
    mockBypassed = [];
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('holds the change until what it asks for is answered', async () => {
    const element = await draw();
    expect(rows(element)).toEqual([
        ['LEAD-SQL-01', 'open'],
        ['LEAD-SQL-02', 'open']
    ]);
    expect(part(element, 'submit').disabled).toBe(true);
    expect(part(element, 'reason').textContent).toContain('Need in their words, Timing known');
    await expect(element).toBeAccessible();
});

it('saves the entries and the change in one request', async () => {
    const saved = jest.fn();
    const element = await draw();
    element.addEventListener('saved', saved);
    element.enter(ANSWERS);
    await settle();
    await press(element, 'submit');
    expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: LEAD, ...ANSWERS, ...ACCEPTED } }]]);
    expect(saved).toHaveBeenCalledTimes(1);
});

it('keeps what is typed while the save is under way', async () => {
    const element = await draw(ANSWERS);
    const entries = [];
    element.addEventListener('entries', ({ detail }) => entries.push(detail.draft));
    let arrive = () => undefined;
    updateRecord.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
    element.enter({ Handrail_Need__c: ANSWERS.Handrail_Need__c });
    await press(element, 'submit');
    expect(part(element, 'reason').textContent.trim()).toBe('c.handrailSaving');
    element.enter({ Handrail_Timeframe__c: 'Next quarter' });
    arrive({});
    await settle();
    await press(element, 'submit');
    expect(updateRecord.mock.calls[1]).toEqual([{ fields: { Id: LEAD, Handrail_Timeframe__c: 'Next quarter', ...ACCEPTED } }]);
});

it('says that entries are kept when nobody refused and the save failed', async () => {
    updateRecord.mockRejectedValue({ status: 0, body: { message: 'Failed to fetch' } });
    const element = await draw(ANSWERS);
    await press(element, 'submit');
    expect(part(element, 'summary').querySelector('p').textContent).toBe('c.handrailNotSavedKept');
    expect(part(element, 'summary').querySelector('li').textContent).toBe('c.handrailNoAnswer');
    expect(element.shadowRoot.activeElement).toBe(part(element, 'summary'));
});

it('keeps what was typed when the save is refused, marks the row and takes the focus', async () => {
    updateRecord.mockRejectedValue({ body: { output: { fieldErrors: { Handrail_Need__c: [{ field: 'Handrail_Need__c', message: '[LEAD-SQL-01] What do they want solved?' }] } } } });
    const element = await draw(ANSWERS);
    await press(element, 'submit');
    expect(rows(element)).toEqual([['LEAD-SQL-01', 'refused']]);
    expect(element.shadowRoot.activeElement).toBe(part(element, 'summary'));
    expect(element.messageAt('Handrail_Need__c')).toContain('What do they want solved?');
    await expect(element).toBeAccessible();
    element.enter({ Handrail_Need__c: 'They want to see the temperature' });
    await settle();
    expect(element.messageAt('Handrail_Need__c')).toBe('');
});

it('drops the entries when it is left', async () => {
    const element = await draw();
    element.enter(ANSWERS);
    await settle();
    await press(element, 'cancel');
    expect(part(element, 'submit').disabled).toBe(true);
});

it('tells who may pass the gates that they do not hold, and shows what is missing', async () => {
    mockBypassed = ['Lead'];
    const element = await draw();
    expect(part(element, 'bypassed').textContent).toBe('c.handrailBypassed');
    expect(rows(element).map(([key]) => key)).toEqual(['LEAD-SQL-01', 'LEAD-SQL-02']);
    expect(part(element, 'submit').disabled).toBe(false);
    await expect(element).toBeAccessible();
});

it('a bypass of another family changes nothing', async () => {
    mockBypassed = ['Opportunity'];
    const element = await draw();
    expect(part(element, 'bypassed')).toBeNull();
    expect(part(element, 'submit').disabled).toBe(true);
});

it('what the org does not enforce holds nothing', async () => {
    const element = await draw({}, { isEnforced: () => false });
    expect(rows(element)).toEqual([
        ['LEAD-SQL-01', 'shadow'],
        ['LEAD-SQL-02', 'shadow']
    ]);
    expect(part(element, 'submit').disabled).toBe(false);
    await expect(element).toBeAccessible();
});
