/** What a decision or a loss leaves behind, where the playbook asks for it. */
import { createElement } from 'lwc';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { objects } from 'c/handrailPlaybook';
import { CLOCK, part, settle } from 'test/page';
import HandrailChange from 'c/handrailChange';

let mockOn = true;
jest.mock('c/handrailPlaybook', () => {
    const actual = jest.requireActual('c/handrailPlaybook');
    return { ...actual, playbook: Object.defineProperty({ ...actual.playbook }, 'gateEvents', { get: () => mockOn }) };
});

const LEAD = '00Q000000000001AAA';
const ANSWERS = { Handrail_Need__c: 'No temperature per trailer in the summer peak', Handrail_Timeframe__c: 'This quarter' };
const REFUSED = { body: { output: { fieldErrors: { Handrail_Need__c: [{ field: 'Handrail_Need__c', message: '[LEAD-SQL-01] Their words, not ours.' }] } } } };
const EVENT = { Object__c: 'Lead', Record_Id__c: LEAD, From__c: 'Working - Contacted', To__c: 'Accepted' };
const written = () => createRecord.mock.calls.map(([{ apiName, fields }]) => (apiName === 'Handrail_Gate_Event__c' ? fields : apiName));

async function drawAndSubmit() {
    const known = Object.values(objects.Lead.fields);
    const fields = known.map(({ apiName, label }) => [apiName, { apiName, label, dataType: 'String', updateable: true, inlineHelpText: '', length: 255, scale: 0, relationshipName: null, referenceToInfos: [] }]);
    const saved = { ...Object.fromEntries(known.map(({ apiName }) => [apiName, null])), Status: 'Working - Contacted', OwnerId: '005000000000001AAA', Email: 'n@colbrook.example', LeadSource: 'Web' };
    const element = createElement('c-handrail-change', { is: HandrailChange });
    Object.assign(element, {
        objectName: 'Lead',
        record: { id: LEAD, fields: Object.fromEntries(Object.entries(saved).map(([name, value]) => [name, { value, displayValue: null }])) },
        objectInfo: { apiName: 'Lead', updateable: true, fields: Object.fromEntries(fields) },
        changes: { Handrail_Sales_Decision__c: 'Accepted' },
        submitLabel: 'Accept'
    });
    document.body.appendChild(element);
    await settle();
    element.shadowRoot.querySelector('c-handrail-criterion[data-key="LEAD-SQL-01"]').dispatchEvent(new CustomEvent('guidanceopen', { detail: { code: 'LEAD-SQL-01' }, bubbles: true }));
    element.enter(ANSWERS);
    await settle();
    updateRecord.mockRejectedValueOnce(REFUSED);
    part(element, 'submit').click();
    await settle();
    part(element, 'submit').click();
    await settle();
}

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T20:00:00Z'), ...CLOCK });
    mockOn = true;
    createRecord.mockReset().mockResolvedValue({});
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('is shown, explained, refused and passed, with the decision in the place of a stage', async () => {
    await drawAndSubmit();
    expect(written()).toEqual([
        { Event__c: 'Shown', ...EVENT, Codes__c: 'LEAD-SQL-01;LEAD-SQL-02' },
        { Event__c: 'Guidance', ...EVENT, Codes__c: 'LEAD-SQL-01' },
        { Event__c: 'Refused', ...EVENT, Codes__c: 'LEAD-SQL-01' },
        { Event__c: 'Passed', ...EVENT, Codes__c: 'LEAD-SQL-01;LEAD-SQL-02;LEAD-SQL-03' }
    ]);
});

it('is written nowhere unless the playbook asks for it', async () => {
    mockOn = false;
    await drawAndSubmit();
    expect(updateRecord).toHaveBeenCalledTimes(2);
    expect(createRecord).not.toHaveBeenCalled();
});
