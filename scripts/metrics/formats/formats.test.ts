import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { MetricResult } from '../types.ts';
import { formatMetrics, metricsSection } from './index.ts';

const BASE: MetricResult = {
  id: 'win_rate', label: 'Win rate', tier: 'operational', decision: 'Which one?', advice: null, slice: {}, period: { from: '2026-01-01', to: '2026-04-01' }, value: 0.302, unit: 'percent', state: 'ok', reason: null,
  numerator: 13, denominator: 43, n: 43, definitionVersion: 'win_rate@1', asOf: '2026-04-01T12:00:00.000Z',
  variants: [{ id: 'cohort', label: 'Cohort', unit: 'percent', value: 0.03, state: 'immature', reason: '10% of the cohort is resolved, 80% is needed.', numerator: 3, denominator: 100 }],
};
const HOSTILE = '=HYPERLINK("http://x","y")<img src=x onerror=alert(1)>|`code`';
const sliced: MetricResult = { ...BASE, slice: { source: HOSTILE }, label: '=1+1', variants: [] };
const of = (change: Partial<MetricResult>): MetricResult => ({ ...BASE, variants: [], ...change });

const plain = { color: false };

describe('a number is drawn only when it may be believed', () => {
  const cases: [string, Partial<MetricResult>, RegExp][] = [
    ['ok', {}, /Win rate +30\.2% {2}ok +13 \/ 43/],
    ['zero is a number', { value: 0, numerator: 0 }, /Win rate +0\.0% {2}ok/],
    ['nothing is a dash', { value: null, state: 'undefined', reason: 'Nothing in this period counts.', numerator: 0, denominator: 0 }, /Win rate +– {2}undefined +0 \/ 0[^]*Nothing in this period counts\./],
    ['too few is a dash with its count', { state: 'low_n', n: 4, numerator: 1, denominator: 4 }, /Win rate +– {2}low n +1 \/ 4/],
    ['an immature one is shown with its state', { state: 'immature' }, /30\.2% {2}immature/],
    ['a stale one of too few is a dash, and says both', { state: 'stale', also: ['low_n'], n: 4, numerator: 1, denominator: 4 }, /Win rate +– {2}stale, +1 \/ 4\n +low n$/m],
    ['days', { unit: 'days', value: 53.5, numerator: null, denominator: null, n: 12 }, /53\.5 days {2}ok +n = 12/],
  ];
  for (const [name, change, wanted] of cases) test(name, () => assert.match(formatMetrics([of(change)], 'table', plain), wanted));
});

test('variants stand beside the number, each with a state of its own', () => {
  assert.match(formatMetrics([BASE], 'table', plain), /Cohort +3\.0% {2}immature +3 \/ 100/);
  const rows = parse<Record<string, string>>(formatMetrics([BASE], 'csv', plain), { columns: true });
  assert.deepEqual(rows.map(({ variant, value, state }) => [variant, value, state]), [['', '0.302', 'ok'], ['cohort', '0.03', 'immature']]);
  const [, , ...lines] = formatMetrics([BASE, sliced], 'md', plain).split('\n');
  // Under a cut there are none, as in the terminal.
  assert.equal(lines.length, 3);
  assert.equal(lines[1], '| Win rate: Cohort | all | 2026-01-01 to 2026-03-31 | 3.0% | immature | 3 / 100 | 10% of the cohort is resolved, 80% is needed. |');
});

test('an accuracy below nothing is shown as 0 and kept as it is; its variants of the same unit too', () => {
  const variant = { label: 'Over the forecast', state: 'ok', reason: null, numerator: null, denominator: null } as const;
  const accuracy = of({ label: 'Accuracy', value: -0.35, shownFrom: 0, variants: [{ ...variant, id: 'f', unit: 'percent', value: -0.2 }, { ...variant, id: 'bias', label: 'Bias', unit: 'ratio', value: -1.35 }] });
  const table = formatMetrics([accuracy], 'table', plain);
  for (const wanted of [/Accuracy +0\.0% {2}ok/, /Over the forecast +0\.0%/, /Bias +-1\.35x/]) assert.match(table, wanted);
  const [whole] = parse<Record<string, string>>(formatMetrics([accuracy], 'csv', plain), { columns: true });
  assert.equal(whole?.['value'], '-0.35');
  assert.match(formatMetrics([accuracy], 'md', plain), /\| 0\.0% \| ok [^]*\| 0\.0% \| ok /);
  const page = metricsSection([{ ...accuracy, variants: [], slice: { owner: 'Ann' } }, { ...accuracy, variants: [], value: 0.5, slice: { owner: 'Bo' } }], () => ({ owners: [], decision: '' })).toString();
  assert.match(page, /0\.0%<span class="bar" aria-hidden="true"><span style="width:0%">/);
});

test('a formula stands nowhere without what it is made of', () => {
  const velocity = of({ id: 'pipeline_velocity', unit: 'currency', value: 20_833, numerator: null, denominator: null, parts: { open_deals: 100, win_rate: 0.25, won_amount: 50_000, cycle_days: null } });
  const [row] = parse<Record<string, string>>(formatMetrics([velocity], 'csv', plain), { columns: true });
  assert.equal(row?.['parts'], 'open_deals=100; win_rate=0.25; won_amount=50000; cycle_days=');
});

test('every number says of which period it is, what is always split too; a stock says its day', () => {
  const split = [of({ slice: { stage: 'S1' } }), of({ slice: { stage: 'S2' } })];
  assert.match(formatMetrics(split, 'table', plain), /^Win rate\n {2}2026-01-01 to 2026-03-31\n {2}S1 .*\n {2}S2 /m);
  assert.match(metricsSection(split, () => ({ owners: [], decision: '' })).toString(), /<h4>Win rate by stage<\/h4><p class="weak">2026-01-01 to 2026-03-31<\/p>/);
  const stock = of({ period: { from: '2026-01-01', to: '2027-01-01' }, on: '2026-05-31' });
  for (const format of ['table', 'md'] as const) assert.match(formatMetrics([stock], format, plain), /2026-01-01 to 2026-12-31, at 2026-05-31/);
});

test('every form says all states that hold, and draws no rate of too few', () => {
  const both = of({ state: 'stale', also: ['low_n'], reason: 'quota.csv is from 2026-01-01. 4 of at least 10 are there.' });
  assert.match(formatMetrics([both], 'md', plain), /\| – \| stale, low n \|/);
  const [row] = parse<Record<string, string>>(formatMetrics([both], 'csv', plain), { columns: true });
  assert.deepEqual([row?.['state'], row?.['also']], ['stale', 'low_n']);
  const page = metricsSection([both, { ...both, slice: { source: 'Web' } }], () => ({ owners: [], decision: '' })).toString();
  assert.equal(page.match(/<span class="chip warn">stale<\/span> <span class="chip ">low n<\/span>/g)?.length, 2);
  assert.doesNotMatch(page, /30\.2%/);
});

test('what is explained stands once, under the first number of a metric, within the width', () => {
  const says = `Gated fields: ${'Opportunity.Amount (OPP-QUAL-04); '.repeat(8)}`.trim();
  const table = formatMetrics([BASE, sliced, of({ id: 'other', label: 'Other', slice: { stage: 'S1' } }), of({ id: 'other', label: 'Other', slice: { stage: 'S2' } })], 'table', { color: false, explain: (id) => (id === 'win_rate' ? ['Won over decided.', says] : ['Another.']) });
  assert.match(table, /^Win rate .*\n {2}2026-01-01 to 2026-03-31\n {2}Won over decided\.\n {2}Gated fields: Opportunity/m);
  assert.match(table, /^Other\n {2}2026-01-01 to 2026-03-31\n {2}Another\.\n {2}S1 /m);
  assert.equal(table.match(/Another\./g)?.length, 1);
  for (const line of table.split('\n')) assert.ok(line.length <= 100, line);
});

test('the report says what a number hangs on in its definition; a metric that is always split says it over its table', () => {
  const words = () => ({ owners: [], decision: '', means: 'Won over decided.', behind: ['Gated fields: <b>'] });
  const wanted = /<summary>Definition<\/summary><p class="weak">Won over decided\. \(win_rate@1\)<\/p><ul class="plain weak"><li>Gated fields: &lt;b&gt;<\/li><\/ul>/g;
  assert.equal(metricsSection([BASE, sliced], words).toString().match(wanted)?.length, 1);
  assert.equal(metricsSection([sliced], words).toString().match(wanted)?.length, 1);
});

test('what rounds to nothing has no sign', () => {
  for (const [unit, value, wanted] of [['percent', -0.0004, '0.0%'], ['currency', -0.3, '0'], ['ratio', -0.001, '0.00x'], ['days', -0.04, '0.0 days'], ['currency', -7, '-7']] as const) assert.match(formatMetrics([of({ unit, value })], 'table', plain), new RegExp(`Win rate +${wanted.replace('.', '\\.')} `), unit);
});

test('no line of the table is longer than 100 columns, and without colour there is no escape', () => {
  const long = of({ slice: { source: 'x'.repeat(300) }, numerator: 123_456_789, denominator: 987_654_321 });
  const table = formatMetrics([BASE, long], 'table', plain);
  for (const line of table.split('\n')) assert.ok(line.length <= 100, line);
  assert.doesNotMatch(table, /\u001b/);
  assert.match(formatMetrics([BASE], 'table', { color: true }), /\u001b\[1m/);
});

test('a name from a record cannot move the cursor', () => {
  const table = formatMetrics([of({ slice: { source: 'Web\u001b[2J\u202egnp\r\n' } })], 'table', plain);
  assert.doesNotMatch(table, /[\u001b\u202e\r]/);
  assert.match(table, /Web\?\[2J\?gnp\?\?/);
});

test('a spreadsheet runs nothing and reads back what was written', () => {
  const [row] = parse<Record<string, string>>(formatMetrics([sliced], 'csv', plain), { columns: true });
  assert.equal(row?.['label'], "'=1+1");
  assert.equal(row?.['slice'], `source=${HOSTILE}`);
  assert.doesNotMatch(formatMetrics([sliced], 'csv', plain), /(^|,)"?[=+@]/m);
});

test('Markdown and HTML show a hostile name as text', () => {
  const markdown = formatMetrics([sliced], 'md', plain);
  assert.equal(markdown.split('\n').length, 3);
  assert.ok(markdown.includes('&#60;img src=x onerror=alert(1)&#62;&#124;&#96;code&#96;'));
  const page = metricsSection([BASE, sliced], () => ({ owners: ['SAL'], decision: '<b>' })).text;
  assert.doesNotMatch(page, /<img|<b>/);
  assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;/);
});

test('a report says what a number means, of which days it is, and shows cuts by two dimensions', () => {
  const standing = of({ period: { from: '0001-01-01', to: '2026-06-02' } });
  const both = of({ slice: { stage: 'Proposal', loss_reason: 'Price' }, value: null, state: 'undefined', reason: 'Nothing in this period counts.' });
  const page = metricsSection([standing, both], () => ({ owners: [], decision: '', means: 'Won over closed.' })).text;
  assert.match(page, /Won over closed\. \(.+@\d+\)/);
  assert.doesNotMatch(page, /0001-01-01/);
  assert.match(page, /by stage and loss reason<\/h4>[\s\S]*Proposal, Price[\s\S]*Nothing in this period counts\./);
  assert.match(formatMetrics([of({})], 'md', plain), /\| 2026-01-01 to 2026-03-31 \|/);
});

test('the report has what is read first first: tiers by their rank, each with its numbers and their cuts', () => {
  const results = [of({ id: 'b', label: 'Bottom', tier: 'diagnostic' }), of({ id: 't', label: 'Top', tier: 'north_star' }), of({ id: 't', label: 'Top', tier: 'north_star', slice: { segment: 'SMB' } })];
  const page = metricsSection(results, () => ({ owners: ['SAL', 'CS'], decision: '' })).text;
  const order = ['<a href="#tier-north_star">North star 1</a>', '<h3 class="tier" id="tier-north_star">', 'Top<br>', '<h4>Top by segment</h4>', '<h3 class="tier" id="tier-diagnostic">', 'Bottom<br>'].map((part) => page.indexOf(part));
  assert.ok(!order.includes(-1), String(order));
  assert.deepEqual(order, order.toSorted((left, right) => left - right));
  assert.match(page, /Sales, Customer Success/);
});

describe('the records behind a number', () => {
  const records = { object: 'Opportunity', ids: ['006000000000001AAA', 'javascript:alert(1)'], total: 43, names: { '006000000000001AAA': 'Acme <img src=x onerror=alert(1)>\u001b[2J' } };
  const drilled = of({ records });

  test('stand under it in the terminal, as many as a person reads', () => {
    const table = formatMetrics([drilled], 'table', plain);
    assert.match(table, / {4}006000000000001AAA {2}Acme <img src=x onerror=alert\(1\)>\?\[2J\n {4}javascript:alert\(1\)\n {4}and 41 more/);
    const many = of({ records: { object: 'Opportunity', ids: Array.from({ length: 200 }, (_, index) => `id${index}`), total: 300 } });
    assert.match(formatMetrics([many], 'table', plain), / {4}id19\n {4}and 280 more$/);
  });

  test('are links in the report where the address of the org is one, and never code', () => {
    const page = (instanceUrl?: string): string => metricsSection([drilled], () => ({ owners: [], decision: '' }), instanceUrl).text;
    assert.match(page('https://acme.my.salesforce.com/'), /<summary>43 records of Opportunity<\/summary>.*<a href="https:\/\/acme\.my\.salesforce\.com\/006000000000001AAA"/s);
    assert.doesNotMatch(page('https://acme.my.salesforce.com'), /href="[^h]|<img/);
    for (const hostile of ['javascript:alert(1)//', 'data:text/html,x', 'nowhere', undefined]) assert.doesNotMatch(page(hostile), /<a /);
  });
});
