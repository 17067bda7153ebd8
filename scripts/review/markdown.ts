/** A pack as Markdown: for the repository, a pull request, a chat. */
import { markdownCode, markdownTable, markdownText as text } from '../shared/markdown.ts';
import { clock, periodOfAll, periodOfLine, remarkOf, untitled } from './words.ts';
import type { Block, Cell, NumberLine, Pack, PackRecord, Section } from './types.ts';
import { capital } from '../shared/words.ts';

export function packMarkdown(pack: Pack): string {
  return [
    `# ${text(pack.meeting)}, ${pack.day}`,
    '',
    `${text(pack.when)}, ${pack.minutes} minutes. ${text(pack.who.join(', '))}. Playbook ${text(pack.playbook)}, numbers as of ${pack.asOf.slice(0, 16).replace('T', ' ')} UTC from ${text(pack.source)}.`,
    pack.comparedWith === null ? 'There is no pack before this one.' : `Changes are against ${text(pack.comparedWith)}.`,
    '',
    ...(pack.first.length === 0 ? [] : ['**Look at first**', '', ...pack.first.map((sentence) => `- ${text(sentence)}`), '']),
    ...pack.opening.flatMap((section) => sectionLines(section, '##')),
    '## The numbers',
    '',
    ...blockLines(untitled(pack.headline, 'The numbers')),
    '## Read before',
    '',
    ...pack.preRead.flatMap((section) => sectionLines(section, '###')),
    '## Agenda',
    '',
    ...agendaLines(pack.agenda),
  ].join('\n').replace(/\n{3,}/g, '\n\n');
}

function agendaLines(agenda: readonly Section[]): string[] {
  let from = 0;
  return agenda.flatMap((section) => {
    const title = `${clock(from)} ${section.title} (${section.minutes ?? 0} min)`;
    from += section.minutes ?? 0;
    return sectionLines({ ...section, title }, '###');
  });
}

function sectionLines({ title, blocks }: Section, level: string): string[] {
  return [`${level} ${text(capital(title))}`, '', ...blocks.flatMap((block) => blockLines(untitled(block, title)))];
}

function blockLines(block: Block): string[] {
  if (block.kind === 'note') return [block.command === undefined ? text(block.text) : `${text(block.text)} ${markdownCode(block.command)}`, ''];
  if (block.kind === 'list') return [...(block.title === '' ? [] : [`**${text(block.title)}**`, '']), ...(block.rows.length === 0 ? [text(block.empty)] : markdownTable(block.heads, block.rows.map((row) => row.map(cellText)))), '', ...(block.more > 0 ? [`and ${block.more} more.`, ''] : [])];
  const period = periodOfAll(block.lines);
  const head = [block.title === '' ? '' : `**${text(block.title)}**`, block.title === '' || block.decision === '' ? '' : `_${text(block.decision)}_`, text(period)].filter((part) => part !== '').join(' ');
  const columns = COLUMNS.filter(({ cell }, index) => index < 2 || block.lines.some((line) => cell(line, block.lines) !== ''));
  const rows = block.lines.map((line) => columns.map(({ cell }) => cell(line, block.lines)));
  const records = block.lines.flatMap(recordLine);
  return [...(head === '' ? [] : [head, '']), ...markdownTable(columns.map(({ head: name }, index) => (index === 0 ? text(block.of) : name)), rows), '', ...records, ...(records.length > 0 ? [''] : [])];
}

/** A column that says nothing is left out. */
const COLUMNS: readonly { readonly head: string; readonly cell: (line: NumberLine, lines: readonly NumberLine[]) => string }[] = [
  { head: '', cell: ({ label }) => text(label) },
  { head: 'Now', cell: ({ value }) => `**${text(value)}**` },
  { head: 'Change', cell: ({ change }) => text(change ?? '') },
  { head: 'Period', cell: (line, lines) => text(periodOfLine(line, lines)) },
  { head: 'Counted from', cell: ({ countedFrom }) => text(countedFrom) },
  { head: 'Note', cell: (line) => text(remarkOf(line)) },
];

function recordLine({ label, records, recordsInAll }: NumberLine): string[] {
  if (records.length === 0) return [];
  const more = recordsInAll - records.length;
  return [`- ${text(label)}: ${records.map(link).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function cellText(cell: Cell): string {
  return typeof cell === 'string' ? text(cell) : link(cell);
}

function link({ name, url }: PackRecord): string {
  return url === undefined ? text(name) : `[${text(name)}](${encodeURI(url).replaceAll(')', '%29')})`;
}
