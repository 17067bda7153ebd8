/** Runs a command and prints what went wrong for a person or, with --json, for a program. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorText, toCliError, toFailureJson } from './cliError.ts';
import { terminalOf } from './terminal.ts';

/** The project's root: its package.json tells oclif where the commands are. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export async function main(argv: string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    // Answered without loading the command framework.
    process.stdout.write(`handrail/${versionOf(ROOT)} node-${process.version}\n`);
    return;
  }
  const { Errors, flush, run, settings } = await import('@oclif/core');
  // Node runs TypeScript itself; nothing is to be transpiled.
  settings.enableAutoTranspile = false;
  // A reader that has enough (`handrail drift | head`) ends the printing, not the work; nothing will drain then.
  const unheard = new Promise<void>((resolve) => {
    process.stdout.once('close', resolve);
  });
  try {
    await run(argv, { root: ROOT });
  } catch (thrown) {
    if (thrown instanceof Errors.ExitError) {
      process.exitCode = thrown.oclif.exit ?? 0;
    } else {
      const [{ unknownCommand }, { COMMANDS }] = await Promise.all([import('./unknownCommand.ts'), import('./commands/index.ts')]);
      report(unknownCommand(thrown, Object.keys(COMMANDS)) ?? thrown, argv.includes('--json'));
    }
  }
  await Promise.race([flush(), unheard]);
}

function report(thrown: unknown, json: boolean): void {
  const error = toCliError(thrown);
  process.exitCode = error.exitCode;
  if (json) {
    process.stdout.write(`${JSON.stringify(toFailureJson(error))}\n`);
    return;
  }
  process.stderr.write(errorText(error, terminalOf(process.stderr)));
  const { cause } = error;
  if (process.env['HANDRAIL_DEBUG']) process.stderr.write(`${(cause instanceof Error ? cause : error).stack ?? ''}\n`);
}

function versionOf(root: string): string {
  const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
  return manifest.version;
}
