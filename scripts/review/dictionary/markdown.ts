/** A data dictionary for a wiki or a repository. */
import { markdownCode, markdownText } from '../../shared/markdown.ts';
import { isNames, type Dictionary, type Entry, type Word } from './types.ts';

export function dictionaryMarkdown({ name, version, sections }: Dictionary): string {
  return [
    `# Data dictionary: ${markdownText(name)}`,
    `Version ${markdownText(version)}. ${sections.map(({ id, title, entries }) => `[${title}](#${id}) (${entries.length})`).join(', ')}.`,
    ...sections.flatMap(({ id, title, about, entries }) => [`<a id="${id}"></a>\n\n## ${title}`, markdownText(about), ...entries.map(entry)]),
  ].join('\n\n').concat('\n');
}

function entry({ anchor, name, code, says, facts }: Entry): string {
  return [
    `<a id="${anchor}"></a>\n\n### ${markdownText(name)}${code === '' ? '' : ` ${markdownCode(code)}`}`,
    ...(says === '' ? [] : [markdownText(says)]),
    facts.map((fact) => `- *${fact.label}:*${isNames(fact) ? ` ${fact.words.map(wordOf).join(', ')}` : fact.words.map((word) => `\n  - ${wordOf(word)}`).join('')}`).join('\n'),
  ].filter((part) => part !== '').join('\n\n');
}

function wordOf(word: Word): string {
  return typeof word === 'string' ? markdownText(word) : `[${markdownText(word.text)}](#${word.to})`;
}
