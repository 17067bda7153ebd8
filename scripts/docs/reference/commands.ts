/** Every command, from its class; nothing is run. */
import { code, codeBlock, escape, page, table } from '../markdown.ts';

interface FlagFace {
  readonly summary?: string | undefined;
  readonly char?: string | undefined;
  readonly type: 'option' | 'boolean';
  readonly default?: unknown;
  readonly required?: boolean | undefined;
  readonly multiple?: boolean | undefined;
  readonly hidden?: boolean | undefined;
  readonly helpValue?: string | string[] | undefined;
  readonly options?: readonly string[] | undefined;
}

interface ArgumentFace {
  readonly description?: string | undefined;
  readonly required?: boolean | undefined;
  readonly options?: readonly string[] | undefined;
}

/** What a command class says about itself. */
export interface CommandFace {
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly hidden?: boolean | undefined;
  readonly strict?: boolean | undefined;
  readonly examples?: readonly (string | { readonly description: string; readonly command: string })[] | undefined;
  readonly flags: Readonly<Record<string, FlagFace>>;
  readonly args: Readonly<Record<string, ArgumentFace>>;
}

const BIN = 'handrail';

/**
 * @param commands by id as oclif has it, topics parted by colons: `org:start`
 * @param exitCodes of every command, with their meanings
 */
export function commandsReference(commands: Readonly<Record<string, CommandFace>>, exitCodes: readonly (readonly [number, string])[]): string {
  const shown = Object.entries(commands).filter(([, command]) => command.hidden !== true).sort(([one], [other]) => (one < other ? -1 : 1));
  return page('Commands', [
    'Every command also takes `--help`, and `--json`: one object on standard output, `{status, result, warnings}` or `{status, name, message, actions, code, exitCode, warnings}`, and nothing else. Progress goes to standard error.',
    table(['command', 'does'], shown.map(([id, command]) => [`[${nameOf(id)}](#${anchorOf(id)})`, escape(command.summary ?? '')])),
    `## Exit codes\n\n${table(['code', 'means'], exitCodes.map(([exit, meaning]) => [String(exit), escape(meaning)]))}`,
    ...shown.map(([id, command]) => sectionOf(id, command)),
  ]);
}

function nameOf(id: string): string {
  return `${BIN} ${id.replaceAll(':', ' ')}`;
}

function anchorOf(id: string): string {
  return nameOf(id).replaceAll(' ', '-');
}

function sectionOf(id: string, command: CommandFace): string {
  const flags = Object.entries(command.flags).filter(([, flag]) => flag.hidden !== true);
  const args = Object.entries(command.args);
  const examples = (command.examples ?? []).map((example) => exampleOf(id, example));
  return [
    `## ${nameOf(id)}`,
    escape(command.summary ?? ''),
    ...(command.description === undefined ? [] : [escape(command.description)]),
    ...(args.length === 0 ? [] : [table(['argument', 'means'], args.map(([name, arg]) => [argumentOf(name, arg, command.strict), escape(sentenceOf(arg.description, arg.options))]))]),
    ...(flags.length === 0 ? [] : [table(['flag', 'means', 'default'], flags.map(([name, flag]) => [code(usageOf(name, flag)), escape(flag.summary ?? ''), defaultOf(flag)]))]),
    ...(examples.length === 0 ? [] : [codeBlock(examples)]),
  ].join('\n\n');
}

function argumentOf(name: string, arg: ArgumentFace, strict: boolean | undefined): string {
  const repeated = strict === false ? '…' : '';
  return code(arg.required === true ? `<${name}>${repeated}` : `[${name}]${repeated}`);
}

function sentenceOf(text: string | undefined, options: readonly string[] | undefined): string {
  return options === undefined ? (text ?? '') : `${text ?? ''} One of ${options.join(', ')}.`.trim();
}

function usageOf(name: string, flag: FlagFace): string {
  const short = flag.char === undefined ? '' : `-${flag.char}, `;
  if (flag.type === 'boolean') return `${short}--${name}`;
  const value = flag.options?.join('|') ?? [flag.helpValue ?? '<value>'].flat().join(' ');
  return `${short}--${name} ${value}${flag.multiple === true ? ' …' : ''}`;
}

function defaultOf(flag: FlagFace): string {
  if (flag.required === true) return 'required';
  return typeof flag.default === 'string' || typeof flag.default === 'number' ? code(String(flag.default)) : '';
}

function exampleOf(id: string, example: string | { readonly description: string; readonly command: string }): string {
  const filled = (text: string): string => text.replaceAll('<%= config.bin %>', BIN).replaceAll('<%= command.id %>', id.replaceAll(':', ' '));
  return typeof example === 'string' ? filled(example) : `# ${filled(example.description)}\n${filled(example.command)}`;
}
