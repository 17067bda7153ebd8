import { createElement } from 'lwc';
import HandrailLookup from 'c/handrailLookup';
import { graphql } from 'lightning/graphql';

async function draw(properties) {
    const element = createElement('c-handrail-lookup', { is: HandrailLookup });
    Object.assign(element, { label: 'Champion', target: 'Contact', accountId: '001A', accountName: 'Aldermoor', ...properties });
    document.body.appendChild(element);
    // Wires get their configuration a tick after connecting.
    await Promise.resolve();
    return element;
}

const contacts = (totalCount, nodes) => ({ data: { uiapi: { query: { Contact: { totalCount, edges: nodes.map((node) => ({ node })) } } } } });
const list = (element) => element.shadowRoot.querySelector('lightning-combobox');
const INES = { Id: '003A', Name: { value: 'Ines Carvalho' }, Title: { value: 'Purchasing Lead' } };

afterEach(() => document.body.replaceChildren());

describe('c-handrail-lookup', () => {
    it('offers the contacts of the account', async () => {
        const element = await draw({});
        expect(graphql.getLastConfig().variables).toEqual({ account: '001A' });
        graphql.answer('handrailContacts', contacts(1, [INES]));
        await Promise.resolve();
        expect(list(element).options).toEqual([{ label: 'Ines Carvalho, Purchasing Lead', value: '003A' }]);
    });

    it.each([
        [0, 'c.handrailNoChoice'],
        [1, 'c.handrailChooseContactOne'],
        [2, 'c.handrailChooseContact']
    ])('says what there is to choose from: %i', async (count, label) => {
        const element = await draw({});
        graphql.answer('handrailContacts', contacts(count, Array.from({ length: count }, (_, index) => ({ Id: `003${index}`, Name: { value: `C${index}` } }))));
        await Promise.resolve();
        expect(list(element).placeholder).toBe(label);
    });

    it('keeps a present value that is not in the list, by its name', async () => {
        const element = await draw({ value: '003Z', valueLabel: 'Helena Voss' });
        graphql.answer('handrailContacts', contacts(1, [INES]));
        await Promise.resolve();
        expect(list(element).options).toContainEqual({ label: 'Helena Voss', value: '003Z' });
    });

    it('leaves out who is no choice', async () => {
        const element = await draw({ excluded: '003A' });
        graphql.answer('handrailContacts', contacts(2, [INES, { Id: '003B', Name: { value: 'Tom Berg' } }]));
        await Promise.resolve();
        expect(list(element).options).toEqual([{ label: 'Tom Berg', value: '003B' }]);
    });

    it('says how many more there are, and never takes that for a choice', async () => {
        const element = await draw({});
        graphql.answer('handrailContacts', contacts(60, Array.from({ length: 50 }, (_, index) => ({ Id: `003${index}`, Name: { value: `C${index}` } }))));
        await Promise.resolve();
        const more = list(element).options.at(-1);
        const change = jest.fn();
        element.addEventListener('lookupchange', change);
        list(element).dispatchEvent(new CustomEvent('change', { detail: { value: more.value } }));
        expect(change).not.toHaveBeenCalled();
        list(element).dispatchEvent(new CustomEvent('change', { detail: { value: '0031' } }));
        expect(change.mock.calls[0][0].detail).toEqual({ value: '0031' });
    });

    it('asks for the account first when the choices depend on it', async () => {
        const element = await draw({ accountId: null });
        expect(list(element)).toBeNull();
        expect(graphql.getLastConfig().query).toBeUndefined();
    });
});
