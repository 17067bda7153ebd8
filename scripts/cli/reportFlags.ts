/** What the commands that report share: one reading, printed in any form and written to any number of files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { Flags } from '@oclif/core';
import { CliError } from './cliError.ts';

const FORMATS = ['terminal', 'json', 'md', 'html', 'junit', 'sarif'] as const;
export type ReportFormat = (typeof FORMATS)[number];
const ENDINGS: Readonly<Record<string, ReportFormat>> = { '.html': 'html', '.md': 'md', '.json': 'json', '.sarif': 'sarif', '.xml': 'junit' };

export type Printers = Readonly<Record<ReportFormat, () => Promise<string>>>;

export const reportFlags = {
  format: Flags.option({ options: FORMATS, summary: 'What to print on stdout.', default: 'terminal' as const })(),
  report: Flags.string({
    summary: 'Also write the report to this file; its ending says how (.html, .md, .json, .sarif, .xml for JUnit). May be repeated.',
    helpValue: '<file>',
    multiple: true,
    default: [],
    parse: async (input) => {
      if (ENDINGS[extname(input)] === undefined) throw new Error(`--report takes a file that ends in ${Object.keys(ENDINGS).join(', ')}, not "${input}".`);
      return input;
    },
  }),
};

/** @param print what goes to stdout; nothing does with `--json` */
export async function giveReport(printers: Printers, { format, report }: { readonly format: ReportFormat; readonly report: readonly string[] }, print: ((text: string) => void) | null): Promise<void> {
  print?.(await printers[format]());
  for (const [index, file] of report.entries()) {
    const text = await printers[ENDINGS[extname(file)] ?? 'html']();
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    } catch (error) {
      throw new CliError('ReportNotWritten', `The report cannot be written to ${file} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}).`, { actions: ['Name a file in a folder that this user may write to: --report <file>'], cause: error });
    }
    if (format === 'terminal') print?.(`${index === 0 ? '\n' : ''}Report written to ${file}`);
  }
}
