/**
 * The playbook: read -> parse -> model -> checks.
 * Nothing in here writes, and nothing asks an org.
 */
import { CHECKS } from './checks/index.ts';
import type { CheckContext, CheckOptions } from './checks/check.ts';
import { buildModel } from './build/build.ts';
import { sortProblems, type Problem } from './diagnostics.ts';
import type { Playbook } from './model.ts';
import { momentIn, zoneOr } from '../shared/localTime.ts';
import { parseSources, readSources, type Sources } from './sources.ts';

export { EXPERIMENT_PREFIX } from './build/experiment.ts';
export { DIAGNOSTICS, type Diagnostic, type Problem } from './diagnostics.ts';
export { isAboutRecords, isAsked } from './asked.ts';
export { fieldOf, formulaContext, objectOf } from './fields.ts';
export { generateSchemas } from './jsonSchema.ts';
export { formatProblems } from './report.ts';
export type * from './model.ts';

export interface LoadResult {
  /** Absent when its main files cannot be read. Present with problems when what is there could be understood. */
  readonly playbook: Playbook | undefined;
  /** All of them, in reading order. */
  readonly problems: readonly Problem[];
}

/** Reads and checks the playbook in a folder. Never throws for what is in the files. */
export async function loadPlaybook(dir: string, options: CheckOptions = {}): Promise<LoadResult> {
  return assemble(await readSources(dir), options);
}

/** No org is read, so that the playbook's clocks say which day it is; a zone that is none is a problem of its own. */
function daysOf({ asOf, now }: CheckOptions, { businessHours }: Playbook): Pick<CheckContext, 'asOf' | 'today'> {
  const day = (moment: string | Date): string => momentIn(zoneOr(businessHours.timeZone, 'UTC'), moment).today;
  const today = asOf ?? now;
  return { ...(asOf === undefined ? {} : { asOf: day(asOf) }), ...(today === undefined ? {} : { today: day(today) }) };
}

/** The same for files in memory, as name and text. */
export function loadPlaybookTexts(dir: string, texts: readonly (readonly [name: string, text: string])[], options: CheckOptions = {}): LoadResult {
  return assemble(parseSources(dir, texts), options);
}

function assemble(sources: Sources, options: CheckOptions): LoadResult {
  const { playbook, places, usable } = buildModel(sources.files);
  // A file that cannot be read leaves holes; what refers to it is not wrong for that.
  const checks = CHECKS.filter((check) => sources.complete || !check.needsAllFiles);
  const days = daysOf(options, playbook);
  const found = checks.flatMap((check) => [...check.run({ ...days, playbook, places, files: sources.files })]);
  return { playbook: usable ? playbook : undefined, problems: sortProblems([...sources.problems, ...found]) };
}
