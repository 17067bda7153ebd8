/**
 * What a translation of the playbook says of the metadata: messages of the rules and help texts of the fields. Salesforce
 * wants one file for an object and a language, in which names are written by hand, so these are woven into it.
 */
import { criterionIn, textAt } from '../../playbook/texts.ts';
import type { Playbook, Translation } from '../../playbook/model.ts';
import { parseXml, textOf, XmlError, type XmlElement } from '../../shared/xml/index.ts';
import { printDocument } from '../emit/xml.ts';
import type { Content, ContentTree } from '../metadataModel.ts';
import { ruleName } from '../names.ts';
import { objectTranslationOf, objectTranslationPath } from '../paths.ts';
import { CompileError } from '../problems.ts';
import type { GeneratedFile } from '../types.ts';
import { OVERRIDE_OBJECT, overrideMessages } from './overrideRules.ts';

/** Rules the compiler names; in a translation those that are gone are taken out. */
const OWN_RULE = /^Handrail_(?:[A-Z][A-Z0-9_]*_\d{2}(?:_V)?|Override_\w+)$/;

interface ObjectTexts {
  /** Rule to message. */
  readonly rules: ReadonlyMap<string, string>;
  /** Field to help text; '' where there is none. */
  readonly help: ReadonlyMap<string, string>;
}

/**
 * @param present translations of objects on disk, path to text
 * @returns those that should be there, also where they are as they should be; none for a playbook in one language
 * @throws CompileError for a file that is no XML
 */
export function lowerTranslations(playbook: Playbook, present: ReadonlyMap<string, string>): GeneratedFile[] {
  if (playbook.translations.length === 0) return [];
  const objects = new Set([...playbook.objects.map(({ apiName }) => apiName), OVERRIDE_OBJECT]);
  const languages = new Set([...playbook.translations.map(({ language }) => language), ...[...present.keys()].flatMap((path) => objectTranslationOf(path)?.language ?? [])]);
  return [...languages].flatMap((language) => {
    const translation = playbook.translations.find((candidate) => candidate.language === language);
    return [...objects].flatMap((object) => {
      const path = objectTranslationPath(object, language);
      const before = present.get(path);
      const texts = textsOf(playbook, object, translation);
      const isEmpty = texts.rules.size === 0 && [...texts.help.values()].every((text) => text === '');
      return before === undefined && isEmpty ? [] : [{ path, contents: woven(path, before, texts) }];
    });
  });
}

function textsOf(playbook: Playbook, object: string, translation: Translation | undefined): ObjectTexts {
  const own = playbook.objects.find(({ apiName }) => apiName === object);
  const criteria = translation === undefined ? [] : (own?.criteria ?? []).flatMap((criterion) => {
    const { message } = criterionIn(translation.texts, criterion);
    return message === undefined ? [] : [[ruleName(criterion.id), message] as const];
  });
  const overrides = translation === undefined || object !== OVERRIDE_OBJECT ? [] : overrideMessages(playbook, translation.language);
  const fields = (own?.fields ?? []).filter(({ existing }) => !existing);
  return {
    rules: new Map([...criteria, ...overrides].toSorted(([left], [right]) => (left < right ? -1 : 1))),
    help: new Map(fields.map(({ apiName }) => [apiName, (translation && textAt(translation.texts, ['help', object, apiName])) ?? ''])),
  };
}

/** The file with these texts; everything else in it stays as it is. */
function woven(path: string, before: string | undefined, { rules, help }: ObjectTexts): string {
  const root = before === undefined ? undefined : read(path, before);
  const children = root?.children ?? [];
  const fields = children.filter(({ name }) => name === 'fields');
  const missing = [...help].filter(([field, text]) => text !== '' && !fields.some((node) => textOf(node, 'name') === field));
  const foreign = children.filter((node) => node.name === 'validationRules' && !OWN_RULE.test(textOf(node, 'name')));
  const kept = treeOf(children.filter(({ name }) => name !== 'fields' && name !== 'validationRules'));
  return printDocument('CustomObjectTranslation', {
    ...kept,
    fields: [
      ...fields.map((node): ContentTree => {
        const own = help.get(textOf(node, 'name'));
        const { help: theirs, ...others } = treeOf(node.children);
        return { ...others, help: own === undefined ? theirs : own || undefined };
      }),
      ...missing.map(([name, text]) => ({ help: text, name })),
    ],
    validationRules: [...foreign.map((node) => treeOf(node.children)), ...[...rules].map(([name, errorMessage]): ContentTree => ({ errorMessage, name }))],
  });
}

function read(path: string, text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new CompileError({ file: path, line: error.line, column: error.column }, { code: 'translation-file', message: `The translation cannot be read: ${error.message.replace(/^\d+:\d+ /, '')}`, hint: 'Mend it, or take the version of the last commit.' });
  }
}

/** Elements by name, each with all that are called so. */
function treeOf(elements: readonly XmlElement[]): ContentTree {
  const groups = Map.groupBy(elements, ({ name }) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(({ children, text }): Content => (children.length > 0 ? treeOf(children) : text))]));
}
