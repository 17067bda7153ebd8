import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { navigated } from 'lightning/navigation';
import { answerRows, failQuery } from 'test/answers';
import { part, settle } from 'test/page';
import HandrailDriftBadge from 'c/handrailDriftBadge';

registerSa11yMatcher();

const label = (text) => ({ __esModule: true, default: text });
jest.mock('@salesforce/label/c.handrailDriftBadgeOne', () => label('{0} differs'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDriftBadgeMany', () => label('{0} differ'), { virtual: true });

async function draw() {
    const element = createElement('c-handrail-drift-badge', { is: HandrailDriftBadge });
    document.body.appendChild(element);
    await settle();
    return element;
}

const answer = (count) => answerRows('handrailGraveFindings', 'Handrail_Finding__c', [], { totalCount: count });

beforeEach(() => navigated.mockReset());

afterEach(() => document.body.replaceChildren());

it('says how many there are and leads to them', async () => {
    const element = await draw();
    expect(part(element, 'drift')).toBeNull();
    await answer(3);
    expect(part(element, 'drift').textContent).toBe('3 differ');
    await expect(element).toBeAccessible();
    part(element, 'drift').click();
    expect(navigated.mock.calls[0][0].attributes).toEqual({ apiName: 'Handrail_Definition_Health' });
    await answer(1);
    expect(part(element, 'drift').textContent).toBe('1 differs');
    await answer(0);
    expect(part(element, 'drift')).toBeNull();
});

it('who may not see findings sees nothing', async () => {
    const element = await draw();
    await failQuery('handrailGraveFindings', 'No access to Handrail_Finding__c');
    expect(element.shadowRoot.textContent).toBe('');
});
