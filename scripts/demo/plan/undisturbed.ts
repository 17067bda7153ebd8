/** The same company without what was planted around its rules: for tests that need an org in which nothing is wrong. */
import type { Draft } from './deals.ts';
import type { CompanyPlan } from './index.ts';
import type { Lead } from './model.ts';

export function undisturbed(plan: CompanyPlan): CompanyPlan {
  return { ...plan, deals: plan.deals.map(lawful), leads: plan.leads.map(decided) };
}

function lawful(draft: Draft): Draft {
  const { grandfathered: _blank, closedBy: _who, ...kept } = draft;
  return { ...kept, bypassed: false, noProcurement: false, fillerCriteria: false, noBillingContact: false, duplicateRole: false };
}

/** Whoever is converted was accepted first. */
function decided(lead: Lead): Lead {
  return lead.convertedAloneAt === undefined || lead.decision !== undefined ? lead : { ...lead, decision: 'Accepted', decidedAt: lead.convertedAloneAt };
}
