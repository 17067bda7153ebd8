/** Fields that the platform itself computes when a record of a certain object is saved. */
import type { Draft, SaveContext } from '../../context.ts';
import { deriveCase } from './case.ts';
import { deriveContract, deriveOrder, deriveQuote, deriveQuoteLine } from './contracts.ts';
import { deriveEvent } from './event.ts';
import { deriveLeadStatus } from './lead.ts';
import { deriveOpportunity } from './opportunity.ts';
import { derivePersonName } from './personName.ts';
import { deriveLineItem, derivePricebookEntry } from './products.ts';
import { deriveTask } from './task.ts';

/** Changes `draft.row` in place. */
export type Derivation = (draft: Draft, context: SaveContext) => void;

/** By object; in this order. */
const DERIVATIONS: Readonly<Record<string, readonly Derivation[]>> = {
  Case: [deriveCase],
  Contact: [derivePersonName],
  Contract: [deriveContract],
  Event: [deriveEvent],
  Lead: [derivePersonName, deriveLeadStatus],
  Opportunity: [deriveOpportunity],
  OpportunityLineItem: [deriveLineItem],
  Order: [deriveOrder],
  OrderItem: [deriveLineItem],
  PricebookEntry: [derivePricebookEntry],
  Quote: [deriveQuote],
  QuoteLineItem: [deriveQuoteLine],
  Task: [deriveTask],
  User: [derivePersonName],
};

/** Computes what the platform keeps on the object by itself. */
export function derive(draft: Draft, context: SaveContext): void {
  for (const derivation of DERIVATIONS[draft.plan.object.apiName] ?? []) {
    derivation(draft, context);
  }
}
