import { createElement } from 'lwc';
import { nameFiscalYears, periodText, quarterOf, quartersIn, resultsIn, runIn } from 'c/handrailNumbers';
import HandrailFrame from 'c/handrailFrame';
import { answerRows } from 'test/answers';
import { row } from 'test/numbers';
import { settle } from 'test/page';

jest.mock('c/handrailDictionary', () => {
    const actual = jest.requireActual('c/handrailDictionary');
    return { ...actual, dictionary: { ...actual.dictionary, fiscalYearStart: 2 } };
});
jest.mock('@salesforce/label/c.handrailNumFiscalQuarter', () => ({ __esModule: true, default: 'Q{0} FY{1}' }), { virtual: true });

const FIRST_QUARTER = { from: '2026-02-01', to: '2026-05-01' };
const LAST_QUARTER = { from: '2026-11-01', to: '2027-02-01' };
const run = (values) => ({ Id: 'a01000000000001AAA', As_Of__c: '2026-06-01T10:00:00.000Z', Status__c: 'Done', Playbook_Version__c: '2026.4.0', ...values });

async function openPage(values) {
    const element = createElement('c-handrail-frame', { is: HandrailFrame });
    element.metrics = ['win_rate'];
    document.body.appendChild(element);
    await answerRows('handrailMetrics', 'Handrail_Metric__c', [row('win_rate', { Period_From: '2026-02-01', Period_To: '2026-05-01', As_Of: '2026-05-01T04:00:00.000Z' })]);
    await answerRows('handrailLatestRun', 'Handrail_Sync_Run__c', values ? [run(values)] : []);
    await settle();
    return element;
}

afterEach(() => {
    nameFiscalYears(false);
    document.body.replaceChildren();
});

describe('quarters of a fiscal year that begins in February', () => {
    it('have the name of the year it begins in', async () => {
        await openPage({ Fiscal_Year_Named_By_End__c: false });
        expect(quarterOf('2027-01-31')).toEqual({ key: '2026-Q4', year: 2026, quarter: 4, ...LAST_QUARTER });
        expect([FIRST_QUARTER, LAST_QUARTER].map(periodText)).toEqual(['Q1 FY2026', 'Q4 FY2026']);
    });

    it('have the name of the year it ends in where the org names them so', async () => {
        await openPage({ Fiscal_Year_Named_By_End__c: true });
        expect(quarterOf('2027-01-31')).toEqual({ key: '2027-Q4', year: 2027, quarter: 4, ...LAST_QUARTER });
        expect([FIRST_QUARTER, LAST_QUARTER].map(periodText)).toEqual(['Q1 FY2027', 'Q4 FY2027']);
        const { results } = resultsIn({ uiapi: { query: { Handrail_Metric__c: { edges: [{ node: Object.fromEntries(Object.entries(row('win_rate', { Period_From: '2026-02-01', Period_To: '2026-05-01', As_Of: '2026-05-01T04:00:00.000Z' })).map(([name, value]) => [name, name === 'Id' ? value : { value }])) }] } } } });
        expect(quartersIn(results).map(({ key, year }) => [key, year])).toEqual([['2027-Q1', 2027]]);
    });

    it('of a run that says nothing, and without one, have the name of the year it begins in', async () => {
        expect(runIn({ uiapi: { query: { Handrail_Sync_Run__c: { edges: [{ node: { Id: 'a01', As_Of__c: { value: '' } } }] } } } }).isYearNamedByEnd).toBe(false);
        await openPage({ Fiscal_Year_Named_By_End__c: true });
        await openPage(null);
        expect(periodText(FIRST_QUARTER)).toBe('Q1 FY2026');
    });
});
