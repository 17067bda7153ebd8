import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { navigated } from 'lightning/navigation';
import { answerNumbers, deep, deepAll, openPage, row, textOf } from 'test/numbers';
import { CLOCK, settle } from 'test/page';
import ForecastAccuracy from 'c/forecastAccuracy';

registerSa11yMatcher();
// axe looks at whole tables, which takes its time on a busy machine.
jest.setTimeout(60_000);

const QUARTERS = { 'Q2-25': ['2025-04-01', '2025-07-01'], 'Q3-25': ['2025-07-01', '2025-10-01'], 'Q4-25': ['2025-10-01', '2026-01-01'], 'Q1-26': ['2026-01-01', '2026-04-01'] };
/** Forecast at day 15 and what came, by hand from the plan of a company. */
const TOLD = { 'Q2-25': [826000, 714000], 'Q3-25': [672000, 564000], 'Q4-25': [616000, 306000], 'Q1-26': [934000, 1014000] };

const variant = (id, value, more = {}) => ({ id, label: id, unit: 'percent', value, state: value === null ? 'undefined' : 'ok', reason: null, numerator: null, denominator: null, ...more });
const period = (quarter) => ({ Period_From: QUARTERS[quarter][0], Period_To: QUARTERS[quarter][1], Series: quarter === 'Q1-26' ? 'now' : 'trend' });

function accuracy(quarter, variants = []) {
    const [forecast, actual] = TOLD[quarter];
    return row('forecast_accuracy', { ...period(quarter), Value: 1 - Math.abs(forecast - actual) / actual, Parts: { error: Math.abs(forecast - actual), actual }, Variants: variants });
}

function bias(quarter) {
    const [forecast, actual] = TOLD[quarter];
    return row('forecast_bias', { ...period(quarter), Value: (forecast - actual) / actual, Parts: { forecast, actual } });
}

const all = () => Object.keys(QUARTERS).flatMap((quarter) => [accuracy(quarter), bias(quarter)]);
const line = (quarter, part, value, deals) => row('forecast_bridge', { ...period(quarter), Series: 'now', Slice: `line=x;part=${part}`, Unit: 'currency', Value: value, N: deals, Variants: [{ id: 'deals', label: 'Deals', unit: 'count', value: deals, state: 'ok', reason: null }] });

async function draw(rows, state = {}) {
    const element = createElement('c-forecast-accuracy', { is: ForecastAccuracy });
    document.body.appendChild(element);
    await openPage('Handrail_Forecast', state);
    await answerNumbers(rows);
    return element;
}

const cell = (element, quarter, day, part) => deep(element, `[data-quarter="${quarter}"] [data-day="${day}"] [data-id="${part}"]`)?.textContent.trim();
const head = (element, key, part) => deep(element, `[data-head="${key}"] [data-id="${part}"]`).textContent.trim();

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-06-01T12:00:00.000Z'), ...CLOCK });
    navigated.mockReset();
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

describe('accuracy by snapshot', () => {
    it('four quarters, each with its bias; under zero it is zero and the bias says by how much', async () => {
        const element = await draw(all());
        expect(['2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1'].map((quarter) => cell(element, quarter, 15, 'accuracy'))).toEqual(['84.3%', '80.9%', '0.0%', '92.1%']);
        expect(deepAll(element.shadowRoot, '[data-quarter] [data-id="won"]').map(({ textContent }) => textContent)).toEqual(['$714K', '$564K', '$306K', '$1.01M']);
        await expect(element).toBeAccessible();
    });

    it('a target that is met carries a check, ten points under is another cell than more', async () => {
        const element = await draw(all());
        const look = (quarter) => deep(element, `[data-quarter="${quarter}"] [data-day="15"] button`).className;
        expect([look('2026-Q1'), look('2025-Q2'), look('2025-Q3'), look('2025-Q4')]).toEqual(['hr-acc hr-acc_good', 'hr-acc hr-acc_near', 'hr-acc hr-acc_near', 'hr-acc hr-acc_far']);
        expect(deepAll(deep(element, '[data-quarter="2026-Q1"] [data-day="15"]'), 'lightning-icon')).toHaveLength(1);
    });

    it('no snapshot is no zero and not the nearest one', async () => {
        const element = await draw([...all().slice(2), accuracy('Q2-25', [variant('day_1', 0.7), variant('day_46', null)]), bias('Q2-25')]);
        expect(cell(element, '2025-Q2', 1, 'accuracy')).toBe('70.0%');
        expect(cell(element, '2025-Q2', 46, 'accuracy')).toBeUndefined();
        expect(deep(element, '[data-quarter="2025-Q2"] [data-day="46"] .hr-acc_none').textContent).toContain('c.handrailForecastNoSnapshot');
        expect(cell(element, '2025-Q3', 1, 'accuracy')).toBeUndefined();
    });

    it('another category is another table, and stands in the address', async () => {
        const rows = [...all(), row('forecast_accuracy', { ...period('Q1-26'), Slice: 'category=Best Case', Value: 0.8, Parts: { actual: 1014000, error: 202800 } })];
        const element = await draw(rows);
        const menu = deep(element, 'select[data-id="category"]');
        expect([...menu.options].map(({ value }) => value)).toEqual(['Commit', 'Best Case']);
        menu.value = 'Best Case';
        menu.dispatchEvent(new CustomEvent('change'));
        await settle();
        expect(cell(element, '2026-Q1', 15, 'accuracy')).toBe('80.0%');
        expect(navigated).toHaveBeenCalledWith(expect.objectContaining({ state: { c__category: 'Best Case' } }), true);
    });
});

describe('the sentences at the top', () => {
    it('the last quarter, and how far off all of them were', async () => {
        const element = await draw([...all(), line('Q1-26', 'lost', -34000, 1), line('Q1-26', 'won from below', 114000, 6)]);
        expect(head(element, 'accuracy', 'value')).toBe('92.1%');
        // 826 + 672 + 616 + 934 = 3,048 against 714 + 564 + 306 + 1,014 = 2,598.
        expect(head(element, 'bias', 'value')).toBe('+17.3%');
        expect(head(element, 'cause', 'value')).toBe('c.handrailForecastLineLost, $34K');
        expect(deep(element, '[data-head="bias"] c-handrail-chip').chip).toBeNull();
    });

    it('always too high is said', async () => {
        const element = await draw(all().slice(0, 6));
        expect(deep(element, '[data-head="bias"] c-handrail-chip').chip.word).toBe('c.handrailForecastAlwaysHigh');
    });
});

describe('the bridge', () => {
    const Q4 = [line('Q4-25', 'slipped', -408000, 6), line('Q4-25', 'won from below', 98000, 5), line('Q4-25', 'as expected', 0, 3)];
    const amounts = (element) => deepAll(element.shadowRoot, '[data-line]').map((each) => [each.dataset.line, each.querySelector('[data-id="amount"]').textContent]);

    it('its parts add up to what was won', async () => {
        const element = await draw([...all(), ...Q4], { c__quarter: '2025-Q4' });
        expect(amounts(element)).toEqual([['start', '$616,000'], ['slipped', '-$408,000'], ['won from below', '+$98,000'], ['end', '$306,000']]);
        expect(616 - 408 + 98).toBe(306);
        expect(deep(element, 'svg[role="img"]').getAttribute('aria-label')).toBe('c.handrailForecastBridgeSentence');
        expect(deepAll(element.shadowRoot, '[data-bar="slipped"] .hr-hatch')).toHaveLength(1);
        expect(deepAll(element.shadowRoot, '[data-bar="won from below"] .hr-hatch')).toHaveLength(0);
        await expect(element).toBeAccessible();
    });

    it('what it does not explain is said', async () => {
        const element = await draw([...all(), Q4[0]], { c__quarter: '2025-Q4' });
        expect(amounts(element)).toContainEqual(['gap', '+$98,000']);
    });

    it('a quarter without one says so', async () => {
        const element = await draw([accuracy('Q2-25')]);
        expect(textOf(element, '[data-id="no-bridge"]')).toBe('c.handrailNumNotSynced');
    });

    it('a line leads to its deals', async () => {
        const element = await draw([...all(), ...Q4], { c__quarter: '2025-Q4' });
        deep(element, '[data-line="slipped"] button').click();
        await settle();
        expect([deep(element, 'c-metric-detail').result.slice.part, deep(element, 'c-metric-detail').startsWithRecords]).toEqual(['slipped', true]);
    });
});

describe('pushed revenue', () => {
    const pushed = (from, to, value, more = {}) => row('pushed_revenue', { Period_From: from, Period_To: to, Unit: 'currency', Value: value, Variants: [variant('share_of_due', 0.14), variant('deals', 17, { unit: 'count' })], ...more });

    it('by quarter; one that goes on is only so far', async () => {
        const element = await draw([...all(), pushed('2026-01-01', '2026-04-01', 58000, { Series: 'trend' }), pushed('2026-04-01', '2026-07-01', 12000)]);
        expect(deepAll(element.shadowRoot, '[data-id="pushed-out"]').map(({ textContent }) => textContent)).toEqual(['$58K', 'c.handrailForecastSoFar']);
        expect(deepAll(element.shadowRoot, '[data-variant="share_of_due"]')[0].textContent).toBe('14.0%');
    });

    it('reasons, the largest first; none given is one of them', async () => {
        const element = await draw([...all(), pushed('2026-04-01', '2026-07-01', 39000, { Slice: 'reason=' }), pushed('2026-04-01', '2026-07-01', 96000, { Slice: 'reason=Legal terms open' })]);
        expect(deepAll(element.shadowRoot, '[data-reason]').map(({ dataset }) => dataset.reason)).toEqual(['Legal terms open', 'c.handrailForecastNoReason']);
    });
});

it('no quarter is over yet', async () => {
    const element = await draw([row('pushed_revenue', { Value: 0, Unit: 'currency' })]);
    expect(textOf(element, '[data-id="no-quarter"]')).toBe('c.handrailForecastEmptyText');
    await expect(element).toBeAccessible();
});

it('other methods, the best first', async () => {
    const method = (name, value) => row('forecast_backtest', { Period_From: '2025-04-01', Period_To: '2026-04-01', Slice: `method=${name}`, Value: value, Variants: [variant('bias', -0.05), variant('expected', 5, { unit: 'currency' })] });
    const element = await draw([...all(), method('commit', 0.7), method('by stage and age', 0.9)]);
    expect(deepAll(element.shadowRoot, '[data-method]').map(({ dataset }) => dataset.method)).toEqual(['by stage and age', 'commit']);
});

describe('what moves first', () => {
    const TWO_YEARS = { Period_From: '2024-06-01', Period_To: '2026-06-01', Series: 'leads', Unit: 'ratio', Tier: 'leading' };
    const lead = (indicator, target, value, more = {}) => row('leading_indicator', { ...TWO_YEARS, Slice: `indicator=${indicator};target=${target}`, Value: value, N: 22, ...more });
    const told = [
        lead('meetings_held', 'lapsed_arr', 0.12, { Parts: { months: 1, says: 0 } }),
        lead('meetings_held', 'new_business_won', -0.33, { Parts: { months: 2, says: -1 } }),
        lead('pipeline_creation_velocity', 'lapsed_arr', null, { State: 'low_n', Reason: '6 of at least 10 months are there.' }),
        lead('pipeline_creation_velocity', 'new_business_won', 0.62, { Parts: { months: 3, says: 1 } }),
        lead('forecast_coverage', 'lapsed_arr', null, { State: 'undefined', Reason: 'It had no number in any of these months.' }),
        lead('forecast_coverage', 'new_business_won', null, { State: 'undefined', Reason: 'It had no number in any of these months.' })
    ];
    const card = (element) => deep(element, '[data-id="leading"]');
    const part = (element, indicator, target, id) => deep(element, `[data-indicator="${indicator}"] [data-target="${target}"] [data-id="${id}"]`)?.textContent;

    it('the strongest first, which way and how far ahead; what has no answer is named below', async () => {
        const element = await draw([...told, row('pipeline_creation_velocity', { Unit: 'currency', Value: 250000, Series: 'now' })]);
        expect(deepAll(element.shadowRoot, '[data-indicator]').map(({ dataset }) => dataset.indicator)).toEqual(['pipeline_creation_velocity', 'meetings_held']);
        expect(part(element, 'pipeline_creation_velocity', 'new_business_won', 'way')).toBe('c.handrailForecastLeadWith');
        expect(part(element, 'meetings_held', 'new_business_won', 'way')).toBe('c.handrailForecastLeadAgainst');
        expect(part(element, 'meetings_held', 'lapsed_arr', 'way')).toBe('c.handrailForecastLeadLittle');
        // Too few months are no answer, and no zero.
        expect(part(element, 'pipeline_creation_velocity', 'lapsed_arr', 'way')).toBeUndefined();
        expect(deep(element, '[data-indicator="pipeline_creation_velocity"] [data-target="lapsed_arr"] c-handrail-chip').chip.word).toBe('c.handrailNumLowN');
        expect(deepAll(element.shadowRoot, '[data-indicator] [data-id="now"]').map(({ textContent }) => textContent)).toEqual(['$250K', '–']);
        expect(deep(element, '[data-id="silent"]').textContent).toContain('c.handrailForecastLeadOthers');
        await expect(element).toBeAccessible();
    });

    it('stands without a forecast; older looks at it are history', async () => {
        const element = await draw([...told, lead('meetings_held', 'new_business_won', 0.9, { Period_From: '2024-05-01', Period_To: '2026-05-01', Parts: { months: 1, says: 1 } })]);
        expect(deep(element, '[data-id="no-quarter"]')).not.toBeNull();
        expect(part(element, 'meetings_held', 'new_business_won', 'way')).toBe('c.handrailForecastLeadAgainst');
    });

    it('with no answer at all it says so; before it was synced there is no card', async () => {
        const element = await draw([...all(), ...told.slice(4)]);
        expect(deep(element, '[data-id="no-leads"]').textContent).toBe('c.handrailForecastLeadNone');
        document.body.replaceChildren();
        expect(card(await draw(all()))).toBeNull();
    });
});
