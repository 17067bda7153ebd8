import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { graphql } from 'lightning/graphql';
import { navigated } from 'lightning/navigation';
import { updateRecord } from 'lightning/uiRecordApi';
import { answerAccess, answerRows, denyAccess, failQuery } from 'test/answers';
import { deep, deepAll, openPage, row, textOf } from 'test/numbers';
import { settle } from 'test/page';
import MeetingPack from 'c/meetingPack';

registerSa11yMatcher();
// axe looks at whole tables, which takes its time on a busy machine.
jest.setTimeout(60_000);
jest.mock('lightning/uiRecordApi', () => ({ ...jest.requireActual('lightning/uiRecordApi'), updateRecord: jest.fn() }), { virtual: true });

const PACK = 'Handrail_Pack__c';
const NOW = new Date('2026-06-01T12:00:00Z');
const TODAY = { Id: 'a0P000000000001AAA', Pack_Date__c: '2026-06-01' };
const BEFORE = { Id: 'a0P000000000002AAA', Pack_Date__c: '2026-05-25' };
const HOSTILE = '<img src=x onerror="window.hit = 1">';

const line = (more = {}) => ({ metric: 'hygiene', slice: '', label: 'Open deals that need tidying', value: '41', state: 'ok', change: '+9', countedFrom: '', note: null, records: [], recordsInAll: 0, ...more });
const DECISIONS = {
    kind: 'list', list: 'open_decisions', title: 'Decisions still open', heads: ['Id', 'Decision', 'Owner', 'Due', 'Should move'], more: 2, empty: 'No decision is open.',
    rows: [[{ name: 'D-2026-002', id: 'a0D000000000001AAA', object: 'Handrail_Decision__c' }, 'Date the overdue deals', 'Marcus Oyelaran', '2026-05-29, overdue', ''], ['D-2026-004', HOSTILE, 'Ingrid Halvorsen', '2026-06-05', 'Commit, to 90%']]
};
const CONTENTS = {
    format: 1, name: 'weekly-pipeline', meeting: 'Pipeline review', when: 'every Monday', minutes: 30, who: ['Sales', 'RevOps'], playbook: 'Default playbook 2026.4.0', comparedWith: 'the pack of 2026-05-25',
    first: ['1 decision is overdue: D-2026-002.'], leftOut: 0,
    opening: [{ title: 'decisions still open', minutes: null, blocks: [DECISIONS] }],
    headline: { kind: 'numbers', title: 'The numbers', of: 'Number', decision: '', lines: [line(), line({ metric: 'win_rate', label: 'Win rate', value: '–', state: 'low_n', change: null, note: '4 closed; 10 are needed.' })] },
    preRead: [
        {
            title: 'blocked deals', minutes: null,
            blocks: [
                { kind: 'numbers', title: 'Due and blocked by criterion', of: 'Criterion', decision: 'Which evidence is missing?', lines: [line({ metric: 'blocked_amount', slice: 'criterion=OPP-NEGO-02', label: 'OPP-NEGO-02 Term agreed', value: '308,000', change: 'no change', countedFrom: 'n = 6', records: [{ name: HOSTILE, id: '006000000000001AAA', object: 'Opportunity' }, { name: 'Of no page', id: 'x', object: null }], recordsInAll: 6 })] },
                { kind: 'list', list: 'overrides', title: 'Exceptions in use', heads: ['Record'], rows: [], more: 0, empty: 'No record passes on an exception.' }
            ]
        }
    ],
    agenda: [
        { title: 'open decisions', minutes: 3, blocks: [{ kind: 'note', text: 'Decisions still open: above.' }, { kind: 'note', text: 'and 4 more:', command: 'handrail metrics --metric hygiene' }] },
        { title: 'decisions', minutes: 5, blocks: [{ kind: 'note', list: 'new_decisions', text: 'Write down what was decided:', command: 'handrail review decide weekly-pipeline' }] }
    ]
};

const stored = (contents, more = {}) => ({
    Id: TODAY.Id, Contents__c: typeof contents === 'string' ? contents : JSON.stringify(contents), As_Of__c: '2026-06-01T10:00:00.000Z', Blocked_Count__c: 27, Blocked_Amount__c: 1_068_000, Unowned_Count__c: 230,
    Open_Decision_Count__c: 3, Overdue_Decision_Count__c: 1, Finding_Count__c: null, Reviewed_At__c: null, Reviewed_By__r: null, ...more
});
const EDITABLE = { fields: { Reviewed_By__c: { updateable: true }, Reviewed_At__c: { updateable: true } } };

async function draw({ days = [TODAY, BEFORE], contents = CONTENTS, state = {}, more = {} } = {}) {
    const element = createElement('c-meeting-pack', { is: MeetingPack });
    document.body.appendChild(element);
    await openPage('Handrail_Meeting_Pack', state);
    await answerRows('handrailPackDays', PACK, days);
    if (days.length > 0) {
        await answerRows('handrailPack(', PACK, [stored(contents, more)]);
    }
    return element;
}

const all = (element, selector) => deepAll(element.shadowRoot, selector);
const texts = (element, selector) => all(element, selector).map(({ textContent }) => textContent.trim());

beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'performance', 'requestAnimationFrame', 'setTimeout'], now: NOW });
});

afterEach(() => {
    document.body.replaceChildren();
    navigated.mockReset();
    updateRecord.mockReset();
    jest.useRealTimers();
});

it('says that it loads', async () => {
    const element = createElement('c-meeting-pack', { is: MeetingPack });
    document.body.appendChild(element);
    await openPage('Handrail_Meeting_Pack');
    expect(deep(element, '[data-id="loading"]')).not.toBeNull();
    expect(deep(element, 'section').getAttribute('aria-busy')).toBe('true');
    await expect(element).toBeAccessible();
});

it('decisions lead, with who is to do them until when, and overdue ones are marked', async () => {
    const element = await draw();
    const sections = all(element, '[data-section]').map(({ dataset }) => dataset.section);
    expect(sections).toEqual(['opening-0', 'numbers', 'before-0', 'agenda-0', 'agenda-1']);
    const rows = all(element, '[data-list="open_decisions"] tbody tr').map((each) => all({ shadowRoot: each }, 'td').map((cell) => (cell.textContent + (cell.querySelector('c-record-link')?.label ?? '')).trim()));
    expect(rows[0]).toEqual(['D-2026-002', 'Date the overdue deals', 'Marcus Oyelaran', '2026-05-29, overdue', '']);
    expect(all(element, '.hr-late')).toHaveLength(1);
    expect(texts(element, '[data-id="more"]')).toContain('c.handrailPackMore');
    await expect(element).toBeAccessible();
});

it('numbers are those of the pack, as they were printed, each with its change', async () => {
    const element = await draw();
    const shown = all(element, 'tr[data-metric]').map((each) => ['label', 'change', 'counted', 'remark'].map((part) => each.querySelector(`[data-id="${part}"]`)?.textContent ?? null));
    expect(shown).toEqual([
        ['Open deals that need tidying', '+9', null, null],
        ['Win rate', '', null, '4 closed; 10 are needed.'],
        ['OPP-NEGO-02 Term agreed', 'no change', 'n = 6', null]
    ]);
    expect(all(element, 'button[data-id="value"]').map(({ firstChild }) => firstChild.textContent.trim())).toEqual(['41', '–', '308,000']);
    expect(all(element, 'c-handrail-chip').map(({ chip }) => chip.word)).toEqual(['c.handrailNumLowN']);
});

it('a number says its period, all of one period once, and all time says nothing', async () => {
    const quarter = { from: '2026-04-01', to: '2026-07-01' };
    const block = (lines) => ({ kind: 'numbers', title: 'Forecast', of: 'Number', decision: '', lines });
    const withPeriods = (headline, before) => ({ ...CONTENTS, headline: { ...CONTENTS.headline, lines: headline }, preRead: [{ title: 'forecast', minutes: null, blocks: [block(before)] }] });
    const element = await draw({
        contents: withPeriods(
            [line({ period: { from: '2025-06-01', to: '2026-06-01' } }), line({ metric: 'win_rate', period: quarter }), line({ metric: 'leakage', period: { from: '0001-01-01', to: '2026-06-02' } }), line({ metric: 'bookings', period: { ...quarter, name: 'FY2027-Q1' } })],
            [line({ period: quarter }), line({ slice: 'owner=Mira', period: quarter })]
        )
    });
    const block0 = (section) => deep(element, `[data-section="${section}"] c-handrail-pack-block`).shadowRoot;
    const said = (section, part) => deepAll(block0(section), `[data-id="${part}"]`).map(({ textContent }) => textContent);
    expect([said('numbers', 'period-of-all'), said('numbers', 'period')]).toEqual([[], ['Jun 2025 – May 2026', 'c.handrailNumQuarter', 'FY2027-Q1']]);
    expect([said('before-0', 'period-of-all'), said('before-0', 'period')]).toEqual([['c.handrailNumQuarter'], []]);
    await expect(element).toBeAccessible();
});

it('records are links, those without a page are words, and nothing from the org becomes markup', async () => {
    const element = await draw();
    const links = all(element, '[data-id="records"] c-record-link');
    expect(links.map(({ label, recordId, objectApiName }) => [label, recordId, objectApiName])).toEqual([[HOSTILE, '006000000000001AAA', 'Opportunity']]);
    expect(textOf(element, '[data-id="records"]')).toContain('Of no page');
    expect(all(element, 'img')).toHaveLength(0);
    expect(window.hit).toBeUndefined();
});

it('tiles lead to the part that says more, or to the page', async () => {
    const element = await draw();
    const value = (key) => textOf(element, `[data-tile="${key}"] [data-id="value"]`);
    expect(['overdue', 'blocked', 'unowned', 'findings'].map(value)).toEqual(['1', '27', '230', '–']);
    const heading = deep(element, '[data-heading="before-0"]');
    heading.scrollIntoView = jest.fn();
    deep(element, '[data-tile="blocked"] button').click();
    expect(heading.scrollIntoView).toHaveBeenCalled();
    deep(element, '[data-tile="findings"] button').click();
    expect(navigated).toHaveBeenCalledWith({ type: 'standard__navItemPage', attributes: { apiName: 'Handrail_Definition_Health' } }, false);
});

it('the agenda has its time boxes, and what is decided is written down with a button', async () => {
    const element = await draw();
    expect(texts(element, '[data-id="agenda"] button')).toEqual(['Open decisions', 'Decisions']);
    expect(texts(element, '[data-id="agenda"] .hr-box')).toHaveLength(2);
    expect(textOf(element, '[data-section="agenda-0"]')).not.toContain('review decide');
    expect(all(element, '[data-section="agenda-1"] lightning-button').map(({ label }) => label)).toEqual(['c.handrailPipelineRecord']);
});

it('a number opens how it is counted, with the result of the last sync', async () => {
    const element = await draw();
    deep(element, 'tr[data-slice="criterion=OPP-NEGO-02"] button').click();
    await settle();
    const now = row('blocked_amount', { Slice: 'criterion=OPP-NEGO-02', Value: 308_000, Unit: 'currency' });
    await answerRows('handrailMetrics', 'Handrail_Metric__c', [row('blocked_amount', { Value: 1_068_000, Unit: 'currency' }), now, row('blocked_amount', { Slice: 'criterion=OPP-NEGO-02', Series: 'trend', Value: 5, Unit: 'currency' })]);
    expect(deep(element, 'c-metric-detail').result.id).toBe(now.Id);
    deep(element, 'c-metric-detail').dispatchEvent(new CustomEvent('close'));
    await settle();
    expect(deep(element, 'c-metric-detail')).toBeNull();
});

it('a number of which nothing is read is explained by its definition', async () => {
    const element = await draw();
    deep(element, 'tr[data-metric="hygiene"] button').click();
    await settle();
    await failQuery('handrailMetrics', 'no');
    expect([deep(element, 'c-metric-detail').metric, deep(element, 'c-metric-detail').result]).toEqual(['hygiene', null]);
});

it('an earlier pack says so, keeps its place in the address, and leads back', async () => {
    const element = await draw({ state: { c__day: '2026-05-25' } });
    await answerRows('handrailPack(', PACK, [stored(CONTENTS, { Id: BEFORE.Id, As_Of__c: '2026-05-25T10:00:00.000Z', Reviewed_At__c: '2026-05-25T15:00:00.000Z', Reviewed_By__r: { Name: { value: 'Hanna Strand' } } })]);
    expect(deep(element, '[data-id="earlier"]')).not.toBeNull();
    expect(deep(element, '[data-id="stale"]')).toBeNull();
    expect(textOf(element, '[data-id="reviewed"]')).toBe('c.handrailPackReviewed');
    expect(all(element, 'select[data-id="day"] option').map(({ value, selected }) => [value, selected])).toEqual([['2026-06-01', false], ['2026-05-25', true]]);
    deep(element, 'tr[data-metric="hygiene"] button').click();
    await settle();
    expect(deep(element, 'c-metric-detail').result).toBeNull();
    deep(element, '[data-id="current"]').click();
    await settle();
    expect(navigated).toHaveBeenLastCalledWith(expect.objectContaining({ state: { c__meeting: undefined, c__day: undefined } }), true);
    await expect(element).toBeAccessible();
});

it('another meeting has packs of its own', async () => {
    const element = await draw();
    const menu = deep(element, 'select[data-id="meeting"]');
    expect([...menu.options].map(({ value }) => value)).toEqual(['weekly-pipeline', 'weekly-forecast', 'gtm-sync', 'monthly', 'quarterly']);
    menu.value = 'monthly';
    menu.dispatchEvent(new CustomEvent('change'));
    await settle();
    expect(deep(element, '[data-id="loading"]')).not.toBeNull();
    expect(navigated).toHaveBeenCalledWith(expect.objectContaining({ state: { c__meeting: 'monthly', c__day: undefined } }), true);
});

it('a pack of days ago says how old it is', async () => {
    jest.setSystemTime(new Date('2026-06-04T12:00:00Z'));
    const element = await draw();
    expect(textOf(element, '[data-id="stale"]')).toBe('c.handrailNumStaleStrip');
});

it('what did not fit is said', async () => {
    const element = await draw({ contents: { ...CONTENTS, leftOut: 12 } });
    expect(textOf(element, '[data-id="left-out"]')).toBe('c.handrailPackLeftOut');
});

it('nothing is late', async () => {
    const element = await draw({ contents: { ...CONTENTS, first: [], comparedWith: null }, more: { Overdue_Decision_Count__c: 0 } });
    expect(textOf(element, '[data-id="against"]')).toBe('c.handrailPackNoEarlier');
    expect(deep(element, '.hr-tile_bad')).toBeNull();
    await expect(element).toBeAccessible();
});

it('before the first sync it says what to run', async () => {
    const element = await draw({ days: [] });
    expect(textOf(element, '[data-id="empty"] code')).toContain('handrail sync');
    await expect(element).toBeAccessible();
});

it('without access it says which permission set is missing', async () => {
    const element = createElement('c-meeting-pack', { is: MeetingPack });
    document.body.appendChild(element);
    await openPage('Handrail_Meeting_Pack');
    await failQuery('handrailPackDays', "Validation error (FieldUndefined@[uiapi/query/Handrail_Pack__c]) : Field 'Handrail_Pack__c' in type 'RecordQuery' is undefined");
    expect(deep(element, '[data-id="forbidden"]')).not.toBeNull();
    expect(deep(element, '[data-id="error"]')).toBeNull();
    await expect(element).toBeAccessible();
});

it('an error says what Salesforce answered, and another try is asked of it', async () => {
    const refresh = jest.fn();
    const element = createElement('c-meeting-pack', { is: MeetingPack });
    document.body.appendChild(element);
    await openPage('Handrail_Meeting_Pack');
    graphql.answer('handrailPackDays', { errors: [{ message: 'The server is busy.' }], refresh });
    await settle();
    expect(deep(element, '[data-id="error"]')).not.toBeNull();
    await expect(element).toBeAccessible();
    deep(element, '[data-id="retry"]').click();
    await settle();
    expect(refresh).toHaveBeenCalled();
    expect(deep(element, '[data-id="loading"]')).not.toBeNull();
});

it('a pack that is not whole is none', async () => {
    const element = await draw({ contents: JSON.stringify(CONTENTS).slice(0, 400) });
    expect(textOf(element, '[data-id="error"]')).toContain('c.handrailPackUnreadable');
});

describe('reviewed', () => {
    it('is marked by who may', async () => {
        updateRecord.mockResolvedValue({});
        const element = await draw();
        await answerAccess(PACK, EDITABLE);
        deep(element, '[data-id="mark"]').click();
        await settle();
        expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: TODAY.Id, Reviewed_By__c: expect.any(String), Reviewed_At__c: NOW.toISOString() } });
    });

    it('a refusal is told', async () => {
        updateRecord.mockRejectedValue({ body: { message: 'locked' } });
        const element = await draw();
        await answerAccess(PACK, EDITABLE);
        const toast = jest.fn();
        element.addEventListener('lightning__showtoast', toast);
        deep(element, '[data-id="mark"]').click();
        await settle();
        expect(toast.mock.calls[0][0].detail).toEqual(expect.objectContaining({ variant: 'error', message: 'locked' }));
        expect(deep(element, '[data-id="mark"]').disabled).toBe(false);
    });

    it('others have no button', async () => {
        const element = await draw();
        await answerAccess(PACK, { fields: { Reviewed_By__c: { updateable: false }, Reviewed_At__c: { updateable: false } } });
        expect(deep(element, '[data-id="mark"]')).toBeNull();
        await denyAccess(PACK);
        expect(deep(element, '[data-id="mark"]')).toBeNull();
    });
});

describe('a long table', () => {
    const rows = (count) => Array.from({ length: count }, (_, index) => [`Decision ${index + 1}`, 'Date the deals', 'Marcus Oyelaran', '2026-06-05', '']);
    const numbered = (count) => Array.from({ length: count }, (_, index) => line({ slice: `owner=${index}`, label: `Owner ${index}` }));
    const withTables = (count) => ({ ...CONTENTS, opening: [{ title: 'decisions still open', minutes: null, blocks: [{ ...DECISIONS, rows: rows(count) }] }], headline: { ...CONTENTS.headline, lines: numbered(count) }, preRead: [{ title: 'tidying', minutes: null, blocks: [{ ...CONTENTS.headline, lines: numbered(count) }] }] });
    const block = (element, section) => deep(element, `[data-section="${section}"] c-handrail-pack-block`);
    const count = (element, section) => deepAll(block(element, section).shadowRoot, 'tbody tr').length;
    const fold = (element, section) => deep(block(element, section), '[data-id="fold"]');

    it.each(['opening-0', 'before-0'])('shows its first rows, all of them when asked, and the first again: %s', async (section) => {
        const element = await draw({ contents: withTables(12) });
        expect([count(element, section), fold(element, section).getAttribute('aria-expanded')]).toEqual([5, 'false']);
        fold(element, section).click();
        await settle();
        expect([count(element, section), fold(element, section).getAttribute('aria-expanded')]).toEqual([12, 'true']);
        await expect(element).toBeAccessible();
        fold(element, section).click();
        await settle();
        expect(count(element, section)).toBe(5);
    });

    it('is whole where only one row would be hidden, and the numbers of the meeting always are', async () => {
        const six = await draw({ contents: withTables(6) });
        expect([count(six, 'opening-0'), fold(six, 'opening-0')]).toEqual([6, null]);
        document.body.replaceChildren();
        const twelve = await draw({ contents: withTables(12) });
        expect([count(twelve, 'numbers'), fold(twelve, 'numbers')]).toEqual([12, null]);
    });
});
