import { sidesOf } from '../sides';

const textOf = (pieces) => pieces.map(({ text }) => text).join('');
const differing = (pieces) => pieces.filter(({ className }) => className === 'hr-differs').map(({ text }) => text.trim());

it.each([
    ['one word', 'Active: true', 'Active: false', ['true'], ['false']],
    ['a clause that is gone', 'AND(\n  ISBLANK(Pain__c),\n  Amount > 0)', 'AND(\n  ISBLANK(Pain__c))', [',\n\u00a0\u00a0Amount > 0'], []],
    ['a clause in the middle that is new', 'OR(A, C)', 'OR(A, B, C)', [], ['B,']],
    ['a number within', 'LEN(NextStep) < 20', 'LEN(NextStep) < 2', ['20'], ['2']],
    ['a digit that both have by chance', 'LEN(a) >= 20, NOT(LEFT(b, 1), "")', 'LEN(a) >= 1)', ['20, NOT(LEFT(b, 1), ""'], ['1']],
    ['nothing in common', 'Pipeline', 'Commit', ['Pipeline'], ['Commit']],
    ['another layout', 'AND(A,\n  B)', 'AND( A, B )', [], []],
    ['nothing', 'the same', 'the same', [], []]
])('%s', (_name, expected, actual, left, right) => {
    const sides = sidesOf(expected, actual);
    expect([differing(sides.expected), differing(sides.actual)]).toEqual([left, right]);
    expect([sides.expected, sides.actual].map((pieces) => textOf(pieces).replaceAll('\u00a0', ' '))).toEqual([expected, actual]);
});

it('of a long text what stands beside the difference, from whole words', () => {
    const before = Array.from({ length: 60 }, (_, index) => `before${index}`).join(' ');
    const after = Array.from({ length: 60 }, (_, index) => `after${index}`).join(' ');
    const { expected, actual } = sidesOf(`${before} OLD ${after}`, `${before} NEW ${after}`);
    expect([differing(expected), differing(actual)]).toEqual([['OLD'], ['NEW']]);
    const shown = textOf(expected);
    expect(shown).toMatch(/^…\s(before\d+ )+OLD( after\d+)+\s…$/);
    expect(shown.length).toBeLessThan(140);
});

it('where words are gone the place is marked, and what is far from it is left out', () => {
    const words = (name) => Array.from({ length: 60 }, (_, index) => `${name}${index}`).join(' ');
    const { actual } = sidesOf(`${words('a')} GONE ${words('b')}`, `${words('a')} ${words('b')}`);
    expect(actual.map(({ className }) => className)).toEqual(['', 'hr-gap', '']);
    expect(actual[0].text).toMatch(/^…\s.*a59 $/);
    expect(actual[2].text).toMatch(/^b0 .*\s…$/);
    expect(sidesOf('A AND B', 'A').actual.map(({ text, className }) => [text, className])).toEqual([['A', ''], ['', 'hr-gap']]);
});

it('texts with nothing in common and thousands of words are told apart as wholes', () => {
    const long = (word) => Array.from({ length: 5000 }, (_, index) => `${word}${index}`).join(' ');
    const { expected, actual } = sidesOf(`same ${long('a')}`, `same ${long('b')}`);
    expect([differing(expected), differing(actual)]).toEqual([[long('a')], [long('b')]]);
});
