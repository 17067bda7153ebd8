import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

/** Who acts, where it is us. */
const US = String.raw`(?:the )?(?:we|our|us|i|reps?|sellers?|sales(?: reps?)?|aes?|sdrs?|bdrs?|account executives?)`;
/** What we make, and that it was handed over. */
const OURS = String.raw`(?:(?:the|a|an|our|first|initial|final|follow-up) )*(?:proposal|quote|deck|pricing|presentation|demo|e-?mail|contract|order form|nda)s? (?:(?:is|are|was|were|has been|have been) )?(?:sent|presented|delivered|given|shown|prepared|shared|done)`;
/** What only a seller does to a deal. */
const SELLING = String.raw`(?:pitch(?:es|ed)?|demo(?:s|ed)|prospect(?:s|ed)?|follow(?:s|ed)? up|qualif(?:y|ies|ied))`;
/** Only at the beginning: a buyer may well sign what we sent. */
const SELLER = new RegExp(`^(?:${US}|${OURS}|${SELLING})\\b`, 'i');

/** A stage that ends with what we did says how busy we were, and forecasts nothing. */
export const stageActions: Check = {
  name: 'a stage says what the buyer does',
  *run(context) {
    for (const { stages } of context.playbook.objects) {
      for (const stage of stages) {
        if (isOfSeller(stage.buyerAction)) yield problem('seller-activity', at(context, stage, 'buyer_action'), { stage: stage.name, words: stage.buyerAction }, 'Say what the buyer does or gives by which one can tell that the stage is over.');
      }
    }
  },
};

/** Whether a sentence says what we do. English alone; a language it does not know is never accused. */
export function isOfSeller(action: string): boolean {
  return SELLER.test(action.trim());
}
