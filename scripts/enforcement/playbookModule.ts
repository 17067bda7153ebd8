/** The module that the page asks, as it is deployed: `c/handrailPlaybook`. */
export type Values = Readonly<Record<string, unknown>>;

export interface Clock {
  /** In the user's time zone. */
  readonly today: string;
  readonly now: string;
  /** Custom permissions of the playbook that the user holds. */
  readonly permissions?: readonly string[];
}

export interface PageCriterion {
  readonly id: string;
  readonly recordName: string;
  readonly family: string;
  readonly effectiveFrom: string;
  /** What it reads, a parent's field as a path. */
  readonly fields: readonly string[];
  met(record: Values, clock: Clock): boolean;
}

export interface PlaybookModule {
  readonly objects: Readonly<Record<string, { readonly stageField: string | null; readonly fields: Readonly<Record<string, unknown>>; readonly criteria: readonly PageCriterion[] }>>;
  criteriaAsked(object: string, before: Values | null, changes: Values, clock: Clock): readonly PageCriterion[];
  recordAfter(object: string, before: Values, changes: Values): Values;
  stageChange(object: string, record: Values, stage: string): Values;
  excusedUntil(criterion: PageCriterion, record: Values, clock: Clock): string | null;
}

/** @param source text of `playbook.js`, which the entry of the bundle passes on */
export async function playbookModule(source: string): Promise<PlaybookModule> {
  // An LWC module is no Node package: its text is imported as it stands.
  return (await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`)) as PlaybookModule;
}
