/** Why deals are won and lost: vectors worked out by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from '../testing/snapshot.ts';
import { computeMetrics } from '../compute.ts';
import { among, metric, valuesOf } from '../testing/vectors.ts';

const closed = (id: string, stage: 'Won' | 'Lost', more: NonNullable<DealRow['more']>, reason?: string): DealRow => ({ id, amount: 100, ...(reason === undefined ? {} : { reason }), more, path: [['S1', '2026-01-05'], ['S2', '2026-02-01'], [stage, '2026-03-10']] });
const deals = [
  closed('W1', 'Won', { Handrail_Competitor__c: 'Orrery', Handrail_Win_Reason__c: 'Speed' }),
  closed('W2', 'Won', { Handrail_Competitor__c: 'Basalt', Handrail_Win_Reason__c: 'Speed' }),
  closed('W3', 'Won', {}),
  closed('L1', 'Lost', { Handrail_Competitor__c: 'Orrery', Handrail_Loss_Detail__c: 'Competitor: lower price' }, 'Competitor'),
  closed('L2', 'Lost', { Handrail_Competitor__c: 'Orrery', Handrail_Loss_Detail__c: 'Price: over budget' }, 'Price'),
  closed('L3', 'Lost', { Handrail_Competitor__c: 'Orrery', Handrail_Loss_Detail__c: 'Timing: project postponed' }, 'Timing'),
  closed('L4', 'Lost', { Handrail_Loss_Detail__c: 'Price: over budget' }, 'Price'),
  closed('L5', 'Lost', {}, 'Other'),
  closed('L6', 'Lost', {}, 'Duplicate'),
];

test('whom we lose to, over what, and how much of it nobody explained', async () => {
  const ids = ['competitor_win_rate', 'loss_details', 'other_losses', 'win_reasons', 'loss_mix'];
  const found = playbookWith(ids.map((id) => metric(id)));
  const reason = found.lossReasons[0];
  assert.ok(reason);
  const playbook = { ...found, lossReasons: [...found.lossReasons, { ...reason, name: 'Competitor' }, { ...reason, name: 'Other' }] };
  const results = await computeMetrics(playbook, await writeSnapshot(playbook, dealRows(deals)), { asOf: '2026-04-01T12:00:00Z', period: '2026-Q1' });
  const said = valuesOf(results);
  const wanted = {
    // Named on one won, two lost and a derail, which is in no narrow rate; lost to it once.
    'competitor_win_rate@Orrery': 0.333333, 'competitor_win_rate/lost_to@Orrery': 1, 'competitor_win_rate@Basalt': 1, 'competitor_win_rate@Unknown': 0.333333,
    // Of five lost or derailed; the duplicate is none.
    'loss_details@Price: over budget': 0.4, 'loss_details@Timing: project postponed': 0.2, 'loss_details@Unknown': 0.2, 'loss_mix@Price': 0.4, 'loss_mix@Timing': 0.2,
    // One of six closed lost.
    other_losses: 0.166667,
    'win_reasons@Speed': 0.666667, 'win_reasons@Unknown': 0.333333,
  };
  assert.deepEqual(among(said, wanted), wanted);
  assert.equal(results.find(({ id }) => id === 'loss_details')?.slice['loss_detail'], 'Price: over budget', 'the largest first');
});
