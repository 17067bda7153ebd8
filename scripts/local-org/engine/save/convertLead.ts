/**
 * Lead conversion: account, contact and opportunity from the lead's fields, then the lead is closed. Everything goes
 * through the save pipeline, without its validation rules when *Require Validation for Converted Leads* is off, and
 * stands or falls together.
 */
import type { EngineContext } from '../context.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import { saveErrors } from '../saveErrors.ts';
import { normalizeId } from '../../store/ids.ts';
import { OrgError, type ConvertLeadRequest, type Session } from '../types.ts';
import { updateAggregates } from './aggregates.ts';
import { asSystem, objectForSave, openCall, SaveRefused, type SaveCall } from './call.ts';
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

/** Custom fields that the org's lead settings map to the object (`Opportunity.X__c`), target to lead field. */
function customMapping(engine: EngineContext, plan: ObjectPlan): Mapping {
  const prefix = `${plan.object.apiName}.`;
  return Object.fromEntries([...engine.schema.settings.leadConvertMapping].flatMap(([source, targets]) =>
    targets.filter((target) => target.startsWith(prefix)).map((target) => [target.slice(prefix.length), source] as const)));
}

/** What the lead brings to a record of the object. Of a record that exists only blank fields are filled. */
function mapped(engine: EngineContext, plan: ObjectPlan, lead: Row, mapping: Mapping, existing: Row = {}): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [target, source] of Object.entries({ ...mapping, ...customMapping(engine, plan) })) {
    const value = lead[source] ?? null;
    if (value !== null && (existing[target] ?? null) === null && plan.has(target) && plan.fields.get(target.toLowerCase())?.createable === true) {
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
    ...mapped(engine, plan, lead, OPPORTUNITY),
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

  /** The record that the request names, blank fields filled, or a new one. */
  const provide = (name: string, mapping: Mapping, id: string | undefined, fields: Readonly<Record<string, unknown>>): string => {
    const plan = planNamed(name);
    if (id === undefined) {
      return insertRecord(call, plan, { ...mapped(engine, plan, lead.row, mapping), ...fields, ...ownedByUser });
    }
    const target = normalizeId(id) ?? id;
    const existing = engine.records.get(plan, target);
    if (existing === undefined || existing['IsDeleted'] === true) {
      throw new OrgError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    }
    const filled = mapped(engine, plan, lead.row, mapping, existing);
    if (Object.keys(filled).length > 0) {
      updateRecord(call, plan, target, filled);
    }
    return target;
  };

  const accountId = provide('Account', ACCOUNT, request.accountId, {});
  const contactId = provide('Contact', CONTACT, request.contactId, { AccountId: accountId });
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
  moveChildren(call, leadId, contactId, accountId, opportunityId);
  return { accountId, contactId, opportunityId };
}

/** Activities go to the contact and the opportunity, campaign memberships to the contact; neither is saved anew. */
function moveChildren(call: SaveCall, leadId: string, contactId: string, accountId: string, opportunityId: string | null): void {
  const { schema, records } = call.context.engine;
  for (const [object, field, changes] of [
    ['Task', 'WhoId', { WhoId: contactId, WhatId: opportunityId, AccountId: accountId }],
    ['Event', 'WhoId', { WhoId: contactId, WhatId: opportunityId, AccountId: accountId }],
    ['CampaignMember', 'LeadId', { ContactId: contactId }],
  ] as const) {
    const found = schema.object(object);
    if (found === undefined) {
      continue;
    }
    const plan = planOf(found);
    for (const row of records.find(plan, field, leadId)) {
      const moved: Row = { ...row, ...changes };
      records.update(plan, String(row['Id']), changes);
      updateAggregates(call, { plan, isNew: false, row: moved, prior: row, given: new Set() });
    }
  }
}

function requireRights({ access }: Session, request: ConvertLeadRequest): void {
  const needed = [
    ['Lead', 'edit'], ['Account', request.accountId === undefined ? 'create' : 'edit'], ['Contact', request.contactId === undefined ? 'create' : 'edit'],
    ...(request.doNotCreateOpportunity === true ? [] : [['Opportunity', 'create'] as const]),
  ] as const;
  if (access !== undefined && needed.some(([object, right]) => !access.object(object, right))) {
    const { statusCode, message } = saveErrors.insufficientAccess();
    throw new OrgError(statusCode, message, 403);
  }
}

/** Converts a lead, or throws the platform's first error and leaves everything as it was. */
export function convertLead(engine: EngineContext, session: Session, request: ConvertLeadRequest): { accountId: string; contactId: string; opportunityId: string | null } {
  try {
    requireRights(session, request);
    // What is mapped goes over whether the user may write the field or not.
    const call = asSystem(openCall(engine, session));
    const { leadConvertRequiresValidation: enforcesRules } = engine.schema.settings;
    return engine.store.transaction(() => convert({ ...call, context: { ...call.context, enforcesRules } }, request));
  } catch (error) {
    if (error instanceof SaveRefused) {
      const [first] = error.errors;
      throw new OrgError(first?.statusCode ?? 'UNKNOWN_EXCEPTION', first?.message ?? 'refused', 400, first?.fields);
    }
    throw error;
  }
}
