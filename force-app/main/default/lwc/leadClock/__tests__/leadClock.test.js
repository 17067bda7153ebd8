import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { updateRecord } from 'lightning/uiRecordApi';
import USER_ID from '@salesforce/user/Id';
import { answerFigures } from 'test/figures';
import { answerObjectInfo, answerRecord, CLOCK, failRecord, part, press, settle } from 'test/page';
import { permissions } from 'c/handrailPermissions';
import { playbook } from 'c/handrailPlaybook';
import LeadClock from 'c/leadClock';

jest.mock('@salesforce/label/c.handrailClockYoursText', () => ({ __esModule: true, default: '{0} of {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailClockAnsweredIn', () => ({ __esModule: true, default: 'Answered in {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailClockOverdueBy', () => ({ __esModule: true, default: 'Overdue by {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailClockHoursMinutes', () => ({ __esModule: true, default: '{0} h {1} min' }), { virtual: true });
jest.mock('@salesforce/label/c.handrailClockTeam', () => ({ __esModule: true, default: 'team {0}' }), { virtual: true });

registerSa11yMatcher();

const LEAD = '00Q000000000001AAA';
/** Tuesday, 10 in the morning where the default calendar opens at 9. */
const QUALIFIED = '2026-11-10T15:00:00.000Z';
const MQL = {
    Status: 'Open - Not Contacted', CreatedDate: '2026-11-10T14:58:00.000Z', Handrail_MQL_At__c: QUALIFIED, Handrail_Assigned_At__c: '2026-11-10T15:03:00.000Z',
    Handrail_Request__c: 'Demo', Phone: '+1 515 555 0182', Email: 'n@colbrook.example', Company: 'Colbrook Dairies'
};

async function draw(values, now, updateable = true) {
    jest.setSystemTime(new Date(now));
    const element = createElement('c-lead-clock', { is: LeadClock });
    element.recordId = LEAD;
    document.body.appendChild(element);
    await settle();
    if (values) {
        await answerObjectInfo('Lead', updateable);
        await answerRecord('Lead', LEAD, values);
    }
    return element;
}

const ring = (element) => element.shadowRoot.querySelector('c-handrail-clock-ring');
const measure = (element, key) => element.shadowRoot.querySelector(`[data-measure="${key}"] dd`).textContent;

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(QUALIFIED), ...CLOCK });
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it.each([
    ['runs for five minutes when somebody asks to talk', {}, '2026-11-10T15:05:46.000Z', 'c.handrailClockOnTime', '2:14'],
    ['warns when little is left', {}, '2026-11-10T15:06:30.000Z', 'c.handrailClockAnswerNow', '1:30'],
    ['is overdue', {}, '2026-11-10T15:08:30.000Z', 'c.handrailClockOverdue', '0:30'],
    ['runs for four hours for other MQLs', { Handrail_Request__c: 'Content' }, '2026-11-10T16:03:00.000Z', 'c.handrailClockOnTime', '3:00'],
    ['starts at the next opening', { Handrail_Assigned_At__c: '2026-11-07T18:00:00.000Z', Handrail_MQL_At__c: '2026-11-07T17:00:00.000Z' }, '2026-11-09T14:01:00.000Z', 'c.handrailClockOnTime', '4:00'],
    ['was answered in time', { Handrail_First_Response_At__c: '2026-11-10T15:06:00.000Z' }, '2026-11-10T19:00:00.000Z', 'c.handrailClockAnswered', '3:00'],
    ['a touch before the assignment took no time', { Handrail_First_Response_At__c: '2026-11-10T15:01:00.000Z' }, '2026-11-10T19:00:00.000Z', 'c.handrailClockAnswered', '0:00']
])('%s', async (_name, values, now, pill, text) => {
    const element = await draw({ ...MQL, ...values }, now);
    expect([part(element, 'pill').textContent, ring(element).text]).toEqual([pill, text]);
    await expect(element).toBeAccessible();
});

it('waits in the evening and says until when', async () => {
    const element = await draw({ ...MQL, Handrail_Request__c: 'Content' , Handrail_Assigned_At__c: '2026-11-10T21:30:00.000Z' }, '2026-11-10T23:00:00.000Z');
    expect(part(element, 'pill').textContent).toBe('c.handrailClockPaused');
    expect(part(element, 'paused')).not.toBeNull();
});

it('moves each second, by the time and not by counting', async () => {
    const element = await draw(MQL, '2026-11-10T15:05:46.000Z');
    jest.advanceTimersByTime(4000);
    await settle();
    expect(ring(element).text).toBe('2:10');
    jest.setSystemTime(new Date('2026-11-10T15:07:45.000Z'));
    document.dispatchEvent(new CustomEvent('visibilitychange'));
    await settle();
    expect(ring(element).text).toBe('0:15');
});

it('tells what the buyer waited from what its owner took', async () => {
    const element = await draw(MQL, '2026-11-10T15:05:46.000Z');
    expect(measure(element, 'waited')).toBe('c.handrailClockMinutes');
    expect([...element.shadowRoot.querySelectorAll('[data-measure]')].map(({ dataset }) => dataset.measure)).toEqual(['waited', 'routing', 'yours']);
});

it.each([
    ['minutes and seconds of a clock of minutes', {}, '2026-11-10T15:06:00.000Z', 'Answered in 3:00', 'c.handrailClockAnswered'],
    ['hours with their unit, which 5:07 would hide', { Handrail_Request__c: 'Content' }, '2026-11-10T20:10:00.000Z', 'Answered in 5 h 7 min', 'c.handrailClockAnsweredLate'],
    ['hours also where minutes were allowed', {}, '2026-11-10T17:03:00.000Z', 'Answered in 2 h 0 min', 'c.handrailClockAnsweredLate']
])('says how long it took, and late when it was late: %s', async (_name, values, answered, headline, pill) => {
    const element = await draw({ ...MQL, ...values, Handrail_First_Response_At__c: answered }, '2026-11-11T19:00:00.000Z');
    expect([part(element, 'headline').textContent, part(element, 'pill').textContent]).toEqual([headline, pill]);
    expect(element.shadowRoot.querySelector('[data-measure="waited"] .hr-tiny').textContent).toBe('c.handrailClockWaitedDone');
});

it('offers the ways to answer, and records an answer', async () => {
    const element = await draw(MQL, '2026-11-10T15:05:46.000Z');
    expect(part(element, 'call').getAttribute('href')).toBe('tel:+15155550182');
    expect(part(element, 'email').getAttribute('href')).toBe('mailto:n@colbrook.example');
    await press(element, 'contacted');
    expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: LEAD, Status: 'Working - Contacted' } }]]);
});

it('keeps the focus in the card when the button that recorded the answer goes', async () => {
    const element = await draw(MQL, '2026-11-10T15:05:46.000Z');
    updateRecord.mockImplementation(() => answerRecord('Lead', LEAD, { ...MQL, Status: 'Working - Contacted', Handrail_First_Response_At__c: '2026-11-10T15:05:46.000Z' }));
    await press(element, 'contacted');
    await settle();
    expect(part(element, 'contacted')).toBeNull();
    expect(element.shadowRoot.activeElement?.tagName).toBe('H2');
});

it('says why an answer cannot be recorded', async () => {
    updateRecord.mockRejectedValue({ body: { output: { errors: [{ message: '[LEAD-WORK-01] A queue still owns this lead.' }] } } });
    const element = await draw(MQL, '2026-11-10T15:05:46.000Z');
    await press(element, 'contacted');
    expect(part(element, 'problem')).not.toBeNull();
    await expect(element).toBeAccessible();
});

it('shows what made it an MQL, and nothing that is not known', async () => {
    const element = await draw(MQL, '2026-11-10T15:05:46.000Z');
    const facts = [...element.shadowRoot.querySelectorAll('[data-fact]')].map(({ dataset }) => dataset.fact);
    expect(facts).toEqual(['Handrail_Request__c', 'Company', 'Email']);
});

it('has no clock for a lead that is no MQL, nor before somebody has it', async () => {
    const none = await draw({ ...MQL, Handrail_MQL_At__c: null }, QUALIFIED);
    expect(part(none, 'not-mql')).not.toBeNull();
    expect(ring(none)).toBeNull();
    await expect(none).toBeAccessible();
    document.body.replaceChildren();
    const unassigned = await draw({ ...MQL, Handrail_Assigned_At__c: null }, QUALIFIED);
    expect(part(unassigned, 'subtitle').textContent).toBe('c.handrailClockNotAssigned');
    expect(ring(unassigned)).toBeNull();
});

it('cannot be answered by who may not change it', async () => {
    expect(part(await draw(MQL, '2026-11-10T15:05:46.000Z', false), 'contacted')).toBeNull();
});

it('says that it loads, and what failed', async () => {
    const element = await draw(null, QUALIFIED);
    expect(part(element, 'loading')).not.toBeNull();
    await failRecord({ message: 'You do not have access.' });
    expect(part(element, 'error')).not.toBeNull();
    await expect(element).toBeAccessible();
});

it('reads again what failed, and takes the focus that its button had', async () => {
    const element = await draw(null, QUALIFIED);
    await failRecord({ message: 'You do not have access.' });
    part(part(element, 'error'), 'retry').click();
    await settle();
    expect(part(element, 'loading')).not.toBeNull();
    await answerObjectInfo('Lead');
    await answerRecord('Lead', LEAD, MQL);
    expect(part(element, 'pill')).not.toBeNull();
    expect(element.shadowRoot.activeElement?.tagName).toBe('H2');
});

it.each([
    ['accepted', { Handrail_Sales_Decision__c: 'Accepted' }],
    ['rejected', { Handrail_Sales_Decision__c: 'Rejected' }],
    ['closed by an automation', { Status: 'Closed - Not Converted' }]
])('has no clock for a lead that was %s before anybody answered', async (_name, values) => {
    const element = await draw({ ...MQL, ...values }, '2026-11-10T16:00:00.000Z');
    expect([part(element, 'subtitle').textContent, ring(element), part(element, 'contacted')]).toEqual(['c.handrailClockDecided', null, null]);
    await expect(element).toBeAccessible();
});

it('keeps the clock of an answer that was given before the decision', async () => {
    const element = await draw({ ...MQL, Handrail_Sales_Decision__c: 'Accepted', Handrail_First_Response_At__c: '2026-11-10T15:06:00.000Z' }, '2026-11-10T19:00:00.000Z');
    expect([part(element, 'pill').textContent, ring(element).text]).toEqual(['c.handrailClockAnswered', '3:00']);
});

describe('how the viewer answers', () => {
    async function drawFor(results) {
        const element = await draw(MQL, '2026-11-10T15:05:46.000Z');
        await answerRecord('User', USER_ID, { Name: 'Tomás Herrera', Username: 'tomas@example.com' });
        answerFigures(results);
        await settle();
        return element;
    }

    const shown = (element) => [...(element.shadowRoot.querySelector('[data-measure="month"]')?.querySelectorAll('dd') ?? [])].map(({ textContent }) => textContent);

    it('beside the team', async () => {
        const element = await drawFor([{ metric: 'sla_attainment', value: 0.78 }, { metric: 'sla_attainment', slice: 'owner=Tomás Herrera', state: 'low_n', numerator: 4, denominator: 5 }]);
        expect(shown(element)).toEqual(['4 of 5', 'team 78%']);
        await expect(element).toBeAccessible();
    });

    it('none due for the viewer, and a team of too few for a share', async () => {
        expect(shown(await drawFor([{ metric: 'sla_attainment', state: 'low_n', value: null }]))).toEqual(['c.handrailClockYoursNone', '']);
    });

    it('is left out before the first sync', async () => {
        expect(shown(await drawFor([]))).toEqual([]);
    });
});

describe('while an experiment gives some two hours in place of four', () => {
    const PERMISSION = 'Handrail_Experiment_TWO_HOURS';
    const OTHER_MQL = { ...MQL, Handrail_Request__c: 'Content' };
    const level = playbook.serviceLevels.find(({ id }) => id === 'S2');

    beforeEach(() => {
        level.variant = { experiment: { id: 'TWO_HOURS', permission: PERMISSION, started: '2026-11-01' }, targets: level.targets.map((target) => (target.for === 'other MQL' ? { ...target, within: { count: 2, unit: 'hours' } } : target)) };
    });
    afterEach(() => {
        delete level.variant;
        permissions.length = 0;
    });

    it.each([
        ['the owner who takes part has two', USER_ID, [PERMISSION], '1:00'],
        ['an owner who does not has four', USER_ID, [], '3:00'],
        ['of another owner nobody can tell here: four, and it says so', '005000000000009AAA', [PERMISSION], '3:00']
    ])('%s', async (_name, OwnerId, held, left) => {
        permissions.push(...held);
        const element = await draw({ ...OTHER_MQL, OwnerId }, '2026-11-10T16:03:00.000Z');
        expect([ring(element).text, part(element, 'trial').textContent]).toEqual([left, 'c.handrailClockOnTrial']);
        await expect(element).toBeAccessible();
    });

    it('says nothing of a lead whose target is that of all', async () => {
        const element = await draw({ ...MQL, OwnerId: USER_ID }, '2026-11-10T15:05:46.000Z');
        expect(part(element, 'trial')).toBeNull();
    });
});
