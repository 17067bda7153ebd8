/** Deploys that clients ask for: they wait, run one at a time after the answer, and can be cancelled until they have run. */
import { OrgError, type Session } from '../../engine/types.ts';
import type { DeployOptions, DeployQueue, DeployResult } from '../types.ts';
import { pendingDeploy, runDeploy, type DeployEnvironment } from './deploy.ts';

/** Results that a client may still ask for; an org keeps them for ten days. */
const KEPT_RESULTS = 200;
/** How long a validation may be deployed without running tests again (Metadata API guide, deployRecentValidation()). */
const VALIDATION_DAYS = 10;
/** Test levels under which tests have run, which a quick deploy asks for. */
const TESTED: ReadonlySet<string> = new Set(['RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg', 'RunRelevantTests']);

interface Job {
  result: DeployResult;
  readonly session: Session;
  readonly options: DeployOptions;
  /** Let go when the deploy is done, unless it was a validation. */
  zip: Uint8Array | null;
}

const notFound = (): OrgError => new OrgError('INVALID_CROSS_REFERENCE_KEY', 'no deployment found with that id', 404);

export function createDeployQueue(environment: DeployEnvironment): DeployQueue & { readonly runNow: (session: Session, zip: Uint8Array, options: DeployOptions) => DeployResult } {
  const { engine, userName } = environment;
  const jobs = new Map<string, Job>();
  let holds = 0;
  let isScheduled = false;

  const find = (id: string): Job | undefined => jobs.get(id) ?? jobs.get([...jobs.keys()].find((known) => known.slice(0, 15) === id) ?? '');
  const waiting = (): Job | undefined => jobs.values().find((job) => !job.result.done);
  const now = (): string => engine.clock.now().toISOString();

  const keep = (job: Job): DeployResult => {
    jobs.set(job.result.id, job);
    for (const [id, { result }] of jobs) {
      if (jobs.size <= KEPT_RESULTS) break;
      if (result.done) jobs.delete(id);
    }
    return job.result;
  };

  function finish(job: Job, result: DeployResult): void {
    job.result = result;
    if (!(result.checkOnly && result.success)) job.zip = null;
    // What was validated against another org is not what the tests have seen.
    if (!result.checkOnly && result.success) for (const other of jobs.values()) if (other.result.done) other.zip = null;
  }

  const failed = (job: Job, error: unknown): DeployResult => ({
    ...job.result, done: true, status: 'Failed', completedDate: now(), errorMessage: error instanceof Error ? error.message : String(error), errorStatusCode: 'UNKNOWN_EXCEPTION',
  });

  /** One step of the first deploy that is not done: begin, cancel or run. */
  function step(): void {
    isScheduled = false;
    const job = holds === 0 ? waiting() : undefined;
    if (job === undefined) return;
    if (job.result.status === 'Pending') job.result = { ...job.result, status: 'InProgress', startDate: now() };
    else if (job.result.status === 'Canceling') finish(job, { ...job.result, status: 'Canceled', done: true, completedDate: now() });
    else {
      try {
        finish(job, runDeploy(environment, job.session, job.zip ?? new Uint8Array(), job.options, job.result));
      } catch (error) {
        finish(job, failed(job, error));
      }
    }
    schedule();
  }

  function schedule(): void {
    if (isScheduled || holds > 0 || waiting() === undefined) return;
    isScheduled = true;
    setImmediate(step);
  }

  function start(session: Session, zip: Uint8Array, options: DeployOptions): DeployResult {
    const result = keep({ result: pendingDeploy(environment, session, options), session, options, zip });
    schedule();
    return result;
  }

  return {
    start,
    runNow: (session, zip, options) => {
      const job: Job = { result: pendingDeploy(environment, session, options), session, options, zip };
      finish(job, runDeploy(environment, session, zip, options, job.result));
      return keep(job);
    },
    status: (id) => find(id)?.result,
    quick(session, validationId) {
      const job = find(validationId);
      if (job === undefined) throw notFound();
      const { result, options, zip } = job;
      const refuse = (why: string): OrgError => new OrgError('INVALID_ID_FIELD', `The deployment ${result.id} cannot be deployed as a recent validation: ${why}.`);
      if (!result.checkOnly) throw refuse('it was no validation');
      if (!result.done || result.status !== 'Succeeded') throw refuse(`its status is ${result.status}`);
      if (!TESTED.has(options.testLevel ?? '')) throw refuse('no tests have run with it');
      if (zip === null) throw refuse('another deployment has changed the org since');
      if (engine.clock.now().getTime() - Date.parse(result.completedDate ?? '') > VALIDATION_DAYS * 86_400_000) throw refuse(`it is older than ${VALIDATION_DAYS} days`);
      return start(session, zip, { ...options, checkOnly: false });
    },
    cancel(session, id) {
      const job = find(id);
      if (job === undefined) throw notFound();
      if (job.result.done) throw new OrgError('INVALID_ID_FIELD', 'Deployment already completed');
      const canceled = { canceledBy: session.userId, canceledByName: userName(session.userId) };
      if (job.result.status === 'Pending') finish(job, { ...job.result, ...canceled, status: 'Canceled', done: true, completedDate: now() });
      else job.result = { ...job.result, ...canceled, status: 'Canceling' };
      return job.result;
    },
    hold() {
      holds += 1;
      let held = true;
      return () => {
        if (held) holds -= 1;
        held = false;
        schedule();
      };
    },
  };
}
