import { Flags } from '@oclif/core';
import { asUsage, CliError, EXIT } from '../cliError.ts';
import { connectTo, type OrgFlags } from '../connectTo.ts';
import { warnOfFiscalYear } from '../fiscalYear.ts';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag } from '../handrailCommand.ts';
import { loadPlaybookOf } from '../loadPlaybook.ts';
import type { ExperimentReadout, LeadingIndicator } from '../../metrics/index.ts';
import { chosenOf, exportText, onEngine, sqlText, SQL_DIALECTS, type Chosen, type Computed } from '../metricsEngine.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { MetricResult } from '../../metrics/types.ts';
import type { Lineage } from '../../review/lineage.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../shared/temporaryFolder.ts';

interface SnapshotFlags extends OrgFlags {
  readonly from?: string | undefined;
  readonly records: boolean;
  readonly format: string;
}

/** What --explain says of a metric: for people, and for programs. */
async function explainedIn({ metrics, ...playbook }: Playbook): Promise<{ lines: (id: string) => string[]; lineage: (id: string) => { lineage?: Lineage } }> {
  const [{ lineageLines, lineageOf }, { inWords }] = await Promise.all([import('../../review/lineage.ts'), import('../../playbook/metricWords.ts')]);
  const found = new Map(metrics.map((metric) => [metric.id, { metric, lineage: lineageOf(metric, { ...playbook, metrics }) }]));
  return {
    lines(id) {
      const one = found.get(id);
      return one === undefined ? [] : [`${one.metric.means ?? inWords(one.metric.measure)} (${one.metric.definitionVersion})`, ...lineageLines(one.lineage)];
    },
    lineage(id) {
      const one = found.get(id);
      return one === undefined ? {} : { lineage: one.lineage };
    },
  };
}

export default class Metrics extends HandrailCommand {
  static override summary = 'Compute the shared metrics.';
  static override description =
    'Every number comes with its state, the records it was counted from and what other conventions would say. Reads a snapshot of handrail extract, or takes one from the org first. --as-of a past day gives what would have been printed then.';
  static override examples = [
    '<%= config.bin %> metrics --from .handrail/snapshot --inputs inputs',
    '<%= config.bin %> metrics --target-org prod --metric win_rate --slice segment --period 2026-Q1',
    '<%= config.bin %> metrics --from .handrail/snapshot --metric win_rate --slice segment --records',
    '<%= config.bin %> metrics --from .handrail/snapshot --metric win_rate --explain',
    '<%= config.bin %> metrics --from .handrail/snapshot --format html > metrics.html',
    '<%= config.bin %> metrics --from .handrail/snapshot --as-of 2026-04-01 --definitions v2026.1',
    '<%= config.bin %> metrics --from .handrail/snapshot --leading',
    '<%= config.bin %> metrics --from .handrail/snapshot --experiments',
    '<%= config.bin %> metrics --engine trino://trino.example.com/hive/salesforce --slice segment',
    '<%= config.bin %> metrics --print-sql snowflake --schema RAW.SALESFORCE --as-of 2026-06-01 > metrics.sql',
  ];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...asOfFlag,
    definitions: Flags.string({ summary: 'Count by the playbook of this branch, tag or commit, whatever day is asked for; default the files as they are, for the past too.', helpValue: '<git ref>' }),
    metric: Flags.string({ summary: 'Only this metric; may be repeated.', multiple: true, helpValue: '<id>' }),
    slice: Flags.string({ summary: 'Cut by this dimension where the metric has it, or by month, quarter or year; all cuts by each dimension.', helpValue: '<dimension>' }),
    period: Flags.string({ summary: "Period to count; default each metric's own.", helpValue: '<2026-Q3|2026-09|2026|from..to>' }),
    records: Flags.boolean({ summary: 'With the records behind each number: ids in JSON, a list under each number in the table, links in HTML.' }),
    explain: Flags.boolean({ summary: 'With what each metric counts, the fields it is made of and the criteria that answer for them; `lineage` in JSON.', exclusive: ['leading', 'experiments', 'print-sql', 'export'] }),
    leading: Flags.boolean({ summary: 'Leading indicators instead: their last 13 months, and how well each went before what was won and lost one to three months later.', exclusive: ['metric', 'slice', 'period', 'records', 'engine', 'print-sql', 'export'] }),
    experiments: Flags.boolean({ summary: 'Experiments of the playbook instead: what each arm came to, the difference with its interval, and what the declared rule says of it.', exclusive: ['metric', 'slice', 'period', 'records', 'leading', 'engine', 'print-sql', 'export'] }),
    from: Flags.string({ summary: 'Snapshot to read; no org is asked then.', helpValue: '<dir>' }),
    inputs: Flags.string({ summary: 'Folder of the external inputs, such as quota.csv and gtm_cost.csv.', default: 'inputs', helpValue: '<dir>' }),
    engine: Flags.string({ summary: 'Compute on this engine, where a loader has put the objects of the org; credentials come from the environment. See docs/metrics.md.', exclusive: ['from', 'target-org', 'print-sql', 'records'], helpValue: '<postgres|trino|databricks|snowflake|bigquery>://…' }),
    'print-sql': Flags.option({ options: SQL_DIALECTS, summary: 'Print the SQL of all steps for this engine and compute nothing.', exclusive: ['from', 'target-org', 'records'] })(),
    export: Flags.option({ options: ['metricflow', 'osi'] as const, summary: 'Print the definitions of the metrics for dbt MetricFlow or in the Open Semantic Interchange form, over the tables that --print-sql makes.', exclusive: ['from', 'target-org', 'engine', 'print-sql', 'records'] })(),
    dialect: Flags.option({ options: SQL_DIALECTS, summary: 'With --export: SQL of the warehouse.', default: 'postgres' as const })(),
    schema: Flags.string({ summary: 'Schema with the objects of the org; default that of --engine, or salesforce.', helpValue: '<schema>' }),
    'work-schema': Flags.string({ summary: 'Schema for the tables that are made; default that of the objects with --engine, or handrail.', helpValue: '<schema>' }),
    naming: Flags.option({ options: ['salesforce', 'lower', 'upper', 'snake'] as const, summary: 'With --print-sql: how the loader writes names: StageName, stagename, STAGENAME or stage_name.', default: 'salesforce' as const })(),
    format: Flags.option({ options: ['table', 'json', 'csv', 'html', 'md'] as const, summary: 'How to print it.', default: 'table' as const })(),
  };

  async run(): Promise<{ metrics: readonly MetricResult[] } | { text: string } | { leading: readonly LeadingIndicator[] } | { experiments: readonly ExperimentReadout[] }> {
    const { flags, metadata } = await this.parse(Metrics);
    await this.#inputs(flags.inputs, metadata.flags.inputs?.setFromDefault === true);
    const playbook = await loadPlaybookOf(this, flags.playbook, flags.definitions);
    if (flags.leading) return asUsage('metrics', () => this.#leading(flags, playbook));
    if (flags.experiments) return asUsage('metrics', () => this.#experiments(flags, playbook));
    const chosen = chosenOf(flags);
    if (flags['print-sql'] !== undefined || flags.engine !== undefined) await warnOfFiscalYear(this, playbook, null);
    if (flags['print-sql'] !== undefined) {
      const dialect = flags['print-sql'];
      return this.#text(await asUsage('metrics', () => sqlText(playbook, dialect, chosen, flags)));
    }
    if (flags.export !== undefined) return this.#text(await exportText(playbook, flags.export, flags));
    const { metrics, source, instanceUrl } = await asUsage('metrics', () => (flags.engine === undefined ? this.#ofSnapshot(flags, chosen, playbook) : onEngine(this, playbook, { ...flags, engine: flags.engine }, chosen)));
    this.progress.done();
    const explained = flags.explain ? await explainedIn(playbook) : null;
    const told = explained === null ? metrics : metrics.map((result) => ({ ...result, ...explained.lineage(result.id) }));
    if (this.jsonEnabled()) return { metrics: told };
    if (flags.format === 'json') this.log(JSON.stringify({ status: 0, result: { metrics: told }, warnings: this.warnings }, null, 2));
    else if (flags.format === 'html') {
      const { renderHtmlReport } = await import('../htmlReport.ts');
      this.log(renderHtmlReport({ playbook, org: source, metrics, exitCode: EXIT.ok, at: new Date(), ...(instanceUrl === undefined ? {} : { instanceUrl }) }));
    } else {
      const { formatMetrics } = await import('../../metrics/index.ts');
      this.log(formatMetrics(metrics, flags.format, { color: this.out.color, ...(explained === null ? {} : { explain: explained.lines }) }));
    }
    return { metrics: told };
  }

  async #leading(flags: SnapshotFlags & { inputs: string; 'as-of'?: string | undefined }, playbook: Playbook): Promise<{ leading: readonly LeadingIndicator[] }> {
    if (flags.format !== 'table' && flags.format !== 'json') throw new CliError('WrongUsage', `--leading prints a table or JSON, not ${flags.format}.`, { exitCode: EXIT.usage, actions: ['Leave out --format, or use --format json'] });
    const { formatLeading, leadingIndicators } = await import('../../metrics/index.ts');
    const { dir, dispose } = await this.#snapshot(flags, playbook);
    try {
      const leading = await leadingIndicators(playbook, dir, { inputsDir: flags.inputs, onProgress: (text) => this.progress.step(text), ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }) });
      this.progress.done();
      if (!this.jsonEnabled()) this.log(flags.format === 'json' ? JSON.stringify({ status: 0, result: { leading }, warnings: this.warnings }, null, 2) : formatLeading(leading, { color: this.out.color }));
      return { leading };
    } finally {
      await dispose();
    }
  }

  async #experiments(flags: SnapshotFlags & { inputs: string; 'as-of'?: string | undefined }, playbook: Playbook): Promise<{ experiments: readonly ExperimentReadout[] }> {
    if (flags.format === 'csv') throw new CliError('WrongUsage', '--experiments prints a table, JSON, Markdown or HTML, not csv.', { exitCode: EXIT.usage, actions: ['Leave out --format, or use --format md'] });
    const { experimentsMarkdown, formatExperiments, readExperiments } = await import('../../metrics/index.ts');
    const { dir, source, dispose } = await this.#snapshot(flags, playbook);
    try {
      this.progress.step('Reading experiments');
      const experiments = await readExperiments(playbook, dir, { inputsDir: flags.inputs, ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }) });
      this.progress.done();
      if (this.jsonEnabled()) return { experiments };
      if (flags.format === 'json') this.log(JSON.stringify({ status: 0, result: { experiments }, warnings: this.warnings }, null, 2));
      else if (flags.format === 'html') this.log((await import('../htmlReport.ts')).renderHtmlReport({ playbook, org: source, experiments, exitCode: EXIT.ok, at: new Date() }));
      else this.log(flags.format === 'md' ? experimentsMarkdown(experiments) : formatExperiments(experiments, { color: this.out.color }));
      return { experiments };
    } finally {
      await dispose();
    }
  }

  /** Says what of the inputs nobody reads. The default folder need not be there. */
  async #inputs(dir: string, isDefault: boolean): Promise<void> {
    const { strangeInputs } = await import('../../metrics/inputs.ts');
    for (const sentence of await strangeInputs(dir, isDefault)) this.warn(sentence);
  }

  #text(text: string): { text: string } {
    if (!this.jsonEnabled()) this.log(text);
    return { text };
  }

  async #ofSnapshot(flags: SnapshotFlags, chosen: Chosen, playbook: Playbook): Promise<Computed> {
    const [{ computeMetrics, momentOfSnapshot, readManifest }, { manifestIn, saysOfFiscalYear, saysOfZone }, { strangeLines }] = await Promise.all([import('../../metrics/index.ts'), import('../../metrics/snapshot.ts'), import('../../metrics/strangeLines.ts')]);
    const { dir, source, dispose } = await this.#snapshot(flags, playbook);
    const forPeople = !this.jsonEnabled() && flags.format !== 'json';
    try {
      const read = await manifestIn(dir);
      const fiscal = read === undefined ? null : saysOfFiscalYear(read, playbook.fiscalYearStart);
      if (fiscal !== null) this.warn(read?.fiscalYear === undefined ? `${fiscal} Extract again to have the names of the org.` : fiscal);
      const zone = read === undefined ? null : saysOfZone(read, playbook.businessHours.timeZone);
      if (zone !== null) this.warn(zone);
      if (read !== undefined && chosen.asOf !== undefined && momentOfSnapshot(read, playbook, chosen.asOf).instant > new Date(read.asOf).toISOString()) this.warn(`The snapshot is as of ${read.asOf}: nothing after that is in it, and numbers as of ${chosen.asOf} go on as if nothing had happened.`);
      if (read !== undefined && read.playbookVersion !== playbook.version) this.warn(`The snapshot was taken with version ${read.playbookVersion} of the playbook, and this is ${playbook.version}: what only this one reads is not in it. Extract again.`);
      const metrics = await computeMetrics(playbook, dir, { ...chosen, ...(flags.records ? { records: { names: forPeople } } : {}) });
      // Afterwards: what is wrong with a file as a whole is said by whoever reads it.
      if (chosen.inputsDir !== undefined) for (const sentence of await strangeLines(chosen.inputsDir, dir)) this.warn(sentence);
      return { metrics, source, ...(flags.records && flags.format === 'html' ? { instanceUrl: (await readManifest(dir)).instanceUrl } : {}) };
    } finally {
      await dispose();
    }
  }

  /** The snapshot asked for, or a fresh one that is removed afterwards. */
  async #snapshot(flags: SnapshotFlags, playbook: Playbook): Promise<{ dir: string; source: string; dispose: () => Promise<void> }> {
    if (flags.from !== undefined) return { dir: flags.from, source: flags.from, dispose: async () => undefined };
    const { extractSnapshot } = await import('../../metrics/index.ts');
    const connection = await connectTo(flags);
    const dir = await makeTemporaryFolder('handrail-snapshot-');
    const dispose = (): Promise<void> => removeTemporaryFolder(dir);
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
