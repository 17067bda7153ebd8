import { createElement } from 'lwc';
import HandrailField from 'c/handrailField';
import { registerSa11yMatcher } from '@sa11y/jest';

registerSa11yMatcher();

const BASE = { name: 'Some__c', label: 'Some field', kind: 'text', type: 'text', value: null, options: [], required: true, help: '', message: '', lockedText: '' };

function draw(field) {
    const element = createElement('c-handrail-field', { is: HandrailField });
    element.field = { ...BASE, ...field };
    document.body.appendChild(element);
    return element;
}

function heard(element) {
    const changes = [];
    element.addEventListener('fieldchange', ({ detail }) => changes.push(detail));
    return changes;
}

const control = (element, tag) => element.shadowRoot.querySelector(tag);

afterEach(() => document.body.replaceChildren());

describe('c-handrail-field', () => {
    it.each([
        [{ kind: 'text', type: 'url' }, 'lightning-input', { value: 'https://a.example' }, 'https://a.example'],
        [{ kind: 'text', type: 'text' }, 'lightning-input', { value: '' }, null],
        [{ kind: 'number', type: 'number' }, 'lightning-input', { value: '15.50' }, 15.5],
        [{ kind: 'number', type: 'number' }, 'lightning-input', { value: '' }, null],
        [{ kind: 'date', type: 'date' }, 'lightning-input', { value: '2026-11-13' }, '2026-11-13'],
        [{ kind: 'checkbox', type: 'checkbox' }, 'lightning-input', { checked: false }, false],
        [{ kind: 'longText' }, 'lightning-textarea', { value: 'Words' }, 'Words'],
        [{ kind: 'choice' }, 'lightning-combobox', { value: 'High' }, 'High'],
        [{ kind: 'choices' }, 'lightning-dual-listbox', { value: ['A', 'B'] }, 'A;B'],
        [{ kind: 'choices' }, 'lightning-dual-listbox', { value: [] }, null]
    ])('draws %j and tells the raw value', (field, tag, detail, value) => {
        const element = draw(field);
        const changes = heard(element);
        control(element, tag).dispatchEvent(new CustomEvent('change', { detail }));
        expect(changes).toEqual([{ name: 'Some__c', value }]);
    });

    it('puts the message of the server on the input, and takes it off again', async () => {
        const element = draw({});
        const input = control(element, 'lightning-input');
        input.setCustomValidity = jest.fn();
        input.reportValidity = jest.fn();
        element.field = { ...BASE, message: 'Choose today or later.' };
        await Promise.resolve();
        expect(input.setCustomValidity).toHaveBeenLastCalledWith('Choose today or later.');
        expect(input.reportValidity).toHaveBeenCalled();
        element.field = { ...BASE, message: '' };
        await Promise.resolve();
        expect(input.setCustomValidity).toHaveBeenLastCalledWith('');
    });

    it('says so instead of an input when the user may not edit', () => {
        const element = draw({ kind: 'locked', lockedText: 'You cannot edit Some field.' });
        expect(control(element, 'lightning-input')).toBeNull();
        expect(element.shadowRoot.textContent).toContain('You cannot edit Some field.');
    });

    it('commits on Enter, and on no other key', () => {
        const element = draw({});
        const commit = jest.fn();
        element.addEventListener('fieldcommit', commit);
        const input = control(element, 'lightning-input');
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
        expect(commit).not.toHaveBeenCalled();
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
        expect(commit).toHaveBeenCalledTimes(1);
    });

    it('is accessible', async () => {
        await expect(draw({ kind: 'locked', lockedText: 'You cannot edit Some field.' })).toBeAccessible();
        await expect(draw({})).toBeAccessible();
    });

    it('comes into view with the focus, but never between pressing and releasing', () => {
        const element = draw({});
        element.scrollIntoView = jest.fn();
        const dispatch = (name) => element.dispatchEvent(new CustomEvent(name));
        dispatch('focusin');
        expect(element.scrollIntoView).toHaveBeenCalledTimes(1);
        dispatch('focusout');
        dispatch('pointerdown');
        dispatch('focusin');
        expect(element.scrollIntoView).toHaveBeenCalledTimes(1);
        dispatch('click');
        expect(element.scrollIntoView).toHaveBeenCalledTimes(2);
    });
});
