import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { graphql } from 'lightning/graphql';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import OverrideRequest from 'c/overrideRequest';
import { answerRecord } from 'test/page';

let mockMayDecide;
jest.mock('@salesforce/customPermission/Handrail_Approve_Overrides', () => ({ __esModule: true, get default() { return mockMayDecide; } }), { virtual: true });
jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000001AAA' }), { virtual: true });

jest.mock('@salesforce/label/c.handrailOverrideDecides', () => ({ __esModule: true, default: 'by: {0}' }), { virtual: true });

registerSa11yMatcher();

const DEAL = '006000000000001AAA';
const ME = '005000000000001AAA';
const OTHER = '005000000000002AAA';
const CRITERIA = [
    { id: 'OPP-QUAL-01', label: 'Economic buyer named' },
    { id: 'OPP-QUAL-04', label: 'Amount estimated' }
];
const REASON = 'The buyer names procurement only after the quote.';

/** Wires, renderings and promises of one action. */
async function settle(turns = 6) {
    if (turns > 0) {
        await Promise.resolve();
        await settle(turns - 1);
    }
}

function request(changes = {}) {
    const values = { Criterion__c: 'OPP-QUAL-01', Criterion_Label__c: 'Economic buyer named', Reason__c: REASON, Until__c: '2026-11-20', Status__c: 'Requested', CreatedDate: '2026-11-10T16:00:00.000Z', CreatedById: OTHER, ...changes };
    const node = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
    return {
        node: { Id: 'a00000000000001AAA', ...node, CreatedBy: { Name: { value: 'Priya Raman' } }, Approver__r: { Name: { value: 'Dana Whitfield' } }, Decided_By__r: values.Status__c === 'Granted' ? { Name: { value: 'Dana Whitfield' } } : null }
    };
}

const answer = (...edges) => ({ data: { uiapi: { query: { Handrail_Override__c: { edges } } } } });

async function draw(criteria = CRITERIA) {
    const element = createElement('c-override-request', { is: OverrideRequest });
    element.recordId = DEAL;
    element.criteria = criteria;
    document.body.appendChild(element);
    await settle();
    return element;
}

async function receive(element, ...edges) {
    graphql.answer('handrailOverrides', { ...answer(...edges), refresh: async () => {} });
    await settle();
    return element;
}

async function receiveOwner(element, manager) {
    const owner = manager ? { ManagerId: { value: manager.id }, Manager: { value: { fields: { Name: { value: manager.name } } } } } : { ManagerId: { value: null }, Manager: { value: null } };
    await answerRecord('Opportunity', DEAL, { Owner: { fields: owner } });
    return element;
}

const strips = (element) => [...element.shadowRoot.querySelectorAll('[data-strip]')];
const button = (element, status) => element.shadowRoot.querySelector(`[data-status="${status}"]`);
const fields = (element) => [...element.shadowRoot.querySelectorAll('c-handrail-field')].map(({ field }) => field);
const send = (element) => element.shadowRoot.querySelector('[data-id="send"]');

async function enter(element, entries) {
    const section = element.shadowRoot.querySelector('section');
    for (const [name, value] of Object.entries(entries)) {
        section.dispatchEvent(new CustomEvent('fieldchange', { detail: { name, value }, bubbles: true, composed: true }));
    }
    await settle();
}

beforeEach(() => {
    mockMayDecide = undefined;
    jest.useFakeTimers({ now: new Date('2026-11-10T20:00:00Z'), doNotFake: ['queueMicrotask', 'nextTick', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'requestAnimationFrame'] });
    createRecord.mockReset().mockResolvedValue({ id: 'a00000000000009AAA' });
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

describe('asking', () => {
    it('shows nothing until somebody asks', async () => {
        const element = await receive(await draw());
        expect(element.shadowRoot.querySelector('section')).toBeNull();
        expect(strips(element)).toHaveLength(0);
        await expect(element).toBeAccessible();
    });

    it('asks for the criterion, the reason, an approver and a day', async () => {
        const element = await draw();
        element.ask();
        await settle();
        expect(fields(element).map(({ name, required }) => [name, required])).toEqual([
            ['Criterion__c', true],
            ['Reason__c', true],
            ['Approver__c', true],
            ['Until__c', true]
        ]);
        expect(fields(element)[0].options.map(({ value }) => value)).toEqual(['OPP-QUAL-01', 'OPP-QUAL-04']);
        expect(fields(element)[3].value).toBe('2026-11-24');
        expect(send(element).disabled).toBe(true);
        await expect(element).toBeAccessible();
    });

    it('asks the owner’s manager, as the playbook has it, and never offers the one who asks', async () => {
        const element = await receiveOwner(await draw(), { id: OTHER, name: 'Dana Whitfield' });
        element.ask();
        await settle();
        expect(fields(element)[2]).toMatchObject({ name: 'Approver__c', value: OTHER, valueLabel: 'Dana Whitfield', excluded: ME });
        expect(element.shadowRoot.querySelector('[data-id="decides"]').textContent).toBe('by: the owner\'s manager, who is not the requester');
        await expect(element).toBeAccessible();
    });

    it.each([
        ['the one who asks is the manager', { id: ME, name: 'Me' }],
        ['there is no manager', null]
    ])('leaves the choice open where %s', async (_name, manager) => {
        const element = await receiveOwner(await draw(), manager);
        element.ask();
        await settle();
        expect(fields(element)[2].value).toBeNull();
    });

    it('does not ask which criterion when there is one', async () => {
        const element = await draw(CRITERIA.slice(0, 1));
        element.ask();
        await settle();
        expect(fields(element).map(({ name }) => name)).toEqual(['Reason__c', 'Approver__c', 'Until__c']);
    });

    it('waits for a reason that can be judged', async () => {
        const element = await draw();
        element.ask();
        await settle();
        await enter(element, { Approver__c: OTHER, Reason__c: ' nineteen characters' });
        expect(send(element).disabled).toBe(true);
        await enter(element, { Reason__c: REASON });
        expect(send(element).disabled).toBe(false);
    });

    it('sends one record, closes the form and says to whom', async () => {
        const element = await receive(await draw());
        const toasts = [];
        element.addEventListener('lightning__showtoast', ({ detail }) => toasts.push(detail.variant));
        element.ask();
        await settle();
        await enter(element, { Approver__c: OTHER, Reason__c: `  ${REASON} ` });
        send(element).click();
        await settle();
        expect(createRecord.mock.calls).toEqual([
            [{ apiName: 'Handrail_Override__c', fields: { Opportunity__c: DEAL, Criterion_Label__c: 'Economic buyer named', Criterion__c: 'OPP-QUAL-01', Reason__c: REASON, Approver__c: OTHER, Until__c: '2026-11-24' } }]
        ]);
        expect(element.shadowRoot.querySelector('section')).toBeNull();
        expect(toasts).toEqual(['success']);
    });

    it('says that it was sent, also when the list cannot be read again', async () => {
        const element = await draw();
        graphql.answer('handrailOverrides', { ...answer(), refresh: () => Promise.reject(new TypeError('Failed to fetch')) });
        const toasts = [];
        element.addEventListener('lightning__showtoast', ({ detail }) => toasts.push(detail.variant));
        element.ask();
        await settle();
        await enter(element, { Approver__c: OTHER, Reason__c: REASON });
        send(element).click();
        await settle(12);
        expect(toasts).toEqual(['success']);
        expect(element.shadowRoot.querySelector('[role="alert"]')).toBeNull();
    });

    it('keeps the entries of a refused request and says why, at the field', async () => {
        createRecord.mockRejectedValue({ body: { output: { fieldErrors: { Until__c: [{ field: 'Until__c', message: '[OVR-06] An exception lasts 14 days at most.' }] } } } });
        const element = await draw();
        element.ask();
        await settle();
        await enter(element, { Approver__c: OTHER, Reason__c: REASON, Until__c: '2027-01-01' });
        send(element).click();
        await settle();
        expect(fields(element).find(({ name }) => name === 'Until__c')).toMatchObject({ value: '2027-01-01', message: 'An exception lasts 14 days at most.' });
        expect(element.shadowRoot.activeElement.textContent).toContain('handrailOverrideNotSent');
        await expect(element).toBeAccessible();
    });

    it('keeps what is typed from the card around it', async () => {
        const element = await draw();
        const heard = jest.fn();
        element.addEventListener('fieldchange', heard);
        element.ask();
        await settle();
        await enter(element, { Reason__c: REASON });
        expect(heard).not.toHaveBeenCalled();
    });

    it('drops the entries on cancel, and says that the form is gone', async () => {
        const element = await draw();
        const closed = jest.fn();
        element.addEventListener('formclose', closed);
        element.ask();
        await settle();
        element.shadowRoot.querySelector('[data-id="cancel"]').click();
        await settle();
        expect(closed).toHaveBeenCalledTimes(1);
        expect(element.shadowRoot.querySelector('section')).toBeNull();
    });
});

describe('what was asked and granted', () => {
    it('a request that waits can be withdrawn by its sender, and decided by nobody without the permission', async () => {
        const element = await receive(await draw(), request({ CreatedById: ME }));
        expect(strips(element)).toHaveLength(1);
        expect(button(element, 'Grant')).toBeNull();
        expect(button(element, 'Withdrawn')).not.toBeNull();
        await expect(element).toBeAccessible();
    });

    it('an approver grants it, and the card hears of it', async () => {
        mockMayDecide = true;
        const element = await receive(await draw(), request());
        const heard = jest.fn();
        element.addEventListener('overridechange', heard);
        button(element, 'Granted').click();
        await settle();
        expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: 'a00000000000001AAA', Status__c: 'Granted' } }]]);
        expect(heard).toHaveBeenCalledTimes(1);
        expect(element.shadowRoot.activeElement).toBe(strips(element)[0]);
        await expect(element).toBeAccessible();
    });

    it('nobody decides a request of their own', async () => {
        mockMayDecide = true;
        const element = await receive(await draw(), request({ CreatedById: ME }));
        expect(button(element, 'Granted')).toBeNull();
        expect(button(element, 'Refused')).toBeNull();
    });

    it('one that runs is marked, and one that is over is gone', async () => {
        const element = await receive(await draw(), request({ Status__c: 'Granted' }), request({ Status__c: 'Granted', Until__c: '2026-11-09' }));
        expect(strips(element)).toHaveLength(1);
        expect(strips(element)[0].className).toContain('hr-strip_granted');
        await expect(element).toBeAccessible();
    });

    it('says what Salesforce answered to a decision it refused', async () => {
        mockMayDecide = true;
        updateRecord.mockRejectedValue({ body: { output: { errors: [{ message: '[OVR-02] Ask a manager.' }] } } });
        const element = await receive(await draw(), request());
        button(element, 'Refused').click();
        await settle();
        expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toContain('handrailOverrideNotDecided');
        expect(button(element, 'Refused').disabled).toBe(false);
    });
});
