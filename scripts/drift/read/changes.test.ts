import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeFinder } from './changes.ts';

test('a stage was changed by who changed its value set, not by who edited a formula that names it', () => {
  const row = (Display: string, CreatedDate: string, Name: string): { Display: string; CreatedDate: string; CreatedBy: { Name: string } } => ({ Display, CreatedDate, CreatedBy: { Name } });
  const change = changeFinder([], [
    row('Changed formula for Opportunity validation "Handrail_OPP_NEED_01" from "CASE(StageName, "Negotiation/Review", 80, 0) > 30" to "true"', '2026-05-20T09:00:00.000+0000', 'Rule Editor'),
    row('Created standard value set OpportunityStage', '2026-05-18T22:00:00.000+0000', 'Stage Editor'),
  ], new Map());
  assert.deepEqual(change('stage', 'Negotiation/Review'), { by: 'Stage Editor', at: '2026-05-18T22:00:00.000+0000' });
});
