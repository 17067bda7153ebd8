/**
 * An opportunity has at most one primary contact: naming another takes the mark from the first. `Opportunity.ContactId` is
 * that contact (Object Reference: set on create, it makes the role).
 */
import type { Draft } from '../context.ts';
import { planOf } from '../objectPlan.ts';
import { asSystem, type SaveCall } from './call.ts';
import { insertRecord } from './save.ts';

/** After a role was saved, deleted or restored. */
export function keepOnePrimary(call: SaveCall, { plan, row }: Draft): void {
  const { records, schema } = call.context.engine;
  const opportunityId = row['OpportunityId'];
  const opportunity = schema.object('Opportunity');
  if (typeof opportunityId !== 'string' || opportunity === undefined) {
    return;
  }
  const roles = records.find(plan, 'OpportunityId', opportunityId).filter((role) => role['IsPrimary'] === true);
  const primary = roles.find((role) => role['Id'] === row['Id']) ?? roles[0];
  for (const role of roles.filter((other) => other !== primary)) {
    records.update(plan, String(role['Id']), { IsPrimary: false });
    call.environment.forget(String(role['Id']));
  }
  if (planOf(opportunity).has('ContactId')) {
    records.update(planOf(opportunity), opportunityId, { ContactId: primary?.['ContactId'] ?? null });
    call.environment.forget(opportunityId);
  }
}

/** After an opportunity was created with a contact. */
export function addPrimaryRole(call: SaveCall, { row, isNew, given }: Draft): void {
  const role = call.context.engine.schema.object('OpportunityContactRole');
  if (isNew && role !== undefined && given.has('ContactId') && typeof row['ContactId'] === 'string') {
    insertRecord(asSystem(call), planOf(role), { OpportunityId: row['Id'], ContactId: row['ContactId'], IsPrimary: true });
  }
}
