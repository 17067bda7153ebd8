import { counted } from '../../shared/words.ts';
import { isAsked } from '../asked.ts';
import { problem } from '../diagnostics.ts';
import type { Criterion, Governance } from '../model.ts';
import { at, type Check } from './check.ts';

/** Where the playbook has no governance of its own. More enforced criteria on one stage and reps begin to type dots; a first draft may ask nothing. */
const DEFAULT_BUDGETS: Governance['budgets'] = { northStar: 5, operational: 15, enforcedPerStage: 4, criteriaPerStage: 0 };
/** Populations that a new-business deal belongs to. */
const NEW_BUSINESS = new Set(['new', 'growth', 'all', 'every']);

export const budgets: Check = {
  name: 'neither many nor few criteria per stage, few metrics at the top',
  *run(context) {
    const { objects, metrics, governance } = context.playbook;
    const { enforcedPerStage, criteriaPerStage, northStar, operational } = governance?.budgets ?? DEFAULT_BUDGETS;
    for (const { stages, criteria, apiName } of objects) {
      for (const stage of stages) {
        const asked = criteria.filter((criterion) => isOfNewBusiness(criterion) && criterion.trigger.kind === 'exit' && criterion.trigger.stage === stage.name && isAsked(criterion));
        const enforced = asked.filter(({ mode }) => mode === 'enforce');
        if (enforced.length > enforcedPerStage) yield problem('too-many-enforced', at(context, stage, 'name'), { stage: stage.name, count: String(enforced.length), most: String(enforcedPerStage) }, 'Let the one that predicts least run in shadow.');
        // Leads have a gate of their own where they are converted.
        if (apiName === 'Opportunity' && !stage.closed && asked.length < criteriaPerStage) yield problem('too-few-criteria', at(context, stage, 'name'), { stage: stage.name, count: counted(asked.length, 'criterion', 'criteria'), least: String(criteriaPerStage) }, 'Add what a buyer leaves behind when the stage is done, in shadow first.');
      }
    }
    for (const [tier, label, most] of [['north_star', 'north star', northStar], ['operational', 'operational', operational]] as const) {
      const ofTier = metrics.filter((metric) => metric.tier === tier);
      const first = ofTier[most];
      if (first) yield problem('too-many-metrics', at(context, first, 'tier'), { count: String(ofTier.length), tier: label, most: String(most) });
    }
  },
};

/** Of two arms nobody meets both. */
function isOfNewBusiness({ for: population, arm }: Criterion): boolean {
  return arm?.holder !== true && NEW_BUSINESS.has(population);
}
