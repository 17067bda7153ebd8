/** The framework's help with one section more: what the exit codes mean. */
import { CommandHelp, Help } from '@oclif/core';
import { EXIT_MEANINGS } from './cliError.ts';

class HandrailCommandHelp extends CommandHelp {
  protected override sections(): ReturnType<CommandHelp['sections']> {
    const body = this.renderList(
      EXIT_MEANINGS.map(([code, meaning]): [string, string] => [String(code), meaning]),
      { indentation: 2, stripAnsi: this.opts.stripAnsi === true },
    );
    return [...super.sections(), { header: 'EXIT CODES', generate: () => body }];
  }
}

export default class HandrailHelp extends Help {
  protected override CommandHelpClass = HandrailCommandHelp;
}
