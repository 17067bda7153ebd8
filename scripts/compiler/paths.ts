/** Where generated files live, relative to the project's root. */

export const OUTPUT_ROOT = 'force-app/playbook/default';
/** Paths and hashes of everything generated, so that hand edits and stale files are noticed. */
export const MANIFEST_PATH = 'config/generated.json';

export function objectFolder(object: string): string {
  return `${OUTPUT_ROOT}/objects/${object}`;
}
