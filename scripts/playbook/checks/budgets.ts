import { problem } from '../diagnostics.ts';
import type { Governance } from '../model.ts';
import { at, type Check } from './check.ts';

/** Where the playbook has no governance of its own. More enforced criteria on one stage and reps begin to type dots. */
const DEFAULT_BUDGETS: Governance['budgets'] = { northStar: 5, operational: 15, enforcedPerStage: 4 };
/** Populations that a new-business deal belongs to. */
const NEW_BUSINESS = new Set(['new', 'growth', 'all', 'every']);

export const budgets: Check = {
  name: 'few enforced criteria per stage, few metrics at the top',
  *run(context) {
    const { objects, metrics, governance } = context.playbook;
    const { enforcedPerStage, northStar, operational } = governance?.budgets ?? DEFAULT_BUDGETS;
    for (const { stages, criteria } of objects) {
      for (const stage of stages) {
        // Of two arms nobody meets both.
        const enforced = criteria.filter(({ trigger, mode, for: population, arm }) => arm?.holder !== true && trigger.kind === 'exit' && trigger.stage === stage.name && mode === 'enforce' && NEW_BUSINESS.has(population));
        if (enforced.length > enforcedPerStage) yield problem('too-many-enforced', at(context, stage, 'name'), { stage: stage.name, count: String(enforced.length), most: String(enforcedPerStage) }, 'Let the one that predicts least run in shadow.');
      }
    }
    for (const [tier, label, most] of [['north_star', 'north star', northStar], ['operational', 'operational', operational]] as const) {
      const ofTier = metrics.filter((metric) => metric.tier === tier);
      const first = ofTier[most];
      if (first) yield problem('too-many-metrics', at(context, first, 'tier'), { count: String(ofTier.length), tier: label, most: String(most) });
    }
  },
};
