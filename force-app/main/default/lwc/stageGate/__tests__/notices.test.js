/** What the card says above the gate: a newer playbook, somebody else's change, gates that do not hold for the user. */
import { updateRecord } from 'lightning/uiRecordApi';
import { registerSa11yMatcher } from '@sa11y/jest';
import { playbook } from 'c/handrailPlaybook';
import { answerRecord, drawDeal, part, press, rows, textOf, type } from 'test/stageGate/card';
import { DEAL_ID, enforcement, objectInfo, TODAY } from 'test/stageGate/deal';
import * as kept from '../keptEntries';

registerSa11yMatcher();

let mockBypassed = [];
jest.mock('c/handrailBypass', () => ({ bypasses: (family) => mockBypassed.includes(family) }));

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(`${TODAY}T20:00:00Z`), doNotFake: ['queueMicrotask', 'nextTick', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'requestAnimationFrame'] });
    mockBypassed = [];
    updateRecord.mockReset().mockResolvedValue({});
    window.sessionStorage.clear();
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

describe('a newer playbook in the org', () => {
    const NEWER = enforcement({ OPP_QUAL_01: true }, `${playbook.version.split('.')[0]}.10.0`);

    it('is told, and reloading keeps what was typed', async () => {
        const reload = jest.spyOn(kept, 'reloadPage').mockImplementation(() => undefined);
        const element = await drawDeal({ enforced: NEWER });
        expect(textOf(element, 'stale')).toContain('c.handrailStale');
        expect(textOf(element, 'kept')).toBe('');
        await type(element, 'NextStep', 'Price review');
        expect(textOf(element, 'kept')).toBe('c.handrailEntryKept');
        await expect(element).toBeAccessible();
        await press(element, 'reload');
        expect(reload).toHaveBeenCalledTimes(1);
        document.body.replaceChildren();

        const after = await drawDeal();
        const field = rows(after).find(({ key }) => key === 'OPP-QUAL-02').fields.find(({ name }) => name === 'NextStep');
        expect(field.value).toBe('Price review');
        document.body.replaceChildren();
        expect(rows(await drawDeal()).find(({ key }) => key === 'OPP-QUAL-02').fields[0].value).toBe(null);
    });

    it.each([
        ['the same', playbook.version],
        ['an older one', '2001.12.31']
    ])('is not told of %s', async (_name, version) => {
        expect(part(await drawDeal({ enforced: enforcement({ OPP_QUAL_01: true }, version) }), 'stale')).toBeNull();
    });

    it('reads nothing into what the tab keeps for another record, or into text that is none of ours', async () => {
        window.sessionStorage.setItem('handrail-entries-006000000000002AAA', JSON.stringify({ NextStep: 'Elsewhere' }));
        window.sessionStorage.setItem(`handrail-entries-${DEAL_ID}`, 'no JSON');
        const element = await drawDeal();
        expect(rows(element).find(({ key }) => key === 'OPP-QUAL-02').fields[0].value).toBe(null);
    });
});

describe('a change by somebody else', () => {
    const CHANGED = { NextStep: 'Call legal', LastModifiedDate: `${TODAY}T19:59:40.000Z` };

    async function contested() {
        const element = await drawDeal();
        await type(element, 'NextStep', 'Price review');
        await answerRecord(CHANGED);
        return element;
    }

    it('of a field with an entry is shown with both values', async () => {
        const element = await contested();
        expect(textOf(element, 'conflict')).toContain('c.handrailChangedBy');
        expect(element.shadowRoot.querySelectorAll('[data-id="conflict"] [data-id="keep-mine"]')).toHaveLength(1);
        expect(part(element, 'take-theirs').dataset.field).toBe('NextStep');
        await expect(element).toBeAccessible();
    });

    it('gives way to mine', async () => {
        const element = await contested();
        await press(element, 'keep-mine');
        expect(part(element, 'conflict')).toBeNull();
        await press(element, 'save');
        expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: DEAL_ID, NextStep: 'Price review' } });
    });

    it('is taken over', async () => {
        const element = await contested();
        await press(element, 'take-theirs');
        expect(part(element, 'conflict')).toBeNull();
        expect(part(element, 'save').disabled).toBe(true);
    });

    it('stays open while other news of the record come in', async () => {
        const element = await contested();
        await answerRecord({ ...CHANGED, Amount: 1 });
        expect(part(element, 'conflict')).not.toBeNull();
    });

    it('is none where the field has no entry, nor where both say the same', async () => {
        const element = await drawDeal();
        await type(element, 'NextStep', 'Price review');
        await answerRecord({ Amount: 99 });
        expect(part(element, 'conflict')).toBeNull();
        await answerRecord({ NextStep: 'Price review' });
        expect(part(element, 'conflict')).toBeNull();
        expect(part(element, 'save').disabled).toBe(true);
    });
});

describe('who may pass the gates', () => {
    it('is told that they do not hold, sees what is missing and can advance', async () => {
        mockBypassed = ['Opportunity'];
        const element = await drawDeal();
        expect(textOf(element, 'bypassed')).toBe('c.handrailBypassed');
        expect(rows(element).map(({ key }) => key)).toEqual(['OPP-QUAL-01', 'OPP-QUAL-02']);
        expect(part(element, 'advance').disabled).toBe(false);
        expect(part(element, 'ask-override')).toBeNull();
        expect(textOf(element, 'reason')).toBe('');
        await expect(element).toBeAccessible();
    });

    it('in another family is held like everybody', async () => {
        mockBypassed = ['Lead', 'Forecast'];
        const element = await drawDeal();
        expect(part(element, 'bypassed')).toBeNull();
        expect(part(element, 'advance').disabled).toBe(true);
    });
});

describe('a field that the user may not edit', () => {
    it.each([
        ['of the playbook: the permission set that gives it', 'Handrail_Economic_Buyer__c', 'OPP-QUAL-01', 'c.handrailNoPlaybookFieldEdit'],
        ['of the org: an admin', 'NextStep', 'OPP-QUAL-02', 'c.handrailNoFieldEdit']
    ])('%s', async (_name, field, criterion, label) => {
        const element = await drawDeal({ info: { fields: { [field]: { ...objectInfo().fields[field], updateable: false } } } });
        const { fields } = rows(element).find(({ key }) => key === criterion);
        expect(fields.find(({ name }) => name === field)).toMatchObject({ kind: 'locked', lockedText: label });
        await expect(element).toBeAccessible();
    });
});

