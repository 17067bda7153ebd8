import { Args, Flags } from '@oclif/core';
import { CliError } from '../../cliError.ts';
import { HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../../handrailCommand.ts';
import { confirmed, refuseUnknown, refuseWithoutYes } from './choice.ts';
import { readDrift } from './reading.ts';

interface AdoptResult {
  readonly adopted: readonly string[];
  /** Files of the playbook that were written. */
  readonly files: readonly string[];
}

export default class DriftAdopt extends HandrailCommand {
  static override summary = "Write the org's state into the playbook.";
  static override description =
    'Reads drift again and changes the few characters of the YAML files that say otherwise; comments and layout stay. Before anything is written it is proven that the playbook still loads and compiles, that the findings are gone and that no other came. Modes, rules that were switched off, messages, labels, help texts, picklist values, sizes, formulas, default values and history tracking of fields, and probability and forecast category of stages can be adopted; of anything else it says why not.';
  static override examples = ['<%= config.bin %> drift adopt MODE-OPP-QUAL-01 STAGE-Qualification-probability --target-org prod'];
  static override strict = false;
  static override args = { id: Args.string({ required: true, description: 'Ids of the findings, as handrail drift prints them.' }) };
  static override flags = { ...orgFlags, ...playbookFlag, ...policyFlag, yes: Flags.boolean({ char: 'y', summary: 'Write without asking.' }) };

  async run(): Promise<AdoptResult> {
    const { flags, argv } = await this.parse(DriftAdopt);
    const ids = [...new Set(argv.map(String))];
    refuseWithoutYes(flags.yes, `This writes to ${flags.playbook}`, `handrail drift adopt ${ids.join(' ')} --yes`);
    const { readTexts, adoptFindings, writeTexts } = await import('../../../drift/adopt/index.ts');
    const { report, org } = await readDrift(this, flags);
    const { selectFindings } = await import('../../../drift/revert/index.ts');
    const selection = selectFindings(report.findings, ids);
    refuseUnknown(selection, report.findings.length);
    const texts = await readTexts(flags.playbook);
    const { files, refused } = adoptFindings(flags.playbook, texts, selection.chosen, report.findings, org);
    const [first] = refused;
    if (first) throw new CliError('CannotAdopt', `Nothing was written. ${first.id} (${first.kind}) cannot be adopted: ${first.reason.replace(/\.$/, '')}.`, { actions: refused.slice(1).map(({ id, kind, reason }) => `${id} (${kind}): ${reason}`), data: { refused } });
    const names = [...files.keys()].map((name) => `${flags.playbook}/${name}`);
    this.tell([`Adopted into ${names.join(', ')}:`, ...selection.chosen.map(({ id, expected, actual }) => `  ${id}  ${expected ?? 'none'} -> ${actual ?? 'none'}`)].join('\n'));
    if (!flags.yes && !(await confirmed('Write it? [y/N] '))) throw new CliError('NotConfirmed', 'Nothing was written.');
    await writeTexts(flags.playbook, files, texts);
    if (!this.jsonEnabled()) this.log(`Adopted ${ids.join(', ')}. Build what is generated again: handrail build`);
    return { adopted: selection.chosen.map(({ id }) => id), files: names };
  }
}
