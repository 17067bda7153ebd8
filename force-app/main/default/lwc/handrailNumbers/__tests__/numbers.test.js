import { bandGeometry, chooseResult, intervalGeometry, isToDate, numberView, periodText, quarterOf, quartersIn, resultsIn, seriesOf, slicesOf, sparkGeometry, valueText, verdictOf, wilson } from 'c/handrailNumbers';
import { row } from 'test/numbers';

const parsed = (...rows) => resultsIn({ uiapi: { query: { Handrail_Metric__c: { edges: rows.map((each) => ({ node: Object.fromEntries(Object.entries(each).map(([name, value]) => [name, name === 'Id' ? value : { value }])) })) } } } }).results;

describe('values', () => {
    it.each([
        [0.397, 'percent', '39.7%'],
        [0, 'percent', '0.0%'],
        [6700000, 'currency', '$6,700,000'],
        [558333.333333, 'currency', '$558,333.33'],
        [1438, 'count', '1,438'],
        [null, 'percent', '–'],
        [null, 'currency', '–']
    ])('%s %s', (value, unit, text) => {
        expect(valueText(value, unit)).toBe(text);
    });

    it('money is short on a tile', () => {
        expect([6700000, 550000, 311.9, 0].map((value) => valueText(value, 'currency', { isShort: true }))).toEqual(['$6.7M', '$550K', '$312', '$0']);
    });
});

describe('periods', () => {
    it.each([
        ['2026-02-01', '2026-03-01', 'Feb 2026'],
        ['2025-06-01', '2026-06-01', 'Jun 2025 – May 2026'],
        ['2026-05-25', '2026-06-01', 'May 25, 2026 – May 31, 2026']
    ])('%s to %s', (from, to, text) => {
        expect(periodText({ from, to })).toBe(text);
    });

    it('a quarter is one of the fiscal year', () => {
        expect(quarterOf('2026-05-31')).toEqual({ key: '2026-Q2', year: 2026, quarter: 2, from: '2026-04-01', to: '2026-07-01' });
        expect(periodText({ from: '2026-04-01', to: '2026-07-01' })).toBe('c.handrailNumQuarter');
    });
});

describe('the number of a period', () => {
    const now = row('win_rate', { Value: 0.4 });
    const older = row('win_rate', { Value: 0.35, Period_From: '2025-05-01', Period_To: '2026-05-01' });
    const quarter = (from, to, value) => row('win_rate', { Series: 'trend', Period_From: from, Period_To: to, Value: value });
    const results = parsed(older, quarter('2025-10-01', '2026-01-01', 0.3), now, quarter('2026-01-01', '2026-04-01', 0.42), row('win_rate', { Slice: 'segment=SMB', Value: 0.47 }));

    it('is the newest, and of a quarter the one that was true in it', () => {
        expect(chooseResult(results, { metric: 'win_rate' }).value).toBe(0.4);
        expect(chooseResult(results, { metric: 'win_rate', slice: 'segment=SMB' }).value).toBe(0.47);
        expect(chooseResult(results, { metric: 'win_rate', quarter: quarterOf('2026-02-02') }).value).toBe(0.42);
        expect(chooseResult(results, { metric: 'win_rate', quarter: quarterOf('2025-02-02') })).toBeNull();
    });

    it('what stands on a day belongs to the quarter in which it was counted', () => {
        const standing = parsed(row('coverage', { Series: 'trend', Period_From: '2026-04-01', Period_To: '2026-06-30', As_Of: '2026-04-01T04:00:00.000Z', Value: 1 }), row('leakage', { Series: 'trend', Period_From: null, Period_To: '2026-04-02', As_Of: '2026-04-01T04:00:00.000Z', Value: 2 }));
        expect(chooseResult(standing, { metric: 'coverage', quarter: quarterOf('2026-03-31') }).value).toBe(1);
        expect(chooseResult(standing, { metric: 'leakage', quarter: quarterOf('2026-03-31') }).value).toBe(2);
        expect(quartersIn(standing).map(({ key }) => key)).toEqual(['2026-Q1']);
    });

    it('belongs to the quarter of its day in the org, which by UTC may be another', () => {
        const evening = { Period_From: '2026-04-01', Period_To: '2026-07-01', As_Of: '2026-07-01T03:00:00.000Z' };
        const counted = parsed(row('bookings', { ...evening, Value: 5, As_Of_Day: '2026-06-30' }), row('pipeline', { ...evening, Value: 7 }));
        expect(counted.map(({ day }) => day)).toEqual(['2026-06-30', '2026-07-01']);
        expect(counted.map(isToDate)).toEqual([true, false]);
    });

    it('its course is of periods that are as long', () => {
        expect(seriesOf(results, chooseResult(results, { metric: 'win_rate' })).map(({ value }) => value)).toEqual([0.3, 0.42]);
    });

    it('a cut is of the same period', () => {
        const cut = parsed(row('arr', { Slice: 'segment=SMB', Value: 1 }), row('arr', { Slice: 'segment=SMB', Value: 2, Period_From: '2025-05-01', Period_To: '2026-05-01' }), row('arr', { Slice: 'segment=SMB;owner=A', Value: 3 }));
        expect(slicesOf(cut, { metric: 'arr', dimension: 'segment', period: { from: '2025-06-01', to: '2026-06-01' } }).map(({ value }) => value)).toEqual([1]);
        expect(slicesOf(cut, { metric: 'arr', dimension: 'segment' }).map(({ value }) => value)).toEqual([1]);
    });
});

describe('what a number says of itself', () => {
    const definition = { unit: 'percent', minN: 10, target: { low: 0.2, high: 0.25 }, figures: { numerator: 'count', denominator: 'count' } };
    const of = (values) => numberView(parsed(row('win_rate', values))[0], definition);

    it.each([
        ['in its band', { Value: 0.22, Numerator: 33, Denominator: 150 }, ['22.0%', 'c.handrailNumInBand', false, 'c.handrailNumOfAll']],
        ['below it', { Value: 0.1 }, ['10.0%', 'c.handrailNumBelowBand', false, 'c.handrailNumCounted']],
        ['above it', { Value: 0.5 }, ['50.0%', 'c.handrailNumAboveBand', false, 'c.handrailNumCounted']],
        ['zero is a value', { Value: 0 }, ['0.0%', 'c.handrailNumBelowBand', false, 'c.handrailNumCounted']],
        ['immature', { Value: 0.31, State: 'immature', Reason: '64% of the cohort is resolved, 80% is needed.' }, ['31.0%', 'c.handrailNumImmature', true, '64% of the cohort is resolved, 80% is needed.']],
        ['too few', { Value: 0.22, State: 'low_n', N: 9 }, ['–', 'c.handrailNumLowN', false, 'c.handrailNumLowNLine']],
        ['undefined', { State: 'undefined', Reason: 'Nothing in this period counts.' }, ['–', 'c.handrailNumUndefinedState', false, 'Nothing in this period counts.']],
        ['partly seen', { Value: 0.22, State: 'partial_access', Reason: 'Could not be read: Opportunity.Amount.' }, ['22.0%', 'c.handrailNumPartialAccess', false, 'Could not be read: Opportunity.Amount.']],
        ['partly seen, without a value', { State: 'partial_access', Reason: 'Could not be read: Opportunity.Amount.' }, ['–', 'c.handrailNumPartialAccess', false, 'Could not be read: Opportunity.Amount.']],
        ['stale and of too few', { Value: 0.74, State: 'stale', Also: 'low_n', N: 4, Reason: 'quota.csv is from 2026-01-01. 4 of at least 10 are there.' }, ['–', 'c.handrailNumStale, c.handrailNumLowN', true, 'quota.csv is from 2026-01-01. 4 of at least 10 are there.']],
        ['partly seen and immature', { Value: 0.22, State: 'partial_access', Also: 'immature', Reason: 'Both.' }, ['22.0%', 'c.handrailNumPartialAccess, c.handrailNumImmature', true, 'Both.']],
        ['stale', { Value: 0.74, State: 'stale', Reason: 'quota.csv is from 2026-01-01.' }, ['74.0%', 'c.handrailNumStale', true, 'quota.csv is from 2026-01-01.']]
    ])('%s', (_name, values, [value, chip, isWeak, line]) => {
        const view = of(values);
        expect([view.value, view.chip.word, view.isWeak, view.line]).toEqual([value, chip, isWeak, line]);
    });

    it('a number that was never synced has none', () => {
        const view = numberView(null, definition);
        expect([view.value, view.isMissing, view.drawn, view.line]).toEqual(['–', true, null, 'c.handrailNumNotSynced']);
    });

    it('an accuracy below nothing is shown and drawn as 0', () => {
        const view = numberView(parsed(row('forecast_accuracy', { Value: -0.35, N: 30 }))[0], { ...definition, shownFrom: 0 });
        expect([view.value, view.full, view.drawn]).toEqual(['0.0%', '0.0%', 0]);
    });

    it('bounds count as inside', () => {
        expect([0.2, 0.25, 0.19999].map((value) => verdictOf(value, definition.target))).toEqual(['in', 'in', 'below']);
        expect(verdictOf(5, { low: null, high: null })).toBeNull();
    });
});

describe('drawing', () => {
    // By hand: 8 of 20, z = 1.6449. Middle (0.4 + 0.06764) / 1.13528, spread 1.6449 * sqrt(0.012 + 0.0016911) / 1.13528.
    it('Wilson’s interval', () => {
        const { low, high } = wilson(8, 20);
        expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.242', '0.581']);
        expect(wilson(0, 10).low).toBe(0);
        expect(wilson(10, 10).high).toBe(1);
        expect([wilson(1, 0), wilson(-1, 0), wilson(3, 2)]).toEqual([null, null, null]);
    });

    it('a gap stays a gap, and what is open is dashed', () => {
        const box = { width: 100, height: 32, margin: 5 };
        const at = (value, isOpen = false) => ({ value, isOpen });
        const { solid, dashed, last } = sparkGeometry([at(1), at(3), at(null), at(2), at(1, true)], box);
        expect(solid).toEqual(['5.0,27.0 27.5,5.0']);
        expect(dashed).toEqual(['72.5,16.0 95.0,27.0']);
        expect(last).toEqual({ x: 95, y: 27, isOpen: true });
        expect(sparkGeometry([at(null)], box)).toEqual({ solid: [], dashed: [], last: null });
    });

    it('a band is left of a value above it', () => {
        const { low, high, value } = bandGeometry(30, { low: 20, high: 25 });
        expect(low < high && high < value).toBe(true);
        expect(bandGeometry(1, { low: null, high: null })).toBeNull();
        expect(bandGeometry(null, { low: 0.9, high: null })).toMatchObject({ high: 1, value: null });
    });

    it('one scale for a table', () => {
        const place = intervalGeometry([{ low: -0.2, high: 0.2, value: 0 }], { least: 0, most: 0.6 });
        expect([place(-0.2), place(0.2), place(0.6)]).toEqual([0, 0.5, 1]);
    });
});
