import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Flags } from '@oclif/core';
import { CliError, EXIT } from '../cliError.ts';
import { connectTo } from '../connectTo.ts';
import { HandrailCommand, orgFlags } from '../handrailCommand.ts';
import type { InitReport } from '../../init/index.ts';
import { counted } from '../../shared/words.ts';

const SCHEMAS = 'config/schema';
/** Beside the playbook: what drift leaves out. */
const POLICY_DIR = 'drift';

type InitResult = Omit<InitReport, 'files'> & { readonly files: readonly string[] };

export default class Init extends HandrailCommand {
  static override summary = 'Draft a playbook from an org that already lives.';
  static override description =
    "Reads stages, lead statuses, validation rules, fields, reasons, fiscal year and business hours, and writes them as a playbook of their own: rules that guard a stage become criteria in shadow, and what cannot be said stands as a comment with its reason. Figures of the last 12 months stand beside the lines. Never writes to the org, and passes handrail check.";
  static override examples = [
    '<%= config.bin %> init --target-org prod',
    { description: 'Into a folder of its own, replacing an earlier draft:', command: '<%= config.bin %> init --target-org prod --out config/playbook-prod --force' },
  ];
  static override flags = {
    ...orgFlags,
    out: Flags.string({ summary: 'Folder for the draft.', default: 'config/playbook-draft', helpValue: '<dir>' }),
    force: Flags.boolean({ summary: 'Replace an earlier draft. Files that were not drafted are never overwritten.' }),
  };

  async run(): Promise<InitResult> {
    const { flags } = await this.parse(Init);
    const present = [...(await yamlFilesIn(flags.out)), ...(await yamlFilesIn(join(flags.out, POLICY_DIR))).map((name) => `${POLICY_DIR}/${name}`)];
    const [written] = await Promise.all(present.map((name) => isDraft(join(flags.out, name)))).then((drafts) => present.filter((_, index) => !drafts[index]));
    if (written !== undefined) {
      throw new CliError('NotADraft', `${join(flags.out, written)} was not drafted by handrail init, so it is not overwritten; nothing was read and nothing written.`, { exitCode: EXIT.usage, actions: ['Choose another folder: --out <dir>'] });
    }
    if (present.length > 0 && !flags.force) {
      throw new CliError('DraftExists', `${flags.out} has ${counted(present.length, 'playbook file')} already, such as ${present[0] ?? ''}; nothing was read and nothing written.`, {
        exitCode: EXIT.usage,
        actions: ['Choose another folder: --out <dir>', 'Overwrite them: --force'],
      });
    }
    const [{ draftPlaybook }, { formatInit }] = await Promise.all([import('../../init/index.ts'), import('../../init/report/terminal.ts')]);
    const connection = await connectTo(flags);
    const schemaDir = relative(resolve(flags.out), resolve(SCHEMAS)).split(sep).join('/');
    const report = await draftPlaybook(connection, { schemaDir, now: new Date(), onProgress: (text) => this.progress.step(text) });
    this.progress.done();
    await write(flags.out, report.files);
    // A file of the earlier draft that this one does not have would say things that are gone.
    for (const name of present.filter((earlier) => !report.files.some(({ path }) => path === earlier))) await rm(join(flags.out, name));
    process.exitCode = EXIT.ok;
    const org = flags['target-org'];
    // A session id may stand in for the org's name; it is not repeated.
    if (!this.jsonEnabled()) this.log(formatInit(report, { color: this.out.color, out: flags.out, org: org === undefined || org.includes('!') ? null : org }));
    return { ...report, files: report.files.map(({ path }) => join(flags.out, path).split(sep).join('/')) };
  }
}

async function yamlFilesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => /\.ya?ml$/.test(name)).toSorted();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') return [];
    throw new CliError('CannotWrite', `${dir} is no folder that can be written to (${code ?? 'unknown reason'}).`, { exitCode: EXIT.usage, actions: ['Choose another folder: --out <dir>'] });
  }
}

/** Every file of a draft says so in its head, and nothing else may be overwritten. */
async function isDraft(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n', 4).some((line) => line.startsWith('# Drafted by handrail init '));
}

/** Each file appears whole or not at all. */
async function write(dir: string, files: InitReport['files']): Promise<void> {
  try {
    for (const { path, text } of files) {
      const target = join(dir, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(`${target}.part`, text);
      await rename(`${target}.part`, target);
    }
  } catch (error) {
    throw new CliError('CannotWrite', `The draft cannot be written to ${dir} (${(error as { code?: string }).code ?? (error as Error).message}).`, { cause: error, actions: ['Choose another folder: --out <dir>'] });
  }
}
