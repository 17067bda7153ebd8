import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { navigated } from 'lightning/navigation';
import { answerNumbers, deep, deepAll, openPage, row, textOf } from 'test/numbers';
import { settle } from 'test/page';
import CriterionEvidence from 'c/criterionEvidence';

registerSa11yMatcher();
// axe looks at whole tables, which takes its time on a busy machine.
jest.setTimeout(60_000);

const lift = (criterion, value, parts, more = {}) => row('criterion_lift', { Slice: `criterion=${criterion}`, Value: value, Parts: parts, ...more });
/** As the plan of the company has them: 92 of 136 against 16 of 98, and 65 of 113 against 43 of 75. */
const PREDICTS = lift('OPP-NEED-02', 92 / 136 - 16 / 98, { met: 136, met_won: 92, unmet: 98, unmet_won: 16, met_rate: 92 / 136, unmet_rate: 16 / 98, low: 0.401, high: 0.61, fill_rate: 0.6, placeholder_rate: 0.02, days: 6 });
const NOTHING = lift('OPP-VALU-03', 65 / 113 - 43 / 75, { met: 113, met_won: 65, unmet: 75, unmet_won: 43, met_rate: 65 / 113, unmet_rate: 43 / 75, low: -0.14, high: 0.15 });

async function draw(rows, state = {}) {
    const element = createElement('c-criterion-evidence', { is: CriterionEvidence });
    document.body.appendChild(element);
    await openPage('Handrail_Gate_Evidence', state);
    await answerNumbers(rows);
    return element;
}

const of = (element, criterion, part) => deep(element, `[data-criterion="${criterion}"] [data-id="${part}"]`).textContent.trim();
const verdict = (element, criterion) => deep(element, `[data-criterion="${criterion}"] [data-id="verdict"] c-handrail-chip`).chip.word;

afterEach(() => {
    document.body.replaceChildren();
    navigated.mockReset();
});

it('the strongest evidence first, with both sides', async () => {
    const element = await draw([NOTHING, PREDICTS]);
    expect(deepAll(element.shadowRoot, '[data-criterion]').map(({ dataset }) => dataset.criterion)).toEqual(['OPP-NEED-02', 'OPP-VALU-03']);
    expect(of(element, 'OPP-NEED-02', 'met')).toContain('67.6%');
    expect(of(element, 'OPP-NEED-02', 'unmet')).toContain('16.3%');
    expect([of(element, 'OPP-NEED-02', 'fill'), of(element, 'OPP-NEED-02', 'filler')]).toEqual(['60.0%', '2.0%']);
    await expect(element).toBeAccessible();
});

it('a range above zero speaks for it, one that spans zero proves nothing', async () => {
    const against = lift('OPP-PERC-03', -0.2, { low: -0.3, high: -0.1 });
    const element = await draw([PREDICTS, NOTHING, against]);
    expect(verdict(element, 'OPP-NEED-02')).toMatch(/^c\.handrailEvidence(ProposeEnforce|Predicts)$/);
    expect(verdict(element, 'OPP-VALU-03')).toMatch(/^c\.handrailEvidence(ProposeRetire|Unproven)$/);
    expect(verdict(element, 'OPP-PERC-03')).toBe('c.handrailEvidenceAgainst');
    expect(deepAll(element.shadowRoot, 'svg[role="img"]')).toHaveLength(3);
});

it('the verdict of the engine, which looks at two quarters, goes before the range of one period', async () => {
    const judged = lift('OPP-VALU-03', 0.002, { low: -0.14, high: 0.15, verdict: 'retire', verdict_words: 'retire: …' });
    const kept = lift('OPP-PERC-03', 0.02, { low: -0.1, high: 0.12, verdict: 'keep' });
    const element = await draw([judged, kept]);
    expect([verdict(element, 'OPP-VALU-03'), verdict(element, 'OPP-PERC-03')]).toEqual(['c.handrailEvidenceProposeRetire', 'c.handrailEvidenceUnproven']);
});

it('too few, or without a range, says nothing', async () => {
    const element = await draw([lift('OPP-NEED-02', 0.5, null), lift('OPP-VALU-03', 0.9, { low: 0.1, high: 0.95 }, { State: 'low_n', N: 3 })]);
    expect([verdict(element, 'OPP-NEED-02'), verdict(element, 'OPP-VALU-03')]).toEqual(['c.handrailEvidenceTooFew', 'c.handrailEvidenceTooFew']);
    expect([of(element, 'OPP-NEED-02', 'range'), of(element, 'OPP-VALU-03', 'lift')]).toEqual(['c.handrailEvidenceNoRange', '–']);
    await expect(element).toBeAccessible();
});

it('a criterion that the playbook no longer has keeps its code', async () => {
    const element = await draw([lift('OPP-GONE-01', 0.1, { low: 0.05, high: 0.2 })]);
    expect(deep(element, '[data-criterion="OPP-GONE-01"]').textContent).toContain('c.handrailEvidenceRetired');
});

it('a segment is a choice of its own', async () => {
    const element = await draw([PREDICTS, row('criterion_lift', { Slice: 'criterion=OPP-NEED-02;segment=SMB', Value: 0.2, Parts: { low: 0.1, high: 0.3 } })]);
    const menu = deep(element, 'select[data-id="segment"]');
    menu.value = 'SMB';
    menu.dispatchEvent(new CustomEvent('change'));
    await settle();
    expect(deepAll(element.shadowRoot, '[data-criterion]')).toHaveLength(1);
    expect(navigated).toHaveBeenCalledWith(expect.objectContaining({ state: { c__segment: 'SMB' } }), true);
});

it('opens how it is counted', async () => {
    const element = await draw([PREDICTS]);
    deep(element, '[data-criterion="OPP-NEED-02"] button').click();
    await settle();
    expect(textOf(element, 'c-metric-detail')).not.toBeNull();
    expect(deep(element, 'c-metric-detail').result.slice.criterion).toBe('OPP-NEED-02');
});

it('nothing to say yet', async () => {
    const element = await draw([row('criterion_lift', { Value: 0 })]);
    expect(deep(element, '[data-id="no-rows"]')).not.toBeNull();
});

it('a gate that no deal went without has nothing to compare with, which is no lack of records', async () => {
    const holds = lift('OPP-QUAL-01', null, { met: 132, met_won: 60, unmet: 0, unmet_won: 0, met_rate: 60 / 132, unmet_rate: null, low: null, high: null }, { State: 'undefined', Reason: 'Not known in this period and cut: unmet rate.' });
    const element = await draw([PREDICTS, holds]);
    expect([verdict(element, 'OPP-QUAL-01'), of(element, 'OPP-QUAL-01', 'verdict')]).toEqual(['c.handrailEvidenceNothing', 'c.handrailEvidenceAllMet']);
    expect(deep(element, '[data-criterion="OPP-QUAL-01"] [data-id="lift"] c-handrail-chip')).toBeNull();
});
