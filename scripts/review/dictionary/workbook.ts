/** A data dictionary as a workbook (Office Open XML): a sheet for each section, a column for each fact. */
import type { Dictionary, Fact, Section } from './types.ts';

/** What a cell of a workbook holds at most, in UTF-16 units. Source: Microsoft, "Excel specifications and limits", read 2026-11. */
const MOST_CHARACTERS = 32_767;
const WIDTHS = { name: 30, code: 36, says: 60, fact: 36 };

/** @returns the bytes of an .xlsx file */
export async function dictionaryWorkbook({ sections }: Dictionary): Promise<Buffer> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  return writeExcelFile(
    sections.map((section) => {
      const { heads, labels } = columnsOf(section);
      const row = ({ name, code, says, facts }: Section['entries'][number]): string[] => [name, ...(heads.code === '' ? [] : [code]), says, ...labels.map((label) => wordsOf(facts.find((fact) => fact.label === label)))];
      const titles = [heads.name, ...(heads.code === '' ? [] : [heads.code]), heads.says, ...labels];
      return {
        sheet: section.title,
        stickyRowsCount: 1,
        stickyColumnsCount: 1,
        columns: [{ width: WIDTHS.name }, ...(heads.code === '' ? [] : [{ width: WIDTHS.code }]), { width: WIDTHS.says }, ...labels.map(() => ({ width: WIDTHS.fact }))],
        data: [
          titles.map((value) => ({ value, type: String, fontWeight: 'bold' as const, backgroundColor: '#EEF1F6' })),
          // Texts are texts: what begins with = is no formula.
          ...section.entries.map((entry) => row(entry).map((value) => (value === '' ? null : { value: value.slice(0, MOST_CHARACTERS), type: String, wrap: true, alignVertical: 'top' as const }))),
        ],
      };
    }),
  ).toBuffer();
}

/** Facts in the order in which the entries first have them. */
function columnsOf({ heads, entries }: Section): { readonly heads: Section['heads']; readonly labels: readonly string[] } {
  const hasCodes = entries.some(({ code }) => code !== '');
  return { heads: hasCodes ? heads : { ...heads, code: '' }, labels: [...new Set(entries.flatMap(({ facts }) => facts.map(({ label }) => label)))] };
}

function wordsOf(fact: Fact | undefined): string {
  return (fact?.words ?? []).map((word) => (typeof word === 'string' ? word : word.text)).join('\n');
}
