/**
 * Lead conversion: account, contact and opportunity from the lead's fields, then the lead is closed. Everything goes
 * through the save pipeline, as an org does with *Require Validation for Converted Leads* on (its default), and
 * stands or falls together.
 */
import type { EngineContext } from '../context.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import { normalizeId } from '../../store/ids.ts';
import { OrgError, type ConvertLeadRequest, type Session } from '../types.ts';
import { objectForSave, openCall, SaveRefused, type SaveCall } from './call.ts';
import { insertRecord, updateRecord } from './save.ts';

type Mapping = Readonly<Record<string, string>>;

/** Standard lead mapping: target field to lead field. */
const ACCOUNT: Mapping = {
  Name: 'Company', Industry: 'Industry', AnnualRevenue: 'AnnualRevenue', NumberOfEmployees: 'NumberOfEmployees', Phone: 'Phone', Fax: 'Fax',
  Website: 'Website', Rating: 'Rating', AccountSource: 'LeadSource', Description: 'Description', BillingStreet: 'Street', BillingCity: 'City',
  BillingState: 'State', BillingPostalCode: 'PostalCode', BillingCountry: 'Country',
};
const CONTACT: Mapping = {
  Salutation: 'Salutation', FirstName: 'FirstName', LastName: 'LastName', Email: 'Email', Phone: 'Phone', MobilePhone: 'MobilePhone', Fax: 'Fax',
  Title: 'Title', LeadSource: 'LeadSource', Description: 'Description', MailingStreet: 'Street', MailingCity: 'City', MailingState: 'State',
  MailingPostalCode: 'PostalCode', MailingCountry: 'Country',
};
const OPPORTUNITY: Mapping = { LeadSource: 'LeadSource' };

const LAST_DAY_OF_QUARTER: readonly string[] = ['03-31', '06-30', '09-30', '12-31'];

function mapped(plan: ObjectPlan, lead: Row, mapping: Mapping): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [target, source] of Object.entries(mapping)) {
    const value = lead[source] ?? null;
    if (value !== null && plan.has(target) && plan.fields.get(target.toLowerCase())?.createable === true) {
      input[target] = value;
    }
  }
  return input;
}

/** A converted lead's opportunity closes at the end of the current quarter, in the first open stage. */
function opportunityInput(engine: EngineContext, plan: ObjectPlan, lead: Row, name: string | undefined, today: string): Record<string, unknown> {
  const stages = engine.setup.all('OpportunityStage')
    .filter((stage) => stage['IsActive'] !== false && stage['IsClosed'] !== true)
    .sort((a, b) => Number(a['SortOrder'] ?? 0) - Number(b['SortOrder'] ?? 0));
  const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3);
  return {
    ...mapped(plan, lead, OPPORTUNITY),
    Name: name ?? `${String(lead['Company'] ?? lead['Name'])}-`,
    StageName: stages[0]?.['ApiName'] ?? null,
    CloseDate: `${today.slice(0, 4)}-${LAST_DAY_OF_QUARTER[quarter] ?? '12-31'}`,
  };
}

function readLead(engine: EngineContext, request: ConvertLeadRequest): { readonly plan: ObjectPlan; readonly row: Row } {
  const plan = planOf(objectForSave(engine, 'Lead'));
  const id = normalizeId(request.leadId);
  const row = id === null ? undefined : engine.records.get(plan, id);
  if (row === undefined || row['IsDeleted'] === true) {
    throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  if (row['IsConverted'] === true) {
    throw new OrgError('CANNOT_UPDATE_CONVERTED_LEAD', 'Lead has already been converted');
  }
  const status = engine.setup.find('LeadStatus', 'ApiName', request.convertedStatus);
  if (status?.['IsConverted'] !== true) {
    throw new OrgError('INVALID_STATUS', `invalid convertedStatus: ${request.convertedStatus}`);
  }
  return { plan, row };
}

function convert(call: SaveCall, request: ConvertLeadRequest): { accountId: string; contactId: string; opportunityId: string | null } {
  const { engine } = call.context;
  const lead = readLead(engine, request);
  const planNamed = (name: string): ObjectPlan => planOf(objectForSave(engine, name));
  const owner = { OwnerId: request.ownerId ?? lead.row['OwnerId'] ?? call.context.session.userId };
  // A queue owns leads only: what it converts goes to the user who converts.
  const ownedByUser = String(owner.OwnerId).startsWith('005') ? owner : { OwnerId: call.context.session.userId };

  const account = planNamed('Account');
  const accountId = request.accountId ?? insertRecord(call, account, { ...mapped(account, lead.row, ACCOUNT), ...ownedByUser });
  const contact = planNamed('Contact');
  const contactId = request.contactId ?? insertRecord(call, contact, { ...mapped(contact, lead.row, CONTACT), AccountId: accountId, ...ownedByUser });
  let opportunityId: string | null = null;
  if (request.doNotCreateOpportunity !== true) {
    const opportunity = planNamed('Opportunity');
    const input = opportunityInput(engine, opportunity, lead.row, request.opportunityName, call.context.instant.slice(0, 10));
    opportunityId = insertRecord(call, opportunity, { ...input, AccountId: accountId, ...ownedByUser });
    if (engine.schema.object('OpportunityContactRole') !== undefined) {
      insertRecord(call, planNamed('OpportunityContactRole'), { OpportunityId: opportunityId, ContactId: contactId, IsPrimary: true });
    }
  }
  const leadId = String(lead.row['Id']);
  updateRecord(call, lead.plan, leadId, { Status: request.convertedStatus }, {
    IsConverted: true,
    ConvertedDate: call.context.instant.slice(0, 10),
    ConvertedAccountId: accountId,
    ConvertedContactId: contactId,
    ConvertedOpportunityId: opportunityId,
    ...(lead.plan.has('IsUnreadByOwner') ? { IsUnreadByOwner: false } : {}),
  });
  return { accountId, contactId, opportunityId };
}

/** Converts a lead, or throws the platform's first error and leaves everything as it was. */
export function convertLead(engine: EngineContext, session: Session, request: ConvertLeadRequest): { accountId: string; contactId: string; opportunityId: string | null } {
  try {
    return engine.store.transaction(() => convert(openCall(engine, session), request));
  } catch (error) {
    if (error instanceof SaveRefused) {
      const [first] = error.errors;
      throw new OrgError(first?.statusCode ?? 'UNKNOWN_EXCEPTION', first?.message ?? 'refused', 400, first?.fields);
    }
    throw error;
  }
}
