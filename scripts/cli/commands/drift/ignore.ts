import { Args } from '@oclif/core';
import { CliError } from '../../cliError.ts';
import { HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../../handrailCommand.ts';
import { confirmed, refuseUnknown, refuseWithoutYes } from './choice.ts';
import { decideOrRefuse, decisionFlags } from './decision.ts';
import { readDrift } from './reading.ts';

interface IgnoreResult {
  readonly ignored: readonly string[];
  readonly until: string;
  readonly file: string;
}

export default class DriftIgnore extends HandrailCommand {
  static override summary = 'Ignore findings by their id until a day, whatever they say.';
  static override description =
    'Reads drift again and adds the finding to config/drift/ignore.yaml. Unlike record it holds however the org changes. An id with * is written into the file by hand.';
  static override examples = ['<%= config.bin %> drift ignore RULE-Lead-Their_Rule --target-org prod --until 2026-12-31 --reason "Belongs to the partner team"'];
  static override strict = false;
  static override args = { id: Args.string({ required: true, description: 'Ids of the findings, as handrail drift prints them.' }) };
  static override flags = { ...orgFlags, ...playbookFlag, ...policyFlag, ...decisionFlags };

  async run(): Promise<IgnoreResult> {
    const { flags, argv } = await this.parse(DriftIgnore);
    const ids = [...new Set(argv.map(String))];
    refuseWithoutYes(flags.yes, `This writes to ${flags.policy}`, `handrail drift ignore ${ids.join(' ')} … --yes`);
    const { report } = await readDrift({ ...flags, 'target-org': flags['target-org'] }, { warn: (text) => void this.warn(text), step: (text) => this.progress.step(text) });
    this.progress.done();
    const [{ selectFindings }, { decide }] = await Promise.all([import('../../../drift/revert/index.ts'), import('../../../drift/policy/index.ts')]);
    const selection = selectFindings(report.findings, ids);
    refuseUnknown(selection, report.findings.length);
    process.stderr.write(`Ignored until ${flags.until}:\n${selection.chosen.map(({ id, summary }) => `  ${id}  ${summary}\n`).join('')}`);
    if (!flags.yes && !(await confirmed('Ignore it? [y/N] '))) throw new CliError('NotConfirmed', 'Nothing was written.');
    const entries = selection.chosen.map(({ id, kind }) => ({ id, kind, until: flags.until, reason: flags.reason }));
    const file = await decideOrRefuse(() => decide(flags.policy, 'ignore', entries));
    if (!this.jsonEnabled()) this.log(`Ignored ${ids.join(', ')} in ${file}. Commit it.`);
    return { ignored: entries.map(({ id }) => id), until: flags.until, file };
  }
}
