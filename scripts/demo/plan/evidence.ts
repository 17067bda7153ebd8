/** What is known of deals: contacts, rivals, reasons, and what sellers leave out. */
import type { DealTables } from '../tables/schema.ts';
import { ConstraintError, expectEqual, repeated, type Chance } from './arithmetic.ts';
import { addDays } from './calendar.ts';
import type { Setting } from './days.ts';
import type { Draft } from './deals.ts';
import { STAGES, type Stage } from './model.ts';

export function giveEvidence(drafts: readonly Draft[], { tables: { company, deals }, chance }: Setting): void {
  const roles = deals.evidence['OPP-NEED-02'];
  const rivals = deals.evidence['OPP-VALU-03'];
  if (!roles || !rivals) throw new ConstraintError('evidence', 'OPP-NEED-02 or OPP-VALU-03 is not described');
  const needed = (draft: Draft): number => company.segments[draft.segment].contact_roles;
  for (const draft of drafts) draft.contactRoles = chance.whole(1, needed(draft));
  const met = (some: readonly Draft[], count: number, set: (draft: Draft, isMet: boolean) => void): void => {
    if (some.length < count) throw new ConstraintError('evidence', `${count} are to meet a criterion and there are ${some.length}`);
    for (const [index, draft] of some.entries()) set(draft, index < count);
  };
  const giveRoles = (draft: Draft, isMet: boolean): void => { draft.contactRoles = isMet ? needed(draft) : needed(draft) - 1; };
  const beyond = (stage: string) => ({ outcome, last }: Draft): boolean => ['lost', 'derail'].includes(outcome) && STAGES.indexOf(last as Stage) > STAGES.indexOf(stage as Stage);
  const won = drafts.filter(({ outcome }) => outcome === 'won');
  met(chance.shuffled(won), roles.won, giveRoles);
  met(chance.shuffled(drafts.filter(beyond(roles.beyond))), roles.lost, giveRoles);
  const open = drafts.filter(({ outcome, last }) => outcome === 'open' && STAGES.indexOf(last as Stage) >= STAGES.indexOf('Needs Analysis'));
  const [at, later] = [open.filter(({ last }) => last === roles.beyond), open.filter(({ last }) => last !== roles.beyond)];
  met(chance.shuffled(at), at.length - (roles.open_unmet_at_stage ?? 0), giveRoles);
  met(chance.shuffled(later), later.length - ((roles.open_unmet ?? 0) - (roles.open_unmet_at_stage ?? 0)), giveRoles);

  met(chance.shuffled(won), rivals.won, (draft, isMet) => { draft.competitorKnown = isMet; });
  // Who lost to a rival knows which.
  const lost = chance.shuffled(drafts.filter(beyond(rivals.beyond))).toSorted((one, other) => Number(other.reason === 'Competitor') - Number(one.reason === 'Competitor'));
  met(lost, rivals.lost, (draft, isMet) => { draft.competitorKnown = isMet; });
  giveReasons(drafts, deals, chance);
  giveBlanks(drafts, deals, chance);
  for (const draft of open.filter(({ contactRoles, segment }) => contactRoles === company.segments[segment].contact_roles).slice(0, deals.counter_mismatches)) draft.duplicateRole = true;
}

function giveReasons(drafts: readonly Draft[], deals: DealTables, chance: Chance): void {
  const rivals = chance.shuffled(repeated(Object.entries(deals.rivals)));
  let integration = deals.missing_integration;
  for (const draft of drafts) {
    if (draft.reason === undefined) continue;
    const details = deals.details[draft.reason] ?? [];
    const isMissing = draft.reason === 'Product' && draft.segment === 'Enterprise' && integration-- > 0;
    const others = draft.reason === 'Product' && draft.segment === 'Enterprise' ? details.filter((detail) => detail !== 'missing integration') : details;
    draft.detail = `${draft.reason}: ${isMissing ? 'missing integration' : chance.pick(others, 'a loss detail')}`;
    const rival = draft.reason === 'Competitor' ? rivals.pop() : undefined;
    if (rival !== undefined) Object.assign(draft, { competitor: rival, competitorKnown: true });
  }
  for (const draft of drafts) if (draft.competitorKnown && draft.competitor === undefined) draft.competitor = chance.pick(['None known', 'Status quo / in-house', 'Orrery', 'Basalt', 'Kestrel'], 'a competitor');
}

/** Amounts nobody estimated, fields nobody filled in before the rules asked, and what went around the rules. */
function giveBlanks(drafts: readonly Draft[], deals: DealTables, chance: Chance): void {
  const [first] = STAGES;
  const blank = (outcomes: readonly string[], count: number): void => {
    const some = chance.shuffled(drafts.filter(({ outcome, last }) => last === first && outcomes.includes(outcome)));
    if (some.length < count) throw new ConstraintError('blank amounts', `only ${some.length} deals may have none`);
    for (const draft of some.slice(0, count)) draft.blankAmount = true;
  };
  blank(['derail', 'void'], deals.blank_amounts.lost);
  blank(['open'], deals.blank_amounts.open);
  const old = drafts.filter(({ row }) => row?.grandfathered === true);
  expectEqual('grandfathered deals', old.length, deals.grandfathered.count);
  for (const draft of old) draft.grandfathered = draft.segment === 'Enterprise' ? 'Handrail_Tech_Eval__c' : draft.last === 'Id. Decision Makers' ? 'Handrail_Success_Criteria__c' : 'Handrail_Economic_Buyer__c';
  const since = addDays(deals.bypass.since, 5);
  const late = ({ closedOn = '' }: Draft): boolean => closedOn >= since;
  for (const draft of drafts.filter((one) => one.outcome === 'won' && late(one) && one.segment === 'SMB').slice(0, deals.bypass.won_without_billing)) Object.assign(draft, { noBillingContact: true, closedBy: deals.bypass.who });
  for (const draft of drafts.filter((one) => one.outcome === 'lost' && late(one)).slice(0, deals.bypass.closed_lost)) draft.closedBy = deals.bypass.who;
}
