import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { loadPlaybook } from '../../playbook/index.ts';
import type { Playbook } from '../../playbook/model.ts';
import { dictionaryHtml, dictionaryMarkdown, dictionaryOf, dictionaryWorkbook, type Dictionary } from './index.ts';
import type { Entry, Word } from './types.ts';

const { playbook } = (await loadPlaybook(new URL('../../../config/playbook', import.meta.url).pathname)) as { playbook: Playbook };
const dictionary = dictionaryOf(playbook);

const entriesOf = (id: string, of: Dictionary = dictionary): readonly Entry[] => of.sections.find((section) => section.id === id)?.entries ?? [];
const entry = (anchor: string, of: Dictionary = dictionary): Entry => {
  const found = of.sections.flatMap(({ entries }) => entries).find((one) => one.anchor === anchor);
  assert.ok(found, `there is no entry ${anchor}`);
  return found;
};
const fact = (one: Entry, label: string): readonly Word[] => one.facts.find((found) => found.label === label)?.words ?? [];
const words = (one: Entry, label: string): string[] => fact(one, label).map((word) => (typeof word === 'string' ? word : word.text));

/** One entry whose texts are markup in every format. */
const HOSTILE: Dictionary = {
  name: '<script>alert(1)</script>',
  version: '"1"',
  language: null,
  sections: [{ id: 'terms', title: 'Terms', about: 'All.', heads: { name: 'Term', code: 'Id', says: 'Means' }, entries: [{ anchor: 'term-x', name: '=HYPERLINK("https://example.com")', code: '<b>|', says: '<img src=x onerror=alert(1)> [a](https://example.com) & more', facts: [{ label: 'Cases', words: ['@SUM(1)', '| a | b |'] }] }] }],
};

describe('what is in it', () => {
  test('everything that the playbook defines, once', () => {
    const ids = (id: string): string[] => entriesOf(id).map(({ code }) => code);
    assert.deepEqual(entriesOf('terms').map(({ name }) => name), playbook.terms.map(({ name }) => name));
    assert.deepEqual(ids('criteria'), playbook.objects.flatMap(({ criteria }) => criteria.map(({ id }) => id)));
    assert.deepEqual(ids('fields'), playbook.objects.flatMap(({ apiName, fields }) => fields.map((field) => `${apiName}.${field.apiName}`)));
    assert.deepEqual(ids('metrics'), playbook.metrics.map(({ id }) => id));
    assert.deepEqual(ids('handoffs'), playbook.handoffs.map(({ id }) => id));
    assert.deepEqual(ids('clocks'), playbook.serviceLevels.map(({ id }) => id));
    assert.deepEqual(ids('meetings'), playbook.cadences.map(({ pack }) => pack));
    assert.equal(entriesOf('stages').length, playbook.objects.reduce((sum, { stages }) => sum + stages.length, 0));
  });

  test('every entry has an anchor of its own, and every name leads to one', () => {
    const entries = dictionary.sections.flatMap((section) => section.entries);
    const anchors = new Set(entries.map(({ anchor }) => anchor));
    assert.equal(anchors.size, entries.length);
    const broken = entries.flatMap(({ anchor, facts }) => facts.flatMap((one) => one.words.flatMap((word) => (typeof word === 'string' || anchors.has(word.to) ? [] : [`${anchor}: ${word.to}`]))));
    assert.deepEqual(broken, []);
  });

  test('a criterion says what the rep is asked, when, and what it looks at', () => {
    const one = entry('criterion-OPP-QUAL-02');
    assert.equal(one.name, 'Next step has a date ahead');
    assert.equal(one.says, 'What happens next, and when? Fill Next Step and set Next Step Date to today or later.');
    assert.deepEqual(words(one, 'Asked'), ['Opportunity, to leave Qualification']);
    assert.deepEqual(words(one, 'Met when'), ['NextStep is filled with 5 characters or more', 'AND(NOT(ISBLANK(Handrail_Next_Step_Date__c)), Handrail_Next_Step_Date__c >= TODAY())']);
    assert.deepEqual(words(one, 'Looks at'), ['Opportunity: Next Step', 'Opportunity: Next Step Date']);
  });

  test('a field says which gates ask for it and which numbers count it', () => {
    const amount = entry('field-Opportunity-Amount');
    assert.ok(words(amount, 'Asked by').includes('OPP-QUAL-04'));
    assert.ok(words(amount, 'Counted in').includes('Pipeline created'));
    assert.deepEqual(words(amount, 'Comes from'), ['the org']);
  });

  test('a number names the criteria that answer for its fields, and whose gates it counts', () => {
    assert.ok(words(entry('metric-win_rate'), 'Gated by').includes('OPP-LOST-01'));
    assert.deepEqual(words(entry('metric-win_rate'), 'Counts how far records came'), []);
    assert.match(words(entry('metric-win_rate_by_stage'), 'Counts how far records came').join(), /^past the gates of Opportunity \(\d+ criteria\)$/);
  });

  test('a stage names the criteria of its gate', () => {
    const expected = ['OPP-PROS-01', 'OPP-PROS-02', 'OPP-PROS-03', 'OPP-RENW-01'];
    assert.deepEqual(words(entry('stage-Opportunity-10'), 'To leave it'), expected);
  });

  test('a playbook of terms alone has no empty sections', () => {
    const bare = dictionaryOf({ ...playbook, objects: [], metrics: [], handoffs: [], serviceLevels: [], cadences: [], lossReasons: [], leadSources: null, leadLifecycle: null, governance: null });
    assert.deepEqual(bare.sections.map(({ id }) => id), ['terms']);
  });

  test('in another language it has that language, and the playbook where it says nothing', () => {
    const german = dictionaryOf(playbook, 'de');
    assert.equal(entry('criterion-OPP-QUAL-01', german).name, 'Wirtschaftlicher Entscheider benannt');
    assert.deepEqual(words(entry('criterion-OPP-QUAL-01', german), 'Decides'), ['Wer kann unterschreiben, und haben wir einen Weg zu dieser Person?']);
    assert.equal(entry('term-mql', german).says, entry('term-mql').says);
  });
});

describe('how it is printed', () => {
  test('HTML and Markdown have every entry and lead to it', () => {
    const [page, text] = [dictionaryHtml(dictionary), dictionaryMarkdown(dictionary)];
    for (const { anchor } of dictionary.sections.flatMap(({ entries }) => entries)) {
      assert.ok(page.includes(`<article id="${anchor}">`), anchor);
      assert.ok(text.includes(`<a id="${anchor}"></a>`), anchor);
    }
    assert.ok(page.includes('href="#criterion-OPP-QUAL-01"'));
    assert.ok(text.includes('[OPP-QUAL-01](#criterion-OPP-QUAL-01)'));
  });

  test('texts are texts in HTML and Markdown', () => {
    const page = dictionaryHtml(HOSTILE);
    assert.doesNotMatch(page, /<script|<img|<b>/);
    assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;/);
    const text = dictionaryMarkdown(HOSTILE);
    assert.doesNotMatch(text, /<script|<img|<b>|\[a\]\(|\| a \| b \|/);
  });

  test('the workbook has a sheet for each section and a row for each entry', async () => {
    const sheets = sheetsOf(await dictionaryWorkbook(dictionary));
    assert.deepEqual(sheets.map(({ name }) => name), dictionary.sections.map(({ title }) => title));
    assert.deepEqual(sheets.map(({ rows }) => rows.length), dictionary.sections.map(({ entries }) => entries.length + 1));
    const metrics = sheets.find(({ name }) => name === 'Metrics')?.rows ?? [];
    assert.deepEqual(metrics[0]?.slice(0, 4), ['Metric', 'Id', 'Counts', 'Decides']);
    const winRate = metrics.find((row) => row[1] === 'win_rate');
    assert.deepEqual(winRate?.slice(0, 4), ['Win rate, narrow', 'win_rate', 'Deals won over deals won or lost to a rival, a price or a product, by the day they closed.', 'Where do we compete well?']);
  });

  test('what looks like a formula is text in the workbook, and no text is longer than a cell', async () => {
    const [section] = HOSTILE.sections;
    assert.ok(section?.entries[0]);
    const long = { ...section.entries[0], says: 'x'.repeat(40_000) };
    const bytes = await dictionaryWorkbook({ ...HOSTILE, sections: [{ ...section, entries: [section.entries[0], long] }] });
    assert.doesNotMatch(strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array()), /<f>/);
    const [sheet] = sheetsOf(bytes);
    assert.deepEqual(sheet?.rows[1], ['=HYPERLINK("https://example.com")', '<b>|', '<img src=x onerror=alert(1)> [a](https://example.com) & more', '@SUM(1)\n| a | b |']);
    assert.equal(sheet.rows[2]?.[2]?.length, 32_767);
  });
});

interface Cell {
  readonly '@t'?: string;
  readonly '@r': string;
  readonly v?: string;
}

/** Cells of a workbook as a reader of the format finds them: by the sheets' order, texts from the list they share. */
function sheetsOf(bytes: Uint8Array): { name: string; rows: string[][] }[] {
  const files = unzipSync(bytes);
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, trimValues: false, processEntities: true, isArray: (name) => ['sheet', 'row', 'c', 'si'].includes(name) });
  const parsed = (name: string): Record<string, unknown> => parser.parse(strFromU8(files[name] ?? new Uint8Array())) as Record<string, unknown>;
  const texts = ((parsed('xl/sharedStrings.xml')['sst'] as { si: { t: string | { '#text': string } }[] }).si).map(({ t }) => (typeof t === 'string' ? t : t['#text']));
  const { sheets } = parsed('xl/workbook.xml')['workbook'] as { sheets: { sheet: { '@name': string }[] } };
  return sheets.sheet.map(({ '@name': name }, index) => {
    const { sheetData } = parsed(`xl/worksheets/sheet${index + 1}.xml`)['worksheet'] as { sheetData: { row: { c: Cell[] }[] } };
    return { name, rows: sheetData.row.map(({ c }) => c.map((cell) => (cell['@t'] === 's' ? (texts[Number(cell.v)] ?? '') : (cell.v ?? '')))) };
  });
}
