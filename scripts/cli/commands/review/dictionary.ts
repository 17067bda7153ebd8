import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { CliError, EXIT } from '../../cliError.ts';
import { HandrailCommand, playbookFlag } from '../../handrailCommand.ts';
import { loadSoundPlaybook } from '../../loadPlaybook.ts';
import { counted } from '../../../shared/words.ts';

const FORMATS = ['md', 'html', 'xlsx'] as const;
const FILE = 'dictionary';

export default class ReviewDictionary extends HandrailCommand {
  static override summary = 'Write the data dictionary of the playbook.';
  static override description =
    'Terms, stages, criteria, fields, metrics, handoffs, clocks, reasons and meetings: what each means, who owns it, and what else looks at it. For people without the CRM, a wiki, or a council that goes through the definitions. Reads the playbook alone.';
  static override examples = ['<%= config.bin %> review dictionary', '<%= config.bin %> review dictionary --format xlsx --language de --out definitions'];
  static override flags = {
    ...playbookFlag,
    format: Flags.option({ options: FORMATS, summary: 'What to write; may be repeated. Default all.', multiple: true })(),
    language: Flags.string({ summary: "Language of the playbook's texts, as its folder languages has them; default its own.", helpValue: '<code>' }),
    out: Flags.string({ summary: 'Folder of the files.', default: FILE, helpValue: '<dir>' }),
  };

  async run(): Promise<{ entries: Readonly<Record<string, number>>; files: readonly string[] }> {
    const { flags } = await this.parse(ReviewDictionary);
    const [playbook, { dictionaryHtml, dictionaryMarkdown, dictionaryOf, dictionaryWorkbook }, { replaceFile }] = await Promise.all([loadSoundPlaybook(this, flags.playbook), import('../../../review/dictionary/index.ts'), import('../../../shared/replaceFile.ts')]);
    const languages = playbook.translations.map(({ language }) => language);
    if (flags.language !== undefined && !languages.includes(flags.language)) {
      throw new CliError('UnknownLanguage', `The playbook says nothing in the language "${flags.language}".`, { exitCode: EXIT.usage, actions: [languages.length === 0 ? `Write ${flags.playbook}/languages/${flags.language}.yaml.` : `It has: ${languages.join(', ')}. Without --language its own is written.`] });
    }
    const dictionary = dictionaryOf(playbook, flags.language ?? null);
    await mkdir(flags.out, { recursive: true });
    const print = { md: dictionaryMarkdown, html: dictionaryHtml, xlsx: dictionaryWorkbook };
    const files: string[] = [];
    for (const format of FORMATS.filter((one) => flags.format?.includes(one) ?? true)) {
      const file = join(flags.out, `${FILE}${flags.language === undefined ? '' : `.${flags.language}`}.${format}`);
      await replaceFile(file, await print[format](dictionary));
      files.push(file);
    }
    const entries = Object.fromEntries(dictionary.sections.map((section) => [section.id, section.entries.length]));
    if (!this.jsonEnabled()) this.log([`${dictionary.name} ${dictionary.version}: ${counted(Object.values(entries).reduce((sum, count) => sum + count, 0), 'entry', 'entries')}`, ...files.map((file) => `  ${file}`)].join('\n'));
    return { entries, files };
  }
}
