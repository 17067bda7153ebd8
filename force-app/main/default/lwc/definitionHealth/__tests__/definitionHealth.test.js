import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { answerAccess, answerRows, denyAccess, failQuery } from 'test/answers';
import { CLOCK, part, press, settle } from 'test/page';
import FindingDecision from 'c/findingDecision';
import DefinitionHealth from 'c/definitionHealth';

registerSa11yMatcher();

const label = (text) => ({ __esModule: true, default: text });
jest.mock('@salesforce/label/c.handrailDefinitionsPlaces', () => label('{0} places'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsFilterOpen', () => label('Open ({0})'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsFilterRecorded', () => label('Recorded ({0})'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsLetMany', () => label('{0} records, {1}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsStale', () => label('{1} days old'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsSyncFailed', () => label('failed: {0}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsSyncPartly', () => label('{0} of {1}, not {2}'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsHolders', () => label('{0} holders'), { virtual: true });
jest.mock('@salesforce/label/c.handrailDefinitionsGateOff', () => label('1 off'), { virtual: true });

jest.mock('@salesforce/label/c.handrailDefinitionsDueCount', () => label('{0} of {1}'), { virtual: true });

const AS_OF = '2026-11-10T11:00:00.000Z';
const RUN = { Id: 'a01000000000001AAA', Status__c: 'Done', As_Of__c: AS_OF, Started_At__c: AS_OF, Finished_At__c: '2026-11-10T11:00:38.000Z', Playbook_Version__c: '2026.4.0', Api_Calls__c: 41, Violation_Count__c: 4, Message__c: null, Coverage_Read__c: 'rules\nstages', Coverage_Unread__c: null };

let count = 0;
const finding = (values) => {
    count += 1;
    return {
        Id: `a02000000000${String(count).padStart(3, '0')}AAA`, Code__c: `CODE-${count}`, Severity__c: 'high', Tier__c: 'confirmed', Kind__c: 'stage-undeclared', Object__c: 'Opportunity', Component__c: 'x', Summary__c: `Finding ${count}`,
        Expected__c: 'yes', Actual__c: 'no', Changed_By__c: null, Changed_At__c: null, Breaks_Criteria__c: null, Breaks_Metrics__c: null, Breaks_Reviews__c: null, Remedies__c: null, Status__c: 'Open', First_Seen_At__c: AS_OF, Resolved_At__c: null,
        Record_Count__c: null, Amount_At_Stake__c: null, Records__c: null, Decision_Reason__c: null, Decision_Until__c: null, Decision_By__c: null, ...values
    };
};
const OFF = {
    Code__c: 'OPP-PROP-03', Severity__c: 'critical', Kind__c: 'rule-off', Breaks_Criteria__c: 'OPP-PROP-03', Breaks_Metrics__c: 'a\nb\nc\nd', Changed_By__c: 'J. Doe', Changed_At__c: '2026-11-05T21:12:00.000Z',
    Remedies__c: 'handrail drift revert OPP-PROP-03\nhandrail drift record OPP-PROP-03 --until <date> --reason <text>', Record_Count__c: 4, Amount_At_Stake__c: 212000, Records__c: '006000000000001AAA bypass Stavely Ports\n006000000000002AAA unknown Kestrel Freight'
};

async function draw({ findings = [], runs = [RUN], now = '2026-11-10T15:00:00Z', refresh = jest.fn().mockResolvedValue(undefined) } = {}) {
    jest.setSystemTime(new Date(now));
    const element = createElement('c-definition-health', { is: DefinitionHealth });
    document.body.appendChild(element);
    await settle();
    await answerAccess('Handrail_Finding__c');
    await answerRows('handrailFindings', 'Handrail_Finding__c', findings, { refresh });
    await answerRows('handrailRuns', 'Handrail_Sync_Run__c', runs);
    await answerRows('handrailEnforcement', 'Handrail_Criterion__mdt', [{ DeveloperName: 'OPP_PROP_03', Enforced__c: true, Playbook_Version__c: '2026.4.0' }]);
    return element;
}

const all = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];
const codes = (element) => all(element, '[data-finding]').map(({ dataset }) => dataset.finding);
const countOf = (element, key) => element.shadowRoot.querySelector(`[data-count="${key}"] dd`).textContent;
const wayText = (element, key) => element.shadowRoot.querySelector(`[data-way="${key}"] .hr-way-text`).textContent;
const command = (element, remedy) => element.shadowRoot.querySelector(`[data-remedy="${remedy}"] lightning-button`);

beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-10T15:00:00Z'), ...CLOCK });
    count = 0;
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: jest.fn().mockResolvedValue(undefined) } });
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('lists by severity, then by the money that came past; the first critical one is open', async () => {
    const element = await draw({
        findings: [finding({ Code__c: 'LOW', Severity__c: 'low' }), finding({ Code__c: 'SMALL', Amount_At_Stake__c: 100, Record_Count__c: 9 }), finding({ Code__c: 'LARGE', Amount_At_Stake__c: 5000, Record_Count__c: 1 }), finding(OFF)]
    });
    expect(codes(element)).toEqual(['OPP-PROP-03', 'LARGE', 'SMALL', 'LOW']);
    expect(all(element, '[data-finding] .hr-toggle').map((button) => button.getAttribute('aria-expanded'))).toEqual(['true', 'false', 'false', 'false']);
    expect(part(element, 'findings').heading).toBe('4 places');
    expect([countOf(element, 'critical'), countOf(element, 'high'), countOf(element, 'medium')]).toEqual(['1', '2', '1']);
    expect(element.shadowRoot.querySelector('.hr-big').textContent).toBe('4 records, $212,000');
    expect(all(element, '.hr-records c-record-link').map(({ recordId, label: name }) => [recordId, name])).toEqual([['006000000000001AAA', 'Stavely Ports'], ['006000000000002AAA', 'Kestrel Freight']]);
    await expect(element).toBeAccessible();
});

it('says where the gates do not hold', async () => {
    const element = await draw({ findings: [finding(OFF), finding({ Kind__c: 'bypass-held' }), finding({ Kind__c: 'bypass-held' })] });
    expect([wayText(element, 'page'), wayText(element, 'api'), wayText(element, 'conversion')]).toEqual(['1 off', '2 holders', 'c.handrailDefinitionsSettingOn']);
});

it('copies the command that mends it, and offers none where there is none', async () => {
    const element = await draw({ findings: [finding(OFF)] });
    const toasts = jest.fn();
    element.addEventListener('lightning__showtoast', ({ detail }) => toasts(detail.title));
    command(element, 'revert').click();
    await settle();
    expect(navigator.clipboard.writeText).toHaveBeenCalledWith('handrail drift revert OPP-PROP-03');
    expect(toasts).toHaveBeenCalledWith('c.handrailDefinitionsCommandCopied');
    expect(command(element, 'adopt')).toBeNull();
});

it('shows the command when the clipboard is closed', async () => {
    navigator.clipboard.writeText.mockRejectedValue(new Error('denied'));
    const element = await draw({ findings: [finding(OFF)] });
    const toasts = jest.fn();
    element.addEventListener('lightning__showtoast', ({ detail }) => toasts(detail.variant));
    command(element, 'revert').click();
    await settle();
    expect(toasts).toHaveBeenCalledWith('warning');
});

it('a decision is asked for in a dialog, and the page reads again', async () => {
    const refresh = jest.fn().mockResolvedValue(undefined);
    FindingDecision.open = jest.fn().mockResolvedValue('saved');
    const element = await draw({ findings: [finding(OFF)], refresh });
    command(element, 'ignore').click();
    await settle();
    expect(FindingDecision.open).toHaveBeenCalledWith(expect.objectContaining({ findingId: 'a02000000000001AAA', status: 'Ignored' }));
    expect(refresh).toHaveBeenCalled();
});

it('a recorded finding has left the open ones and stands with its reason under Recorded', async () => {
    const element = await draw({ findings: [finding({ Status__c: 'Recorded', Decision_Reason__c: 'Load of March', Decision_By__c: 'Dana' }), finding({})] });
    expect(codes(element)).toEqual(['CODE-2']);
    const [open, recorded] = all(element, '[data-status]');
    expect([open.textContent, recorded.textContent]).toEqual(['Open (1)', 'Recorded (1)']);
    recorded.click();
    await settle();
    expect(codes(element)).toEqual(['CODE-1']);
    expect(element.shadowRoot.querySelector('.hr-decided').textContent).toBe('c.handrailDefinitionsDecided');
});

it('what the last sync no longer saw is said once', async () => {
    const element = await draw({ findings: [finding({ Status__c: 'Resolved', Resolved_At__c: AS_OF }), finding({ Status__c: 'Resolved', Resolved_At__c: '2026-10-01T00:00:00.000Z' })] });
    expect(part(element, 'mended').querySelectorAll('li')).toHaveLength(1);
    expect(part(element, 'clean')).not.toBeNull();
    await expect(element).toBeAccessible();
});

it('records that break the playbook stand apart from definitions', async () => {
    const element = await draw({ findings: [finding({ Kind__c: 'records-break-criterion', Expected__c: 'Scope agreed', Component__c: 'OPP-PROP-01', Record_Count__c: 2, Amount_At_Stake__c: 48000 })] });
    expect(codes(element)).toEqual([]);
    expect(element.shadowRoot.querySelector('.hr-way_plain c-record-link').label).toBe('2 records, $48,000');
});

it.each([
    ['is days old', [{ ...RUN, As_Of__c: '2026-11-05T11:00:00.000Z' }], '5 days old'],
    ['could not read everything', [{ ...RUN, Coverage_Unread__c: 'flows: no access' }], '2 of 3, not flows: no access'],
    ['failed after one that did not', [{ ...RUN, Id: 'a01000000000002AAA', Status__c: 'Failed', Message__c: 'Session expired.' }, RUN], 'failed: Session expired.']
])('a last sync that %s says so first', async (_name, runs, text) => {
    const element = await draw({ runs });
    expect(part(element, 'strip').textContent.trim()).toBe(text);
});

it('before the first sync there is a command and nothing else', async () => {
    const element = await draw({ runs: [] });
    expect(part(element, 'never').textContent).toContain('handrail sync');
    expect(codes(element)).toEqual([]);
    await press(element, 'copy-sync');
    expect(navigator.clipboard.writeText).toHaveBeenCalledWith(expect.stringContaining('handrail sync'));
    await expect(element).toBeAccessible();
});

it('loads, fails in the words of Salesforce, and tries again', async () => {
    const element = createElement('c-definition-health', { is: DefinitionHealth });
    document.body.appendChild(element);
    await settle();
    expect(part(element, 'loading')).not.toBeNull();
    await expect(element).toBeAccessible();
    await failQuery('handrailFindings', 'Request limit exceeded');
    expect(part(element, 'error').error.errors[0].message).toBe('Request limit exceeded');
    await expect(element).toBeAccessible();
    part(element, 'error').shadowRoot.querySelector('[data-id="retry"]').click();
    await settle();
    expect([part(element, 'error'), part(element, 'loading')]).toEqual([null, expect.anything()]);
    await answerRows('handrailFindings', 'Handrail_Finding__c', []);
    await answerRows('handrailRuns', 'Handrail_Sync_Run__c', []);
    expect([part(element, 'loading'), part(element, 'never')]).toEqual([null, expect.anything()]);
});

it('without access it says whom to ask', async () => {
    const element = createElement('c-definition-health', { is: DefinitionHealth });
    document.body.appendChild(element);
    await denyAccess('Handrail_Finding__c');
    expect(part(element, 'no-access').textContent).toContain('c.handrailDefinitionsNoAccess');
    await expect(element).toBeAccessible();
});

it('definitions past their review day are counted and named first', async () => {
    const before = await draw({ now: '2026-01-10T15:00:00Z' });
    const textOf = (element) => part(element, 'due').text;
    expect(textOf(before).startsWith('0 of ')).toBe(true);
    document.body.replaceChildren();
    const after = await draw({ now: '2030-01-10T15:00:00Z' });
    const [late, whole] = textOf(after).split(' of ');
    expect([late, Number(late) > 50]).toEqual([whole, true]);
});

it('a term and a metric of one name are told apart', async () => {
    const element = await draw({ now: '2026-01-10T15:00:00Z' });
    const named = [...part(element, 'due').querySelectorAll('li')].map((row) => [...row.querySelectorAll('span')].map(({ textContent }) => textContent.split(',')[0])).filter(([name]) => name === 'ARR');
    expect(named).toEqual([['ARR', 'c.handrailBookTerm'], ['ARR', 'c.handrailBookMetric']]);
});

it('who may only read gets no buttons for decisions', async () => {
    const element = await draw({ findings: [finding(OFF)] });
    await answerAccess('Handrail_Finding__c', { fields: { Decision_Reason__c: { updateable: false } } });
    expect(command(element, 'record')).toBeNull();
    expect(command(element, 'ignore')).toBeNull();
});
