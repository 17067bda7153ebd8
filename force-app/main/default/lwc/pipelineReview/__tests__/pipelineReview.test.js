import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { navigated } from 'lightning/navigation';
import { answerAccess, answerPage, answerRows, failQuery } from 'test/answers';
import { CLOCK, part, press, settle } from 'test/page';
import PipelineReview from 'c/pipelineReview';
import DecisionDialog from 'c/decisionDialog';

registerSa11yMatcher();

const label = (text) => ({ __esModule: true, default: text });
jest.mock('@salesforce/label/c.handrailPipelineDeals', () => label('{0} deals'), { virtual: true });
jest.mock('@salesforce/label/c.handrailPipelineDeal', () => label('{0} deal'), { virtual: true });
jest.mock('@salesforce/label/c.handrailPipelineOfPipeline', () => label('{0}, {1}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailPipelineReading', () => label('{0} of {1}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailPipelineTitleBlocked', () => label('{0} blocked, {1}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailPipelineTitleDeals', () => label('{0} deals, {1}'), { virtual: true });

const PAGE = { type: 'standard__navItemPage', attributes: { apiName: 'Handrail_Pipeline_Review' }, state: {} };
const id = (index) => `00600000000${String(index).padStart(4, '0')}AAA`;
const row = (index, values = {}) => ({
    Id: id(index), Name: `Deal ${index}`, Account: { Name: { value: `Customer ${index}` } }, Owner: { Name: { value: 'Priya R.' } }, OwnerId: '005000000000001AAA', StageName: 'Qualification', Amount: 1000 * index, CloseDate: '2026-12-18', LeadSource: 'Web',
    Handrail_Motion__c: null, Handrail_Economic_Buyer__c: '003000000000001AAA', Handrail_Discovery_Held__c: '2026-10-01', NextStep: null, Handrail_Next_Step_Date__c: null, ForecastCategoryName: 'Pipeline', Handrail_Stage_Entered_At__c: '2026-11-05T12:00:00Z', ...values
});
const FREE = { NextStep: 'Call the buyer about the price', Handrail_Next_Step_Date__c: '2026-11-20', Handrail_Economic_Buyer__c: '003000000000001AAA' };

async function draw({ deals = [], more = {}, page = PAGE, blocking = ['OPP_QUAL_02'] } = {}) {
    const { objects } = jest.requireActual('c/handrailPlaybook');
    const rows = objects.Opportunity.criteria.map(({ recordName }) => ({ DeveloperName: recordName, Enforced__c: blocking.includes(recordName), Playbook_Version__c: '1' }));
    const element = createElement('c-pipeline-review', { is: PipelineReview });
    document.body.appendChild(element);
    await answerPage(page);
    await answerAccess('Opportunity');
    await answerRows('handrailEnforcement', 'Handrail_Criterion__mdt', rows);
    await answerRows('handrailOpenDeals', 'Opportunity', deals, more);
    await answerRows('handrailOpenDecisions', 'Handrail_Decision__c', []);
    await answerRows('handrailRunningOverrides', 'Handrail_Override__c', []);
    return element;
}

const tile = (element, key) => element.shadowRoot.querySelector(`.hr-tile[data-key="${key}"]`);
const textsOf = (element, key) => [...tile(element, key).querySelectorAll('span')].slice(1).map(({ textContent }) => textContent);
const table = (element) => element.shadowRoot.querySelector('c-review-table');

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T15:00:00Z'), ...CLOCK });
    navigated.mockReset();
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('counts what is open and what is blocked, and shows the blocked ones, the largest first', async () => {
    const element = await draw({ deals: [row(1), row(3), row(2, FREE), row(4, FREE)] });
    expect(textsOf(element, 'all')).toEqual(['$10K', '4 deals']);
    expect(textsOf(element, 'blocked')).toEqual(['$4K', '2 deals, 40%']);
    expect(table(element).deals.map(({ id: shown }) => shown)).toEqual([id(3), id(1)]);
    expect(part(element, 'table-title').textContent).toBe('2 blocked, $4K');
    expect(tile(element, 'blocked').getAttribute('aria-pressed')).toBe('true');
    await expect(element).toBeAccessible();
});

it('a deal that only a shadow criterion would hold is not blocked', async () => {
    const element = await draw({ deals: [row(1)], blocking: [] });
    expect(textsOf(element, 'blocked')).toEqual(['$0', '0 deals, 0%']);
    expect(part(element, 'none-blocked')).not.toBeNull();
    await expect(element).toBeAccessible();
});

it('rows stand there before all are read, and it says so', async () => {
    const element = await draw({ deals: [row(1)], more: { totalCount: 2, hasNextPage: true, endCursor: 'next' } });
    expect(part(element, 'progress').textContent).toBe('1 of 2');
    await answerRows('handrailOpenDeals', 'Opportunity', [row(2)], { totalCount: 2 });
    expect(part(element, 'progress').textContent).toBe('c.handrailPipelineLive');
    expect(textsOf(element, 'all')).toEqual(['$3K', '2 deals']);
});

it('a tile, a bar, a filter and the order are kept in the address', async () => {
    const element = await draw({ deals: [row(1), row(2, FREE)] });
    tile(element, 'step').click();
    await settle();
    expect(navigated).toHaveBeenLastCalledWith({ ...PAGE, state: expect.objectContaining({ c__tile: 'step' }) }, true);
    element.shadowRoot.querySelector('.hr-bar').click();
    await settle();
    expect(navigated.mock.lastCall[0].state).toMatchObject({ c__blocked: 'OPP-QUAL-02' });
    table(element).dispatchEvent(new CustomEvent('sort', { detail: { column: 'name', direction: 'asc' } }));
    await settle();
    expect(navigated.mock.lastCall[0].state).toMatchObject({ c__sort: 'name', c__direction: 'asc' });
});

it('a link shows the view again', async () => {
    const element = await draw({ deals: [row(1), row(2, FREE), row(3, FREE)], page: { ...PAGE, state: { c__tile: 'all', c__sort: 'amount', c__direction: 'asc', c__find: 'deal 2' } } });
    expect(table(element).deals.map(({ id: shown }) => shown)).toEqual([id(2)]);
    await press(element, 'clear');
    expect(table(element).deals.map(({ id: shown }) => shown)).toEqual([id(1), id(2), id(3)]);
});

it('filters that match nothing say so, with a way out', async () => {
    const element = await draw({ deals: [row(1)], page: { ...PAGE, state: { c__find: 'nobody' } } });
    expect(part(element, 'no-match')).not.toBeNull();
    await press(element, 'show-all');
    expect(table(element).deals).toHaveLength(1);
});

it('what was saved in the table is judged again', async () => {
    const element = await draw({ deals: [row(1), row(2)] });
    table(element).dispatchEvent(new CustomEvent('saved', { detail: [{ id: id(2), fields: { NextStep: FREE.NextStep, Handrail_Next_Step_Date__c: FREE.Handrail_Next_Step_Date__c } }] }));
    await settle();
    expect(textsOf(element, 'blocked')).toEqual(['$1K', '1 deal, 33%']);
});

it('loads, fails in the words of Salesforce, and says when only a part could be read', async () => {
    const element = createElement('c-pipeline-review', { is: PipelineReview });
    document.body.appendChild(element);
    await settle();
    expect(part(element, 'loading')).not.toBeNull();
    await expect(element).toBeAccessible();
    await failQuery('handrailOpenDeals', 'Request limit exceeded');
    expect(part(element, 'error')).not.toBeNull();
    document.body.replaceChildren();

    const half = await draw({ deals: [row(1)], more: { totalCount: 2, hasNextPage: true, endCursor: 'next' } });
    await failQuery('handrailOpenDeals', 'Request limit exceeded');
    expect(part(half, 'incomplete')).not.toBeNull();
    expect(textsOf(half, 'all')).toEqual(['$1K', '1 deal']);
});

it('records a decision and lists what is open', async () => {
    const element = await draw({ deals: [row(1)] });
    DecisionDialog.open = jest.fn().mockResolvedValue('saved');
    await press(element, 'record');
    expect(DecisionDialog.open).toHaveBeenCalledWith(expect.objectContaining({ meeting: 'c.handrailPipelineTitle' }));
    await answerRows('handrailOpenDecisions', 'Handrail_Decision__c', [{ Id: 'a03000000000001AAA', Decision__c: 'Drop Fleet', Meeting__c: 'Pipeline review', Due_On__c: '2026-11-09', Owner: { Name: { value: 'Dana' } } }]);
    await press(element, 'decisions');
    expect(part(element, 'decision-list').querySelector('c-record-link').label).toBe('Drop Fleet');
    expect(part(element, 'decision-list').querySelector('.hr-chip').textContent).toBe('c.handrailPipelineLate');
    await expect(element).toBeAccessible();
});
