import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { answerRows, failQuery } from 'test/answers';
import { answerRecord, CLOCK, failRecord, part, settle } from 'test/page';
import DealHealth from 'c/dealHealth';

registerSa11yMatcher();

const label = (text) => ({ __esModule: true, default: text });
jest.mock('@salesforce/label/c.handrailDealHealthHeldBy', () => label('{0} to do: {1}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDealHealthSum', () => label('{0} open, {1}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDealHealthShownOf', () => label('{0} of {1}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailReviewFlagPushed', () => label('pushed {0} times'), { virtual: true });
jest.mock('@salesforce/label/c.handrailReviewDayOf', () => label('day {0} of {1}'), { virtual: true });

const DEAL = '006000000000001AAA';
const CUSTOMER = '001000000000001AAA';
/** Nothing about it is untidy: in Qualification since five days of 21, with a next step ahead. */
const TIDY = {
    Name: 'Yard', OwnerId: '005000000000001AAA', StageName: 'Qualification', Amount: 2000, CloseDate: '2026-12-18', ForecastCategoryName: 'Pipeline', PushCount: 0, NextStep: 'Call the buyer about the price', Handrail_Next_Step_Date__c: '2026-11-20',
    Handrail_Stage_Entered_At__c: '2026-11-05T12:00:00Z', LeadSource: 'Web', Handrail_Economic_Buyer__c: '003000000000001AAA', Handrail_Discovery_Held__c: '2026-10-01', Handrail_Motion__c: null
};

async function draw(objectApiName, recordId) {
    const element = createElement('c-deal-health', { is: DealHealth });
    Object.assign(element, { objectApiName, recordId });
    document.body.appendChild(element);
    await settle();
    const { objects } = jest.requireActual('c/handrailPlaybook');
    await answerRows('handrailEnforcement', 'Handrail_Criterion__mdt', objects.Opportunity.criteria.map(({ recordName }) => ({ DeveloperName: recordName, Enforced__c: recordName === 'OPP_QUAL_02', Playbook_Version__c: '1' })));
    return element;
}

const flags = (element) => [...element.shadowRoot.querySelectorAll('[data-flag]')].map(({ dataset }) => dataset.flag);

async function retry(element) {
    part(element, 'error').shadowRoot.querySelector('[data-id="retry"]').click();
    await settle();
}

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T15:00:00Z'), ...CLOCK });
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('says of a deal what the review would say, and follows what is saved', async () => {
    const element = await draw('Opportunity', DEAL);
    expect(part(element, 'loading')).not.toBeNull();
    await answerRecord('Opportunity', DEAL, { ...TIDY, PushCount: 3, CloseDate: '2026-11-09', NextStep: null });
    expect(flags(element)).toEqual(['pushed', 'stepMissing', 'closePassed']);
    expect(element.shadowRoot.textContent).toContain('pushed 3 times');
    await answerRecord('Opportunity', DEAL, { ...TIDY });
    expect(flags(element)).toEqual([]);
    expect(part(element, 'tidy')).not.toBeNull();
    await expect(element).toBeAccessible();
});

it('a closed deal has no card', async () => {
    const element = await draw('Opportunity', DEAL);
    await answerRecord('Opportunity', DEAL, { ...TIDY, IsClosed: true });
    expect(element.shadowRoot.querySelector('article')).toBeNull();
});

it('a deal that cannot be read says why, and is read again', async () => {
    const element = await draw('Opportunity', DEAL);
    await failRecord({ message: 'Insufficient access' });
    expect(part(element, 'error')).not.toBeNull();
    await retry(element);
    await answerRecord('Opportunity', DEAL, { ...TIDY });
    expect(part(element, 'tidy')).not.toBeNull();
});

it('shows the open deals of a customer, what holds each and what they come to', async () => {
    const element = await draw('Account', CUSTOMER);
    await answerRows('handrailDealsOfAccount', 'Opportunity', [
        { Id: DEAL, ...TIDY },
        { Id: '006000000000002AAA', ...TIDY, Name: 'Dock', Amount: null, NextStep: null, Handrail_Next_Step_Date__c: null }
    ]);
    const [yard, dock] = element.shadowRoot.querySelectorAll('[data-deal]');
    const text = (row, name) => row.querySelector(`[data-id="${name}"]`).textContent;
    expect([text(yard, 'amount'), text(yard, 'stage'), text(dock, 'amount')]).toEqual(['$2,000', 'Qualification, day 5 of 21', '–']);
    expect(text(dock, 'held')).toMatch(/^1 to do: \S/);
    expect(yard.querySelector('.hr-flag')).toBeNull();
    expect(dock.querySelectorAll('.hr-flag')).toHaveLength(1);
    expect(part(element, 'sum').textContent).toBe('2 open, $2,000');
    await expect(element).toBeAccessible();
});

it('says when there are more deals than it shows, and when there are none', async () => {
    const element = await draw('Account', CUSTOMER);
    await answerRows('handrailDealsOfAccount', 'Opportunity', [{ Id: DEAL, ...TIDY }], { totalCount: 240 });
    expect(part(element, 'sum').textContent).toBe('1 of 240');
    await answerRows('handrailDealsOfAccount', 'Opportunity', []);
    expect(part(element, 'none')).not.toBeNull();
});

it('tries again after a refused question', async () => {
    const element = await draw('Account', CUSTOMER);
    await failQuery('handrailDealsOfAccount', 'Server is busy');
    await retry(element);
    expect(part(element, 'loading')).not.toBeNull();
    await answerRows('handrailDealsOfAccount', 'Opportunity', [{ Id: DEAL, ...TIDY }]);
    expect(element.shadowRoot.querySelectorAll('[data-deal]')).toHaveLength(1);
});
