/** Applies a zip as one transaction, or says what is wrong with it. */
import type { ObjectSchema, Schema } from '../../engine/schema.ts';
import type { Engine, Session } from '../../engine/types.ts';
import type { OrgLimits } from '../checks/context.ts';
import { keyOf, type Component, type ComponentSet } from '../component.ts';
import type { ComponentStore } from '../componentStore.ts';
import { readPackages, type PackageContent } from '../package/read.ts';
import { problem, type Problem } from '../problem.ts';
import type { Change } from '../rows/audit.ts';
import { rowContext, syncCatalogue, syncComponentRows, writeAudit } from '../rows/sync.ts';
import type { ComponentMessage, DeployOptions, DeployResult } from '../types.ts';
import { syncFiscalYear } from '../rows/fiscalYear.ts';
import { syncProfiles } from '../rows/profiles.ts';
import { syncStandardValueSets } from '../rows/standardValueSets.ts';
import { readZip, ZipError } from '../zip/read.ts';
import type { FieldData } from '../checks/typeChange.ts';
import { planDeploy, type DeployPlan, type PlanInput, type Stamp } from './plan.ts';

/** The org's metadata: replaced as a whole when a deploy commits. */
export interface MetadataState {
  components: ComponentSet;
  schema: Schema;
}

export interface DeployEnvironment {
  readonly engine: Engine;
  readonly store: ComponentStore;
  readonly standardObjects: readonly ObjectSchema[];
  readonly limits: OrgLimits;
  readonly state: MetadataState;
  readonly userName: (id: string) => string;
  readonly userId: (username: string) => string | null;
  readonly data: FieldData;
  readonly stamp: (session: Session) => Stamp;
  /** Whether the catalogue has yet to be written: then it is written from what is deployed by then. */
  readonly isCatalogueLate: () => boolean;
}

const errorsOnly = (problems: readonly Problem[], options: DeployOptions): Problem[] =>
  problems.filter((found) => found.severity === 'Error' || !options.ignoreWarnings);

/** Writes a plan: components, schema, rows, audit trail; an exception leaves the org as it was. */
export function applyPlan(environment: DeployEnvironment, plan: DeployPlan, session: Session, at: string): void {
  const { engine, state, store } = environment;
  const removed = [...plan.removals.flatMap(({ component }) => (component === undefined || plan.components.has(component.type, component.fullName) ? [] : [component])), ...plan.cascaded];
  const written = plan.planned.filter((item) => item.changed);
  const audited: Change[] = [...written.map(({ before, after }): Change => ({ before, after })), ...removed.map((component): Change => ({ before: component, after: undefined }))];
  if (audited.length === 0) return;
  const changes = [...audited, ...plan.adjusted];
  const before = rowContext(state.schema, state.components, environment);
  const after = rowContext(plan.schema, plan.components, environment);
  const previous = state.schema;
  const firstDeploy = state.components.isEmpty;
  try {
    engine.transaction(() => {
      engine.replaceSchema(plan.schema);
      syncComponentRows(engine, changes, before, after);
      syncProfiles(engine, changes, after);
      if (changes.some(({ after: next }) => next?.type === 'Settings' && next.fullName === 'Company')) syncFiscalYear(engine, plan.components);
      if (!environment.isCatalogueLate()) syncCatalogue(engine, before, after);
      if (changes.some(({ before: old, after: next }) => (next ?? old)?.type === 'StandardValueSet') || firstDeploy) syncStandardValueSets(engine, after);
      writeAudit(engine, audited, plan.schema, session.userId, at);
      store.write([...written, ...plan.adjusted].map((item) => item.after), removed);
    });
  } catch (error) {
    if (engine.schema !== previous) engine.replaceSchema(previous);
    throw error;
  }
  state.components = plan.components;
  state.schema = plan.schema;
}

/** Leaves out what fails until the rest stands by itself (`rollbackOnError` false). */
function planPartial(content: PackageContent, input: PlanInput, first: DeployPlan, options: DeployOptions): { plan: DeployPlan; problems: Problem[] } {
  const problems = [...content.problems, ...first.problems];
  const skip = new Set<string>();
  let plan = first;
  let failing = errorsOnly(problems, options);
  while (failing.some((found) => !skip.has(keyOf(found.type, found.fullName)))) {
    for (const found of failing) skip.add(keyOf(found.type, found.fullName));
    plan = planDeploy(content, input, skip);
    const known = new Set(problems.map((found) => `${keyOf(found.type, found.fullName)}:${found.message}`));
    problems.push(...plan.problems.filter((found) => !known.has(`${keyOf(found.type, found.fullName)}:${found.message}`)));
    failing = errorsOnly(plan.problems, options);
  }
  return { plan, problems };
}

function failure(found: Problem, id: string | null): ComponentMessage {
  return {
    componentType: found.type, fullName: found.fullName, fileName: found.fileName, success: false, created: false, changed: false, deleted: false,
    problem: found.message, problemType: found.severity, lineNumber: found.line, columnNumber: found.column, id,
  };
}

function success(component: Pick<Component, 'type' | 'fullName' | 'fileName'> & { readonly id: string | null }, flags: Partial<ComponentMessage> = {}): ComponentMessage {
  return {
    componentType: component.type, fullName: component.fullName, fileName: component.fileName, success: true, created: false, changed: false, deleted: false,
    problem: null, problemType: null, lineNumber: null, columnNumber: null, id: component.id, ...flags,
  };
}

function messagesOf(plan: DeployPlan, problems: readonly Problem[], options: DeployOptions): ComponentMessage[] {
  const failed = errorsOnly(problems, options);
  const failedKeys = new Set(failed.map((found) => keyOf(found.type, found.fullName)));
  const warnings = problems.filter((found) => !failed.includes(found));
  const isGood = (type: string, fullName: string): boolean => !failedKeys.has(keyOf(type, fullName));
  const warned = new Set(warnings.map((found) => keyOf(found.type, found.fullName)));
  return [
    ...failed.map((found) => failure(found, null)),
    ...warnings.map((found) => ({ ...failure(found, null), success: true })),
    ...plan.planned.filter(({ after }) => isGood(after.type, after.fullName)).map(({ before, after, changed, incoming }) => success({ ...after, fileName: incoming.fileName }, { created: before === undefined, changed: changed && before !== undefined })),
    ...plan.removals.filter(({ removal }) => isGood(removal.type, removal.fullName) && !warned.has(keyOf(removal.type, removal.fullName)))
      .map(({ removal, component }) => success({ type: removal.type, fullName: removal.fullName, fileName: removal.fileName, id: component?.id ?? null }, { deleted: true, changed: true })),
    success({ type: '', fullName: 'package.xml', fileName: 'package.xml', id: null }, { changed: true }),
  ];
}

/** A deploy as it is when an org takes it in. */
export function pendingDeploy(environment: DeployEnvironment, session: Session, options: DeployOptions): DeployResult {
  return {
    id: environment.engine.newId('0Af'), success: false, done: false, status: 'Pending', messages: [],
    checkOnly: options.checkOnly, rollbackOnError: options.rollbackOnError, ignoreWarnings: options.ignoreWarnings, testLevel: options.testLevel,
    errorMessage: null, errorStatusCode: null, createdDate: environment.engine.clock.now().toISOString(), startDate: null, completedDate: null,
    createdBy: session.userId, createdByName: environment.userName(session.userId), canceledBy: null, canceledByName: null,
    numberComponentsTotal: 0, numberComponentsDeployed: 0, numberComponentErrors: 0,
  };
}

/** Runs one deploy to its end; it is done when it returns. */
export function runDeploy(environment: DeployEnvironment, session: Session, zip: Uint8Array, options: DeployOptions, pending = pendingDeploy(environment, session, options)): DeployResult {
  const { engine, state } = environment;
  const started = pending.startDate ?? engine.clock.now().toISOString();
  const result = (part: Pick<DeployResult, 'success' | 'status' | 'messages'> & Partial<DeployResult>): DeployResult => {
    const counted = part.messages.filter((message) => message.componentType !== '' || !message.success);
    const errors = counted.filter((message) => !message.success).length;
    const components = new Set(counted.map((message) => keyOf(message.componentType, message.fullName))).size;
    return {
      ...pending, done: true, startDate: started, completedDate: engine.clock.now().toISOString(),
      numberComponentsTotal: components, numberComponentErrors: errors, numberComponentsDeployed: counted.filter((message) => message.success).length, ...part,
    };
  };
  const refuse = (message: string, code: string, messages: ComponentMessage[] = []): DeployResult =>
    result({ success: false, status: 'Failed', messages, errorMessage: message, errorStatusCode: code, numberComponentsDeployed: 0 });

  let files: ReadonlyMap<string, Uint8Array>;
  try {
    files = readZip(zip);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return refuse(error.message, 'INVALID_ZIP_FILE');
  }
  const content = readPackages(files, options.singlePackage);
  const input: PlanInput = { standardObjects: environment.standardObjects, current: state.components, schema: state.schema, limits: environment.limits, userId: environment.userId, data: environment.data, stamp: environment.stamp(session) };
  const first = planDeploy(content, input);
  const allProblems = [...content.problems, ...first.problems];
  const failed = errorsOnly(allProblems, options);
  // A broken package.xml or destructive manifest stops everything, with or without rollback.
  const stops = failed.length > 0 && (options.rollbackOnError || failed.some((found) => found.type === ''));
  if (stops) {
    return result({ success: false, status: 'Failed', messages: messagesOf(first, allProblems, options).filter((message) => message.componentType !== '' || !message.success) });
  }
  const { plan, problems } = failed.length === 0 ? { plan: first, problems: allProblems } : planPartial(content, input, first, options);
  if (!options.checkOnly) {
    try {
      applyPlan(environment, plan, session, input.stamp.at);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return refuse(message, 'UNKNOWN_EXCEPTION', [failure(problem('', 'package.xml', 'package.xml', message), null)]);
    }
  }
  const clean = errorsOnly(problems, options).length === 0;
  return result({ success: clean, status: clean ? 'Succeeded' : 'SucceededPartial', messages: messagesOf(plan, problems, options) });
}
