import { problem } from '../diagnostics.ts';
import type { Stage } from '../model.ts';
import { at, type Check } from './check.ts';

/** The rank of a stage that ends without a deal: reopening it is a step forward, losing a deal is none. */
const LOST_RANK = 0;

export const stageRanks: Check = {
  name: 'every open or won stage has a rank of its own, and lost ones have 0',
  *run(context) {
    for (const { stages } of context.playbook.objects) {
      for (const [index, stage] of stages.entries()) {
        const lost = isLost(stage);
        // An org may have several ways to end without a deal; none of them has a place in the order.
        const other = stages.slice(0, index).find((candidate) => candidate.rank === stage.rank && !(lost && isLost(candidate)));
        if (other) yield problem('stage-rank', at(context, stage, 'rank'), { one: other.name, other: stage.name, rank: String(stage.rank) });
        if (lost !== (stage.rank === LOST_RANK)) yield problem('lost-rank', at(context, stage, 'rank'), { stage: stage.name, rank: String(stage.rank) }, lost ? 'Set it to 0.' : 'Give it a rank above 0, or "outcome: lost".');
      }
    }
  },
};

function isLost({ closed, won }: Stage): boolean {
  return closed && !won;
}
