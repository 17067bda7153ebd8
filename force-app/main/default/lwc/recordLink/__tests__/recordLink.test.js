import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { navigated } from 'lightning/navigation';
import { settle } from 'test/page';
import RecordLink from 'c/recordLink';

registerSa11yMatcher();

it('is a link that a click follows inside the platform', async () => {
    const element = createElement('c-record-link', { is: RecordLink });
    Object.assign(element, { recordId: '006000000000001AAA', objectApiName: 'Opportunity', label: 'Stavely Ports' });
    document.body.appendChild(element);
    await settle();
    const link = element.shadowRoot.querySelector('a');
    expect([link.textContent, Boolean(link.href)]).toEqual(['Stavely Ports', true]);
    await expect(element).toBeAccessible();
    link.click();
    expect(navigated.mock.calls[0][0].attributes).toMatchObject({ recordId: '006000000000001AAA', objectApiName: 'Opportunity' });
});
