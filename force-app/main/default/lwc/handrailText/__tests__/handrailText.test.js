import { countText, dayAfter, daysBetween, dayText, moneyText, NO_VALUE, shareText, shortMoney } from 'c/handrailText';

it('money in full and in short', () => {
    expect([moneyText(212000), moneyText(0), moneyText(null), shortMoney(1360000), shortMoney(288000), shortMoney(0)]).toEqual(['$212,000', '$0', NO_VALUE, '$1.36M', '$288K', '$0']);
});

it('a share of nothing has no value', () => {
    expect([shareText(14, 62), shareText(0, 62), shareText(0, 0)]).toEqual(['23%', '0%', NO_VALUE]);
});

it('days: the year only where it is another one', () => {
    expect([dayText('2026-11-05', '2026-11-10'), dayText('2025-11-05', '2026-11-10'), dayText(null)]).toEqual(['Nov 5', 'Nov 5, 2025', NO_VALUE]);
    expect([daysBetween('2026-11-10', '2026-11-05'), dayAfter('2026-11-10', 90), countText(12345)]).toEqual([-5, '2027-02-08', '12,345']);
});
