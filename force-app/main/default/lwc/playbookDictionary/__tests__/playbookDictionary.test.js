import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { navigated } from 'lightning/navigation';
import { cadences, metrics, terms } from 'c/handrailDictionary';
import { handoffs, objects } from 'c/handrailPlaybook';
import { answerPage } from 'test/answers';
import { part, press, settle } from 'test/page';
import PlaybookDictionary from 'c/playbookDictionary';
import { ENTRIES, search } from '../entries';

registerSa11yMatcher();

const PAGE = { type: 'standard__navItemPage', attributes: { apiName: 'Handrail_Dictionary' }, state: {} };

async function draw(state = {}) {
    const element = createElement('c-playbook-dictionary', { is: PlaybookDictionary });
    document.body.appendChild(element);
    await answerPage({ ...PAGE, state });
    return element;
}

const shown = (element) => [...element.shadowRoot.querySelectorAll('article[data-entry]')].map(({ dataset }) => dataset.entry);

beforeEach(() => navigated.mockReset());
afterEach(() => document.body.replaceChildren());

it('holds every term, stage, metric, handoff and meeting once', () => {
    const stages = Object.values(objects).flatMap((object) => object.stages);
    expect(ENTRIES).toHaveLength(terms.length + stages.length + metrics.length + handoffs.length + cadences.length);
    expect(new Set(ENTRIES.map(({ key }) => key)).size).toBe(ENTRIES.length);
});

it('every criterion that ends a stage stands under it', () => {
    const exits = objects.Opportunity.criteria.filter(({ trigger }) => trigger.kind === 'exit').map(({ id }) => id);
    const listed = new Set(ENTRIES.filter(({ kind }) => kind === 'stage').flatMap(({ parts }) => parts.map(({ code }) => code)));
    expect(exits.filter((id) => !listed.has(id))).toEqual([]);
});

it('finds by every word, wherever it stands', () => {
    expect(search('metric', 'NARROW win').map(({ key }) => key)[0]).toBe('metric-win_rate');
    expect(search('', 'opp-qual-02').map(({ key }) => key)).toContain('stage-Opportunity-Qualification');
    expect(search('', 'xyzzy')).toEqual([]);
});

it('a link leads to one entry, and back to all', async () => {
    const element = await draw({ c__entry: 'metric-win_rate' });
    expect(shown(element)).toEqual(['metric-win_rate']);
    await expect(element).toBeAccessible();
    await press(element, 'all');
    expect(shown(element).length).toBeGreaterThan(1);
});

it('what is chosen and searched is kept in the address', async () => {
    const element = await draw();
    element.shadowRoot.querySelector('[data-kind="cadence"]').click();
    await settle();
    expect(navigated.mock.lastCall[0].state).toMatchObject({ c__kind: 'cadence' });
    expect(shown(element)).toEqual(cadences.map(({ id }) => `cadence-${id}`));
    part(element, 'find').dispatchEvent(new CustomEvent('change', { detail: { value: 'nothing of the kind' } }));
    await settle();
    expect(part(element, 'empty')).not.toBeNull();
});
