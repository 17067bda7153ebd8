/** Ctrl-C, and the SIGTERM of a job that is taken back. */
import { writeSync } from 'node:fs';
import { CliError, EXIT } from './cliError.ts';

export const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** How things stand when a command is stopped. */
export interface HowItStands {
  /** What was done and what was not; sentences. */
  readonly state: string;
  /** How to go on. */
  readonly actions: readonly string[];
}

/** Of every command that does not say otherwise. */
export const READ_ONLY: HowItStands = { state: 'Nothing was written to the org.', actions: ['Run the same command again.'] };

/** @param step what the command was at; undefined: it had not begun */
export function interrupted(step: string | undefined, { state, actions }: HowItStands): CliError {
  return new CliError('Interrupted', `${step === undefined ? 'Stopped.' : `Stopped at: ${step.replace(/\.$/, '')}.`} ${state}`, { exitCode: EXIT.interrupted, actions });
}

/** Written before the process ends: nothing waits for a stream then. @param fd 1 or 2 */
export function writeNow(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // Nobody reads any more.
  }
}

/** For commands that go on until somebody ends them: resolves at SIGINT or SIGTERM. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    // A pending promise alone would let the process end; the server keeps it alive.
    for (const signal of SIGNALS) process.once(signal, () => resolve());
  });
}
