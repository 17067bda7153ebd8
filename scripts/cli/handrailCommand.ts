/** What every command shares: `--json`, one shape for success and failure, progress on stderr, exit codes. */
import { Command, Flags, type Interfaces } from '@oclif/core';
import { errorText, toCliError, toFailureJson } from './cliError.ts';
import { interrupted, READ_ONLY, SIGNALS, writeNow, type HowItStands } from './stopped.ts';
import { paint, progressOn, terminalOf, terminalText, type Terminal } from './terminal.ts';

export abstract class HandrailCommand extends Command {
  static override enableJsonFlag = true;

  protected readonly warnings: string[] = [];
  protected readonly out: Terminal = terminalOf(process.stdout);
  readonly progress = progressOn(process.stderr, true);
  /** How things stand if somebody stops the command now; null: it ends itself, in order. */
  whenStopped: (() => HowItStands) | null = () => READ_ONLY;

  protected override async init(): Promise<void> {
    await super.init();
    for (const signal of SIGNALS) process.on(signal, this.#stop);
  }

  readonly #stop = (): void => {
    if (this.whenStopped === null) return;
    this.progress.done();
    const error = interrupted(this.progress.last(), this.whenStopped());
    if (this.jsonEnabled()) writeNow(1, `${JSON.stringify(this.toErrorJson(error), null, 2)}\n`);
    else writeNow(2, errorText(error, terminalOf(process.stderr)));
    process.exit(error.exitCode);
  };

  /** Tells the person, or adds to `warnings` of `--json`. */
  override warn(input: Error | string): Error | string {
    const text = typeof input === 'string' ? input : input.message;
    this.warnings.push(text);
    if (!this.jsonEnabled()) this.tell(`${paint(terminalOf(process.stderr), 'yellow', 'warning')} ${text}`);
    return input;
  }

  /** Tells the person on stderr, so that stdout stays the result's. */
  tell(text: string): void {
    process.stderr.write(`${terminalText(text)}\n`);
  }

  /** Prints for a person; whatever an org put into the text cannot steer the terminal. */
  override log(message = ''): void {
    super.log('%s', terminalText(message));
  }

  override toSuccessJson(result: unknown): unknown {
    return { status: Number(process.exitCode ?? 0), result, warnings: this.warnings };
  }

  override toErrorJson(thrown: unknown): unknown {
    return toFailureJson(toCliError(thrown), this.warnings);
  }

  override async catch(thrown: Error): Promise<void> {
    this.progress.done();
    const error = toCliError(thrown);
    process.exitCode = error.exitCode;
    if (!this.jsonEnabled()) throw error;
    this.logJson(this.toErrorJson(error));
  }

  override async finally(): Promise<void> {
    this.progress.done();
    for (const signal of SIGNALS) process.off(signal, this.#stop);
    const { closeIdleConnections } = await import('../org/http.ts');
    closeIdleConnections();
  }
}

export const playbookFlag = {
  playbook: Flags.string({ summary: 'Folder of the playbook.', default: 'config/playbook', helpValue: '<dir>' }),
};

/** Decisions about findings of drift. */
export const policyFlag = {
  policy: Flags.string({ summary: 'Folder of the decisions about drift: accepted.yaml and ignore.yaml.', default: 'config/drift', helpValue: '<dir>' }),
};

export const orgFlags = {
  'target-org': Flags.string({
    char: 'o',
    summary: "Alias or username of the org, as the Salesforce CLI knows it; default the CLI's target-org.",
    helpValue: '<alias or username>',
  }),
  'api-version': Flags.string({
    summary: 'API version of all requests.',
    default: '67.0',
    helpValue: '<version>',
    parse: async (input) => {
      if (!/^\d{2}\.0$/.test(input)) throw new Error(`--api-version takes a version such as 67.0, not "${input}".`);
      return input;
    },
  }),
};

export const asOfFlag = { 'as-of': asOf("Answer as on this day (ISO date, its first moment by the clocks of the org, or of the playbook's business hours where no org is read; or date-time); default now.") };

/** Seconds and offset may be left out. */
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** The flag with a summary of its own. */
export function asOf(summary: string): Interfaces.OptionFlag<string | undefined> {
  return Flags.string({
    summary,
    helpValue: '<date>',
    parse: async (input) => {
      if (!ISO_INSTANT.test(input) || Number.isNaN(Date.parse(input)) || new Date(`${input.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10) !== input.slice(0, 10)) throw new Error(`--as-of takes an ISO date such as 2026-06-01 or a date-time such as 2026-06-01T10:00:00Z, not "${input}".`);
      return input;
    },
  });
}
