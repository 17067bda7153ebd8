import { dayIn, daysSince, evaluateGate } from 'c/handrailGate';

const CONTEXT = { today: '2026-11-10', now: '2026-11-10T20:00:00Z', userId: '005000000000001AAA' };
const DEAL = {
    StageName: 'Qualification',
    ForecastCategoryName: 'Pipeline',
    AccountId: '001000000000001AAA',
    OwnerId: '005000000000001AAA',
    CloseDate: '2026-12-18',
    Amount: 184000,
    LeadSource: 'Web',
    NextStep: 'Price review',
    Handrail_Next_Step_Date__c: '2026-11-13',
    Handrail_Discovery_Held__c: '2026-09-09',
    Handrail_Economic_Buyer__c: null,
    Handrail_Motion__c: 'New Logo',
    Handrail_Pain__c: null,
    Handrail_Base_Deal__c: null,
    Handrail_Previous_Stage__c: null
};

const evaluate = (record, draft = {}, isEnforced = ({ mode }) => mode === 'enforce') =>
    evaluateGate('Opportunity', { record: { ...DEAL, ...record }, draft, isEnforced, context: CONTEXT });
const states = ({ rows }) => Object.fromEntries(rows.map(({ criterion, state }) => [criterion.id, state]));

describe('evaluateGate', () => {
    it('tells open, complete once saved, and met', () => {
        expect(states(evaluate({}))['OPP-QUAL-01']).toBe('open');
        expect(states(evaluate({}, { Handrail_Economic_Buyer__c: '003A' }))['OPP-QUAL-01']).toBe('willBeMet');
        expect(states(evaluate({ Handrail_Economic_Buyer__c: '003A' }))['OPP-QUAL-01']).toBe('met');
    });

    it('brings up what earlier gates still lack, as the rules will', () => {
        expect(states(evaluate({ LeadSource: null }))['OPP-PROS-03']).toBe('open');
        expect(states(evaluate({}))['OPP-PROS-03']).toBeUndefined();
    });

    it('never counts shadow, and begins to enforce on the day it says', () => {
        const enforcedAll = evaluate({}, {}, () => true);
        const enforced = evaluate({});
        expect(enforcedAll.count.total).toBe(enforced.count.total + enforced.rows.filter(({ blocks }) => !blocks).length);
        expect(evaluate({}, {}, () => false)).toMatchObject({ toGo: [], count: { total: 0 } });
    });

    it('keeps the forecast category when the next stage allows it, and falls back to that of the stage', () => {
        expect(evaluate({}).move).toEqual({ StageName: 'Needs Analysis', ForecastCategoryName: 'Pipeline' });
        expect(evaluate({ ForecastCategoryName: 'Commit' }).move.ForecastCategoryName).toBe('Pipeline');
        expect(evaluate({ StageName: 'Perception Analysis', ForecastCategoryName: 'Best Case' }).move.ForecastCategoryName).toBe('Best Case');
    });

    it('asks for nothing when the deal is closed or its stage unknown', () => {
        expect(evaluate({ StageName: 'Closed Won' })).toMatchObject({ next: null, rows: [] });
        expect(evaluate({ StageName: 'Pilot' })).toMatchObject({ stage: null, next: null, rows: [] });
    });

    it('gives no verdict on what the user may not read', () => {
        const visible = { ...DEAL };
        delete visible.Handrail_Economic_Buyer__c;
        const gate = evaluateGate('Opportunity', { record: visible, draft: {}, isEnforced: () => true, context: CONTEXT });
        expect(states(gate)['OPP-QUAL-01']).toBe('unseen');
        expect(gate.toGo.map(({ criterion }) => criterion.id)).not.toContain('OPP-QUAL-01');
    });
});

describe('days', () => {
    it('counts calendar days of the time zone', () => {
        expect(daysSince('2026-10-29T16:00:00.000Z', '2026-11-10', 'America/New_York')).toBe(12);
        expect(daysSince('2026-11-10T03:00:00.000Z', '2026-11-10', 'America/New_York')).toBe(1);
        expect(daysSince('2026-11-10T03:00:00.000Z', '2026-11-10', 'Europe/Paris')).toBe(0);
        expect(daysSince(null, '2026-11-10', 'America/New_York')).toBeNull();
    });

    it('names the day of an instant', () => {
        expect(dayIn(new Date('2026-11-10T03:00:00Z'), 'America/New_York')).toBe('2026-11-09');
    });
});
