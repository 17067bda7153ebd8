/**
 * The demo company from end to end: played through the org's save pipeline, extracted through Bulk API 2.0, counted.
 * Every figure below was worked out on paper from config/sample; each row of the sample happens three times.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openLocalOrg } from '../cli/localOrg.ts';
import type { LocalOrg } from '../local-org/index.ts';
import { computeMetrics, extractSnapshot, recordsBehind, type MetricResult, type SnapshotManifest } from '../metrics/index.ts';
import { closeIdleConnections, createConnection, DEFAULT_API_VERSION } from '../org/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import type { Playbook } from '../playbook/model.ts';
import { CAST } from './cast.ts';
import { loadCompany } from './company.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

let org: LocalOrg;
let playbook: Playbook;
let manifest: SnapshotManifest;
let results: readonly MetricResult[];
let options: { readonly asOf: string; readonly inputsDir: string };
let snapshot: string;

before(async () => {
  const loaded = await loadPlaybook(join(PROJECT, 'config/playbook'));
  assert.ok(loaded.playbook);
  playbook = loaded.playbook;
  const company = await loadCompany(join(PROJECT, 'config/sample/company.yaml'));
  org = await openLocalOrg({ projectDir: PROJECT, port: 0, data: 'demo', deploy: true, page: false, onProgress: () => undefined });
  // As the user that ships for this.
  const reader = org.users.find(({ username }) => username === CAST.sync);
  const connection = createConnection({ instanceUrl: org.url, accessToken: reader?.accessToken ?? '', username: CAST.sync, organizationId: org.engine.organizationId, apiVersion: DEFAULT_API_VERSION });
  snapshot = await mkdtemp(join(tmpdir(), 'handrail-test-company-'));
  manifest = await extractSnapshot(connection, playbook, { out: snapshot });
  options = { asOf: company.as_of, inputsDir: join(PROJECT, 'config/sample/inputs') };
  results = await computeMetrics(playbook, snapshot, { ...options, slice: 'all' });
});

after(async () => {
  closeIdleConnections();
  await org?.close();
  if (snapshot) await rm(snapshot, { recursive: true, force: true });
});

function one(id: string, slice: Readonly<Record<string, string>> = {}): MetricResult {
  const found = results.filter((result) => result.id === id && JSON.stringify(result.slice) === JSON.stringify(slice));
  assert.equal(found.length, 1, `${id} ${JSON.stringify(slice)} is there once`);
  return found[0] as MetricResult;
}

/** Numerator over denominator. */
const fraction = ({ numerator, denominator }: { readonly numerator: number | null; readonly denominator: number | null }): string => `${numerator}/${denominator}`;

/** Fractions by the values of one dimension. */
function by(id: string, dimension: string): Record<string, string> {
  const cut = results.filter((result) => result.id === id && Object.keys(result.slice).join() === dimension);
  return Object.fromEntries(cut.map((result) => [result.slice[dimension] ?? '', fraction(result)]));
}

function variant(result: MetricResult, id: string): MetricResult['variants'][number] {
  const found = result.variants.find((candidate) => candidate.id === id);
  assert.ok(found, `${result.id} has the variant ${id}`);
  return found;
}

test('every field that a metric wants is there, and every record has arrived', () => {
  assert.deepEqual(manifest.objects.filter(({ gaps }) => gaps.length > 0), []);
  const records = Object.fromEntries(manifest.objects.map(({ object, records: count }) => [object, count]));
  // (15 won + 15 lost + 20 open) x 3; (50 + 15 + 15 + 40 leads) x 3, of which the converted are deals too; one account each deal.
  assert.deepEqual([records['Opportunity'], records['Lead'], records['Account']], [150, 360, 150]);
});

test('pipeline coverage of the second quarter', () => {
  const coverage = one('pipeline_coverage');
  assert.deepEqual(coverage.period, { from: '2026-04-01', to: '2026-07-01' });
  // Qualified, due in June: 3 x 12,000 + 3 x 42,000 + 2 x 150,000 = 462,000, three times.
  assert.equal(coverage.numerator, 1_386_000);
  // Quota 1,272,000 less won since April: (3 x 12,000 + 2 x 42,000 + 150,000) x 3 = 810,000.
  assert.equal(coverage.denominator, 462_000);
  assert.deepEqual([coverage.value, coverage.state], [3, 'ok']);
  assert.equal(fraction(variant(coverage, 'whole_quota')), '1386000/1272000');
});

describe('win rate of the last twelve months', () => {
  test('whole: 15 won, 9 lost to competitor, price or product, 6 derailed; three times', () => {
    const rate = one('win_rate');
    assert.deepEqual(rate.period, { from: '2025-06-01', to: '2026-06-01' });
    assert.deepEqual([fraction(rate), rate.value, rate.state], ['45/72', 0.625, 'ok']);
    assert.equal(fraction(variant(rate, 'broad')), '45/90');
    // Won 8 x 12,000 + 4 x 42,000 + 3 x 150,000 = 714,000; lost 4 x 12,000 + 3 x 42,000 + 2 x 150,000 = 474,000.
    assert.equal(fraction(variant(rate, 'amount')), `${3 * 714_000}/${3 * (714_000 + 474_000)}`);
  });

  test('by segment', () => {
    // 8 of 12, 4 of 7, 3 of 5.
    assert.deepEqual(by('win_rate', 'segment'), { SMB: '24/36', 'Mid-Market': '12/21', Enterprise: '9/15' });
  });

  test('by source, where three deals are too few', () => {
    // Web 6 of 12, Phone 4 of 5, Partner 4 of 6, the list 1 of 1.
    assert.deepEqual(by('win_rate', 'source'), { 'Partner Referral': '12/18', 'Phone Inquiry': '12/15', 'Purchased List': '3/3', Web: '18/36' });
    assert.equal(one('win_rate', { source: 'Purchased List' }).state, 'low_n');
  });

  test('by stage: each stage loses those that were lost from the one before', () => {
    // 90 closed; lost from Qualification 3 x 3, Needs Analysis 4 x 3, Value Proposition 2 x 3, the next two 3 each, Proposal 3 x 3.
    assert.deepEqual(by('win_rate_by_stage', 'stage'), {
      Prospecting: '45/90', Qualification: '45/90', 'Needs Analysis': '45/81', 'Value Proposition': '45/69',
      'Id. Decision Makers': '45/63', 'Perception Analysis': '45/60', 'Proposal/Price Quote': '45/57', 'Negotiation/Review': '45/48',
    });
  });

  test('the records behind a number are as many as it counts', async () => {
    const behind = await recordsBehind(playbook, snapshot, 'win_rate', { segment: 'Enterprise' }, options);
    assert.equal(new Set(behind).size, 15);
  });
});

test('stage conversion: those that went on, of all that reached the stage, open deals included', () => {
  // 150 deals. Staying in a stage are the lost ones from above and, open: 2, 3, 4, 3, 0, 3, 3, 2 times three.
  assert.deepEqual(by('stage_conversion', 'stage'), {
    Prospecting: '144/150', Qualification: '126/144', 'Needs Analysis': '102/126', 'Value Proposition': '87/102',
    'Id. Decision Makers': '84/87', 'Perception Analysis': '72/84', 'Proposal/Price Quote': '54/72', 'Negotiation/Review': '45/54',
  });
});

test('sales cycle: the median of 18 to 120 days', () => {
  const cycle = one('sales_cycle');
  // 18 22 26 30 34 38 42 [46] 60 70 80 90 100 110 120, each three times.
  assert.deepEqual([cycle.value, cycle.n, cycle.state], [46, 45, 'ok']);
  // Their sum is 886; a deal is created 12 days before it is qualified.
  assert.equal(variant(cycle, 'mean').value?.toFixed(6), (886 / 15).toFixed(6));
  assert.equal(variant(cycle, 'created_to_close').value?.toFixed(6), (886 / 15 + 12).toFixed(6));
  // Between 30 and 34; between 80 and 100; the middle of 70, 90, 110, of nine deals only.
  assert.deepEqual(['SMB', 'Mid-Market', 'Enterprise'].map((segment) => [one('sales_cycle', { segment }).value, one('sales_cycle', { segment }).state]), [[32, 'ok'], [90, 'ok'], [90, 'low_n']]);
});

test('lead to opportunity, by the first source', () => {
  assert.deepEqual([fraction(one('lead_to_opportunity')), one('lead_to_opportunity').state], ['72/360', 'ok']);
  assert.deepEqual(by('lead_to_opportunity', 'source'), { 'Partner Referral': '21/45', 'Phone Inquiry': '15/45', 'Purchased List': '6/120', Web: '30/150' });
});

test('cost of a new customer: six months of spend over 45 logos', () => {
  // 54,000 for programmes and 126,000 for people a month.
  const cac = one('cac');
  assert.deepEqual([fraction(cac), cac.value], ['1080000/45', 24_000]);
  assert.equal(variant(cac, 'paid').value, 7_200);
  // A quarter earlier there were December, January and February.
  assert.equal(fraction(variant(cac, 'lagged')), '540000/45');
  // 30,000, 3,000, 6,000 and 15,000 a month, over 18, 12, 12 and 3.
  assert.deepEqual(['Web', 'Phone Inquiry', 'Partner Referral'].map((channel) => one('paid_cac', { channel }).value), [10_000, 1_500, 3_000]);
  const bought = one('paid_cac', { channel: 'Purchased List' });
  assert.deepEqual([fraction(bought), bought.state], ['90000/3', 'low_n']);
});
