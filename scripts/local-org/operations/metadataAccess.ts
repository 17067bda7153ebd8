/** Who may use the Metadata API, and what its answers look like in both protocols. */
import type { Session } from '../engine/types.ts';
import { OrgError } from '../engine/types.ts';
import type { ComponentMessage, DeployOptions, DeployResult } from '../metadata/types.ts';

/** Either opens every call of the Metadata API, describing and listing too (Metadata API guide, Prerequisites and the permissions of each call). */
const NEEDED = ['ModifyMetadata', 'ModifyAllData'] as const;

/** @throws OrgError INSUFFICIENT_ACCESS with the words that orgs give to the CLI for a retrieve and a list as for a deploy */
export function requireMetadataAccess({ userPermissions }: Session): void {
  if (userPermissions === undefined || NEEDED.some((name) => userPermissions.has(name))) return;
  throw new OrgError('INSUFFICIENT_ACCESS', 'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions', 403);
}

const TEST_LEVELS: ReadonlySet<string> = new Set(['NoTestRun', 'RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg', 'RunRelevantTests']);

function testLevel(level: string | undefined): string | null {
  if (level !== undefined && !TEST_LEVELS.has(level)) throw new OrgError('INVALID_INPUT', `'${level}' is not a valid value for the enum 'TestLevel'`);
  return level ?? null;
}

/** Options as either protocol names them; what is absent has the API's default. */
export function deployOptions(get: (name: string) => string | undefined): DeployOptions {
  const flag = (name: string, fallback: boolean): boolean => (get(name) === undefined ? fallback : get(name) === 'true');
  return {
    checkOnly: flag('checkOnly', false), rollbackOnError: flag('rollbackOnError', false), singlePackage: flag('singlePackage', false), ignoreWarnings: flag('ignoreWarnings', false),
    purgeOnDelete: flag('purgeOnDelete', false), testLevel: testLevel(get('testLevel')),
  };
}

function message(item: ComponentMessage, createdDate: string): Record<string, unknown> {
  return {
    changed: item.changed, columnNumber: item.columnNumber, componentType: item.componentType, created: item.created, createdDate, deleted: item.deleted, fileName: item.fileName,
    fullName: item.fullName, id: item.id, lineNumber: item.lineNumber, problem: item.problem, problemType: item.problemType, success: item.success,
  };
}

/** DeployResult as the WSDL and the REST resource show it. */
export function deployResultBody(done: DeployResult, includeDetails: boolean): Record<string, unknown> {
  const { messages, ...summary } = done;
  const at = done.completedDate ?? done.createdDate;
  const details = {
    componentFailures: messages.filter((item) => !item.success).map((item) => message(item, at)),
    componentSuccesses: messages.filter((item) => item.success).map((item) => message(item, at)),
    // An org without Apex: whatever the level, no tests are there to run.
    runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
  };
  return {
    canceledBy: summary.canceledBy, canceledByName: summary.canceledByName,
    checkOnly: summary.checkOnly, completedDate: summary.completedDate, createdBy: summary.createdBy, createdByName: summary.createdByName, createdDate: summary.createdDate,
    ...(includeDetails ? { details } : {}), done: summary.done, errorMessage: summary.errorMessage, errorStatusCode: summary.errorStatusCode, id: summary.id,
    ignoreWarnings: summary.ignoreWarnings, lastModifiedDate: summary.completedDate ?? summary.startDate ?? summary.createdDate, numberComponentErrors: summary.numberComponentErrors,
    numberComponentsDeployed: summary.numberComponentsDeployed, numberComponentsTotal: summary.numberComponentsTotal, numberTestErrors: 0, numberTestsCompleted: 0, numberTestsTotal: 0,
    rollbackOnError: summary.rollbackOnError, runTestsEnabled: summary.testLevel !== null && summary.testLevel !== 'NoTestRun', startDate: summary.startDate, status: summary.status, success: summary.success,
  };
}
