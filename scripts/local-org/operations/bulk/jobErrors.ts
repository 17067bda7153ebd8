/** What Bulk API 2.0 refuses, each in one place. Wording is Salesforce's where one is known; the gaps name the rest. */
import { OrgError } from '../../engine/types.ts';
import type { BulkJob, JobState } from './jobs.ts';

const ENDED: ReadonlySet<JobState> = new Set(['JobComplete', 'Failed', 'Aborted']);

/** @throws OrgError INVALIDJOBSTATE for a state the job is not in */
export function requireState(job: BulkJob, states: readonly JobState[], what: string): void {
  if (!states.includes(job.state)) {
    throw new OrgError('INVALIDJOBSTATE', `${what} is possible in state ${states.join(' or ')}; job ${job.id} is ${job.state}.`);
  }
}

/** @throws OrgError INVALIDJOBSTATE for a job that has ended */
export function requireAbortable(job: BulkJob): void {
  if (ENDED.has(job.state)) {
    const state = job.state === 'JobComplete' ? 'Completed' : job.state;
    throw new OrgError('INVALIDJOBSTATE', `Aborting already ${state} Job not allowed`);
  }
}

/** @throws OrgError INVALIDJOBSTATE for a job that has not ended */
export function requireEnded(job: BulkJob, what: string): void {
  requireState(job, [...ENDED], what);
}

export const bulkErrors = {
  multipleContents: (id: string) =>
    new OrgError('INVALIDJOBSTATE', `Found multiple contents for job: <${id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`),
  noHardDelete: () => new OrgError('FEATURENOTENABLED', 'hardDelete operation requires special user profile permission, please contact your system administrator'),
  noSuchEntity: (name: string) => new OrgError('INVALIDENTITY', `Entity '${name}' is not supported by the Bulk API.`),
  externalIdMissing: (object: string) => new OrgError('INVALIDJOB', `External ID was blank for ${object}. An External ID must be specified for upsert.`),
  invalidJob: (message: string) => new OrgError('INVALIDJOB', message),
  noMoreBatches: () => new OrgError('EXCEEDEDQUOTA', 'ApiBatchItems Limit exceeded.'),
  foreignVersion: (created: string) => new OrgError('INVALIDVERSION', `Use API version ${created}, with which the job was created.`, 409),
} as const;
