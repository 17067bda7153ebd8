import { aggregate, boolean, both, coalesce, column, compare, date, dividedBy, either, equal, instant, instantOf, integer, isIn, isNull, isTrue, localDate, not, secondsBetween, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, scan, union, window, type Relation } from '../relational/relation.ts';
import { withWorkingTime, workingDays, workingSeconds } from './calendar.ts';
import { allowedSeconds, armNeeds, withArms } from './clockTargets.ts';
import { segmentOf, UNKNOWN } from './dimensions.ts';
import type { Fact, FactInput } from './fact.ts';
import { askedSince, withHolders } from './leadHolders.ts';
import { ownerLabels } from './people.ts';
import { leadSourceOf } from './leadSource.ts';
import { sourceColumns } from './sources.ts';

/** What a hand-raiser asks for; the others are marketing's own choice. */
const ASKING = ['Demo', 'Pricing', 'Trial', 'Talk to sales'];
const HAND_RAISER = 'hand-raiser';
const OTHER_MQL = 'other MQL';
/** The clock of the first response in service-levels.yaml. */
export const RESPONSE_CLOCK = 'S2';

/**
 * One row per lead and cycle: from the moment it met the criteria to the decision of sales. A recycle clears the stamps, so
 * what they held before, and why sales said no, stands in field history; where a lead is now stands on the lead.
 *
 * The clock of the first response runs in working time from assignment, or from when the lead met the criteria if who has it had it before: a touch
 * before that is none too late, and one that is not due yet is neither met nor missed. It is the clock of who had the lead at the
 * answer, and a decision without one stops it. The lead itself waits by the clock on the wall: `lead_minutes`, of which
 * `system_minutes` passed before who answered had it.
 */
export const leadCycle: Fact = {
  name: 'lead_cycle',
  id: 'lead_id',
  needs: ['Lead.Id', 'Lead.CreatedDate', 'Lead.IsDeleted', 'Lead.Handrail_MQL_At__c', 'LeadHistory.Id', 'LeadHistory.LeadId', 'LeadHistory.Field', 'LeadHistory.OldValue', 'LeadHistory.CreatedDate'],
  needsWith: armNeeds(RESPONSE_CLOCK),
  ofDeals: false,
  workingTime: ['sla', 'business_minutes'],
  columns: {
    lead_id: { type: 'text', needs: [] },
    cycle: { type: 'integer', needs: [] },
    mql_on: { type: 'date', needs: [] },
    assigned_on: { type: 'date', needs: ['Lead.Handrail_Assigned_At__c'] },
    decision: { type: 'text', needs: ['Lead.Handrail_Sales_Decision__c', 'Lead.Handrail_Decided_At__c'] },
    reject_reason: { type: 'text', needs: ['Lead.Handrail_Reject_Reason__c'] },
    source: { type: 'text', needs: ['Lead.Handrail_Original_Source__c', 'Lead.LeadSource'] },
    segment: { type: 'text', needs: ['Lead.NumberOfEmployees'] },
    owner: { type: 'text', needs: ['Lead.OwnerId', 'User.Id', 'User.Name', 'User.Username'] },
    request: { type: 'text', needs: ['Lead.Handrail_Request__c'] },
    kind: { type: 'text', needs: ['Lead.Handrail_Request__c'] },
    sla: { type: 'text', needs: ['Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c', 'Lead.Handrail_Request__c', 'Lead.Handrail_Decided_At__c'] },
    response_minutes: { type: 'number', needs: ['Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c'] },
    lead_minutes: { type: 'number', needs: ['Lead.Handrail_First_Response_At__c'] },
    system_minutes: { type: 'number', needs: ['Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c'] },
    business_minutes: { type: 'number', needs: ['Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c'] },
    settled: { type: 'boolean', needs: ['Lead.Handrail_Sales_Decision__c', 'Lead.Status'] },
  },
  steps: (input) => [workingDays(input)],
  relation(input) {
    const { playbook, timeZone } = input;
    const closed = playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.filter((stage) => stage.closed).map(({ name }) => name) ?? [];
    const cycles = extend(cyclesOf(input), { kind: kindOf(), until: coalesce(column('responded_at'), column('decided_at'), column('ends_at')), asked_at: askedSince(column('asked_since'), column('mql_at')) });
    const worked = withWorkingTime(extend(cycles, { asked_worked: column('asked_at'), until_worked: column('until') }), { asked_worked: 'asked_at', until_worked: 'until' }, timeZone);
    const numbered = window(worked, { cycle: { function: 'row_number', partitionBy: ['lead_id'], orderBy: [{ column: 'mql_at' }] } });
    const owned = withArms(join('left', numbered, ownerLabels(), equal(column('user_id'), column('owner_id'))), [RESPONSE_CLOCK], 'owner_id', playbook);
    const responded = not(isNull(column('responded_at')));
    const assigned = not(isNull(column('asked_at')));
    const wait = workingSeconds('asked_worked', 'until_worked');
    const minutes = (seconds: Expression): Expression => dividedBy(seconds, integer(60));
    const atLeastZero = (from: string, to: string): Expression => when([[compare(column(to), '<=', column(from)), integer(0)]], secondsBetween(column(from), column(to)));
    const sinceZero = (from: string): Expression => atLeastZero(from, 'responded_at');
    // Who was answered before anybody had the lead waited for no person.
    const unowned = when([[compare(column('responded_at'), '<', column('asked_at')), sinceZero('mql_at')]], atLeastZero('mql_at', 'asked_at'));
    const late = isTrue(compare(wait, '>', allowedSeconds(playbook, RESPONSE_CLOCK, localDate(column('asked_at'), timeZone), column('kind'))));
    return project(owned, {
      lead_id: column('lead_id'),
      cycle: column('cycle'),
      mql_on: localDate(column('mql_at'), timeZone),
      assigned_on: localDate(column('asked_at'), timeZone),
      decision: column('decision'),
      reject_reason: when([[equal(column('decision'), text('Rejected')), coalesce(column('reject_reason'), text(UNKNOWN))]]),
      source: column('source'),
      segment: segmentOf('employees', playbook),
      owner: coalesce(column('owner_label'), text(UNKNOWN)),
      request: coalesce(column('request'), text(UNKNOWN)),
      kind: column('kind'),
      sla: when([[not(assigned), text('not assigned')], [late, text('missed')], [responded, text('met')]], text('not due')),
      response_minutes: when([[both(assigned, responded), minutes(sinceZero('asked_at'))]]),
      lead_minutes: when([[responded, minutes(sinceZero('mql_at'))]]),
      system_minutes: when([[both(assigned, responded), minutes(unowned)]]),
      business_minutes: when([[both(assigned, responded), minutes(wait)]]),
      // A cycle that a recycle has ended is decided or never will be.
      settled: either(column('is_over'), not(equal(column('decision'), text(UNDECIDED))), isTrue(isIn(column('status'), closed))),
    });
  },
};

export const UNDECIDED = 'Undecided';

/** Whether the lead asked to talk. */
export function kindOf(): Expression {
  return when([[isIn(column('request'), ASKING), text(HAND_RAISER)]], text(OTHER_MQL));
}

/** The present cycle of each lead, and those that a recycle has ended: `lead_id`, the stamps, since when it was whose, whether it is the `present` one, and what stays with the lead. */
export function cyclesOf(input: FactInput): Relation {
  const { asOf, timeZone, today, playbook } = input;
  const seen = filter(scan('Lead', sourceColumns('Lead')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf))));
  const stamp = (name: string): Expression => when([[compare(column(name), '<', instant(asOf)), column(name)]]);
  const kept = {
    stamped_at: stamp('Handrail_Assigned_At__c'),
    owner_id: column('OwnerId'),
    request: column('Handrail_Request__c'),
    reject_reason: column('Handrail_Reject_Reason__c'),
    status: column('Status'),
    converted: isTrue(both(column('IsConverted'), either(isNull(column('ConvertedDate')), compare(column('ConvertedDate'), '<=', date(today))))),
    employees: column('NumberOfEmployees'),
    source: leadSourceOf(playbook),
    created_on: localDate(column('CreatedDate'), timeZone),
  };
  // A decision that was made later than the day is none yet.
  const decided = either(isNull(column('Handrail_Decided_At__c')), compare(column('Handrail_Decided_At__c'), '<', instant(asOf)));
  const present = project(seen, {
    lead_id: column('Id'),
    mql_at: stamp('Handrail_MQL_At__c'),
    responded_at: stamp('Handrail_First_Response_At__c'),
    decided_at: stamp('Handrail_Decided_At__c'),
    ends_at: instant(asOf),
    present: boolean(true),
    is_over: boolean(false),
    decision: when([[decided, coalesce(column('Handrail_Sales_Decision__c'), text(UNDECIDED))]], text(UNDECIDED)),
    ...kept,
  });
  const history = filter(scan('LeadHistory', sourceColumns('LeadHistory')), not(isNull(column('OldValue'))));
  const was = (field: string): Expression => equal(column('Field'), text(field));
  const cleared = aggregated(history, ['LeadId', 'CreatedDate'], {
    old_mql: aggregate('max', column('OldValue'), was('Handrail_MQL_At__c')),
    old_response: aggregate('max', column('OldValue'), was('Handrail_First_Response_At__c')),
    old_decision: aggregate('max', column('OldValue'), was('Handrail_Sales_Decision__c')),
    old_reason: aggregate('max', column('OldValue'), was('Handrail_Reject_Reason__c')),
  });
  const ended = project(join('inner', project(filter(cleared, not(isNull(column('old_mql')))), { ended_lead: column('LeadId'), ended_at: column('CreatedDate'), old_mql: instantOf(column('old_mql')), old_response: instantOf(column('old_response')), old_decision: column('old_decision'), old_reason: column('old_reason') }), seen, equal(column('Id'), column('ended_lead'))), {
    lead_id: column('ended_lead'),
    mql_at: column('old_mql'),
    responded_at: when([[compare(column('ended_at'), '<', instant(asOf)), column('old_response')]]),
    // The recycle has cleared when it was decided; it came after.
    decided_at: instant(null),
    ends_at: when([[compare(column('ended_at'), '<', instant(asOf)), column('ended_at')]], instant(asOf)),
    present: boolean(false),
    is_over: isTrue(compare(column('ended_at'), '<', instant(asOf))),
    decision: when([[compare(column('ended_at'), '<', instant(asOf)), coalesce(column('old_decision'), text(UNDECIDED))]], text(UNDECIDED)),
    ...kept,
    reject_reason: column('old_reason'),
  });
  return withHolders(filter(union(present, ended), isTrue(compare(column('mql_at'), '<', instant(asOf)))));
}
