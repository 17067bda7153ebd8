/** MQLs that nobody worked, and what an MQL is worth. */
import { aggregate, boolean, both, coalesce, column, compare, date, dividedBy, equal, instant, isIn, isNull, isTrue, localDate, not, number, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, type Relation } from '../relational/relation.ts';
import { withWorkingTime, workingSeconds } from './calendar.ts';
import { allowedSeconds, withArms } from './clockTargets.ts';
import { segmentOf, UNKNOWN } from './dimensions.ts';
import type { Deals, FactInput } from './fact.ts';
import { cyclesOf, kindOf, RESPONSE_CLOCK, UNDECIDED } from './leadCycle.ts';
import { askedSince } from './leadHolders.ts';
import { ownerLabels } from './people.ts';
import type { SourceField } from './sources.ts';
import { lastQuarters } from './spans.ts';

const OWNED_CLOCK = 'S1';
const DECIDED_CLOCK = 'S3';
/** Full quarters whose wins and MQLs say what one is worth. */
const RATE_QUARTERS = 4;

export const LEAD_NEEDS: readonly SourceField[] = [
  'Lead.Id', 'Lead.CreatedDate', 'Lead.IsDeleted', 'Lead.OwnerId', 'Lead.Status', 'Lead.IsConverted', 'Lead.ConvertedDate', 'Lead.LeadSource', 'Lead.NumberOfEmployees', 'Lead.Handrail_Original_Source__c', 'Lead.Handrail_Request__c', 'Lead.Handrail_MQL_At__c',
  'Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c', 'Lead.Handrail_Sales_Decision__c', 'Lead.Handrail_Decided_At__c', 'LeadHistory.Id', 'LeadHistory.LeadId', 'LeadHistory.Field', 'LeadHistory.OldValue', 'LeadHistory.CreatedDate',
];

/**
 * MQLs without a decision that are past a clock of sales: no person owns them (S1), nobody has answered (S2), nobody has
 * decided (S3). `lead_id`, `kind`, `on_date`, `source`, `segment`, `owner`.
 */
export function unworkedLeads(input: FactInput): Relation {
  const { playbook, asOf, timeZone } = input;
  const closed = playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.filter((stage) => stage.closed).map(({ name }) => name) ?? [];
  const present = filter(cyclesOf(input), both(column('present'), equal(column('decision'), text(UNDECIDED)), not(column('converted')), not(isTrue(isIn(column('status'), closed)))));
  const timed = extend(present, { kind: kindOf(), now: instant(asOf), begun: coalesce(askedSince(column('held_since'), column('mql_at')), column('mql_at')) });
  const worked = withWorkingTime(extend(timed, { mql_worked: column('mql_at'), begun_worked: column('begun'), now_worked: column('now') }), { mql_worked: 'mql_at', begun_worked: 'begun', now_worked: 'now' }, timeZone);
  const owned = withArms(join('left', worked, ownerLabels(), equal(column('user_id'), column('owner_id'))), [RESPONSE_CLOCK, DECIDED_CLOCK], 'owner_id', playbook);
  const begun = localDate(column('begun'), timeZone);
  const nobody = isNull(column('user_id'));
  const past = (since: string, target: Expression): Expression => isTrue(compare(workingSeconds(since, 'now_worked'), '>', target));
  const kind = when([
    [both(nobody, past('mql_worked', allowedSeconds(playbook, OWNED_CLOCK, localDate(column('mql_at'), timeZone)))), text('MQL without a person')],
    [both(not(nobody), past('begun_worked', allowedSeconds(playbook, DECIDED_CLOCK, begun))), text('MQL not decided')],
    [both(not(nobody), isNull(column('responded_at')), past('begun_worked', allowedSeconds(playbook, RESPONSE_CLOCK, begun, column('kind')))), text('MQL not answered')],
  ]);
  const found = filter(extend(owned, { leak_kind: kind }), not(isNull(column('leak_kind'))));
  return project(found, { lead_id: column('lead_id'), kind: column('leak_kind'), on_date: localDate(column('mql_at'), timeZone), source: column('source'), segment: segmentOf('employees', playbook), owner: coalesce(column('owner_label'), text(UNKNOWN)) });
}

/** MQLs of the last four full quarters: `mql_source`, `mql_segment`, `accepted`. */
export function recentMqls(input: FactInput): Relation {
  const { timeZone, playbook } = input;
  const dated = extend(cyclesOf(input), { mql_on: localDate(column('mql_at'), timeZone), of_segment: segmentOf('employees', playbook) });
  return project(filter(dated, recent('mql_on', input)), { mql_source: column('source'), mql_segment: column('of_segment'), accepted: equal(column('decision'), text('Accepted')) });
}

function recent(day: string, input: FactInput): Expression {
  const [first, ...rest] = lastQuarters(input, RATE_QUARTERS + 1).slice(0, -1);
  const last = rest.at(-1) ?? first;
  return first && last ? isTrue(both(compare(column(day), '>=', date(first.from)), compare(column(day), '<=', date(last.last)))) : boolean(false);
}

/** New business won in the last four full quarters: over its MQLs (`per_mql`), and over those that sales accepted (`per_accepted`). One row. */
export function worthOfMql(input: FactInput, { journey }: Deals): Relation {
  const wins = aggregated(filter(journey, both(column('counts'), equal(column('outcome'), text('won')), recent('closed_on', input))), [], { won: aggregate('sum', column('amount')) });
  const mqls = aggregated(recentMqls(input), [], { mqls: aggregate('count'), accepted: aggregate('count', null, column('accepted')) });
  const over = (name: string): Expression => dividedBy(coalesce(column('won'), number(0)), column(name));
  return project(join('inner', wins, mqls, boolean(true)), { per_mql: over('mqls'), per_accepted: over('accepted') });
}
