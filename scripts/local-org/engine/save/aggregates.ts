/** What the platform itself keeps on a record about its children, past the record's own rules and flows, and the other way round. */
import type { Draft } from '../context.ts';
import { addPrimaryRole, keepOnePrimary } from './contactRoles.ts';
import { sumLastActivity } from './lastActivity.ts';
import { sumHeader, sumLineItems } from './lineItemSums.ts';
import type { SaveCall } from './call.ts';

type Aggregate = (call: SaveCall, draft: Draft) => void;

/** By object of the saved record. */
const AGGREGATES: Readonly<Record<string, readonly Aggregate[]>> = {
  Event: [sumLastActivity],
  Opportunity: [addPrimaryRole],
  OpportunityContactRole: [keepOnePrimary],
  OpportunityLineItem: [sumLineItems],
  OrderItem: [sumHeader],
  QuoteLineItem: [sumHeader],
  Task: [sumLastActivity],
};

/** Brings what hangs together with a saved record in line. @param draft `prior` is null when the record came or went */
export function updateAggregates(call: SaveCall, draft: Draft): void {
  for (const aggregate of AGGREGATES[draft.plan.object.apiName] ?? []) {
    aggregate(call, draft);
  }
}
