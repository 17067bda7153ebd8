import { shown } from './visible.ts';

/** Texts from an org in Markdown: no markup, no link, nobody is pinged, and no direction turned round. */
export function markdownText(value: string): string {
  return shown(value)
    .replace(/\s+/g, ' ')
    .replace(/[&<>@|\\`*_[\]#~!]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

export function markdownCode(value: string): string {
  return `<code>${markdownText(value)}</code>`;
}

/** A table; cells are Markdown already. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}
