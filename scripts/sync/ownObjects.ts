/** What to do where the org lacks one of Handrail's objects or fields, or hides it: nobody can tell which of the two it is. */
import { userInWords } from '../org/errors.ts';

export function isAbsent(errorCode: string): boolean {
  return errorCode === 'INVALID_TYPE' || errorCode === 'INVALID_FIELD';
}

export function permissionFor(username: string): string {
  const named = userInWords(username);
  return `give ${named} the permission set: sf org assign permset --name Handrail_Sync --on-behalf-of ${named === username ? username : '<username>'} --target-org <an administrator's alias>`;
}

export function deployOrPermit(username: string): string[] {
  return ['Where it is not there, deploy Handrail first: sf project deploy start --source-dir force-app --target-org <alias>', `Where it is, ${permissionFor(username)}`];
}
