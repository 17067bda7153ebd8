import { Flags } from '@oclif/core';
import { CliError, EXIT } from '../cliError.ts';
import { connectTo } from '../connectTo.ts';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag } from '../handrailCommand.ts';
import { giveReport, reportFlags, type Printers } from '../reportFlags.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import type { ScanReport } from '../../scan/types.ts';

export default class Scan extends HandrailCommand {
  static override summary = 'Report which records break the playbook today.';
  static override description =
    'Judges every open record, and those that closed since a criterion took effect, with the same formulas the rules are made of. Finds what came around the rules: bypass permissions, loads, conversions, edits the platform does not check. Reads only.';
  static override examples = [
    '<%= config.bin %> scan --target-org prod',
    { description: 'In a job that fails when any record breaks an enforced criterion:', command: '<%= config.bin %> scan --target-org prod --fail-on-violation --report out/scan.html --report out/scan.xml' },
  ];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...asOfFlag,
    criterion: Flags.string({ summary: 'Only this criterion; may be repeated.', multiple: true, helpValue: '<id>' }),
    shadow: Flags.boolean({ summary: 'Also list the records that break criteria in shadow; they are counted either way.' }),
    budget: Flags.integer({ summary: 'Most API calls it may make; it stops with an error rather than make one more.', helpValue: '<calls>', min: 1 }),
    ...reportFlags,
    'fail-on-violation': Flags.boolean({ summary: 'Exit with 1 when a violation is listed.' }),
  };

  async run(): Promise<ScanReport> {
    const { flags } = await this.parse(Scan);
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    const ids = playbook.objects.flatMap((object) => object.criteria.map(({ id }) => id));
    const unknown = flags.criterion?.find((id) => !ids.includes(id));
    if (unknown !== undefined) {
      const { nearest } = await import('../../formula/index.ts');
      const near = nearest(unknown, ids);
      throw new CliError('UnknownCriterion', `The playbook has no criterion ${unknown}.${near === undefined ? '' : ` Did you mean ${near}?`}`, { exitCode: EXIT.usage });
    }
    const { scanRecords } = await import('../../scan/index.ts');
    const connection = await connectTo(flags, flags.budget);
    const report = await scanRecords(connection, playbook, {
      shadow: flags.shadow,
      onProgress: (text) => this.progress.step(text),
      ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }),
      ...(flags.criterion === undefined ? {} : { criteria: flags.criterion }),
    });
    this.progress.done();
    const exitCode = flags['fail-on-violation'] && report.violations.length > 0 ? EXIT.failed : EXIT.ok;
    process.exitCode = exitCode;
    const { instanceUrl } = connection;
    const options = { playbookVersion: playbook.version, currency: playbook.currency, instanceUrl };
    const printers: Printers = {
      terminal: async () => (await import('../../scan/report/terminal.ts')).formatScan(report, { color: this.out.color, width: this.out.width, currency: playbook.currency }),
      json: async () => JSON.stringify(report, null, 2),
      md: async () => (await import('../../scan/report/markdown.ts')).scanMarkdown(report, options),
      html: async () => (await import('../htmlReport.ts')).renderHtmlReport({ playbook, org: instanceUrl, scan: report, exitCode, at: new Date() }),
      junit: async () => (await import('../../scan/report/junit.ts')).scanJunit(report, instanceUrl),
      sarif: async () => (await import('../../scan/report/sarif.ts')).scanSarif(report, playbook, instanceUrl, `${flags.playbook}/definitions.yaml`),
    };
    await giveReport(printers, flags, this.jsonEnabled() ? null : (text) => void this.log(text));
    return report;
  }
}
