import { waitingOn } from 'c/handrailEscalation';

const LEVELS = [
    { id: 'A', label: 'Answered', clock: 'business', targets: [{ for: null, within: { count: 1, unit: 'days' }, warnAt: null }] },
    { id: 'K', label: 'Kickoff', clock: 'wall', targets: [{ for: null, within: { count: 48, unit: 'hours' }, warnAt: null }] },
    { id: 'R', label: 'Sent back', clock: 'business', targets: [{ for: 'lead', within: { count: 5, unit: 'days' }, warnAt: null }, { for: 'handoff', within: { count: 2, unit: 'days' }, warnAt: null }] }
];
const sent = { Status__c: 'Sent', Sent_At__c: '2026-11-10T14:00:00.000Z' };
const at = (text) => Date.parse(text);

it.each([
    ['an answer, from the last sending', { ...sent, Resent_At__c: '2026-11-11T14:00:00.000Z' }, null, ['A', 1, at('2026-11-11T14:00:00Z')]],
    ['its sender, by the target of handoffs', { ...sent, Status__c: 'Rejected', Rejected_At__c: '2026-11-12T14:00:00.000Z' }, null, ['R', 2, at('2026-11-12T14:00:00Z')]],
    ['the kickoff, from the day the deal was won', { ...sent, Status__c: 'Accepted' }, '2026-11-09T14:00:00.000Z', ['K', 48, at('2026-11-09T14:00:00Z')]]
])('waits for %s', (_name, values, wonAt, expected) => {
    const { level, target, startedAt } = waitingOn(values, wonAt, ['A', 'K'], LEVELS);
    expect([level.id, target.within.count, startedAt]).toEqual(expected);
});

it.each([
    ['the kickoff was held', { ...sent, Status__c: 'Accepted', Kickoff_Held_At__c: '2026-11-10T14:00:00.000Z' }, '2026-11-09T14:00:00.000Z', ['A', 'K']],
    ['the deal is not won', { ...sent, Status__c: 'Accepted' }, null, ['A', 'K']],
    ['it is live', { ...sent, Status__c: 'Live' }, '2026-11-09T14:00:00.000Z', ['A', 'K']],
    ['the playbook names no clock', sent, null, []]
])('waits for nothing: %s', (_name, values, wonAt, clocks) => {
    expect(waitingOn(values, wonAt, clocks, LEVELS)).toBeNull();
});
