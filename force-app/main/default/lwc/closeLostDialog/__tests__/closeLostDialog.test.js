import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import { answerObjectInfo, answerPicklists, answerRecord, changeOf, CLOCK, failRecord, part, rowsOf, settle, submit, type } from 'test/page';
import { playbook } from 'c/handrailPlaybook';
import CloseLostDialog from 'c/closeLostDialog';

registerSa11yMatcher();

const DEAL = '006000000000001AAA';
const OPEN = { Name: 'Aldermoor', StageName: 'Perception Analysis', CloseDate: '2026-12-18', Amount: 184000, Handrail_Motion__c: 'New Logo', Handrail_Previous_Stage__c: 'Id. Decision Makers' };

async function draw(values, updateable = true) {
    const element = createElement('c-close-lost-dialog', { is: CloseLostDialog });
    element.recordId = DEAL;
    element.close = jest.fn();
    document.body.appendChild(element);
    await settle();
    if (values) {
        await answerObjectInfo('Opportunity', updateable);
        await answerRecord('Opportunity', DEAL, values);
        await answerPicklists('Opportunity');
    }
    return element;
}

const tiles = (element) => [...element.shadowRoot.querySelectorAll('input[type="radio"]')].map(({ value }) => value);

async function decide(element, reason) {
    const tile = [...element.shadowRoot.querySelectorAll('input[type="radio"]')].find(({ value }) => value === reason);
    tile.checked = true;
    tile.dispatchEvent(new CustomEvent('change'));
    await settle();
}

async function detail(element, value) {
    part(element, 'detail').dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await settle();
}

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T20:00:00Z'), ...CLOCK });
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('asks why, with the reasons that a deal of its motion can have', async () => {
    const element = await draw(OPEN);
    expect(tiles(element)).toEqual(['Competitor', 'Price', 'Product', 'Other', 'Timing', 'No Decision', 'Not Qualified', 'Duplicate']);
    expect(submit(element).disabled).toBe(true);
    await expect(element).toBeAccessible();
    document.body.replaceChildren();
    expect(tiles(await draw({ ...OPEN, Handrail_Motion__c: 'Renewal' }))).toEqual(['Competitor', 'Price', 'Product', 'Other', 'Timing', 'No Decision', 'Not Adopted', 'Business Closed', 'Duplicate']);
});

it('offers a reason of before only on a deal that carries it, and says what counts now', async () => {
    const before = { name: 'Too expensive', outcomeClass: 'lost', for: 'all', details: [], replacedBy: 'Price' };
    playbook.lossReasons.push(before);
    try {
        expect(tiles(await draw(OPEN))).not.toContain(before.name);
        document.body.replaceChildren();
        const element = await draw({ ...OPEN, Handrail_Loss_Reason__c: before.name, Handrail_Loss_Detail__c: 'Too expensive: over budget' });
        expect(tiles(element)).toContain(before.name);
        const notes = [...element.shadowRoot.querySelectorAll('.hr-tile-note')].map(({ textContent }) => textContent);
        expect(notes).toEqual(['c.handrailLostDeprecated']);
        expect(part(element, 'detail').options).toEqual([{ label: 'over budget', value: 'Too expensive: over budget' }]);
        await expect(element).toBeAccessible();
    } finally {
        playbook.lossReasons.pop();
    }
});

it('asks for what belongs to the reason, and saves all of it at once', async () => {
    const element = await draw(OPEN);
    await decide(element, 'Competitor');
    expect(part(element, 'detail').options.map(({ value }) => value)).toEqual(['Competitor: better product fit', 'Competitor: lower price', 'Competitor: incumbent kept', 'Competitor: stronger relationship']);
    expect(rowsOf(element).map(({ key }) => key)).toEqual(expect.arrayContaining(['OPP-LOST-03', 'OPP-LOST-04']));
    await detail(element, 'Competitor: lower price');
    await type(element, 'Handrail_Competitor__c', 'Kestrel');
    expect(submit(element).disabled).toBe(true);
    await type(element, 'Handrail_Loss_Note__c', 'They said Kestrel offered the same for a third less.');
    expect(submit(element).disabled).toBe(false);
    submit(element).click();
    await settle();
    expect(updateRecord.mock.calls).toEqual([
        [{ fields: { Id: DEAL, Handrail_Loss_Reason__c: 'Competitor', Handrail_Loss_Detail__c: 'Competitor: lower price', Handrail_Competitor__c: 'Kestrel', Handrail_Loss_Note__c: 'They said Kestrel offered the same for a third less.', StageName: 'Closed Lost' } }]
    ]);
    expect(element.close).toHaveBeenCalledWith('saved');
});

it('a competitor is asked only where one won, and another reason drops the detail', async () => {
    const element = await draw(OPEN);
    await decide(element, 'Competitor');
    await detail(element, 'Competitor: lower price');
    await decide(element, 'Timing');
    expect(rowsOf(element).map(({ key }) => key)).not.toContain('OPP-LOST-03');
    expect(part(element, 'detail').value).toBe('');
    await type(element, 'Handrail_Loss_Note__c', 'The budget round is in spring, they said.');
    expect(submit(element).disabled).toBe(true);
    await detail(element, 'Timing: budget cycle missed');
    expect(submit(element).disabled).toBe(false);
});

it('open exit criteria do not hold a loss', async () => {
    const element = await draw({ ...OPEN, Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget', Handrail_Loss_Note__c: 'Half of it was in the budget, they said.', Handrail_Economic_Buyer__c: null });
    expect(submit(element).disabled).toBe(false);
});

it('asks before typed answers are dropped', async () => {
    const element = await draw(OPEN);
    await decide(element, 'Price');
    const body = element.shadowRoot.querySelector('.hr-body');
    body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(part(element, 'leave')).not.toBeNull();
    await expect(element).toBeAccessible();
    part(element, 'stay').click();
    await settle();
    expect(part(element, 'leave')).toBeNull();
    expect(element.close).not.toHaveBeenCalled();
});

it('shows what the server refused, and stays', async () => {
    updateRecord.mockRejectedValue({ body: { output: { fieldErrors: { Handrail_Loss_Note__c: [{ field: 'Handrail_Loss_Note__c', message: '[OPP-LOST-04] This deal came far.' }] } } } });
    const element = await draw({ ...OPEN, Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget', Handrail_Loss_Note__c: 'Half of it was in the budget, they said.' });
    submit(element).click();
    await settle();
    expect(rowsOf(element).find(({ key }) => key === 'OPP-LOST-04').state).toBe('refused');
    expect(element.close).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
});

it.each([
    ['a closed deal', { ...OPEN, StageName: 'Closed Won' }, true, 'c.handrailLostAlready'],
    ['who may not change it', OPEN, false, 'c.handrailLostReadOnly']
])('asks nothing of %s', async (_name, values, updateable, note) => {
    const element = await draw(values, updateable);
    expect(part(element, 'note').textContent).toBe(note);
    expect(changeOf(element)).toBeNull();
    await expect(element).toBeAccessible();
});

it('says that it loads, and what failed', async () => {
    const element = await draw(null);
    expect(part(element, 'loading')).not.toBeNull();
    await failRecord({ message: 'You do not have access.' });
    expect(part(element, 'error')).not.toBeNull();
    await expect(element).toBeAccessible();
});
