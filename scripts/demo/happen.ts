/** Loads the company's shape and lets its history happen in an org that has force-app deployed. */
import type { LocalOrg } from '../local-org/index.ts';
import { CAST } from './cast.ts';
import { loadCompany } from './company.ts';
import { planCompany } from './plan.ts';
import { playCompany, type PlayCounts, type SettableClock } from './play.ts';

/** Does nothing when the org has opportunities already: a stored org keeps its history. */
export async function letCompanyHappen(org: LocalOrg, clock: SettableClock, companyFile: string, onProgress: (text: string) => void): Promise<PlayCounts | undefined> {
  const company = await loadCompany(companyFile);
  const admin = org.session(CAST.admin);
  if (org.engine.query(admin, 'SELECT Id FROM Opportunity LIMIT 1').totalSize > 0) {
    clock.set(new Date(company.as_of));
    return undefined;
  }
  return playCompany(
    org.engine,
    clock,
    company,
    planCompany(company),
    { sellers: [org.session(CAST.rep), org.session(CAST.manager)], marketing: admin, kickoffOwnerId: org.session(CAST.customerSuccess).userId },
    onProgress,
  );
}
