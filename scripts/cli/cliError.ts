import { paint, terminalText, type Terminal } from './terminal.ts';

/** An error that a person reads: what, where, and how to mend it. */
export class CliError extends Error {
  readonly actions: readonly string[];
  readonly exitCode: number;
  readonly code: string;
  readonly data: unknown;

  constructor(name: string, message: string, options: { actions?: readonly string[]; exitCode?: number; code?: string; data?: unknown; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.actions = options.actions ?? [];
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.code = options.code ?? name;
    this.data = options.data;
  }
}

/** Exit codes of every command; `--help` prints them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, partly: 68, running: 69, interrupted: 130 } as const;

export const EXIT_MEANINGS: readonly (readonly [number, string])[] = [
  [EXIT.ok, 'ok'],
  [EXIT.failed, 'findings at or above --fail-on, failed checks, or an error'],
  [EXIT.usage, 'wrong usage'],
  [EXIT.partly, 'partly done'],
  [EXIT.running, 'still running, or timed out'],
  [EXIT.interrupted, 'interrupted'],
];

/** The error as a person reads it on stderr: a line, and one for each thing to do. */
export function errorText({ message, actions }: CliError, terminal: Terminal): string {
  const lines = [`${paint(terminal, ['red', 'bold'], 'error')} ${terminalText(message)}`, ...actions.map((action) => `      ${paint(terminal, 'cyan', terminalText(action))}`)];
  return lines.map((line) => `${line}\n`).join('');
}

/** The failure object of `--json`, the shape of the Salesforce CLI's. */
export interface FailureJson {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly actions: readonly string[];
  readonly code: string;
  readonly exitCode: number;
  readonly data?: unknown;
  readonly warnings: readonly string[];
}

/** Makes one error of whatever was thrown: ours, the org door's, oclif's usage errors, a system error. */
export function toCliError(thrown: unknown): CliError {
  if (thrown instanceof CliError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { actions, errorCode, code, oclif } = error as Error & { actions?: readonly string[]; errorCode?: string; code?: string; oclif?: { exit?: number } };
  // oclif marks what the person typed wrong with exit 2, and an unknown command with 127.
  // A flag's own parser throws a plain error, under a first line that names the flag.
  const usage = oclif?.exit === 2 || oclif?.exit === 127 || PARSING.test(error.message);
  return new CliError(usage ? 'WrongUsage' : error.name, usageMessage(error.message), {
    exitCode: usage ? EXIT.usage : EXIT.failed,
    code: errorCode ?? code ?? error.name,
    cause: error,
    actions: actions ?? (usage ? ['See what it takes: handrail <command> --help'] : (SYSTEM_ACTIONS[code ?? ''] ?? [])),
  });
}

/** What a person does about an error of the machine. */
const SYSTEM_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  ENOSPC: ['The disk is full: make room, then run the same command again.'],
  EDQUOT: ['Your share of the disk is used up: make room, then run the same command again.'],
  EEXIST: ['A file has the name of that folder: name another one, or move the file.'],
  ENOTDIR: ['A file has the name of one of these folders: name another one, or move the file.'],
  EROFS: ['This folder can only be read: name another one.'],
};

/**
 * Work in which a RangeError is about what the person typed.
 * @param command that says with --help what it takes
 * @throws CliError for such a one
 */
export async function asUsage<T>(command: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw new CliError('WrongUsage', error.message, { exitCode: EXIT.usage, actions: [`See what it takes: handrail ${command} --help`] });
    throw error;
  }
}

const PARSING = /^Parsing --[\w-]+\s+/;

/** oclif ends usage messages with "See more help with --help", which the actions say already. */
function usageMessage(message: string): string {
  return message.replace(PARSING, '').replace(/\s*See more help with --help\s*$/, '').trim();
}

export function toFailureJson(error: CliError, warnings: readonly string[] = []): FailureJson {
  return {
    status: error.exitCode,
    name: error.name,
    message: error.message,
    actions: error.actions,
    code: error.code,
    exitCode: error.exitCode,
    ...(error.data === undefined ? {} : { data: error.data }),
    warnings,
  };
}
