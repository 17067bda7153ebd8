/** What the card writes down of a gate, where the playbook asks for it. */
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { answerRecord, drawAnswered, drawDeal, part, press, settle, type } from 'test/stageGate/card';
import { ANSWERS, DEAL_ID, enforcement, REFUSED, TODAY } from 'test/stageGate/deal';

let mockOn = true;
jest.mock('c/handrailPlaybook', () => {
    const actual = jest.requireActual('c/handrailPlaybook');
    return { ...actual, playbook: Object.defineProperty({ ...actual.playbook }, 'gateEvents', { get: () => mockOn }) };
});

let mockBypassed = [];
jest.mock('c/handrailBypass', () => ({ bypasses: (family) => mockBypassed.includes(family) }));

const ENFORCED = enforcement({ OPP_QUAL_01: true, OPP_QUAL_02: true, OPP_QUAL_04: true });
const EVENT = { Object__c: 'Opportunity', Record_Id__c: DEAL_ID, From__c: 'Qualification', To__c: 'Needs Analysis' };
const shown = { Event__c: 'Shown', ...EVENT, Codes__c: 'OPP-QUAL-01;OPP-QUAL-02' };
const written = () => createRecord.mock.calls.map(([{ apiName, fields }]) => (apiName === 'Handrail_Gate_Event__c' ? fields : apiName));

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(`${TODAY}T20:00:00Z`), doNotFake: ['queueMicrotask', 'nextTick', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'requestAnimationFrame'] });
    mockOn = true;
    mockBypassed = [];
    createRecord.mockReset().mockResolvedValue({});
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

/** @param {Element} element @param {string} code */
async function openWhy(element, code) {
    const criterion = element.shadowRoot.querySelector(`c-handrail-criterion[data-key="${code}"]`);
    criterion.shadowRoot.querySelector('[aria-controls^="why"]').click();
    await settle();
}

it('writes once that the gate was shown with criteria to go', async () => {
    const element = await drawDeal();
    expect(written()).toEqual([]);
    document.body.removeChild(element);

    await drawDeal({ enforced: ENFORCED });
    await answerRecord();
    expect(written()).toEqual([shown]);
});

it('writes nothing of a gate that is open, or of a card to be read only', async () => {
    await drawDeal({ enforced: ENFORCED, values: ANSWERS });
    document.body.replaceChildren();
    await drawDeal({ enforced: ENFORCED, info: { updateable: false } });
    expect(written()).toEqual([]);
});

it('writes the codes of a refusal, and then what passed', async () => {
    const element = await drawAnswered({ enforced: ENFORCED });
    updateRecord.mockRejectedValueOnce(REFUSED);
    await press(element, 'advance');
    expect(part(element, 'summary')).not.toBeNull();
    expect(written()).toEqual([shown, { Event__c: 'Refused', ...EVENT, Codes__c: 'OPP-QUAL-02;OPP-QUAL-01' }]);

    await type(element, 'NextStep', 'Price review with the CFO');
    await press(element, 'advance');
    expect(written().slice(2)).toEqual([{ Event__c: 'Passed', ...EVENT, Codes__c: 'OPP-QUAL-01;OPP-QUAL-02;OPP-QUAL-04' }]);
});

it('a save that moves nothing leaves its refusal, and no pass', async () => {
    const element = await drawDeal({ enforced: ENFORCED });
    await type(element, 'NextStep', 'Price review');
    updateRecord.mockRejectedValueOnce(REFUSED);
    await press(element, 'save');
    await press(element, 'save');
    expect(written()).toEqual([shown, { Event__c: 'Refused', ...EVENT, To__c: null, Codes__c: 'OPP-QUAL-02;OPP-QUAL-01' }]);
});

it.each([
    ['a rule of the org', { message: 'Discounts above 15% need Deal Desk approval.' }],
    ['a rule with a code that is no criterion', { message: '[OVR-04] Ask somebody else.' }],
    ['nobody: the line was cut', undefined]
])('a save refused by %s is no event', async (_, body) => {
    const element = await drawAnswered({ enforced: ENFORCED });
    updateRecord.mockRejectedValueOnce({ status: 400, body });
    await press(element, 'advance');
    expect(part(element, 'summary')).not.toBeNull();
    expect(written()).toEqual([shown]);
});

it('what a bypass lets pass was not asked', async () => {
    mockBypassed = ['Opportunity'];
    const element = await drawDeal({ enforced: ENFORCED });
    await press(element, 'advance');
    expect(written()).toEqual([{ Event__c: 'Passed', ...EVENT, Codes__c: null }]);
});

it('guidance is written once for each criterion', async () => {
    const element = await drawDeal({ enforced: ENFORCED });
    // Opened, closed, opened again.
    await openWhy(element, 'OPP-QUAL-01');
    await openWhy(element, 'OPP-QUAL-01');
    await openWhy(element, 'OPP-QUAL-01');
    await openWhy(element, 'OPP-QUAL-02');
    expect(written().slice(1)).toEqual(['OPP-QUAL-01', 'OPP-QUAL-02'].map((code) => ({ Event__c: 'Guidance', ...EVENT, Codes__c: code })));
});

it('a write that fails says nothing, holds nothing up and is not tried again', async () => {
    createRecord.mockRejectedValue({ status: 400, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'You can’t create this record.' }] });
    const toasts = [];
    const element = await drawAnswered({ enforced: ENFORCED });
    element.addEventListener('lightning__showtoast', ({ detail }) => toasts.push(detail.variant));
    updateRecord.mockRejectedValueOnce(REFUSED);
    await press(element, 'advance');
    await type(element, 'NextStep', 'Price review with the CFO');
    await press(element, 'advance');
    await openWhy(element, 'OPP-QUAL-01').catch(() => undefined);
    expect(part(element, 'summary')).toBeNull();
    expect(toasts).toEqual(['success']);
    expect(written()).toEqual([shown]);
});

it('writes nothing unless the playbook asks for it', async () => {
    mockOn = false;
    const element = await drawAnswered({ enforced: ENFORCED });
    await openWhy(element, 'OPP-QUAL-01').catch(() => undefined);
    updateRecord.mockRejectedValueOnce(REFUSED);
    await press(element, 'advance');
    await press(element, 'advance');
    expect(updateRecord).toHaveBeenCalledTimes(2);
    expect(createRecord).not.toHaveBeenCalled();
});
