/**
 * The texts of the playbook in further languages, as files of the bundle c/handrailPlaybook, and its entry, which puts
 * those of the user in their places. The platform limits the size of each file, so every language has one of its own.
 */
import { flat } from '../../formula/print/layout.ts';
import type { Playbook, Translation } from '../../playbook/model.ts';
import { criterionIn, textAt, textsOf } from '../../playbook/texts.ts';
import { Code, literal, type Data } from './literal.ts';
import { declaration, sourceOf, tabbed, type BundleScript } from './moduleFile.ts';

const GENERATED = '/** Generated from the playbook by `handrail build`; change config/playbook instead. */';

/** What components import: everything of `playbook.js`, in the language of the user. */
export function printEntry(playbook: Playbook): string {
  const codes = playbook.translations.map(({ language }) => language);
  if (codes.length === 0) return [GENERATED, "export * from './playbook';"].join('\n');
  return [
    GENERATED,
    "import LANG from '@salesforce/i18n/lang';",
    "import { speak, textsFor } from './language';",
    "import { handoffs, milestones, objects, playbook } from './playbook';",
    // Some codes, such as `in`, are words of the language.
    ...codes.map((code) => `import { texts as ${code}Texts } from './${code}';`),
    '',
    `const texts = textsFor(LANG, { ${codes.map((code) => `${code}: ${code}Texts`).join(', ')} });`,
    'if (texts) {',
    '\tspeak(texts, { handoffs, milestones, objects, playbook });',
    '}',
    '',
    "export * from './playbook';",
  ].join('\n');
}

export function printLanguages(playbook: Playbook): BundleScript[] {
  if (playbook.translations.length === 0) return [];
  return [
    { name: 'language', source: `${GENERATED}\n\n${tabbed(sourceOf('./language.js').trimEnd())}`, position: undefined },
    ...playbook.translations.map((translation) => ({
      name: translation.language,
      source: `${GENERATED}\n\n${declaration('texts', "import('./language').Texts", textsData(playbook, translation))}`,
      position: translation.position,
    })),
  ];
}

function textsData(playbook: Playbook, { texts }: Translation): Data {
  const present = <T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] => entries.filter(([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0));
  const group = (name: string): Data =>
    Object.fromEntries(textsOf(playbook).flatMap(({ path }) => {
      const [first, key = ''] = path;
      const text = first === name ? textAt(texts, path) : undefined;
      return text === undefined ? [] : [[key, text]];
    }));
  const stages = playbook.objects.map(({ apiName, stages: own }) => [apiName, Object.fromEntries(present(own.map(({ name }) => [name, stageIn(texts, apiName, name)] as const)).map(([name, said]) => [name, oneLine(said)]))] as const);
  return {
    criteria: Object.fromEntries(present(playbook.objects.flatMap(({ criteria }) => criteria).map((criterion) => [criterion.id, criterionIn(texts, criterion)] as const)).map(([id, said]) => [id, oneLine(said)])),
    stages: Object.fromEntries(present(stages)),
    handoffs: group('handoffs'),
    clocks: group('clocks'),
    phrases: group('phrases'),
  };
}

function stageIn(texts: Translation['texts'], object: string, stage: string): { readonly buyerAction?: string; readonly purpose?: string } {
  const [buyerAction, purpose] = ['buyer_action', 'purpose'].map((key) => textAt(texts, ['stages', object, stage, key]));
  return { ...(buyerAction === undefined ? {} : { buyerAction }), ...(purpose === undefined ? {} : { purpose }) };
}

function oneLine(data: Data): Code {
  return new Code(flat(literal(data)));
}
