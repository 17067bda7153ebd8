import type { Translation } from '../model.ts';
import type { LanguageSource } from '../schema/language.ts';
import type { SourceFile } from '../sources.ts';
import { languageOf } from '../languageCodes.ts';
import { textKey } from '../texts.ts';
import type { Places } from './places.ts';

export function translationOf({ name, data, yaml }: SourceFile<LanguageSource>, places: Places): Translation {
  return places.mark({ language: languageOf(name) ?? '', texts: Object.fromEntries(leavesOf(data, [])), position: yaml.locate([]) }, yaml, []);
}

/** Every text of the file under its key. */
function leavesOf(value: unknown, path: readonly string[]): (readonly [key: string, text: string])[] {
  if (typeof value === 'string') return [[textKey(path), value]];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key])) : [];
}
