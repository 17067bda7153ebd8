import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { EXIT } from '../cliError.ts';
import { asOf, HandrailCommand, playbookFlag } from '../handrailCommand.ts';
import { paint } from '../terminal.ts';
import type { UnreadField } from '../../metrics/index.ts';
import type { Playbook } from '../../playbook/model.ts';
import { counted } from '../../shared/words.ts';

export default class Check extends HandrailCommand {
  static override summary = 'Validate the playbook.';
  static override description = 'Reads every file of the playbook, compiles it in memory and reports all problems at once, each with file, line and column.';
  static override examples = ['<%= config.bin %> check', '<%= config.bin %> check --unread-fields', '<%= config.bin %> check --playbook config/playbook --json'];
  static override flags = {
    ...playbookFlag,
    'as-of': asOf('Also tell which definitions are due for review on this day (ISO date). Experiments that are over are told without it.'),
    'unread-fields': Flags.boolean({ summary: 'Also list fields that a criterion asks for and that no metric, other criterion, handoff, report, list, page or flow names.' }),
    source: Flags.string({ summary: 'With --unread-fields: folder of the metadata whose reports, lists, pages and flows are searched.', default: 'force-app/main', helpValue: '<dir>' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Check);
    const started = performance.now();
    const [{ loadPlaybook, formatProblems }, { compilePlaybook }] = await Promise.all([import('../../playbook/index.ts'), import('../../compiler/index.ts')]);
    const loaded = await loadPlaybook(flags.playbook, { now: new Date(), ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }) });
    // What cannot fit the platform's limits is known only once it is compiled, and a playbook with errors is not worth it.
    const sound = !loaded.problems.some((problem) => problem.severity === 'error');
    const problems = loaded.playbook && sound ? [...loaded.problems, ...compilePlaybook(loaded.playbook).problems] : loaded.problems;
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    const unread = flags['unread-fields'] && loaded.playbook && errors === 0 ? await unreadIn(loaded.playbook, flags.source) : null;
    if (errors > 0) process.exitCode = EXIT.failed;
    if (!this.jsonEnabled()) {
      const sources = new Map<string, string>();
      for (const file of new Set(problems.map((problem) => problem.file))) sources.set(file, await readFile(file, 'utf8').catch(() => ''));
      if (problems.length > 0) this.log(formatProblems(problems, { color: this.out.color, sources }));
      if (unread !== null) this.log(unreadText(unread));
      this.log(this.#summary(loaded.playbook, errors, problems.length - errors, performance.now() - started));
    }
    return { problems, ...(unread === null ? {} : { unread }) };
  }

  #summary(playbook: Playbook | undefined, errors: number, warnings: number, ms: number): string {
    const counts = playbook
      ? `${counted(playbook.objects.flatMap((object) => object.stages).length, 'stage')}, ${counted(playbook.objects.flatMap((object) => object.criteria).length, 'criterion', 'criteria')}, ${counted(playbook.terms.length, 'term')}, ${counted(playbook.metrics.length, 'metric')}. `
      : '';
    const verdict =
      errors + warnings === 0
        ? paint(this.out, 'green', 'No problem.')
        : `${paint(this.out, errors ? 'red' : 'green', counted(errors, 'error'))}, ${paint(this.out, warnings ? 'yellow' : 'green', counted(warnings, 'warning'))}.`;
    return `${counts}${verdict} ${paint(this.out, 'dim', `exit code ${errors ? EXIT.failed : EXIT.ok}, ${(ms / 1000).toFixed(1)} s`)}`;
  }
}

/** What reads fields, by the ending of its file: layouts and permissions name every field and read none. */
const READERS = /\.(report|listView|flexipage|reportType|dashboard|flow)-meta\.xml$|lwc\/[^/]+\/(?!__tests__)[^/]+\.(js|html)$/;

async function unreadIn(playbook: Playbook, source: string): Promise<readonly UnreadField[]> {
  const { unreadFields } = await import('../../metrics/index.ts');
  const files = (await readdir(source, { recursive: true }).catch(() => [])).map((file) => file.replaceAll('\\', '/')).filter((file) => READERS.test(file));
  return unreadFields(playbook, await Promise.all(files.map((file) => readFile(join(source, file), 'utf8'))));
}

function unreadText(unread: readonly UnreadField[]): string {
  if (unread.length === 0) return 'Every field that is asked for is read by something.\n';
  const rows = unread.map(({ object, field, label, criterion, mode, position, decision }) => `  ${object}.${field}  ${label}\n    ${criterion} (${mode}, ${position.file}:${position.line}): ${decision}`);
  return `${counted(unread.length, 'field is', 'fields are')} asked for, and nothing here reads ${unread.length === 1 ? 'it' : 'them'}:\n${rows.join('\n')}\n`;
}
