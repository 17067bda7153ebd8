import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { graphql } from 'lightning/graphql';
import { navigated } from 'lightning/navigation';
import { answerNumbers, answerRun, deep, deepAll, failNumbers, openPage, row, textOf } from 'test/numbers';
import { CLOCK, settle } from 'test/page';
import { answerRows } from 'test/answers';
import RevenueHealth from 'c/revenueHealth';

jest.mock('@salesforce/label/c.handrailHealthLeakKind', () => ({ __esModule: true, default: '{0}: {1} ({2})' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailHealthLeakStep', () => ({ __esModule: true, default: '{0}: {1} go on, {2} in {3}, of {4}.' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailHealthLeakGate', () => ({ __esModule: true, default: 'Gate {0}, {1}' }), { virtual: true });

registerSa11yMatcher();
// axe looks at whole tables, which takes its time on a busy machine.
jest.setTimeout(60_000);

const NOW = '2026-06-01T12:00:00.000Z';

async function draw(tiles, tilesOnly = false) {
    const element = createElement('c-revenue-health', { is: RevenueHealth });
    if (tiles) element.tiles = tiles;
    element.tilesOnly = tilesOnly;
    document.body.appendChild(element);
    await settle();
    return element;
}

const frame = (element, id) => deep(element, `[data-id="${id}"]`);
const tile = (element, metric, part) => deep(element, `[data-tile="${metric}"] [data-id="${part}"]`)?.textContent.trim();
const chipOf = (element, metric) => deepAll(deep(element, `[data-tile="${metric}"]`), 'c-handrail-chip').map(({ chip }) => chip?.word ?? null)[0];
const cut = (metric, slice, values) => row(metric, { Slice: slice, ...values });
const dialog = (element) => deep(element, 'c-metric-detail');

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(NOW), ...CLOCK });
    navigated.mockReset();
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

describe('while there are no numbers', () => {
    it('loads with a frame of its own height', async () => {
        const element = await draw();
        expect(frame(element, 'loading').querySelector('[role="status"]').textContent).toBe('c.handrailNumLoading');
        expect(deep(element, 'section').getAttribute('aria-busy')).toBe('true');
        await expect(element).toBeAccessible();
    });

    it('says that nothing was ever synced, with the command', async () => {
        const element = await draw();
        await answerRows('handrailMetrics', 'Handrail_Metric__c', []);
        await answerRun(null);
        expect(frame(element, 'empty').textContent).toContain('npx handrail sync');
        await expect(element).toBeAccessible();
    });

    it('says who may see them', async () => {
        const element = await draw();
        await failNumbers("Validation error (FieldUndefined@[uiapi/query/Handrail_Metric__c]) : Field 'Handrail_Metric__c' in type 'RecordQuery' is undefined");
        expect(frame(element, 'forbidden')).not.toBeNull();
        expect(frame(element, 'error')).toBeNull();
        await expect(element).toBeAccessible();
    });

    it('says what failed, and tries again', async () => {
        const element = await draw();
        const refresh = jest.fn();
        graphql.answer('handrailMetrics', { errors: [{ message: 'Request limit exceeded' }], refresh });
        await answerRun('2026-06-01T10:00:00.000Z');
        expect(frame(element, 'error').getAttribute('role')).toBe('alert');
        await expect(element).toBeAccessible();
        frame(element, 'retry').click();
        await settle();
        expect(refresh).toHaveBeenCalledTimes(1);
        expect(frame(element, 'loading')).not.toBeNull();
    });

    it('numbers stand for those who may not see runs', async () => {
        const element = await draw('win_rate');
        await answerRows('handrailMetrics', 'Handrail_Metric__c', [row('win_rate', { Value: 0.4 })]);
        graphql.answer('handrailLatestRun', { errors: [{ message: 'no' }] });
        await settle();
        expect(tile(element, 'win_rate', 'value')).toBe('40.0%');
    });
});

describe('the strip', () => {
    it.each([
        ['two days old', '2026-05-30T10:00:00.000Z', true],
        ['of this morning', '2026-06-01T10:00:00.000Z', false]
    ])('%s', async (_name, asOf, isStale) => {
        const element = await draw('win_rate');
        await answerNumbers([row('win_rate', { Value: 0.4 })], { asOf });
        expect(frame(element, 'stale') !== null).toBe(isStale);
    });

    it('a run that stopped early says so', async () => {
        const element = await draw('win_rate');
        await answerNumbers([row('win_rate', { Value: 0.4 })], { status: 'Partly Done' });
        expect(frame(element, 'partly')).not.toBeNull();
    });
});

it('on a home page the tiles stand alone, and nothing else is read', async () => {
    const element = await draw('arr', true);
    await answerNumbers([row('arr', { Value: 1000, Unit: 'currency' }), cut('arr', 'segment=SMB', { Value: 1000, Unit: 'currency' })]);
    await answerRun();
    expect(tile(element, 'arr', 'value')).toBe('$1K');
    expect([frame(element, 'funnel'), frame(element, 'leaks'), frame(element, 'slices')]).toEqual([null, null, null]);
    expect(deep(element, 'c-handrail-frame').metrics).toEqual(['arr']);
    await expect(element).toBeAccessible();
});

it('reads further batches until there are none', async () => {
    const element = await draw('win_rate,nrr');
    await answerNumbers([row('win_rate', { Value: 0.4 })], { hasNextPage: true, endCursor: 'later' });
    expect(frame(element, 'loading')).not.toBeNull();
    expect(graphql.getLastConfig().variables?.after ?? 'later').toBe('later');
    await answerRows('handrailMetrics', 'Handrail_Metric__c', [row('nrr', { Value: 1.02 })]);
    expect([tile(element, 'win_rate', 'value'), tile(element, 'nrr', 'value')]).toEqual(['40.0%', '102.0%']);
});

describe('tiles', () => {
    it('every state of a number', async () => {
        const element = await draw('pipeline_coverage,nrr,mql_to_sql,win_rate,arr,cac_payback');
        await answerNumbers([
            row('pipeline_coverage', { Value: 3, Unit: 'ratio', Numerator: 510000, Denominator: 170000 }),
            row('nrr', { State: 'undefined', Reason: 'No recurring revenue then.' }),
            row('mql_to_sql', { Value: 0.31, State: 'immature', Reason: '64% of the cohort is resolved.' }),
            row('win_rate', { Value: 0.22, State: 'low_n', N: 9 }),
            row('arr', { Value: 6700000, Unit: 'currency', State: 'partial_access', Reason: 'Could not be read.' }),
            row('cac_payback', { Value: 0, Unit: 'months', State: 'stale', Reason: 'gtm_cost.csv is from 2026-01-01.' })
        ]);
        const shown = Object.fromEntries(['pipeline_coverage', 'nrr', 'mql_to_sql', 'win_rate', 'arr', 'cac_payback'].map((metric) => [metric, [tile(element, metric, 'value'), chipOf(element, metric)]]));
        expect(shown).toEqual({
            pipeline_coverage: ['c.handrailNumTimes', 'c.handrailNumInBand'],
            nrr: ['–c.handrailNumNoValue', 'c.handrailNumUndefinedState'],
            mql_to_sql: ['31.0%', 'c.handrailNumImmature'],
            win_rate: ['–c.handrailNumNoValue', 'c.handrailNumLowN'],
            arr: ['$6.7M', 'c.handrailNumPartialAccess'],
            cac_payback: ['c.handrailNumMonths', 'c.handrailNumStale']
        });
        expect(tile(element, 'nrr', 'line')).toBe('No recurring revenue then.');
        await expect(element).toBeAccessible();
    });

    it('a metric without a number says so, and others go on', async () => {
        const element = await draw('nrr,win_rate');
        await answerNumbers([row('win_rate', { Value: 0 })]);
        expect(tile(element, 'nrr', 'line')).toBe('c.handrailNumNotSynced');
        expect(tile(element, 'win_rate', 'value')).toBe('0.0%');
    });

    it('nine tiles are nine tiles', async () => {
        const ids = ['arr', 'nrr', 'cac_payback', 'forecast_accuracy', 'win_rate', 'pipeline_coverage', 'sales_cycle', 'mql_to_sql', 'grr'];
        const element = await draw(ids.join(', '));
        await answerNumbers([row('grr', { Value: 0.9 })]);
        expect(deepAll(element.shadowRoot, '[data-tile]').map(({ dataset }) => dataset.tile)).toEqual(ids);
    });

    it('a cut that a metric has not is no missing number', async () => {
        const element = await draw('win_rate,cac_payback');
        await answerNumbers([row('win_rate', { Value: 0.4 }), cut('win_rate', 'segment=SMB', { Value: 0.47 }), row('cac_payback', { Value: 11.7, Unit: 'months' })]);
        const menu = frame(element, 'scope');
        menu.value = 'segment=SMB';
        menu.dispatchEvent(new CustomEvent('change'));
        await settle();
        expect([tile(element, 'win_rate', 'value'), tile(element, 'cac_payback', 'line')]).toEqual(['47.0%', 'c.handrailHealthNotCut']);
    });
});

describe('choices', () => {
    const past = [row('win_rate', { Value: 0.42, Series: 'trend', Period_From: '2026-01-01', Period_To: '2026-04-01', As_Of: '2026-04-01T04:00:00.000Z' }), row('win_rate', { Value: 0.4 })];

    it('stand in the address, and come from it', async () => {
        const element = await draw('win_rate');
        await openPage('Handrail_Revenue_Health', { c__period: '2026-Q1' });
        await answerNumbers(past);
        expect(tile(element, 'win_rate', 'value')).toBe('42.0%');
        const menu = deep(element, 'select[data-id="period"]');
        menu.value = '';
        menu.dispatchEvent(new CustomEvent('change'));
        await settle();
        expect(tile(element, 'win_rate', 'value')).toBe('40.0%');
        expect(navigated).toHaveBeenCalledWith(expect.objectContaining({ state: { c__period: '' } }), true);
    });
});

describe('the funnel', () => {
    const stage = (name, all, on, more) => cut('stage_conversion', `stage=${name}`, { Value: on / all, Numerator: on, Denominator: all, N: all, ...more });
    const of = (element, name, part) => deep(element, `[data-stage="${name}"] [data-id="${part}"]`)?.textContent;

    it('counts and shares, in the order of stages; won is who went on from the last', async () => {
        const element = await draw('win_rate');
        await answerNumbers([
            stage('Negotiation/Review', 126, 108), stage('Prospecting', 500, 446), stage('Qualification', 446, 368), stage('Needs Analysis', 368, 276), stage('Value Proposition', 276, 217),
            stage('Id. Decision Makers', 217, 184), stage('Perception Analysis', 184, 160), stage('Proposal/Price Quote', 160, 126), cut('time_in_stage', 'stage=Prospecting', { Value: 9, Unit: 'days' })
        ]);
        expect(deepAll(element.shadowRoot, '[data-stage]').map(({ dataset }) => dataset.stage)).toEqual(['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won']);
        expect([of(element, 'Prospecting', 'go-on'), of(element, 'Proposal/Price Quote', 'go-on'), of(element, 'Needs Analysis', 'go-on')]).toEqual(['89.2%', '78.8%', '75.0%']);
        expect(of(element, 'Closed Won', 'reached')).toBe('108');
        expect(deep(element, '[data-stage="Needs Analysis"] .hr-bar_low')).not.toBeNull();
        expect(of(element, 'Prospecting', 'usual')).toBeUndefined();
        await expect(element).toBeAccessible();
    });

    it('a stage far under its usual rate is named, one that is not ripe is not', async () => {
        const before = (name, all, on) => stage(name, all, on, { Period_From: '2024-06-01', Period_To: '2025-06-01' });
        const element = await draw('win_rate');
        await answerNumbers([stage('Prospecting', 100, 60), stage('Qualification', 60, 10, { State: 'immature', Reason: 'Too early.' }), before('Prospecting', 100, 80), before('Qualification', 60, 50)]);
        expect(of(element, 'Prospecting', 'usual')).toBe('80.0%');
        expect(deepAll(element.shadowRoot, '.hr-bar_low')).toHaveLength(1);
        expect(deep(element, '[data-stage="Qualification"]').textContent).toContain('Too early.');
    });
});

describe('leaks', () => {
    it('the three biggest, with their arithmetic and their records', async () => {
        const leak = (kind, value, more) => cut('revenue_leakage', `leak=${kind}`, { Period_From: null, Value: value, Unit: 'currency', ...more });
        const element = await draw('win_rate');
        await answerNumbers([
            row('revenue_leakage', { Period_From: null, Value: 1300000, Unit: 'currency' }),
            leak('LK-1', 50000, { N: 152, Parts: { leads: 152, rate: 329 } }), leak('LK-2', 810000, { N: 17 }), leak('LK-4', 250000, { N: 4 }), leak('LK-5', 240000, { N: 9 }), leak('LK-3', 0, { N: 1 })
        ]);
        expect(deepAll(element.shadowRoot, '[data-leak]').map((each) => [each.dataset.leak, each.querySelector('[data-id="money"]').textContent])).toEqual([['LK-2', '$810K'], ['LK-4', '$250K'], ['LK-5', '$240K']]);
        deep(element, '[data-leak="LK-2"] button').click();
        await settle();
        expect(dialog(element).result.slice.leak).toBe('LK-2');
        expect(dialog(element).startsWithRecords).toBe(true);
    });

    it('each says how its value comes about', async () => {
        const leak = (kind, value, n) => cut('revenue_leakage', `leak=${kind}`, { Period_From: null, Value: value, Unit: 'currency', N: n });
        const kind = (name, code, value, n) => cut('leak_list', `kind=${name};leak=${code}`, { Period_From: null, Value: value, Unit: 'currency', N: n });
        const place = (of, values, ...cuts) => cuts.map((each) => cut('step_loss', `place=${of};${each}`, { Period_From: null, Unit: 'currency', N: 1, ...values }));
        const worst = { Value: 609675, Parts: { reached_amount: 2158000, conversion: 33 / 51, best_conversion: 66 / 71 } };
        const element = await draw('win_rate');
        await answerNumbers([
            leak('LK-3', 609675, 18), leak('LK-5', 240000, 10), leak('LK-2', 220000, 5),
            kind('expired, unsigned', 'LK-5', 38000, 2), kind('renewal not begun', 'LK-5', 186000, 6), kind('not invoiced', 'LK-4', 250000, 4),
            ...place('Proposal/Price Quote, Mid-Market', worst, 'compared=segment', 'step=Proposal/Price Quote', 'best_group=SMB'),
            // Worth more, but no stage: the handoff from marketing is no step of a deal.
            ...place('Marketing to sales, SMB', { ...worst, Value: 900000 }, 'compared=segment', 'step=Marketing to sales', 'best_group=Enterprise'),
            // Proved and enforced already; proved; not proved.
            ...[['OPP-PROP-02', 0.35, 0.2], ['OPP-NEED-02', 0.21, 0.05], ['OPP-VALU-02', 0.3, -0.1]].map(([id, value, low]) => cut('criterion_lift', `criterion=${id}`, { Value: value, Parts: { low, high: 0.6 } }))
        ]);
        const said = (code) => deep(element, `[data-leak="${code}"] [data-id="arithmetic"]`).textContent;
        expect(said('LK-5')).toBe('renewal not begun: 6 ($186K) · expired, unsigned: 2 ($38K)');
        expect(said('LK-2')).toBe('c.handrailHealthLeakRots');
        expect(said('LK-3')).toBe('Proposal/Price Quote, Mid-Market: 64.7% go on, 93.0% in SMB, of $2.16M. Gate OPP-NEED-02 More than one contact, c.handrailNumPoints');
    });

    it('none is no empty card', async () => {
        const element = await draw('win_rate');
        await answerNumbers([row('win_rate', { Value: 0.4 })]);
        expect(textOf(element, '[data-id="no-leaks"]')).toBe('c.handrailHealthNoLeaks');
    });
});

describe('slices', () => {
    const numbers = [
        row('win_rate', { Value: 0.397, Numerator: 108, Denominator: 272 }),
        cut('win_rate', 'segment=SMB', { Value: 62 / 132, Numerator: 62, Denominator: 132 }),
        cut('win_rate', 'segment=Enterprise', { Value: 2 / 9, Numerator: 2, Denominator: 9, N: 9, State: 'low_n' }),
        cut('win_rate', 'segment=Mid-Market', { Value: 29 / 89, Numerator: 29, Denominator: 89 }),
        cut('win_rate', 'source=Web', { Value: 0.35, Numerator: 28, Denominator: 80 }),
        cut('sales_cycle', 'segment=SMB', { Value: 38, Unit: 'days' })
    ];
    const cells = (element, slice) => [...deep(element, `[data-slice="${slice}"]`).querySelectorAll('td[data-metric]')].map((cell) => cell.textContent.trim());

    it('a rate over too few is not shown and stands last', async () => {
        const element = await draw('win_rate,sales_cycle');
        await answerNumbers(numbers);
        expect(deepAll(element.shadowRoot, '[data-slice]').map(({ dataset }) => dataset.slice)).toEqual(['SMB', 'Mid-Market', 'Enterprise']);
        expect(cells(element, 'SMB')[0]).toBe('47.0%');
        expect(cells(element, 'Enterprise')).toEqual(['c.handrailHealthLowNOf', '–c.handrailNumNoValue']);
        expect(deep(element, '[data-slice="Enterprise"] svg')).toBeNull();
        expect(deep(element, '[data-slice="SMB"] svg').getAttribute('role')).toBe('img');
        await expect(element).toBeAccessible();
    });

    it('speaks of the green zone only where one is drawn', async () => {
        const element = await draw('win_rate,sales_cycle');
        await answerNumbers(numbers);
        expect(deep(element, '[data-slice="SMB"] .hr-zone')).toBeNull();
        expect(deep(element, '[data-id="slices-note"]').textContent.trim()).toBe('c.handrailHealthTotals');
    });

    it('another dimension is another table', async () => {
        const element = await draw('win_rate,sales_cycle');
        await answerNumbers(numbers);
        deep(element, '[data-cut="source"]').click();
        await settle();
        expect(deepAll(element.shadowRoot, '[data-slice]').map(({ dataset }) => dataset.slice)).toEqual(['Web']);
        expect(deep(element, '[data-cut="source"]').getAttribute('aria-pressed')).toBe('true');
    });

    it('a cell leads to its own records', async () => {
        const element = await draw('win_rate,sales_cycle');
        await answerNumbers(numbers);
        deep(element, '[data-slice="Mid-Market"] button').click();
        await settle();
        expect(dialog(element).result.slice).toEqual({ segment: 'Mid-Market' });
    });
});

describe('how a number is counted', () => {
    it('one at a time; Esc closes it and gives the focus back', async () => {
        const element = await draw('win_rate,nrr');
        await answerNumbers([row('win_rate', { Value: 0.4 }), row('nrr', { Value: 1 })]);
        const [first, second] = ['win_rate', 'nrr'].map((metric) => deep(element, `[data-tile="${metric}"] button`));
        first.click();
        await settle();
        second.click();
        await settle();
        expect(deepAll(element.shadowRoot, 'c-metric-detail').map(({ result }) => result.metric)).toEqual(['nrr']);
        const focus = jest.spyOn(second, 'focus');
        deep(element, '[role="dialog"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
        await settle();
        expect(dialog(element)).toBeNull();
        expect(focus).toHaveBeenCalledTimes(1);
    });

    it.each([[0], [1]])('past an end of it the keyboard goes back to where it was asked, and nothing stays open behind (%d)', async (end) => {
        const element = await draw('win_rate');
        await answerNumbers([row('win_rate', { Value: 0.4 })]);
        const opener = deep(element, '[data-tile="win_rate"] button');
        opener.click();
        await settle();
        const focus = jest.spyOn(opener, 'focus');
        const ends = deepAll(element.shadowRoot, '[data-id="end"]');
        expect(ends.length).toBe(2);
        ends[end].focus();
        await settle();
        expect(dialog(element)).toBeNull();
        expect(focus).toHaveBeenCalledTimes(1);
    });

    it('a click elsewhere closes it', async () => {
        const element = await draw('win_rate');
        await answerNumbers([row('win_rate', { Value: 0.4 })]);
        deep(element, '[data-tile="win_rate"] button').click();
        await settle();
        document.body.click();
        await settle();
        expect(dialog(element)).toBeNull();
    });
});
