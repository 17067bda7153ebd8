import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import ErrorPanel from 'c/errorPanel';

registerSa11yMatcher();

jest.mock('@salesforce/label/c.handrailErrorText', () => ({ __esModule: true, default: 'Salesforce answered “{0}”.' }), { virtual: true });

afterEach(() => document.body.replaceChildren());

it('says what failed and what Salesforce answered, as text', async () => {
    const element = createElement('c-error-panel', { is: ErrorPanel });
    element.headline = 'The handoff could not be loaded';
    element.error = { body: [{ message: '<b>Request limit exceeded</b>', errorCode: 'REQUEST_LIMIT_EXCEEDED' }] };
    document.body.appendChild(element);
    expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toContain('The handoff could not be loaded');
    expect(element.shadowRoot.querySelector('.hr-text').textContent).toBe('Salesforce answered “<b>Request limit exceeded</b>”.');
    expect(element.shadowRoot.querySelector('[data-id="retry"]')).toBeNull();
    await expect(element).toBeAccessible();
});

it('quotes nobody where nothing was answered, and tries again where its owner can', async () => {
    const element = createElement('c-error-panel', { is: ErrorPanel });
    Object.assign(element, { headline: 'The handoff could not be loaded', error: { status: 0, body: { message: 'Failed to fetch' } }, retries: true });
    const retried = jest.fn();
    element.addEventListener('retry', retried);
    document.body.appendChild(element);
    expect(element.shadowRoot.querySelector('.hr-text').textContent).toBe('c.handrailNoAnswer');
    element.shadowRoot.querySelector('[data-id="retry"]').click();
    expect(retried).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
});
