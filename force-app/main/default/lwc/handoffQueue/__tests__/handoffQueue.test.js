import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { navigated } from 'lightning/navigation';
import { answerPage, answerRows, failQuery } from 'test/answers';
import { CLOCK, part, settle } from 'test/page';
import HandoffQueue from 'c/handoffQueue';
import { handoffItem, leadItem } from '../items';

registerSa11yMatcher();

const label = (text) => ({ __esModule: true, default: text });
jest.mock('@salesforce/label/c.handrailQueueOverdueBy', () => label('over {0}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailQueueLeft', () => label('left {0}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailQueueLiesWith', () => label('With {0}.'), { virtual: true });

/** Tuesday, 10 in the morning in New York: the default calendar opens at 9. */
const NOW = '2026-11-10T15:00:00.000Z';
const PAGE = { type: 'standard__navItemPage', attributes: { apiName: 'Handrail_Handoffs' }, state: {} };
const related = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));
const handoff = (id, values = {}) => ({
    Id: id, Name: `HO-${id}`, Type__c: 'Sales to Customer Success', Status__c: 'Sent', Sent_At__c: NOW, CreatedDate: NOW, Opportunity__r: { ...related({ Name: 'Yard', Amount: 1000, Handrail_Stage_Entered_At__c: NOW }), Account: related({ Name: 'Stavely Ports' }) },
    Sender__r: related({ Name: 'Rosa' }), Receiver__r: related({ Name: 'Cleo' }), ...values
});
const lead = (id, values = {}) => ({ Id: id, Name: `Lead ${id}`, Company: 'Colbrook', OwnerId: '005000000000001AAA', Owner: related({ Name: 'Tess' }), Handrail_MQL_At__c: NOW, Handrail_Assigned_At__c: NOW, ...values });
const asNode = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, name === 'Id' || (value && typeof value === 'object') ? value : { value }]));
const at = (make, row) => make(asNode(row), Date.parse(NOW));

async function draw({ handoffs = [], leads = [], recordId, page = PAGE } = {}) {
    const element = createElement('c-handoff-queue', { is: HandoffQueue });
    element.recordId = recordId;
    document.body.appendChild(element);
    await answerPage(page);
    await answerRows(recordId ? 'handrailAccountHandoffs' : 'handrailWaitingHandoffs', 'Handrail_Handoff__c', handoffs);
    if (!recordId) {
        await answerRows('handrailUndecidedLeads', 'Lead', leads);
    }
    return element;
}

const shown = (element) => [...element.shadowRoot.querySelectorAll('[data-item]')].map(({ dataset }) => dataset.item);
const counts = (element) => Object.fromEntries([...element.shadowRoot.querySelectorAll('.hr-tile')].map((tile) => [tile.dataset.key, tile.querySelector('.hr-tile-count').textContent]));

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(NOW), ...CLOCK });
    navigated.mockReset();
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it.each([
    // One business day of eight hours, from Monday 4 PM: an hour on Monday, two on Tuesday until 11 AM.
    ['sent yesterday at 4 PM', { Sent_At__c: '2026-11-09T21:00:00.000Z' }, false, 'left 6:00'],
    ['sent on Friday at 10 AM', { Sent_At__c: '2026-11-06T15:00:00.000Z' }, true, 'over 8:00'],
    ['sent again after that', { Sent_At__c: '2026-11-06T15:00:00.000Z', Resent_At__c: '2026-11-10T14:30:00.000Z' }, false, 'left 7:30'],
    ['won two days ago and without a kickoff', { Status__c: 'Accepted', Opportunity__r: related({ Handrail_Stage_Entered_At__c: '2026-11-08T14:00:00.000Z' }) }, true, 'over 1:00'],
    ['sent back and worked within a day', { Status__c: 'Rejected', Rejected_At__c: '2026-11-10T14:00:00.000Z' }, false, 'left 7:00']
])('a handoff %s', (_name, values, isOver, word) => {
    expect(at(handoffItem, handoff('a', values))).toMatchObject({ isOver, word });
});

it.each([
    ['of a person', {}, 'c.handrailQueueLeadUndecided', 'left 16:00'],
    ['of who had it before it qualified', { Handrail_Assigned_At__c: '2026-09-01T13:00:00.000Z' }, 'c.handrailQueueLeadUndecided', 'left 16:00'],
    ['in a queue for twenty minutes of fifteen', { OwnerId: '00G000000000001AAA', Handrail_MQL_At__c: '2026-11-10T14:40:00.000Z' }, 'c.handrailQueueLeadInQueue', 'over 0:05'],
    ['that sales rejected', { Handrail_Sales_Decision__c: 'Rejected', Handrail_Decided_At__c: NOW }, 'c.handrailQueueLeadRejected', 'left 40 hr']
])('a lead %s', (_name, values, what, word) => {
    expect(at(leadItem, lead('l', values))).toMatchObject({ what, word });
});

it.each([
    ['in time', NOW, ''],
    // Two business days of the one that is allowed.
    ['twice over', '2026-11-06T15:00:00.000Z', 'With the owner\'s manager.'],
    ['six weeks late', '2026-09-28T13:00:00.000Z', 'With the Council.']
])('%s it is with whom the playbook names', (_name, sent, told) => {
    expect(at(handoffItem, handoff('a', { Sent_At__c: sent }))).toMatchObject({ told });
});

it('the furthest past its target comes first, and each stands in its list', async () => {
    const element = await draw({
        handoffs: [handoff('fresh'), handoff('late', { Sent_At__c: '2026-11-02T15:00:00.000Z' }), handoff('back', { Status__c: 'Rejected', Rejected_At__c: NOW }), handoff('met', { Status__c: 'Accepted', Kickoff_Held_At__c: NOW })],
        leads: [lead('lead')]
    });
    expect(shown(element)[0]).toBe('late');
    expect(counts(element)).toEqual({ all: '4', overdue: '1', waiting: '2', returned: '1', kickoff: '0', lead: '1' });
    await expect(element).toBeAccessible();
    element.shadowRoot.querySelector('[data-key="returned"]').click();
    await settle();
    expect(shown(element)).toEqual(['back']);
    expect(navigated).toHaveBeenCalledWith({ ...PAGE, state: { c__list: 'returned' } }, true);
});

it('a link opens its list; an empty one says so', async () => {
    const element = await draw({ handoffs: [handoff('a')], page: { ...PAGE, state: { c__list: 'overdue' } } });
    expect(part(element, 'empty').textContent).toContain('c.handrailQueueNoneHere');
    await expect(element).toBeAccessible();
});

it('on an account its own handoffs stand there, done ones too, and no leads', async () => {
    const element = await draw({ recordId: '001000000000001AAA', handoffs: [handoff('a'), handoff('b', { Status__c: 'Closed' })] });
    expect(shown(element)).toEqual(['a', 'b']);
    expect(counts(element)).not.toHaveProperty('lead');
});

it('loads, fails in the words of Salesforce, and shows handoffs when leads may not be read', async () => {
    const element = createElement('c-handoff-queue', { is: HandoffQueue });
    document.body.appendChild(element);
    await settle();
    expect(part(element, 'loading')).not.toBeNull();
    await expect(element).toBeAccessible();
    await failQuery('handrailWaitingHandoffs', 'Request limit exceeded');
    expect(part(element, 'error')).not.toBeNull();
    document.body.replaceChildren();

    const half = await draw({ handoffs: [handoff('a')] });
    await failQuery('handrailUndecidedLeads', 'No access');
    expect(part(half, 'part').textContent).toBe('c.handrailQueueNoLeads');
    expect(shown(half)).toEqual(['a']);
});
