import { updateRecord } from 'lightning/uiRecordApi';
import { registerSa11yMatcher } from '@sa11y/jest';
import {
    answerObjectInfo,
    answerRecord,
    compactCodes,
    draw,
    drawAnswered,
    drawDeal,
    failObjectInfo,
    part,
    press,
    rows,
    settle,
    textOf,
    type
} from 'test/stageGate/card';
import { ANSWERS, CONTRACT_TYPE, DEAL_ID, enforcement, objectInfo, REFUSED, TODAY } from 'test/stageGate/deal';

registerSa11yMatcher();

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(`${TODAY}T20:00:00Z`), doNotFake: ['queueMicrotask', 'nextTick', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'requestAnimationFrame'] });
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

describe('what it shows', () => {
    it('keeps the height while it loads', async () => {
        const element = await draw();
        expect(part(element, 'loading')).not.toBeNull();
        await expect(element).toBeAccessible();
    });

    it('says where the deal stands and what is open', async () => {
        const element = await drawDeal();
        expect(textOf(element, 'stage')).toBe('Qualification');
        expect(textOf(element, 'next')).toBe('Needs Analysis');
        expect(textOf(element, 'buyer-action')).toContain('Confirms the problem is worth solving');
        expect(rows(element).map(({ key, state }) => [key, state])).toEqual([
            ['OPP-QUAL-01', 'open'],
            ['OPP-QUAL-02', 'open']
        ]);
        expect(compactCodes(element, 'met')).toContain('OPP-QUAL-04');
        const bar = element.shadowRoot.querySelector('[role="progressbar"]');
        expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['1', '3']);
        expect(part(element, 'advance').disabled).toBe(true);
        expect(textOf(element, 'reason')).toContain('Economic buyer named, Next step has a date ahead');
        await expect(element).toBeAccessible();
    });

    it('marks every field that the gate cannot do without', async () => {
        const fields = rows(await drawDeal()).find(({ key }) => key === 'OPP-QUAL-02').fields;
        expect(fields.map(({ name, required }) => [name, required])).toEqual([
            ['NextStep', true],
            ['Handrail_Next_Step_Date__c', true]
        ]);
    });

    it('says when all is met', async () => {
        const element = await drawDeal({ values: ANSWERS });
        expect(part(element, 'ready')).not.toBeNull();
        expect(part(element, 'advance').disabled).toBe(false);
        expect(rows(element)).toHaveLength(0);
        await expect(element).toBeAccessible();
    });

    it('asks for nothing on a closed deal', async () => {
        const element = await drawDeal({ values: { StageName: 'Closed Won' } });
        expect(part(element, 'closed')).not.toBeNull();
        expect(part(element, 'advance')).toBeNull();
    });

    it('says beforehand that a won deal is reopened by others', async () => {
        const element = await drawDeal({ values: { StageName: 'Closed Won' } });
        expect(part(element, 'reopening').textContent).toBe('This deal is won and handed over. Ask RevOps to reopen it, and say what changed.');
        await expect(element).toBeAccessible();
    });

    it('says nothing of it on a lost deal, which anybody reopens, nor where nothing can be edited', async () => {
        expect(part(await drawDeal({ values: { StageName: 'Closed Lost' } }), 'reopening')).toBeNull();
        expect(part(await drawDeal({ values: { StageName: 'Closed Won' }, info: { updateable: false } }), 'reopening')).toBeNull();
    });

    it('says that the playbook has no gate for a stage it does not know', async () => {
        const element = await drawDeal({ values: { StageName: 'Pilot' } });
        expect(part(element, 'empty')).not.toBeNull();
        expect(part(element, 'advance')).toBeNull();
    });

    it('offers no input to a user who may only read', async () => {
        const element = await drawDeal({ info: { updateable: false } });
        expect(part(element, 'read-only')).not.toBeNull();
        expect(element.shadowRoot.querySelector('c-handrail-criterion')).toBeNull();
        expect(compactCodes(element, 'todo')).toEqual(['OPP-QUAL-01', 'OPP-QUAL-02']);
        expect(part(element, 'advance')).toBeNull();
        await expect(element).toBeAccessible();
    });

    it('keeps the row of a field the user may not edit', async () => {
        const locked = { ...objectInfo().fields.NextStep, updateable: false };
        const element = await drawDeal({ info: { fields: { NextStep: locked } } });
        const row = rows(element).find(({ key }) => key === 'OPP-QUAL-02');
        expect(row.fields.map(({ kind }) => kind)).toEqual(['locked', 'date']);
    });

    it('leaves to the server what the user may not see', async () => {
        const element = await drawDeal({ info: { fields: { Handrail_Economic_Buyer__c: null } }, values: { ...ANSWERS, Handrail_Economic_Buyer__c: undefined } });
        expect(rows(element).map(({ key, state }) => [key, state])).toEqual([['OPP-QUAL-01', 'unseen']]);
        expect(part(element, 'advance').disabled).toBe(false);
    });

    it('lists what the stage after the next one will ask', async () => {
        const element = await drawDeal();
        await press(element, 'after');
        const list = element.shadowRoot.querySelector('ul[data-group="after"]');
        expect(list.textContent).toContain('OPP-NEED-01');
        expect(part(element, 'after').getAttribute('aria-expanded')).toBe('true');
    });

    it('tells what failed, what still holds, and tries again', async () => {
        const element = await draw();
        await failObjectInfo({ message: 'Request limit exceeded' });
        expect(part(element, 'error')).not.toBeNull();
        await expect(element).toBeAccessible();
        await press(part(element, 'error'), 'retry');
        expect(part(element, 'loading')).not.toBeNull();
        await answerObjectInfo();
        await answerRecord();
        expect(textOf(element, 'stage')).toBe('Qualification');
    });
});

describe('shadow', () => {
    it('never disables the button', async () => {
        const element = await drawDeal({ values: ANSWERS });
        expect(rows(element, 'shadow').map(({ key }) => key)).toEqual(['OPP-QUAL-03']);
        expect(rows(element, 'shadow')[0].hint).toMatch(/^What problem did the buyer describe\?/);
        expect(part(element, 'advance').disabled).toBe(false);
    });

    it('is what the org says, not what the playbook was when the page was built', async () => {
        const element = await drawDeal({ enforced: enforcement({ OPP_QUAL_01: false, OPP_QUAL_03: true }) });
        expect(rows(element).map(({ key }) => key)).toEqual(['OPP-QUAL-02', 'OPP-QUAL-03']);
        expect(rows(element, 'shadow').map(({ key }) => key)).toEqual(['OPP-QUAL-01']);
    });
});

describe('entries', () => {
    it('are judged at once, without a request', async () => {
        const element = await drawDeal();
        await type(element, 'Handrail_Economic_Buyer__c', '003000000000001AAA');
        expect(rows(element).map(({ state }) => state)).toEqual(['willBeMet', 'open']);
        expect(updateRecord).not.toHaveBeenCalled();
        await type(element, 'Handrail_Economic_Buyer__c', null);
        expect(rows(element).map(({ state }) => state)).toEqual(['open', 'open']);
        expect(part(element, 'save').disabled).toBe(true);
    });

    it('can break what was met', async () => {
        const element = await drawDeal({ values: ANSWERS });
        await type(element, 'Handrail_Next_Step_Date__c', '2026-11-09');
        expect(rows(element).map(({ key }) => key)).toEqual(['OPP-QUAL-02']);
        expect(part(element, 'advance').disabled).toBe(true);
    });

    it('are written by Save, and nothing else is', async () => {
        const element = await drawDeal();
        await type(element, 'NextStep', 'Price review');
        await press(element, 'save');
        expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: DEAL_ID, NextStep: 'Price review' } }]]);
    });

    it('go with the stage and the forecast category in one request', async () => {
        const toast = jest.fn();
        const element = await drawAnswered();
        element.addEventListener('lightning__showtoast', toast);
        expect(part(element, 'advance').disabled).toBe(false);
        await press(element, 'advance');
        expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: DEAL_ID, ...ANSWERS, StageName: 'Needs Analysis', ForecastCategoryName: 'Pipeline' } }]]);
        expect(toast).toHaveBeenCalledTimes(1);
    });

    it('stay when the record changes elsewhere, except those that became true', async () => {
        const element = await drawAnswered();
        await answerRecord({ NextStep: 'Price review', Amount: 200000 });
        await press(element, 'save');
        expect(updateRecord.mock.calls[0][0].fields).toEqual({ Id: DEAL_ID, Handrail_Economic_Buyer__c: ANSWERS.Handrail_Economic_Buyer__c });
    });

    it('typed while a save is under way stay, and are not saved with it', async () => {
        const element = await drawDeal();
        let arrive = () => undefined;
        updateRecord.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
        await type(element, 'NextStep', 'Price review');
        await press(element, 'save');
        expect(textOf(element, 'reason')).toBe('c.handrailSaving');
        await type(element, 'Handrail_Economic_Buyer__c', ANSWERS.Handrail_Economic_Buyer__c);
        arrive({});
        await settle();
        await answerRecord({ NextStep: 'Price review' });
        await press(element, 'save');
        expect(updateRecord.mock.calls.map(([{ fields }]) => fields)).toEqual([
            { Id: DEAL_ID, NextStep: 'Price review' },
            { Id: DEAL_ID, Handrail_Economic_Buyer__c: ANSWERS.Handrail_Economic_Buyer__c }
        ]);
    });

    it('promise to advance only once they complete the gate', async () => {
        const element = await drawDeal();
        await type(element, 'NextStep', 'Price review');
        expect(part(element, 'advance').label).toBe('c.handrailAdvance');
        expect(part(await drawAnswered(), 'advance').label).toBe('c.handrailSaveAndAdvance');
    });

    it('are dropped by Discard', async () => {
        const element = await drawAnswered();
        await press(element, 'discard');
        expect(rows(element).map(({ state }) => state)).toEqual(['open', 'open']);
        expect(part(element, 'discard')).toBeNull();
    });
});

describe('a refused save', () => {
    const info = { fields: { Contract_Type__c: CONTRACT_TYPE } };

    async function refused() {
        const element = await drawAnswered({ info });
        const toast = jest.fn();
        element.addEventListener('lightning__showtoast', toast);
        updateRecord.mockRejectedValueOnce(REFUSED);
        await press(element, 'advance');
        return { element, toast };
    }

    it('keeps the entries and puts every message at its place', async () => {
        const { element, toast } = await refused();
        expect(toast).not.toHaveBeenCalled();
        const byKey = Object.fromEntries(rows(element).map((row) => [row.key, row]));
        expect(Object.keys(byKey)).toEqual(['OPP-QUAL-01', 'OPP-QUAL-02', 'Contract_Type__c']);
        expect(Object.values(byKey).every(({ state }) => state === 'refused')).toBe(true);
        const messageOf = (key, name) => byKey[key].fields.find((field) => field.name === name).message;
        expect(messageOf('OPP-QUAL-01', 'Handrail_Economic_Buyer__c')).toBe('This contact left.');
        expect(messageOf('OPP-QUAL-02', 'NextStep')).toBe('What happens next, and when?');
        expect(messageOf('Contract_Type__c', 'Contract_Type__c')).toBe('Complete this field.');
        expect(byKey['OPP-QUAL-02'].fields[0].value).toBe('Price review');
        await expect(element).toBeAccessible();
    });

    it('is told in the summary, which gets the focus', async () => {
        const { element } = await refused();
        const summary = part(element, 'summary');
        expect(summary.getAttribute('role')).toBe('alert');
        expect(element.shadowRoot.activeElement).toBe(summary);
        expect(summary.querySelectorAll('li')).toHaveLength(4);
        expect([...summary.querySelectorAll('button')].map((link) => link.textContent)).toEqual(['Next Step', 'Economic Buyer', 'Contract Type']);
        expect(summary.textContent).not.toContain('[OPP');
    });

    it('leads from the summary to the field', async () => {
        const { element } = await refused();
        const row = element.shadowRoot.querySelector('c-handrail-criterion[data-key="Contract_Type__c"]');
        const focusField = jest.spyOn(row, 'focusField');
        part(element, 'summary').querySelectorAll('button')[2].click();
        expect(focusField).toHaveBeenCalledWith('Contract_Type__c');
    });

    it('takes a message off once its field has another value, and sends everything again', async () => {
        const { element } = await refused();
        await type(element, 'Contract_Type__c', 'Standard');
        expect(rows(element).find(({ key }) => key === 'Contract_Type__c').fields[0]).toMatchObject({ message: '', value: 'Standard' });
        await press(element, 'advance');
        expect(updateRecord.mock.calls[1][0].fields).toMatchObject({ ...ANSWERS, Contract_Type__c: 'Standard', StageName: 'Needs Analysis' });
        expect(part(element, 'summary')).toBeNull();
    });

    it('copies its messages', async () => {
        const { element } = await refused();
        const writeText = jest.fn().mockResolvedValue();
        Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
        await press(element, 'copy');
        expect(writeText.mock.calls[0][0].split('\n')).toHaveLength(4);
    });

    it('turns the card to reading when the record may not be changed at all', async () => {
        const element = await drawAnswered();
        updateRecord.mockRejectedValueOnce({ body: { output: { errors: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'insufficient access rights' }], fieldErrors: {} } } });
        await press(element, 'advance');
        expect(part(element, 'read-only')).not.toBeNull();
        expect(part(element, 'advance')).toBeNull();
        expect(part(element, 'summary').querySelectorAll('li')).toHaveLength(1);
    });
});

describe('a save that nobody refused and that failed', () => {
    it('marks nothing, keeps the entries and says how to go on', async () => {
        const element = await drawAnswered();
        updateRecord.mockRejectedValueOnce({ status: 0, body: { message: 'Failed to fetch' } });
        await press(element, 'advance');
        const summary = part(element, 'summary');
        expect(element.shadowRoot.activeElement).toBe(summary);
        expect(summary.querySelector('p').textContent.trim()).toBe('c.handrailNotSavedKept');
        expect([...summary.querySelectorAll('li')].map((line) => line.textContent)).toEqual(['c.handrailNoAnswer']);
        expect(textOf(element, 'reason')).toBe('');
        expect(textOf(element, 'todo-note')).toBe('c.handrailOpenCount');
        await expect(element).toBeAccessible();
        await press(element, 'advance');
        expect(updateRecord.mock.calls[1]).toEqual(updateRecord.mock.calls[0]);
        expect(part(element, 'summary')).toBeNull();
    });

    it('gives the entries back when the session is over and the page is loaded again', async () => {
        const element = await drawDeal();
        await type(element, 'NextStep', 'Price review');
        updateRecord.mockRejectedValueOnce({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] });
        await press(element, 'save');
        expect(part(element, 'summary').querySelector('li').textContent).toBe('c.handrailSessionOverKept');
        document.body.replaceChildren();
        const after = await drawDeal();
        expect(rows(after).find(({ key }) => key === 'OPP-QUAL-02').fields[0].value).toBe('Price review');
    });

    it('keeps nothing behind once they are saved after all', async () => {
        const element = await drawDeal();
        await type(element, 'NextStep', 'Price review');
        updateRecord.mockRejectedValueOnce({ status: 401 });
        await press(element, 'save');
        await press(element, 'save');
        document.body.replaceChildren();
        expect(rows(await drawDeal()).find(({ key }) => key === 'OPP-QUAL-02').fields[0].value).toBe(null);
    });
});

describe('an override', () => {
    const EXCUSED = { Handrail_Overrides__c: '|OPP-QUAL-01:2026-11-24|', NextStep: 'Price review' };

    it('lets the deal advance, marks the criterion and still offers its field', async () => {
        const element = await drawDeal({ values: EXCUSED });
        expect(rows(element).map(({ key, state, optional }) => [key, state, optional])).toEqual([['OPP-QUAL-01', 'excused', true]]);
        expect(part(element, 'advance').disabled).toBe(false);
        expect(part(element, 'ready')).toBeNull();
        const bar = element.shadowRoot.querySelector('[role="progressbar"]');
        expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['2', '3']);
        await expect(element).toBeAccessible();
    });

    it('is over after its last day', async () => {
        const element = await drawDeal({ values: { ...EXCUSED, Handrail_Overrides__c: '|OPP-QUAL-01:2026-11-09|' } });
        expect(rows(element).map(({ state }) => state)).toEqual(['open']);
        expect(part(element, 'advance').disabled).toBe(true);
    });

    it('can be asked for what holds the deal here', async () => {
        const element = await drawDeal();
        const child = element.shadowRoot.querySelector('c-override-request');
        expect(child.criteria).toEqual([
            { id: 'OPP-QUAL-01', label: 'Economic buyer named' },
            { id: 'OPP-QUAL-02', label: 'Next step has a date ahead' }
        ]);
        await press(element, 'ask-override');
        expect(child.shadowRoot.querySelector('section')).not.toBeNull();
    });

    it('is not offered when nothing holds the deal, nor to who cannot change it', async () => {
        expect(part(await drawDeal({ values: ANSWERS }), 'ask-override')).toBeNull();
        document.body.replaceChildren();
        expect(part(await drawDeal({ info: { updateable: false } }), 'ask-override')).toBeNull();
    });
});
