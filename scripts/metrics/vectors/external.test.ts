/** What is measured outside the CRM: vectors worked out by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dealRows, type DealRow } from '../testing/snapshot.ts';
import { among, inputs, values } from '../testing/vectors.ts';

const JUNE = { asOf: '2026-06-01T10:00:00Z' };

describe('product usage', () => {
  const usage = (...lines: readonly string[]): Promise<string> => inputs({ 'product_usage.csv': ['account_id,day,active_users,licensed_users,key_actions,source_system,as_of', ...lines.map((line) => `${line},,product,2026-06-01`), ''].join('\n') });

  test('the last 28 days over the 28 before, users added up; today and what is older are in neither', async () => {
    const inputsDir = await usage('A,2026-05-31,30,100', 'A,2026-05-04,50,100', 'B,2026-05-10,10,100', 'A,2026-05-03,40,100', 'A,2026-04-06,20,100', 'A,2026-04-05,100,100', 'A,2026-06-01,100,100');
    // 90 of 300 over 60 of 200.
    assert.equal((await values(['product_usage_trend'], {}, { ...JUNE, inputsDir }))['product_usage_trend'], 1);
  });

  test('a line without licences says nothing of how many of them are used', async () => {
    const inputsDir = await usage('A,2026-05-10,30,100', 'B,2026-05-10,500,', 'A,2026-04-10,60,100');
    assert.equal((await values(['product_usage_trend'], {}, { ...JUNE, inputsDir }))['product_usage_trend'], 0.5);
  });

  test('by the tier that the account signed last, not by what it refused, may yet sign, or tried out', async () => {
    const deal = (id: string, stage: string, on: string, tier: string | null, more: Partial<DealRow> = {}): DealRow => ({ id, account: 'A', ...more, more: { Handrail_Tier__c: tier, ...more.more }, path: [['S1', '2025-01-01'], [stage, on]] });
    const rows = dealRows([
      deal('FIRST', 'Won', '2025-02-01', 'Starter'),
      deal('SIGNED', 'Won', '2025-06-01', 'Growth'),
      deal('BLANK', 'Won', '2025-07-01', null),
      deal('REFUSED', 'Lost', '2025-08-01', 'Scale'),
      deal('OPEN', 'S2', '2025-09-01', 'Scale'),
      deal('TRIED', 'Won', '2025-10-01', 'Scale', { exclude: 'Test' }),
      deal('GONE', 'Won', '2025-11-01', 'Scale', { more: { IsDeleted: true } }),
    ]);
    const said = await values(['product_usage_trend'], rows, { ...JUNE, slice: 'tier', inputsDir: await usage('A,2026-05-10,30,100', 'A,2026-04-10,60,100') });
    assert.deepEqual(said, { product_usage_trend: 0.5, 'product_usage_trend@Growth': 0.5 });
  });
});

test('a feature nobody counted the use of is in neither sum; the last word on health counts', async () => {
  const inputsDir = await inputs({
    'feature_adoption.csv': 'account_id,month,feature,entitled,used,as_of\nA,2026-05-01,Routes,10,4,2026-06-01\nB,2026-05-01,Routes,90,,2026-06-01\nA,2026-04-01,Routes,10,10,2026-06-01\n',
    'account_health.csv': 'account_id,day,health,score,reason,as_of\nA,2026-05-01,Green,,,2026-06-01\nA,2026-05-20,Red,,,2026-06-01\nB,2026-05-02,Green,,,2026-06-01\nB,2026-06-02,Red,,,2026-06-01\n',
  });
  const wanted = { feature_adoption: 0.4, customer_health: 0.5 };
  assert.deepEqual(among(await values(['feature_adoption', 'customer_health'], {}, { ...JUNE, inputsDir }), wanted), wanted);
});
