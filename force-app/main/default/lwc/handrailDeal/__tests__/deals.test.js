import { playbook } from 'c/handrailPlaybook';
import { dealOf } from '../deals';

const TODAY = '2026-11-10';
const judging = { today: TODAY, now: '2026-11-10T15:00:00Z', timeZone: 'UTC', isEnforced: ({ mode }) => mode === 'enforce' };
const node = (values) => ({ Id: '006000000000001AAA', Name: { value: 'Yard Visibility' }, Account: { Name: { value: 'Stavely Ports' } }, Owner: { Name: { value: 'Priya R.' } }, ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === undefined ? null : { value }])) });

/** A deal in Qualification that has all its gate asks for but the next step. */
const QUALIFICATION = { StageName: 'Qualification', Amount: 184000, LeadSource: 'Partner Referral', CloseDate: '2026-12-18', Handrail_Motion__c: null, Handrail_Economic_Buyer__c: '003000000000001AAA', Handrail_Discovery_Held__c: '2026-10-01', NextStep: null, Handrail_Next_Step_Date__c: null, ForecastCategoryName: 'Pipeline', Handrail_Stage_Entered_At__c: '2026-11-05T12:00:00Z' };
const flagsOf = (values) => dealOf(node({ ...QUALIFICATION, ...values }), judging).flags;

it('is held by what its gate still asks for', () => {
    const deal = dealOf(node(QUALIFICATION), judging);
    expect(deal.blockers.map(({ id }) => id)).toContain('OPP-QUAL-02');
    expect([deal.rank, deal.days, deal.maxDays, deal.amount]).toEqual([20, 5, 21, 184000]);
    expect(playbook.version).toBeTruthy();
});

it('a criterion that only shows is no blocker', () => {
    const deal = dealOf(node(QUALIFICATION), { ...judging, isEnforced: ({ id }) => id !== 'OPP-QUAL-02' });
    expect(deal.blockers.map(({ id }) => id)).not.toContain('OPP-QUAL-02');
    expect(deal.shadows.map(({ id }) => id)).toContain('OPP-QUAL-02');
});

it.each([
    ['no next step', {}, ['stepMissing']],
    ['a next step whose day is over', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: '2026-11-09' }, ['stepOverdue']],
    ['a next step today', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: TODAY }, []],
    ['no next step at the first stage', { StageName: 'Prospecting' }, []],
    ['a close date of yesterday', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: TODAY, CloseDate: '2026-11-09' }, ['closePassed']],
    ['a close date of today', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: TODAY, CloseDate: TODAY }, []],
    ['22 days of 21 in the stage', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: TODAY, Handrail_Stage_Entered_At__c: '2026-10-19T12:00:00Z' }, ['stuck']],
    ['21 days of 21 in the stage', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: TODAY, Handrail_Stage_Entered_At__c: '2026-10-20T12:00:00Z' }, []],
    ['three pushes', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: TODAY, PushCount: 3 }, ['pushed']],
    ['Commit without its proofs', { NextStep: 'Call the buyer about price', Handrail_Next_Step_Date__c: TODAY, ForecastCategoryName: 'Commit' }, ['unproven']]
])('%s', (_name, values, flags) => {
    expect(flagsOf(values)).toEqual(flags);
});

it('a field the user may not read makes no flag of its own', () => {
    const deal = dealOf(node({ ...QUALIFICATION, Handrail_Stage_Entered_At__c: undefined, LastStageChangeDate: undefined, Amount: null }), judging);
    expect([deal.days, deal.hasAmount, deal.amount]).toEqual([null, false, 0]);
    expect(deal.flags).not.toContain('stuck');
});
