/** Prints the demo: numbered steps on stdout, progress of long work on stderr. */
import { paint, progressOn, terminalOf } from '../cli/terminal.ts';

export interface Narrator {
  step(title: string): void;
  say(text: string): void;
  command(text: string): void;
  progress(text: string): void;
  /** Ends the progress line, if one is open. */
  settle(): void;
  elapsed(): number;
}

export function narrate(): Narrator {
  const out = terminalOf(process.stdout);
  const progress = progressOn(process.stderr, process.stderr.isTTY);
  const started = performance.now();
  let steps = 0;
  const print = (text: string): void => {
    progress.done();
    process.stdout.write(`${text}\n`);
  };
  return {
    step: (title) => print(`\n${paint(out, ['bold', 'cyan'], `${++steps}  ${title}`)}`),
    say: (text) => print(indented(text)),
    command: (text) => print(`   ${paint(out, 'dim', '$')} ${paint(out, 'bold', text)}`),
    progress: (text) => progress.step(`   ${text}`),
    settle: () => progress.done(),
    elapsed: () => (performance.now() - started) / 1000,
  };
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `   ${line}`))
    .join('\n');
}
