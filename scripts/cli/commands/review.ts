import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { asUsage, CliError } from '../cliError.ts';
import { connectTo } from '../connectTo.ts';
import { warnOfFiscalYear } from '../fiscalYear.ts';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../handrailCommand.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import { soundPolicy } from './drift/reading.ts';
import { packsFlag, soundDecisions } from './review/log.ts';
import { meetingOf } from './review/meeting.ts';
import type { Pack } from '../../review/types.ts';

type Format = 'md' | 'html' | 'pdf';

export default class Review extends HandrailCommand {
  static override summary = 'Write the pack of a meeting.';
  static override description =
    'Decisions still open come first, then the numbers with what changed since the pack before, what to read, and the agenda with its time boxes, as the playbook has them (cadence.yaml). With an org the pack also reads drift and scan; with --from it has the numbers alone. Where no earlier pack is kept, the same numbers are computed as of the meeting before. Reads only.';
  static override examples = [
    '<%= config.bin %> review weekly-pipeline --target-org prod --inputs inputs',
    '<%= config.bin %> review monthly --from .handrail/snapshot --format md --format html --format pdf',
  ];
  static override args = { pack: Args.string({ description: 'Name of the pack, such as weekly-pipeline.', required: true }) };
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...policyFlag,
    ...asOfFlag,
    ...packsFlag,
    from: Flags.string({ summary: 'Snapshot to count; without --target-org no org is asked then.', helpValue: '<dir>' }),
    inputs: Flags.string({ summary: 'Folder of the external inputs (quota.csv, gtm_cost.csv).', default: 'inputs', helpValue: '<dir>' }),
    format: Flags.option({ options: ['md', 'html', 'pdf'] as const, summary: 'What to write; may be repeated. PDF needs a Chrome or Chromium. Default md and html.', multiple: true })(),
  };

  async run(): Promise<{ pack: Pack; files: readonly string[] }> {
    const { args, flags } = await this.parse(Review);
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    const meeting = meetingOf(playbook, args.pack);
    const [policy, decisions, review] = await Promise.all([soundPolicy(flags.policy), soundDecisions(flags.packs), import('../../review/index.ts')]);
    const connection = flags.from !== undefined && flags['target-org'] === undefined ? null : await connectTo(flags);
    const before = async (today: string) => {
      const { previous, unreadable } = await review.previousPack(flags.packs, meeting.pack, today);
      for (const file of unreadable) this.warn(`${file} is no pack of this version; an older one, or the day itself, is compared with.`);
      return previous;
    };
    const sources = await asUsage('review', () =>
      review.gather({
        playbook, meeting, connection, snapshot: flags.from ?? null, inputsDir: flags.inputs, policy, decisions, previous: before,
        onProgress: (text) => this.progress.step(text),
        ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }),
      }),
    );
    if (flags.from !== undefined) await warnOfFiscalYear(this, playbook, flags.from);
    const pack = review.buildPack(sources);
    const formats: readonly Format[] = flags.format ?? ['md', 'html'];
    const html = review.packHtml(pack);
    const texts = { ...(formats.includes('md') ? { md: review.packMarkdown(pack) } : {}), ...(formats.includes('html') ? { html } : {}) };
    const files = await review.writePack(flags.packs, pack.day, review.packDataOf(sources), texts);
    if (formats.includes('pdf')) files.push(await this.#pdf(html, join(flags.packs, meeting.pack, `${pack.day}.pdf`)));
    this.progress.done();
    if (!this.jsonEnabled()) this.log(summary(pack, files));
    return { pack, files };
  }

  async #pdf(html: string, file: string): Promise<string> {
    this.progress.step('printing the PDF');
    const { printPdf } = await import('../../preview/pdf.ts');
    await writeFile(file, await printPdf(html).catch((error: unknown) => {
      throw new CliError('NoBrowser', `The PDF was not written: ${(error as Error).message}`, { actions: ['The other formats are there. Install Chrome or Chromium, or print the HTML file from any browser.'] });
    }));
    return file;
  }
}

function summary({ meeting, day, first, minutes, comparedWith }: Pack, files: readonly string[]): string {
  return [
    `${meeting}, ${day}, ${minutes} minutes${comparedWith === null ? '' : `; changes against ${comparedWith}`}`,
    ...first.map((sentence) => `  - ${sentence}`),
    ...files.map((file) => `  ${file}`),
  ].join('\n');
}
