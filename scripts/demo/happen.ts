/** Lets the demo company happen in an org that has force-app deployed, and writes the files that belong to it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalOrg } from '../local-org/index.ts';
import { CAST } from './cast.ts';
import { expectedOf } from './expected.ts';
import { writeInputs } from './inputs.ts';
import { planCompany } from './plan/index.ts';
import { undisturbed } from './plan/undisturbed.ts';
import { playCompany, type PlayCounts, type SettableClock } from './play/index.ts';
import { loadTables } from './tables/load.ts';

export interface HappenOptions {
  /** config/sample */
  readonly tablesDir: string;
  /** Where `inputs/*.csv` and `expected.json` go; absent: nowhere. */
  readonly filesDir?: string;
  /** Without what was planted around the rules, and without drift: nothing is wrong in this org then. */
  readonly undisturbed?: boolean;
  readonly onProgress: (text: string) => void;
}

/** Does nothing when the org has opportunities already: a stored org keeps its history. */
export async function letCompanyHappen(org: LocalOrg, clock: SettableClock, { tablesDir, filesDir, undisturbed: isQuiet = false, onProgress }: HappenOptions): Promise<PlayCounts | undefined> {
  const tables = await loadTables(tablesDir);
  if (org.engine.query(org.session(CAST.admin), 'SELECT Id FROM Opportunity LIMIT 1').totalSize > 0) {
    clock.set(new Date(tables.company.as_of));
    return undefined;
  }
  onProgress(`Planning ${tables.company.name}`);
  const plan = isQuiet ? undisturbed(planCompany(tables)) : planCompany(tables);
  const counts = playCompany(org, clock, plan, { drift: !isQuiet, onProgress });
  if (filesDir !== undefined) {
    await writeInputs(join(filesDir, 'inputs'), plan, counts.accountIds);
    await mkdir(filesDir, { recursive: true });
    await writeFile(join(filesDir, 'expected.json'), `${JSON.stringify(expectedOf(plan), null, 2)}\n`);
  }
  return counts;
}
