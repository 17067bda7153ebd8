/** Leads as marketing and the SDRs save them; those that become deals are converted by their seller. */
import type { Engine } from '../../local-org/engine/types.ts';
import { addDays } from '../plan/calendar.ts';
import type { CompanyPlan } from '../plan/index.ts';
import type { Lead } from '../plan/model.ts';
import { personName } from '../plan/names.ts';
import type { Cast } from './cast.ts';
import type { Timeline } from './timeline.ts';

const ROBOT = 'Marketing Sync';
const MARKETER = 'Kenji Mori';
const NEEDS = ['Visits are planned on a whiteboard', 'Technicians wait for their next job', 'Nobody knows who is where', 'Customers call to ask when somebody comes', 'Two systems disagree about every visit'];

export function scheduleLeads(timeline: Timeline, plan: CompanyPlan, cast: Cast, engine: Engine, queueId: () => string): void {
  const customers = plan.accounts.filter(({ opening }) => opening).map(({ name }) => name);
  for (const lead of plan.leads) {
    const id = (): { readonly Id: string } => ({ Id: cast.leadId(lead.id) });
    const what = `the lead of ${lead.company}`;
    const person = personName(lead.id);
    timeline.insert(lead.createdAt, ROBOT, 'Lead', what, () => ({
      FirstName: person.first, LastName: person.last, Company: lead.company, Email: lead.email, LeadSource: lead.source, NumberOfEmployees: lead.employees,
      Handrail_Request__c: lead.request, Handrail_Engagement_Score__c: lead.score, OwnerId: lead.mql ? queueId() : cast.userId(MARKETER),
    }), (recordId) => cast.keepLead(lead.id, recordId));
    if (lead.assignedAt !== undefined) timeline.update(lead.assignedAt, ROBOT, 'Lead', what, () => ({ ...id(), OwnerId: cast.userId(lead.sdr) }));
    if (lead.respondedAt !== undefined) timeline.update(lead.respondedAt, lead.sdr, 'Lead', what, () => ({ ...id(), Status: 'Working - Contacted' }));
    if (lead.decidedAt !== undefined) timeline.update(lead.decidedAt, lead.sdr, 'Lead', `${what}, decided`, () => ({ ...id(), ...decision(lead) }));
    if (lead.closedAt !== undefined) {
      timeline.update(lead.closedAt, lead.decision === 'Accepted' ? lead.sdr : MARKETER, 'Lead', `${what}, closed`, () => ({ ...id(), Status: 'Closed - Not Converted', Handrail_Disqualify_Reason__c: lead.closedReason }));
    }
    if (lead.convertedAloneAt !== undefined) {
      const account = customers[lead.id % customers.length] ?? '';
      timeline.do(lead.convertedAloneAt, `${what}, converted without a deal`, () => {
        engine.convertLead(cast.session(lead.sdr), { leadId: id().Id, convertedStatus: 'Closed - Converted', accountId: cast.accountId(account) ?? '', contactId: cast.contactsOf(account).ids[0] ?? '', doNotCreateOpportunity: true });
      });
    }
  }
}

function decision(lead: Lead): Record<string, unknown> {
  if (lead.decision === 'Rejected') {
    return { Handrail_Sales_Decision__c: 'Rejected', Handrail_Reject_Reason__c: lead.rejectReason, ...(lead.rejectReason === 'Not now' ? { Handrail_Revisit_On__c: addDays(lead.decidedAt?.slice(0, 10) ?? '', 120) } : {}) };
  }
  return {
    Handrail_Sales_Decision__c: 'Accepted', Handrail_Need__c: `${NEEDS[lead.id % NEEDS.length] ?? ''} at ${lead.company}.`, Handrail_Timeframe__c: lead.id % 2 === 0 ? 'This quarter' : 'Next two quarters',
    ...(lead.meetingOn === undefined ? {} : { Handrail_Meeting_Held__c: lead.meetingOn }),
  };
}
