import { Flags } from '@oclif/core';
import { CliError, EXIT, toCliError } from '../cliError.ts';
import { connectTo } from '../connectTo.ts';
import { asOfFlag, HandrailCommand, orgFlags, playbookFlag, policyFlag } from '../handrailCommand.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import { soundPolicy } from './drift/reading.ts';
import { soundDecisions } from './review/log.ts';
import { READ_ONLY, type HowItStands } from '../stopped.ts';
import type { SyncStage } from '../../sync/index.ts';
import type { SyncResult } from '../../sync/types.ts';
import { counted } from '../../shared/words.ts';

const SHOWN_FAILURES = 10;

const GO_ON = 'Run handrail sync again: it takes that run up. From another machine it can 3 minutes from now.';
const HOW_IT_STANDS: Readonly<Record<SyncStage, HowItStands>> = {
  open: { state: 'No finding, number or pack was written; the org has the record of a run that is not over.', actions: [GO_ON] },
  writing: { state: 'What was written stays and is right; the rest is not in the org yet.', actions: [GO_ON] },
};

export default class Sync extends HandrailCommand {
  static override summary = 'Write drift, scan, metrics and meeting packs to the org for its health components.';
  static override description =
    "Reads as drift, scan and metrics do, and writes findings, numbers and the pack of every meeting to Handrail's own objects, nothing else; with --packs also the decisions of the repository. Packs and gate events older than the playbook keeps them (keep in governance.yaml) are removed. What was accepted or ignored (handrail drift record, ignore) is no open finding. Records are matched by external id and written only where they differ, so a run that was stopped can be run again and ends in the same state. Exits with 68 when the org refused single records.";
  static override examples = ['<%= config.bin %> sync --target-org prod --inputs inputs', { description: 'For a scheduled job:', command: '<%= config.bin %> sync --target-org prod --json' }];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    ...policyFlag,
    ...asOfFlag,
    packs: Flags.string({ summary: 'Folder of a decision log (decisions.yaml) to write to the org too.', helpValue: '<dir>' }),
    inputs: Flags.string({ summary: 'Folder of the external inputs (quota.csv, gtm_cost.csv).', default: 'inputs', helpValue: '<dir>' }),
  };

  async run(): Promise<SyncResult> {
    const { flags } = await this.parse(Sync);
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    const policy = await soundPolicy(flags.policy);
    const log = flags.packs === undefined ? [] : await soundDecisions(flags.packs);
    const [{ compilePlaybook }, { sync }, { readTexts }] = await Promise.all([import('../../compiler/index.ts'), import('../../sync/index.ts'), import('../../drift/adopt/files.ts')]);
    const connection = await connectTo(flags);
    const { files } = compilePlaybook(playbook);
    let stands = READ_ONLY;
    this.whenStopped = () => stands;
    const result = await sync(connection, playbook, files, {
      texts: [...(await readTexts(flags.playbook))],
      inputsDir: flags.inputs,
      policy,
      log,
      onProgress: (text) => this.progress.step(text),
      onStage: (stage) => (stands = HOW_IT_STANDS[stage]),
      ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }),
    }).catch((error: unknown) => {
      throw stands === READ_ONLY ? error : withState(error, stands);
    });
    this.progress.done();
    for (const { object, externalId, message } of result.failures.slice(0, SHOWN_FAILURES)) this.warn(`${object} ${externalId} was not written: ${message}`);
    if (result.failures.length > SHOWN_FAILURES) this.warn(`and ${result.failures.length - SHOWN_FAILURES} more were not written`);
    process.exitCode = result.failures.length > 0 ? EXIT.partly : EXIT.ok;
    if (!this.jsonEnabled()) this.log(summary(result));
    return result;
  }
}

/** What went wrong, how the org was left and how to go on. The process that failed has let go of its run. */
function withState(thrown: unknown, { state }: HowItStands): CliError {
  const { name, message, actions, exitCode, code, data } = toCliError(thrown);
  if (code === 'SYNC_RUNNING') return toCliError(thrown);
  return new CliError(name, `${message.endsWith('.') ? message : `${message}.`} ${state}`, { actions: [...actions, 'Then run handrail sync again: it takes that run up.'], exitCode, code, data, cause: thrown });
}

function summary({ runId, drift, scan, metrics, written, escalated, removed, unread, resumedFrom, apiCalls }: SyncResult): string {
  return [
    `Run ${runId}${resumedFrom === null ? '' : ', taken up where it had stopped'}`,
    `  ${counted(drift.findings.length, 'finding')} of drift, ${counted(scan.violations.length, 'violation')}, ${counted(metrics.length, 'metric result')}`,
    `  ${written.created} created, ${written.updated} updated, ${written.unchanged} unchanged; ${counted(apiCalls, 'API call')}`,
    ...(escalated === 0 ? [] : [`  ${escalated} late: handoffs and leads, their steps noted`]),
    ...(removed.packs + removed.gateEvents === 0 ? [] : [`  ${counted(removed.packs, 'pack')} and ${counted(removed.gateEvents, 'gate event')} removed, older than the playbook keeps them`]),
    ...(unread.length === 0 ? [] : ['  Not read; findings about it stay as they were:', ...unread.map((text) => `    ${text.replace(/\s+/g, ' ')}`)]),
  ].join('\n');
}
