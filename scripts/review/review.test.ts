import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MetricResult } from '../metrics/types.ts';
import { loadPlaybook } from '../playbook/index.ts';
import type { Playbook } from '../playbook/model.ts';
import { changeOf } from './change.ts';
import { decisionsOn } from './decisions/log.ts';
import { packHtml } from './html.ts';
import { packMarkdown } from './markdown.ts';
import { buildPack, packDataOf } from './pack.ts';
import type { PackSources } from './sources.ts';
import type { Block } from './types.ts';

const { playbook } = (await loadPlaybook(new URL('../../config/playbook', import.meta.url).pathname)) as { playbook: Playbook };
const weekly = playbook.cadences.find(({ pack }) => pack === 'weekly-pipeline');
assert.ok(weekly);

function result(id: string, over: Partial<MetricResult> = {}): MetricResult {
  return { id, label: id, tier: 'operational', decision: '', advice: null, slice: {}, period: { from: '2026-04-01', to: '2026-07-01' }, value: 0.5, unit: 'percent', state: 'ok', reason: null, numerator: 5, denominator: 10, n: 10, definitionVersion: '1', asOf: '2026-06-01T10:00:00.000Z', variants: [], ...over };
}

function sources(over: Partial<PackSources> = {}): PackSources {
  return { playbook, meeting: weekly as PackSources['meeting'], asOf: '2026-06-01T10:00:00.000Z', today: '2026-06-01', timeZone: 'America/New_York', instanceUrl: 'https://example.my.salesforce.com', metrics: [], decisions: [], ...over };
}

const texts = (blocks: readonly Block[]): string => JSON.stringify(blocks);

describe('how a number moved', () => {
  const kept = { id: 'win_rate', slice: '', value: 0.479, state: 'ok', definitionVersion: '1' } as const;
  const cases: readonly (readonly [string, Partial<MetricResult>, Partial<typeof kept> | Record<string, unknown> | null, string | null])[] = [
    ['percent in points', { value: 0.5 }, {}, '+2.1 points'],
    ['down', { value: 0.4 }, {}, '-7.9 points'],
    ['what is shown as 0 is moved from and to 0', { value: 0.2, shownFrom: 0 }, { value: -0.35 }, '+20.0 points'],
    ['and both below it are the same', { value: -0.1, shownFrom: 0 }, { value: -0.35 }, 'no change'],
    ['and was 0', { value: 0.2, shownFrom: 0, state: 'low_n' }, { value: -0.35 }, 'was 0.0%'],
    ['money', { unit: 'currency', value: 120_000 }, { value: 100_000 }, '+20,000'],
    ['days', { unit: 'days', value: 46 }, { value: 50 }, '-4 days'],
    ['the same', {}, { value: 0.5 }, 'no change'],
    ['too little to be shown is no change', { value: 0.5 }, { value: 0.50004 }, 'no change'],
    ['another definition is another number', { definitionVersion: '2' }, {}, 'counted anew, was 1'],
    ['a number that nobody believes is not compared', { state: 'low_n' }, {}, 'was 47.9%'],
    ['a stale number of too few is not believed either', { state: 'stale', also: ['low_n'] }, {}, 'was 47.9%'],
    ['was stale and of too few before', {}, { state: 'stale', also: ['low_n'] }, 'was stale, low n'],
    ['was not believed before', {}, { state: 'low_n' }, 'was low n'],
    ['nothing before', {}, null, null],
    ['null is not zero', { value: null, state: 'undefined' }, { value: null, state: 'undefined' }, null],
  ];
  for (const [name, now, before, expected] of cases) test(name, () => assert.equal(changeOf(result('win_rate', now), before === null ? undefined : { ...kept, ...(before as object) }), expected));
});

describe('a pack', () => {
  const open = { id: 'D-2026-001', date: '2026-05-25', meeting: 'weekly-pipeline', decision: 'Date the overdue deals', owner: 'Marcus', due: '2026-05-29' };
  const done = { ...open, id: 'D-2026-002', result: 'done' };
  const later = { ...open, id: 'D-2026-003', due: '2026-06-30' };

  test('opens with the decisions that are open, overdue first, and says them once', () => {
    const pack = buildPack(sources({ decisions: [later, done, open] }));
    const [first] = pack.opening[0]?.blocks ?? [];
    assert.equal(first?.kind, 'list');
    assert.deepEqual(first?.kind === 'list' ? first.rows.map(([id, , , due]) => [id, due]) : [], [['D-2026-001', '2026-05-29, overdue'], ['D-2026-003', '2026-06-30']]);
    assert.equal(pack.first[0], '1 decision is overdue: D-2026-001 (Marcus: Date the overdue deals).');
    assert.equal(texts(pack.agenda.flatMap(({ blocks }) => blocks)).includes('D-2026-001'), false);
    assert.ok(texts(pack.agenda[0]?.blocks ?? []).includes('above'));
  });

  test('a gap that is not known is not told, and each number without an answer has its own reason', () => {
    const none = (id: string, label: string, reason: string): MetricResult => result(id, { label, value: null, state: 'undefined', reason });
    const half = { ...none('pipeline_coverage', 'Coverage', 'quota.csv has lines for 46 of the 92 days of this period.'), numerator: 77, denominator: 1000 };
    const metrics = [half, none('pushed_revenue', 'Pushed', 'Nothing in this period counts.'), none('time_in_stage', 'Time', 'Nothing in this period counts.')];
    assert.deepEqual(buildPack(sources({ metrics })).first, ['No number for Coverage: quota.csv has lines for 46 of the 92 days of this period.', 'No number for Time, Pushed: Nothing in this period counts.']);
  });

  test('one record is one', () => {
    const first = buildPack(sources({ metrics: [result('leak_list', { slice: { kind: 'not invoiced' }, value: 200, n: 1 })] })).first;
    assert.deepEqual(first, ['The largest leak is not invoiced: 200 USD in 1 record.']);
  });

  test('what came of a decision stands in the next pack, beside the number it should move; then no more', () => {
    const moved = { ...done, metric: 'hygiene', by: 'to 3', checked: '2026-05-28', result: 'Nine closed' };
    const before = { ...packDataOf(sources()), day: '2026-05-25' };
    const metrics = [result('hygiene', { unit: 'count', value: 8 })];
    const shown = (day: string): Block | undefined => buildPack(sources({ metrics, decisions: [moved, done], previous: { ...before, day } })).opening[0]?.blocks[1];
    const block = shown('2026-05-25');
    assert.deepEqual(block?.kind === 'list' ? [block.title, block.rows] : [], ['Decisions closed since 2026-05-25', [['D-2026-002', 'Date the overdue deals', 'Marcus', 'Nine closed', 'Open deals that need tidying, to 3; now 8']]]);
    assert.equal(shown('2026-05-29'), undefined);
  });

  test('on an earlier day the log holds what had been decided, and what had come of it, by then', () => {
    const closed = { ...open, checked: '2026-06-08', result: 'done' };
    assert.deepEqual(decisionsOn([closed, { ...later, date: '2026-06-02' }], '2026-06-01'), [open]);
    assert.deepEqual(decisionsOn([closed], '2026-06-08'), [closed]);
  });

  test('the agenda fills the time of the meeting', () => {
    for (const meeting of playbook.cadences) {
      const pack = buildPack(sources({ meeting }));
      assert.equal(pack.agenda.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0), meeting.minutes, meeting.pack);
    }
  });

  test('what was not read is said, not shown as empty', () => {
    const shown = texts(buildPack(sources()).preRead.flatMap(({ blocks }) => blocks));
    assert.ok(shown.includes('Records that break the playbook: not read.'));
    assert.ok(!shown.includes('No record breaks the playbook'));
  });

  test('compares with the pack before, number by number and cut by cut', () => {
    const metrics = [result('next_step_coverage', { value: 0.9 }), result('next_step_coverage', { slice: { owner: 'Rosa' }, value: 0.8 }), result('next_step_coverage', { slice: { owner: 'Mira' }, value: 0.7 })];
    const before = packDataOf(sources({ metrics: [result('next_step_coverage', { value: 0.8 }), result('next_step_coverage', { slice: { owner: 'Rosa' }, value: 0.9 })], asOf: '2026-05-25T10:00:00.000Z' }));
    const pack = buildPack(sources({ metrics, previous: { ...before, day: '2026-05-25' } }));
    const lines = pack.agenda.flatMap(({ blocks }) => blocks).flatMap((block) => (block.kind === 'numbers' ? block.lines : []));
    assert.deepEqual(lines.map(({ label, change }) => [label, change]), [['Mira', null], ['Rosa', '-10.0 points']]);
    assert.equal(pack.headline.kind === 'numbers' ? pack.headline.lines[0]?.change : '', '+10.0 points');
    assert.equal(pack.comparedWith, 'the pack of 2026-05-25');
  });

  test('a quarter that has just begun is not compared with the one before', () => {
    const july = { from: '2026-07-01', to: '2026-10-01' };
    const metrics = [result('pushed_revenue', { period: july, value: 100, unit: 'currency' }), result('next_step_coverage', { value: 0.9 })];
    const before = packDataOf(sources({ metrics: [result('pushed_revenue', { value: 900, unit: 'currency' }), result('next_step_coverage', { value: 0.8 })] }));
    const changes = (day: string): (string | null)[] => {
      const pack = buildPack(sources({ metrics, today: '2026-07-06', previous: { ...before, day } }));
      return pack.headline.kind === 'numbers' ? pack.headline.lines.map(({ change }) => change) : [];
    };
    // 29 June lies in the second quarter, 1 July in the third; how things stand is of no quarter.
    assert.deepEqual(changes('2026-06-29'), ['+10.0 points', 'new quarter, was 900']);
    assert.deepEqual(changes('2026-07-01'), ['+10.0 points', '-800']);
  });

  test('a number says its period: each line its own, all of a block once, and a fiscal quarter by its name', () => {
    const year = { from: '2025-06-01', to: '2026-06-01' };
    const quarter = { from: '2026-02-01', to: '2026-05-01', name: '2027-Q1' };
    const always = { from: '0001-01-01', to: '2026-06-02' };
    const metrics = [result('next_step_coverage', { period: always }), result('win_rate', { period: year }), result('forecast_accuracy', { period: quarter }), ...['Rosa', 'Mira'].map((owner) => result('close_date_moves', { slice: { owner }, period: quarter }))];
    const meeting = { ...weekly, metrics: ['next_step_coverage', 'win_rate', 'forecast_accuracy'] };
    const pack = buildPack(sources({ metrics, meeting }));
    const text = packMarkdown(pack);
    assert.match(text, /\| Number \| Now \| Period \| Counted from \|/);
    assert.match(text, /\| next&#95;step&#95;coverage \| \*\*50\.0%\*\* \| {2}\|/);
    assert.match(text, /\| win&#95;rate \| \*\*50\.0%\*\* \| 2025-06-01 to 2026-05-31 \|/);
    assert.match(text, /\| forecast&#95;accuracy \| \*\*50\.0%\*\* \| 2027-Q1: 2026-02-01 to 2026-04-30 \|/);
    assert.equal(text.split('2027-Q1: 2026-02-01 to 2026-04-30').length, 3, 'once for the line, once for the block of two');
    const page = packHtml(pack).replaceAll(/<\/?span[^>]*>/g, '');
    assert.equal(page.split('2027-Q1: 2026-02-01 to 2026-04-30').length, 3);
  });

  test('names from an org cannot become markup', () => {
    const hostile = '<img src=x onerror=alert(1)> | [a](javascript:alert(1)) `x`';
    const metrics = [result('close_date_moves', { slice: { owner: hostile }, records: { object: 'Opportunity', ids: ['006000000000001AAA'], total: 1, names: { '006000000000001AAA': hostile } } })];
    const pack = buildPack(sources({ metrics, decisions: [{ ...open, decision: hostile }] }));
    const page = packHtml(pack);
    assert.ok(!page.includes('<img src=x'));
    assert.ok(page.includes('&lt;img src=x'));
    const text = packMarkdown(pack);
    assert.ok(!text.includes('<img'));
    assert.ok(!text.includes('](javascript:'));
    assert.ok(text.includes('https://example.my.salesforce.com/lightning/r/Opportunity/006000000000001AAA/view'));
  });
});
