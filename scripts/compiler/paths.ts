/** Where generated files live, relative to the project's root. */

export const OUTPUT_ROOT = 'force-app/playbook/default';
/** Paths and hashes of everything generated, so that hand edits and stale files are noticed. */
export const MANIFEST_PATH = 'config/generated.json';

/** Translations are deployed on their own: an org takes them only with Translation Workbench switched on. */
export const LANGUAGES_ROOT = 'languages';
const OBJECT_TRANSLATIONS = `${LANGUAGES_ROOT}/default/objectTranslations`;

export function objectTranslationPath(object: string, language: string): string {
  const name = `${object}-${language}`;
  return `${OBJECT_TRANSLATIONS}/${name}/${name}.objectTranslation-meta.xml`;
}

/** The object and the language of such a path; undefined for any other file. */
export function objectTranslationOf(path: string): { readonly object: string; readonly language: string } | undefined {
  const [, object, language] = /\/(\w+)-(\w+)\.objectTranslation-meta\.xml$/.exec(path) ?? [];
  return object === undefined || language === undefined || objectTranslationPath(object, language) !== path ? undefined : { object, language };
}

export function objectFolder(object: string): string {
  return `${OUTPUT_ROOT}/objects/${object}`;
}
