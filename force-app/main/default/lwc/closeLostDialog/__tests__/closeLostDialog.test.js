import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import { answerObjectInfo, answerPicklists, answerRecord, changeOf, CLOCK, failRecord, part, rowsOf, settle, submit, type } from 'test/page';
import { answerFigures } from 'test/figures';
import { graphql } from 'lightning/graphql';
import { playbook } from 'c/handrailPlaybook';
import CloseLostDialog from 'c/closeLostDialog';

jest.mock('@salesforce/label/c.handrailLostGoesText', () => ({ __esModule: true, default: 'n = {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailLostBudget', () => ({ __esModule: true, default: '{0}: {1}, {2} of {3}.' }), { virtual: true });

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

it('offers as the winner whom the rule accepts, and keeps what is chosen already', async () => {
    const offered = (element) => rowsOf(element).find(({ key }) => key === 'OPP-LOST-03').fields[0].options.map(({ value }) => value);
    const element = await draw(OPEN);
    await decide(element, 'Competitor');
    expect(offered(element)).toEqual(['Orrery', 'Basalt', 'Kestrel', 'Other']);
    document.body.replaceChildren();
    const known = await draw({ ...OPEN, Handrail_Competitor__c: 'None known' });
    await decide(known, 'Competitor');
    expect(offered(known)).toEqual(['None known', 'Orrery', 'Basalt', 'Kestrel', 'Other']);
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

describe('beside the form', () => {
    const lost = (reason, numerator) => ({ metric: 'loss_mix', slice: `loss_reason=${reason};loss_stage=Perception Analysis`, numerator, denominator: 64 });

    it('stands what was lost at this stage, the most frequent reason first, the chosen one marked', async () => {
        const element = await draw(OPEN);
        expect(part(element, 'losses')).toBeNull();
        answerFigures([lost('Price', 12), lost('Competitor', 20), lost('Timing', 0)]);
        await settle();
        await decide(element, 'Price');
        const rows = [...part(element, 'losses').querySelectorAll('li')];
        expect(rows.map((row) => [row.dataset.reason, row.querySelector('rect').getAttribute('width'), row.classList.contains('hr-loss_chosen')])).toEqual([['Competitor', '100', false], ['Price', '60', true]]);
        expect(element.shadowRoot.textContent).toContain('n = 64');
        await expect(element).toBeAccessible();
    });

    it.each([
        ['this loss would be the second of 20', { Other: 1, Price: 18 }, 'Other: 10%, 1 of 19.', false],
        ['this loss would be the third of 20', { Other: 2, Price: 17 }, 'Other: 10%, 2 of 19.', true],
        ['the first is free, however few losses there are', {}, 'Other: 10%, 0 of 0.', false]
    ])('stands the budget of the reason: %s', async (_name, counts, text, isUsed) => {
        const element = await draw({ ...OPEN, OwnerId: '005000000000009AAA' });
        const edges = Object.entries(counts).map(([reason, count]) => ({ node: { aggregate: { Handrail_Loss_Reason__c: { value: reason }, Id: { count: { value: count } } } } }));
        graphql.answer('handrailOwnLosses', { data: { uiapi: { aggregate: { Opportunity: { edges } } } } });
        await settle();
        await decide(element, 'Price');
        expect(part(element, 'budget')).toBeNull();
        await decide(element, 'Other');
        expect(part(element, 'budget').textContent).toBe(isUsed ? `${text} c.handrailLostBudgetUsed` : text);
    });
});

it('calls reasons and details as the org does, and saves their values', async () => {
    const element = await draw(OPEN);
    await answerPicklists('Opportunity', { Price: 'Preis', 'Price: over budget': 'Preis: über dem Budget' });
    const words = () => [...element.shadowRoot.querySelectorAll('label.hr-tile, .hr-tiles label')].map((tile) => tile.textContent.trim());
    expect(words()).toContain('Preis');
    expect(words()).toContain('Competitor');
    await decide(element, 'Price');
    expect(part(element, 'detail').options.map(({ label }) => label)).toEqual(['über dem Budget', 'value not proven', 'terms not accepted']);
    await detail(element, 'Price: over budget');
    submit(element).click();
    await settle();
    expect(updateRecord.mock.calls[0][0].fields).toMatchObject({ Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget' });
});
