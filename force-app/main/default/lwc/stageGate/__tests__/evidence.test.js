import { registerSa11yMatcher } from '@sa11y/jest';
import { answerFigures } from 'test/figures';
import { drawDeal, settle } from 'test/stageGate/card';

jest.mock('@salesforce/label/c.handrailEvidenceText', () => ({ __esModule: true, default: '{0} with, {1} without, n {2}, to {3}' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailEvidenceChance', () => ({ __esModule: true, default: 'May be chance.' }), { virtual: true });

registerSa11yMatcher();

/** Of the demo: 92 of 136 that met it were won, 16 of 98 that did not. */
const PARTS = { met: 136, met_won: 92, unmet: 98, unmet_won: 16, low: 0.4, high: 0.61 };

afterEach(() => document.body.replaceChildren());

async function why(result) {
    const element = await drawDeal();
    const row = element.shadowRoot.querySelector('c-handrail-criterion');
    answerFigures(result ? [{ metric: 'criterion_lift', slice: `criterion=${row.row.key}`, value: 0.513, ...result }] : []);
    await settle();
    row.shadowRoot.querySelector('[aria-controls="why"], button.hr-link[aria-expanded]:last-of-type').click();
    await settle();
    await expect(row).toBeAccessible();
    return row.shadowRoot.querySelector('[data-id="evidence"]')?.textContent ?? null;
}

it('says how deals with and without it ended, with their number', async () => {
    expect(await why({ parts: PARTS })).toBe('c.handrailEvidence 68% with, 16% without, n 234, to Nov 9, 2026');
});

it('says when the difference may be chance', async () => {
    expect(await why({ parts: { ...PARTS, low: -0.02 } })).toMatch(/ May be chance\.$/);
});

it.each([
    ['nothing was synced', null],
    ['too few deals did without it', { parts: PARTS, state: 'low_n', value: null }],
    ['no deal did without it', { parts: { ...PARTS, unmet: 0, unmet_won: 0 } }],
    ['the sync wrote no parts', {}]
])('says nothing where %s', async (_name, result) => {
    expect(await why(result)).toBeNull();
});
