import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

/** The rank of the stage that ends without a deal: reopening it is a step forward, losing a deal is none. */
const LOST_RANK = 0;

export const stageRanks: Check = {
  name: 'every stage has a rank of its own, and the lost one has 0',
  *run(context) {
    for (const { stages } of context.playbook.objects) {
      for (const [index, stage] of stages.entries()) {
        const other = stages.slice(0, index).find((candidate) => candidate.rank === stage.rank);
        if (other) yield problem('stage-rank', at(context, stage, 'rank'), { one: other.name, other: stage.name, rank: String(stage.rank) });
        const lost = stage.closed && !stage.won;
        if (lost !== (stage.rank === LOST_RANK)) yield problem('lost-rank', at(context, stage, 'rank'), { stage: stage.name, rank: String(stage.rank) }, lost ? 'Set it to 0.' : 'Give it a rank above 0, or "outcome: lost".');
      }
    }
  },
};
