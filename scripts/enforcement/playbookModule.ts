/** The module that the page asks, as it is deployed: `c/handrailPlaybook`. */
import { readFile } from 'node:fs/promises';

export type Values = Readonly<Record<string, unknown>>;

export interface Clock {
  /** In the user's time zone. */
  readonly today: string;
  readonly now: string;
}

export interface PageCriterion {
  readonly id: string;
  readonly recordName: string;
  readonly family: string;
  readonly effectiveFrom: string;
  met(record: Values, clock: Clock): boolean;
}

export interface PlaybookModule {
  readonly objects: Readonly<Record<string, { readonly stageField: string | null; readonly fields: Readonly<Record<string, unknown>>; readonly criteria: readonly PageCriterion[] }>>;
  criteriaAsked(object: string, before: Values | null, changes: Values, clock: Clock): readonly PageCriterion[];
  recordAfter(object: string, before: Values, changes: Values): Values;
  stageChange(object: string, record: Values, stage: string): Values;
  excusedUntil(criterion: PageCriterion, record: Values, clock: Clock): string | null;
}

/** @param projectDir root of the project, with the generated module in force-app/playbook */
export async function loadPlaybookModule(projectDir: string): Promise<PlaybookModule> {
  // An LWC module is no Node package: its text is imported as it stands.
  const source = await readFile(`${projectDir}/force-app/playbook/default/lwc/handrailPlaybook/handrailPlaybook.js`, 'utf8');
  return (await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`)) as PlaybookModule;
}
