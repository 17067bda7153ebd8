import fc from 'fast-check';
import { blockersOf, closesIn, heldBy, quarterEnds, shownOf, sorted, sumOf, TILES } from '../review';

const deal = (id, amount, blockers = [], more = {}) => ({ id, name: id, account: '', owner: 'o', ownerId: 'o', amount, closeDate: '2026-11-20', category: 'Pipeline', nextDate: '', rank: 20, flags: [], blockers: blockers.map((label) => ({ id: label, label })), ...more });
const VIEW = { tile: 'all', owner: '', closes: '', category: '', blocked: '', find: '' };

it('a deal held by two criteria counts under both, and once in the total', () => {
    const deals = [deal('a', 300, ['X', 'Y']), deal('b', 100, ['Y']), deal('c', 50)];
    expect(blockersOf(deals).map(({ id, count, amount }) => [id, count, amount])).toEqual([['Y', 2, 400], ['X', 1, 300]]);
    expect(heldBy(deals, ['X', 'Y'])).toBe(400);
    expect(sumOf(deals.filter(TILES.blocked))).toEqual({ count: 2, amount: 400 });
});

it('the rows of a tile sum to the tile, whatever the deals are', () => {
    const deals = fc.array(fc.record({ id: fc.uuid(), amount: fc.nat(), flags: fc.subarray(['stepMissing', 'stuck', 'closePassed', 'unproven']), held: fc.boolean() }));
    fc.assert(
        fc.property(deals, fc.constantFrom(...Object.keys(TILES)), (rows, tile) => {
            const all = rows.map(({ id, amount, flags, held }) => deal(id, amount, held ? ['X'] : [], { flags }));
            const shown = sorted(shownOf(all, { ...VIEW, tile }, '2026-11-10'), 'amount', 'desc');
            expect(sumOf(shown)).toEqual(sumOf(all.filter(TILES[tile])));
            expect(shown.every(({ amount }, index) => index === 0 || amount <= shown[index - 1].amount)).toBe(true);
        })
    );
});

it('sorting is stable in both directions', () => {
    const deals = [deal('a', 1), deal('b', 2), deal('c', 1)];
    expect(sorted(deals, 'amount', 'asc').map(({ id }) => id)).toEqual(['a', 'c', 'b']);
    expect(sorted(deals, 'amount', 'desc').map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});

it.each([
    ['passed', ['2026-11-09']],
    ['this', ['2026-11-10', '2026-12-31']],
    ['next', ['2027-01-01', '2027-03-31']],
    ['later', ['2027-04-01']],
    ['', ['2026-11-09', '2026-11-10', '2026-12-31', '2027-01-01', '2027-03-31', '2027-04-01', '']]
])('closes %s', (period, days) => {
    const all = ['2026-11-09', '2026-11-10', '2026-12-31', '2027-01-01', '2027-03-31', '2027-04-01', ''];
    expect(all.filter(closesIn(period, '2026-11-10'))).toEqual(days);
});

it('quarters end where the calendar has them', () => {
    expect(quarterEnds('2026-11-10')).toEqual(['2026-12-31', '2027-03-31']);
    expect(quarterEnds('2026-01-01')).toEqual(['2026-03-31', '2026-06-30']);
});

it('finds a deal by its name and by its customer', () => {
    const deals = [deal('Yard', 1, [], { account: 'Stavely Ports' }), deal('Fleet', 2)];
    expect(shownOf(deals, { ...VIEW, find: 'STAVELY' }, '2026-11-10').map(({ id }) => id)).toEqual(['Yard']);
});
