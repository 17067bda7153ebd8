import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { CliError, EXIT } from '../cliError.ts';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag } from '../handrailCommand.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import type { LeadingIndicator } from '../../metrics/index.ts';
import type { MetricResult } from '../../metrics/types.ts';

export default class Metrics extends HandrailCommand {
  static override summary = 'Compute the shared metrics.';
  static override description =
    'Every number comes with its state, the records it was counted from and what other conventions would say. Reads a snapshot of handrail extract, or takes one from the org first. --as-of a past day gives what would have been printed then.';
  static override examples = [
    '<%= config.bin %> metrics --from .handrail/snapshot --inputs inputs',
    '<%= config.bin %> metrics --target-org prod --metric win_rate --slice segment --period 2026-Q1',
    '<%= config.bin %> metrics --from .handrail/snapshot --metric win_rate --slice segment --records',
    '<%= config.bin %> metrics --from .handrail/snapshot --format html > metrics.html',
    '<%= config.bin %> metrics --from .handrail/snapshot --leading',
  ];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...asOfFlag,
    metric: Flags.string({ summary: 'Only this metric; may be repeated.', multiple: true, helpValue: '<id>' }),
    slice: Flags.string({ summary: 'Cut by this dimension where the metric has it, or by month, quarter or year; all cuts by each dimension.', helpValue: '<dimension>' }),
    period: Flags.string({ summary: "Period to count; default each metric's own.", helpValue: '<2026-Q3|2026-09|2026|from..to>' }),
    records: Flags.boolean({ summary: 'With the records behind each number: ids in JSON, a list under each number in the table, links in HTML.' }),
    leading: Flags.boolean({ summary: 'Leading indicators instead: their last 13 months, and how well each went before what was won and lost one to three months later.', exclusive: ['metric', 'slice', 'period', 'records'] }),
    from: Flags.string({ summary: 'Snapshot to read; no org is asked then.', helpValue: '<dir>' }),
    inputs: Flags.string({ summary: 'Folder of the external inputs, such as quota.csv and gtm_cost.csv.', default: 'inputs', helpValue: '<dir>' }),
    format: Flags.option({ options: ['table', 'json', 'csv', 'html', 'md'] as const, summary: 'How to print it.', default: 'table' as const })(),
  };

  async run(): Promise<{ metrics: readonly MetricResult[] } | { leading: readonly LeadingIndicator[] }> {
    const { flags } = await this.parse(Metrics);
    const playbook = await loadSoundPlaybook(flags.playbook, (text) => void this.warn(text));
    if (flags.leading) return this.#leading(flags, playbook);
    const { computeMetrics, formatMetrics, readManifest } = await import('../../metrics/index.ts');
    const { dir, source, dispose } = await this.#snapshot(flags, playbook);
    const forPeople = !this.jsonEnabled() && flags.format !== 'json';
    let metrics: readonly MetricResult[];
    let instanceUrl: string | undefined;
    try {
      if (flags.records && flags.format === 'html') ({ instanceUrl } = await readManifest(dir));
      metrics = await computeMetrics(playbook, dir, {
        inputsDir: flags.inputs,
        ...(flags.records ? { records: { names: forPeople } } : {}),
        ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }),
        ...(flags.period === undefined ? {} : { period: flags.period }),
        ...(flags.metric === undefined ? {} : { metrics: flags.metric }),
        ...(flags.slice === undefined ? {} : { slice: flags.slice }),
      });
    } catch (error) {
      if (error instanceof RangeError) throw new CliError('WrongUsage', error.message, { exitCode: EXIT.usage, actions: ['See what it takes: handrail metrics --help'] });
      throw error;
    } finally {
      await dispose();
    }
    this.progress.done();
    if (this.jsonEnabled()) return { metrics };
    if (flags.format === 'json') this.log(JSON.stringify({ status: 0, result: { metrics }, warnings: this.warnings }, null, 2));
    else if (flags.format === 'html') {
      const { renderHtmlReport } = await import('../htmlReport.ts');
      this.log(renderHtmlReport({ playbook, org: source, metrics, exitCode: EXIT.ok, ...(instanceUrl === undefined ? {} : { instanceUrl }) }));
    } else this.log(formatMetrics(metrics, flags.format, { color: this.out.color }));
    return { metrics };
  }

  async #leading(flags: { from?: string | undefined; 'target-org'?: string | undefined; 'api-version': string; inputs: string; 'as-of'?: string | undefined; format: string }, playbook: Awaited<ReturnType<typeof loadSoundPlaybook>>): Promise<{ leading: readonly LeadingIndicator[] }> {
    if (flags.format !== 'table' && flags.format !== 'json') throw new CliError('WrongUsage', `--leading prints a table or JSON, not ${flags.format}.`, { exitCode: EXIT.usage, actions: ['Leave out --format, or use --format json'] });
    const { formatLeading, leadingIndicators } = await import('../../metrics/index.ts');
    const { dir, dispose } = await this.#snapshot(flags, playbook);
    try {
      const leading = await leadingIndicators(playbook, dir, { inputsDir: flags.inputs, onProgress: (text) => this.progress.step(text), ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }) });
      this.progress.done();
      if (!this.jsonEnabled()) this.log(flags.format === 'json' ? JSON.stringify({ status: 0, result: { leading }, warnings: this.warnings }, null, 2) : formatLeading(leading, { color: this.out.color }));
      return { leading };
    } catch (error) {
      if (error instanceof RangeError) throw new CliError('WrongUsage', error.message, { exitCode: EXIT.usage, actions: ['See what it takes: handrail metrics --help'] });
      throw error;
    } finally {
      await dispose();
    }
  }

  /** The snapshot asked for, or a fresh one that is removed afterwards. */
  async #snapshot(flags: { from?: string | undefined; 'target-org'?: string | undefined; 'api-version': string; metric?: string[] | undefined }, playbook: Awaited<ReturnType<typeof loadSoundPlaybook>>): Promise<{ dir: string; source: string; dispose: () => Promise<void> }> {
    if (flags.from !== undefined) return { dir: flags.from, source: flags.from, dispose: async () => undefined };
    const [{ connect }, { extractSnapshot }] = await Promise.all([import('../../org/index.ts'), import('../../metrics/index.ts')]);
    const connection = await connect({ apiVersion: flags['api-version'], ...(flags['target-org'] === undefined ? {} : { targetOrg: flags['target-org'] }) });
    const dir = await mkdtemp(join(tmpdir(), 'handrail-snapshot-'));
    const dispose = (): Promise<void> => rm(dir, { recursive: true, force: true });
    try {
      // All objects, so that a metric that is not asked for today needs no other extraction path.
      await extractSnapshot(connection, playbook, { out: dir, onProgress: (text) => this.progress.step(text) });
      // The instance, not what was typed: that may be an access token.
      return { dir, source: connection.instanceUrl, dispose };
    } catch (error) {
      await dispose();
      throw error;
    }
  }
}
