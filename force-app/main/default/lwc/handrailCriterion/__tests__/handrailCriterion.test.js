import { createElement } from 'lwc';
import HandrailCriterion from 'c/handrailCriterion';
import { registerSa11yMatcher } from '@sa11y/jest';

registerSa11yMatcher();

const field = (name) => ({ name, label: name, kind: 'text', type: 'text', value: '', options: [], message: '', lockedText: '' });
const ROW = {
    key: 'OPP-QUAL-01',
    state: 'open',
    label: 'Economic buyer named',
    note: 'OPP-QUAL-01',
    isCode: true,
    text: 'Who can say yes to the money?',
    message: '',
    decision: 'Who can sign?',
    fields: [field('A__c'), field('B__c')],
    optional: false
};

function draw(row) {
    const element = createElement('c-handrail-criterion', { is: HandrailCriterion });
    element.row = { ...ROW, ...row };
    document.body.appendChild(element);
    return element;
}

const all = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];

afterEach(() => document.body.replaceChildren());

describe('c-handrail-criterion', () => {
    it('shows label, code, what is missing, and its inputs', () => {
        const element = draw({});
        expect(element.shadowRoot.textContent).toContain('Economic buyer named');
        expect(element.shadowRoot.textContent).toContain('OPP-QUAL-01');
        expect(element.shadowRoot.textContent).toContain('Who can say yes to the money?');
        expect(all(element, 'c-handrail-field').map((input) => input.field.name)).toEqual(['A__c', 'B__c']);
    });

    it('opens and closes the reason with its button, and with Escape', async () => {
        const element = draw({});
        const button = all(element, 'button[aria-controls]').at(-1);
        expect(button.getAttribute('aria-expanded')).toBe('false');
        expect(element.shadowRoot.textContent).not.toContain('Who can sign?');
        button.click();
        await Promise.resolve();
        expect(button.getAttribute('aria-expanded')).toBe('true');
        expect(element.shadowRoot.textContent).toContain('Who can sign?');
        button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
        await Promise.resolve();
        expect(button.getAttribute('aria-expanded')).toBe('false');
    });

    it('keeps the inputs of an optional row folded until they are asked for', async () => {
        const element = draw({ optional: true, state: 'shadow' });
        expect(all(element, 'c-handrail-field')).toHaveLength(0);
        all(element, 'button')[0].click();
        await Promise.resolve();
        expect(all(element, 'c-handrail-field')).toHaveLength(2);
    });

    it('says what is asked once the inputs are opened, and at once where there are none', async () => {
        const hint = 'Two contacts, or three from 100,000 up.';
        const element = draw({ optional: true, state: 'shadow', text: 'Not done yet.', hint });
        expect(element.shadowRoot.textContent).not.toContain(hint);
        all(element, 'button')[0].click();
        await Promise.resolve();
        expect(element.shadowRoot.textContent).toContain(hint);
        await expect(element).toBeAccessible();
        expect(draw({ optional: true, state: 'shadow', text: 'Not done yet.', hint, fields: [] }).shadowRoot.textContent).toContain(hint);
    });

    it('puts the focus into a field it has, and says when it has none', () => {
        const element = draw({});
        const focus = jest.spyOn(all(element, 'c-handrail-field')[1], 'focus');
        expect(element.focusField('B__c')).toBe(true);
        expect(focus).toHaveBeenCalled();
        expect(element.focusField('Other__c')).toBe(false);
    });

    it.each(['open', 'willBeMet', 'met', 'shadow', 'refused', 'unseen'])('is accessible when %s', async (state) => {
        await expect(draw({ state })).toBeAccessible();
    });
});
