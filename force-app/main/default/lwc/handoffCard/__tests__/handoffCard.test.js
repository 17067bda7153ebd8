import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import { DEAL_ID, answerHandoff, draw, drawHandoff, failHandoffOfDeal, failRecord, HANDOFF_ID, ME, noHandoff, NOW, SENDER, settle } from 'test/handoffCard/card';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000001AAA' }), { virtual: true });

registerSa11yMatcher();

/** In the card, or in the form that sends back. */
const form = (element) => element.shadowRoot.querySelector('c-handrail-send-back')?.shadowRoot;
const part = (element, id) => form(element)?.querySelector(`[data-id="${id}"]`) ?? element.shadowRoot.querySelector(`[data-id="${id}"]`);
const stateOf = (element, name) => element.shadowRoot.querySelector(`[data-item="${name}"]`).dataset.state;
const clockOf = (element) => element.shadowRoot.querySelector('.hr-clock');
const ring = (element) => element.shadowRoot.querySelector('c-handrail-clock-ring');

async function press(element, id) {
    part(element, id).click();
    await settle();
}

async function enter(element, name, value) {
    (form(element) ?? element.shadowRoot).querySelector('section').dispatchEvent(new CustomEvent('fieldchange', { detail: { name, value }, bubbles: true, composed: true }));
    await settle();
}

const timers = { doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'performance', 'requestAnimationFrame', 'setTimeout'] };

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(NOW), ...timers });
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

describe('the receiver', () => {
    it('sees what was passed on, what is missing and by when to answer', async () => {
        const element = await drawHandoff({ dealValues: { Handrail_Champion__c: null, Handrail_Pain__c: 'tbd' } });
        expect(part(element, 'subtitle').textContent).toBe('c.handrailHandoffWaitingForYou');
        expect([stateOf(element, 'Handrail_Champion__c'), stateOf(element, 'Handrail_Pain__c'), stateOf(element, 'Handrail_Tech_Eval__c')]).toEqual(['open', 'open', 'met']);
        expect(clockOf(element).dataset.state).toBe('running');
        // Sent at 9 local time, 8 business hours, one has passed.
        expect(ring(element).text).toBe('7:00');
        expect(element.shadowRoot.querySelector('[data-item="Handrail_Scope_Link__c"] a').getAttribute('href')).toBe('https://example.com/scope');
        await expect(element).toBeAccessible();
    });

    it('accepts: becomes receiver and owner in one save', async () => {
        const element = await drawHandoff();
        await press(element, 'accept');
        expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: HANDOFF_ID, Status__c: 'Accepted', OwnerId: ME, Receiver__c: ME } }]]);
    });

    it('sends back with a reason and a sentence only', async () => {
        const element = await drawHandoff({ dealValues: { Handrail_Champion__c: null } });
        await press(element, 'reject');
        expect(part(element, 'send-back').disabled).toBe(true);
        await enter(element, 'Reject_Reason__c', 'Contacts wrong');
        await enter(element, 'Reject_Note__c', 'Who?');
        expect(part(element, 'send-back').disabled).toBe(true);
        await enter(element, 'Reject_Note__c', 'Whom do we call on the first day, and when?');
        expect(part(element, 'send-back').disabled).toBe(false);
        await expect(element).toBeAccessible();
        await press(element, 'send-back');
        expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: HANDOFF_ID, Status__c: 'Rejected', Reject_Reason__c: 'Contacts wrong', Reject_Note__c: 'Whom do we call on the first day, and when?' } }]]);
    });

    it('says which items are missing when that is the reason', async () => {
        const element = await drawHandoff({ dealValues: { Handrail_Champion__c: null } });
        await press(element, 'reject');
        await enter(element, 'Reject_Reason__c', 'Success criteria missing');
        await enter(element, 'Reject_Note__c', 'Whom do we call on the first day, and when?');
        expect(part(element, 'rejection-hint').textContent).toBe('c.handrailHandoffTickOne');
        const group = form(element).querySelector('lightning-checkbox-group');
        expect(group.options.map(({ label }) => label)).toEqual(['Champion']);
        group.dispatchEvent(new CustomEvent('change', { detail: { value: ['Champion'] } }));
        await settle();
        await press(element, 'send-back');
        expect(updateRecord.mock.calls[0][0].fields.Reject_Note__c).toBe('Champion: Whom do we call on the first day, and when?');
    });

    it('never cuts off the end of the sentence to make room for what is missing', async () => {
        const element = await drawHandoff({ dealValues: { Handrail_Champion__c: null } });
        await press(element, 'reject');
        await enter(element, 'Reject_Reason__c', 'Success criteria missing');
        // A note holds 255; `Champion: ` takes ten of them.
        await enter(element, 'Reject_Note__c', 'x'.repeat(246));
        form(element).querySelector('lightning-checkbox-group').dispatchEvent(new CustomEvent('change', { detail: { value: ['Champion'] } }));
        await settle();
        expect(part(element, 'rejection-hint').textContent).toBe('c.handrailHandoffTooLong');
        expect(part(element, 'send-back').disabled).toBe(true);
        await enter(element, 'Reject_Note__c', 'x'.repeat(245));
        await press(element, 'send-back');
        expect(updateRecord.mock.calls[0][0].fields.Reject_Note__c).toBe(`Champion: ${'x'.repeat(245)}`);
    });

    it('keeps the form and says why when the save is refused', async () => {
        updateRecord.mockRejectedValue({ body: { output: { fieldErrors: { Reject_Reason__c: [{ field: 'Reject_Reason__c', message: '[HAND-REJ-01] What is missing?' }] } } } });
        const element = await drawHandoff();
        await press(element, 'reject');
        await enter(element, 'Reject_Reason__c', 'Other');
        await enter(element, 'Reject_Note__c', 'Whom do we call on the first day, and when?');
        await press(element, 'send-back');
        expect(element.shadowRoot.activeElement).toBe(part(element, 'problem'));
        expect(part(element, 'send-back')).not.toBeNull();
        await expect(element).toBeAccessible();
    });

    it('keeps the keyboard in the card when what it was on goes away', async () => {
        const element = await drawHandoff();
        await press(element, 'reject');
        await press(element, 'cancel');
        await press(element, 'accept');
        expect(element.shadowRoot.activeElement.tagName).toBe('H2');
    });

    it('records the milestones in turn, with what their status asks for', async () => {
        const accepted = await drawHandoff({ handoffValues: { Status__c: 'Accepted', Accepted_At__c: NOW } });
        await enter(accepted, 'Kickoff_Held_At__c', '2026-11-11T16:00:00.000Z');
        await press(accepted, 'milestone');
        expect(updateRecord.mock.calls[0][0].fields).toEqual({ Id: HANDOFF_ID, Kickoff_Held_At__c: '2026-11-11T16:00:00.000Z', Status__c: 'Kicked Off' });
        document.body.replaceChildren();
        const live = await drawHandoff({ handoffValues: { Status__c: 'Live', Accepted_At__c: NOW, Kickoff_Held_At__c: NOW, Go_Live_On__c: '2026-11-20' } });
        const names = [...live.shadowRoot.querySelectorAll('section c-handrail-field')].map((input) => input.field.name);
        expect(names).toEqual(['First_Value_On__c', 'Value_Evidence__c']);
    });
});

describe('the sender', () => {
    it('waits, and can complete what is missing', async () => {
        const element = await drawHandoff({ handoffValues: { Sender__c: ME, Receiver__c: SENDER }, dealValues: { Handrail_Champion__c: null } });
        expect(part(element, 'accept')).toBeNull();
        await enter(element, 'Handrail_Champion__c', '003000000000009AAA');
        await press(element, 'save-answers');
        expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: DEAL_ID, Handrail_Champion__c: '003000000000009AAA' } }]]);
    });

    it('reads why it came back and sends it again', async () => {
        const element = await drawHandoff({ handoffValues: { Sender__c: ME, Receiver__c: SENDER, Status__c: 'Rejected', Rejected_At__c: NOW, Reject_Reason__c: 'Scope unclear', Reject_Note__c: 'Which sites?' } });
        expect(part(element, 'rejected').textContent).toContain('Scope unclear');
        expect(part(element, 'rejected').textContent).toContain('Which sites?');
        await expect(element).toBeAccessible();
        await press(element, 'send-again');
        expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: HANDOFF_ID, Status__c: 'Sent' } }]]);
    });

    it('sends what was typed for the deal along, and sends nothing when the deal refuses it', async () => {
        const element = await drawHandoff({ handoffValues: { Sender__c: ME, Receiver__c: SENDER, Status__c: 'Rejected', Rejected_At__c: NOW, Reject_Reason__c: 'Contacts wrong' }, dealValues: { Handrail_Champion__c: null } });
        await enter(element, 'Handrail_Champion__c', '003000000000009AAA');
        updateRecord.mockRejectedValueOnce({ body: { output: { fieldErrors: { Handrail_Champion__c: [{ field: 'Handrail_Champion__c', message: 'This contact left.' }] } } } });
        await press(element, 'send-again');
        expect(updateRecord).toHaveBeenCalledTimes(1);
        expect(element.shadowRoot.querySelector('section c-handrail-field').field).toMatchObject({ value: '003000000000009AAA', message: 'This contact left.' });
        await press(element, 'send-again');
        expect(updateRecord.mock.calls.slice(1)).toEqual([
            [{ fields: { Id: DEAL_ID, Handrail_Champion__c: '003000000000009AAA' } }],
            [{ fields: { Id: HANDOFF_ID, Status__c: 'Sent' } }]
        ]);
    });
});

describe('the clock', () => {
    it.each([
        ['warns before it runs out', '2026-11-10T21:59:00.000Z', {}, 'warning', '0:01'],
        ['is overdue a minute later, and stays so', '2026-11-11T14:01:00.000Z', {}, 'overdue', '0:01'],
        ['pauses in the evening', '2026-11-10T22:30:00.000Z', { Sent_At__c: '2026-11-10T19:00:00.000Z' }, 'paused', '5:00'],
        ['was answered in time', '2026-11-20T15:00:00.000Z', { Status__c: 'Accepted', Accepted_At__c: '2026-11-10T16:30:00.000Z' }, 'met', '2:30'],
        ['starts again when it is sent again', '2026-11-12T15:00:00.000Z', { Rejected_At__c: '2026-11-11T15:00:00.000Z', Resent_At__c: '2026-11-12T14:00:00.000Z' }, 'running', '7:00']
    ])('%s', async (_name, now, handoffValues, state, text) => {
        jest.setSystemTime(new Date(now));
        const element = await drawHandoff({ handoffValues });
        expect([clockOf(element).dataset.state, ring(element).text]).toEqual([state, text]);
        await expect(element).toBeAccessible();
    });

    it('goes on by itself', async () => {
        const element = await drawHandoff();
        jest.advanceTimersByTime(60000 * 30);
        await settle();
        expect(ring(element).text).toBe('6:30');
    });
});

describe('other states', () => {
    it('keeps the height while it loads', async () => {
        const element = await draw();
        expect(part(element, 'loading')).not.toBeNull();
        await expect(element).toBeAccessible();
    });

    it('says that a deal has none yet', async () => {
        const element = await draw({ onDeal: true });
        await noHandoff();
        expect(part(element, 'empty')).not.toBeNull();
        await expect(element).toBeAccessible();
    });

    it('shows the newest one on the deal', async () => {
        expect(part(await drawHandoff({ onDeal: true }), 'accept')).not.toBeNull();
    });

    it('says what failed', async () => {
        const element = await draw();
        await failRecord({ message: 'You do not have access.' });
        expect(part(element, 'error')).not.toBeNull();
        await expect(element).toBeAccessible();
    });

    it('reads again what failed', async () => {
        const element = await draw();
        await failRecord({ message: 'You do not have access.' });
        part(part(element, 'error'), 'retry').click();
        await settle();
        expect(part(element, 'loading')).not.toBeNull();
        await answerHandoff();
        expect(part(element, 'accept')).not.toBeNull();
        expect(element.shadowRoot.activeElement?.tagName).toBe('H2');
    });

    it('does not say that a deal has none when it could not be asked, and asks again', async () => {
        const element = await draw({ onDeal: true });
        await failHandoffOfDeal({ message: 'The service is not there.' });
        expect([part(element, 'empty'), part(element, 'error') === null]).toEqual([null, false]);
        part(part(element, 'error'), 'retry').click();
        await settle();
        expect(part(element, 'loading')).not.toBeNull();
        await noHandoff();
        expect(part(element, 'empty')).not.toBeNull();
    });

    it('hides item by item what may not be read, and offers nothing where nothing may be changed', async () => {
        const element = await drawHandoff({ dealValues: { Handrail_Payment_Terms__c: undefined }, updateable: false });
        expect(stateOf(element, 'Handrail_Payment_Terms__c')).toBe('unseen');
        expect(part(element, 'accept')).toBeNull();
    });
});

it('hands over what was promised, not only that something was', async () => {
    const besideOf = (element, field) => [...element.shadowRoot.querySelectorAll(`[data-item="${field}"] [data-id="beside"]`)].map(({ textContent }) => textContent);
    const listed = await drawHandoff({ dealValues: { Handrail_Promises_Made__c: 'Listed below', Handrail_Promises__c: 'Single sign-on by March, to Helena Voss.' } });
    expect(besideOf(listed, 'Handrail_Promises_Made__c')).toEqual(['Single sign-on by March, to Helena Voss.']);
    expect(besideOf(listed, 'Handrail_Pain__c')).toEqual([]);
    await expect(listed).toBeAccessible();
    document.body.replaceChildren();
    expect(besideOf(await drawHandoff(), 'Handrail_Promises_Made__c')).toEqual([]);
});

it('names whom to call, each once, with what they are', async () => {
    const voss = '003000000000001AAA';
    const element = await drawHandoff({ dealValues: { Handrail_Economic_Buyer__c: voss, Handrail_Champion__c: voss, Handrail_Billing_Contact__c: null }, people: { Handrail_Economic_Buyer__r: { Name: 'Helena Voss', Title: 'CFO', Phone: '+1 303 555 0147', Email: 'h@aldermoor.example' }, Handrail_Champion__r: { Name: 'Helena Voss' } } });
    const people = [...part(element, 'call-first').querySelectorAll('li')];
    expect(people.map(({ textContent }) => textContent)).toEqual([expect.stringMatching(/^Helena Voss(Economic Buyer, Champion|Champion, Economic Buyer), CFO\+1 303 555 0147h@aldermoor\.example$/)]);
    expect(people[0].querySelector('a').getAttribute('href')).toBe('tel:+13035550147');
    await expect(element).toBeAccessible();
});
