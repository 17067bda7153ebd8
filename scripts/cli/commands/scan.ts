import { Flags } from '@oclif/core';
import { CliError, EXIT } from '../cliError.ts';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag } from '../handrailCommand.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import type { ScanReport } from '../../scan/types.ts';

export default class Scan extends HandrailCommand {
  static override summary = 'Report which records break the playbook today.';
  static override description =
    'Judges every open record, and those that closed since a criterion took effect, with the same formulas the rules are made of. Finds what came around the rules: bypass permissions, loads, conversions, edits the platform does not check. Reads only.';
  static override examples = [
    '<%= config.bin %> scan --target-org prod',
    { description: 'In a job that fails when any record breaks an enforced criterion:', command: '<%= config.bin %> scan --target-org prod --fail-on-violation --json' },
  ];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...asOfFlag,
    criterion: Flags.string({ summary: 'Only this criterion; may be repeated.', multiple: true, helpValue: '<id>' }),
    shadow: Flags.boolean({ summary: 'Also list the records that break criteria in shadow; they are counted either way.' }),
    'fail-on-violation': Flags.boolean({ summary: 'Exit with 1 when a violation is listed.' }),
  };

  async run(): Promise<ScanReport> {
    const { flags } = await this.parse(Scan);
    const playbook = await loadSoundPlaybook(flags.playbook, (text) => void this.warn(text));
    const ids = playbook.objects.flatMap((object) => object.criteria.map(({ id }) => id));
    const unknown = flags.criterion?.find((id) => !ids.includes(id));
    if (unknown !== undefined) {
      const { nearest } = await import('../../formula/index.ts');
      const near = nearest(unknown, ids);
      throw new CliError('UnknownCriterion', `The playbook has no criterion ${unknown}.${near === undefined ? '' : ` Did you mean ${near}?`}`, { exitCode: EXIT.usage });
    }
    const [{ connect }, { scanRecords }, { formatScan }] = await Promise.all([import('../../org/index.ts'), import('../../scan/index.ts'), import('../../scan/report/terminal.ts')]);
    const connection = await connect({ apiVersion: flags['api-version'], ...(flags['target-org'] === undefined ? {} : { targetOrg: flags['target-org'] }) });
    const report = await scanRecords(connection, playbook, {
      shadow: flags.shadow,
      onProgress: (text) => this.progress.step(text),
      ...(flags['as-of'] === undefined ? {} : { asOf: new Date(flags['as-of']) }),
      ...(flags.criterion === undefined ? {} : { criteria: flags.criterion }),
    });
    this.progress.done();
    process.exitCode = flags['fail-on-violation'] && report.violations.length > 0 ? EXIT.failed : EXIT.ok;
    if (!this.jsonEnabled()) this.log(formatScan(report, { color: this.out.color, currency: playbook.currency }));
    return report;
  }
}
