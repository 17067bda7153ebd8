/** What to say of a command that there is not. */
import { nearest } from '../formula/index.ts';
import { CliError, EXIT } from './cliError.ts';

/** As the framework says it, with what was typed behind it too: `command drift:revrt:X not found`. */
const NOT_FOUND = /^command (.+) not found$/;

/**
 * @param commands by their names: `drift:revert`
 * @returns null for another error
 */
export function unknownCommand(thrown: unknown, commands: readonly string[]): CliError | null {
  const typed = NOT_FOUND.exec(thrown instanceof Error ? thrown.message : '')?.[1]?.split(':');
  if (typed === undefined) return null;
  const [first = ''] = typed;
  // Behind a command that has others below it, the second word is part of the name.
  const name = typed.slice(0, commands.some((command) => command.startsWith(`${first}:`)) ? 2 : 1).join(' ');
  const near = nearest(name, commands.map((command) => command.replaceAll(':', ' ')));
  return new CliError('WrongUsage', `There is no command "${name}".${near === undefined ? '' : ` Did you mean ${near}?`}`, { exitCode: EXIT.usage, actions: ['See what there is: handrail --help'] });
}
