/** What an admin does in a hurry: one rule switched off for a load, one stage added because somebody asked. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The rule of the story: Negotiation/Review can then be reached without a procurement contact. */
const RULE = 'Handrail_OPP_PROP_03';
export const ADDED_STAGE = 'Verbal Yes';

interface StageRow {
  readonly ApiName: string;
  readonly DefaultProbability: number;
  readonly ForecastCategoryName: string;
  readonly IsClosed: boolean;
  readonly IsWon: boolean;
}

/** Metadata API names of forecast categories. */
const CATEGORIES: Readonly<Record<string, string>> = { Omitted: 'Omitted', Pipeline: 'Pipeline', 'Best Case': 'BestCase', Commit: 'Forecast', Closed: 'Closed' };

/**
 * Writes a small project with the two changes, for `sf project deploy start`.
 * @returns the project's folder
 */
export async function writeTampering(projectDir: string, dir: string, stages: readonly StageRow[]): Promise<string> {
  const source = join(projectDir, 'force-app/playbook/default/objects/Opportunity/validationRules');
  const target = join(dir, 'setup/main/default');
  await mkdir(join(target, 'objects/Opportunity/validationRules'), { recursive: true });
  await mkdir(join(target, 'standardValueSets'), { recursive: true });
  const file = (await readdir(source)).find((name) => name.startsWith(`${RULE}.`));
  if (file === undefined) throw new Error(`The playbook has no rule ${RULE}; run handrail build.`);
  const rule = await readFile(join(source, file), 'utf8');
  await writeFile(join(target, 'objects/Opportunity/validationRules', file), rule.replace('<active>true</active>', '<active>false</active>'));
  await writeFile(join(target, 'standardValueSets/OpportunityStage.standardValueSet-meta.xml'), stageSet(stages));
  await writeFile(join(dir, 'sfdx-project.json'), `${JSON.stringify({ packageDirectories: [{ path: 'setup', default: true }], sourceApiVersion: '67.0' })}\n`);
  await cp(join(projectDir, '.forceignore'), join(dir, '.forceignore')).catch(() => undefined);
  return dir;
}

/** The whole list, as a value set is always deployed, with one stage more before the closed ones. */
function stageSet(stages: readonly StageRow[]): string {
  const open = stages.filter((stage) => !stage.IsClosed);
  const closed = stages.filter((stage) => stage.IsClosed);
  const added: StageRow = { ApiName: ADDED_STAGE, DefaultProbability: 95, ForecastCategoryName: 'Commit', IsClosed: false, IsWon: false };
  const values = [...open, added, ...closed].map(
    (stage) => `    <standardValue>
        <fullName>${stage.ApiName}</fullName>
        <default>false</default>
        <label>${stage.ApiName}</label>
        <closed>${stage.IsClosed}</closed>
        <forecastCategory>${CATEGORIES[stage.ForecastCategoryName] ?? 'Pipeline'}</forecastCategory>
        <probability>${stage.DefaultProbability}</probability>
        <won>${stage.IsWon}</won>
    </standardValue>
`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <sorted>false</sorted>
${values.join('')}</StandardValueSet>
`;
}
