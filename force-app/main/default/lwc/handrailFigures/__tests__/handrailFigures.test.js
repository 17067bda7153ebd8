import { figuresIn, percentText } from 'c/handrailFigures';
import { figureData } from 'test/figures';

const figures = (...results) => figuresIn(figureData(results));

it('takes the newest of a metric and slice, and tells the whole company from a slice', () => {
    const of = figures({ metric: 'a', value: 0.8 }, { metric: 'a', slice: 'owner=Rosa', value: 0.9 }, { metric: 'a', value: 0.1, asOf: '2026-11-09T05:00:00.000Z' });
    expect([of('a').value, of('a', 'owner=Rosa').value, of('a', 'owner=Tom'), of('b')]).toEqual([0.8, 0.9, null, null]);
});

it.each(['low_n', 'undefined', 'immature', 'stale'])('%s: the counts stand, the share is not to be believed', (state) => {
    const { value, numerator, denominator } = figures({ metric: 'a', state, value: 0.5, numerator: 1, denominator: 2 })('a');
    expect([value, numerator, denominator]).toEqual([null, 1, 2]);
});

it('names the last day that counts', () => {
    expect(figures({ metric: 'a', to: '2026-03-01' })('a').lastDay).toBe('2026-02-28');
    expect(figures({ metric: 'a', to: null })('a').lastDay).toBeNull();
});

it('parts that are no JSON object are none', () => {
    expect([undefined, '', '{', '3', 'null', '{"met":92}'].map((parts) => figures({ metric: 'a', parts })('a').parts)).toEqual([{}, {}, {}, {}, {}, { met: 92 }]);
});

it('knows nothing before the first sync', () => {
    expect([figuresIn(undefined)('a'), figuresIn({ uiapi: { query: {} } })('a')]).toEqual([null, null]);
});

it('writes shares without places', () => {
    expect([percentText(92 / 136), percentText(0), percentText(1)]).toEqual(['68%', '0%', '100%']);
});
