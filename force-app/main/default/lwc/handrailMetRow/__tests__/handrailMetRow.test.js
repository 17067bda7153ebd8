import { registerSa11yMatcher } from '@sa11y/jest';
import { createElement } from 'lwc';
import HandrailMetRow from 'c/handrailMetRow';

registerSa11yMatcher();

afterEach(() => document.body.replaceChildren());

function rowOf(row) {
    const element = createElement('c-handrail-met-row', { is: HandrailMetRow });
    element.row = row;
    document.body.append(element);
    return element;
}

test('says what is met, by which value, and keeps the whole of a long value within reach', async () => {
    const value = 'Call with Helena Voss on Thursday, then the security review with their IT';
    const element = rowOf({ key: 'OPP-QUAL-02', state: 'met', label: 'Next step has a date ahead', code: 'OPP-QUAL-02', value });
    const text = element.shadowRoot.textContent;
    expect(text).toContain('Next step has a date ahead');
    expect(element.shadowRoot.querySelector(`[title="${value}"]`).textContent).toBe(value);
    expect(element.shadowRoot.querySelector('c-handrail-ring').state).toBe('met');
    await expect(element).toBeAccessible();
});
