/** What a terminal can show, decided once per stream. */
import { painter, type Style } from '../shared/paint.ts';

export interface Terminal {
  readonly color: boolean;
  readonly width: number;
}

type Stream = NodeJS.WriteStream;

/** Colour only on a terminal and never under NO_COLOR (no-color.org). */
export function terminalOf(stream: Stream): Terminal {
  return { color: stream.isTTY && !process.env['NO_COLOR'], width: Math.min(stream.columns || 100, 100) };
}

export function paint(terminal: Terminal, style: Style, text: string): string {
  return painter(terminal.color)(style, text);
}

export interface Progress {
  step(text: string): void;
  done(): void;
  /** The step that was told last. */
  last(): string | undefined;
}

/** Progress on stderr: one line that rewrites itself on a terminal, one line per step elsewhere. */
export function progressOn(stream: Stream, enabled: boolean): Progress {
  let open = false;
  let last: string | undefined;
  return {
    last: () => last,
    step(text) {
      last = text;
      if (!enabled) return;
      const shown = terminalText(text);
      if (stream.isTTY) {
        stream.write(`\r\u001b[2K${shown}`);
        open = true;
      } else {
        stream.write(`${shown}\n`);
      }
    },
    done() {
      if (open) stream.write('\r\u001b[2K');
      open = false;
    },
  };
}

/** Control and direction characters, but for line ends, tabs and the colours of `paint`. */
const UNSAFE = /\u001B(?!\[[0-9;]*m)|[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** What may be written to a terminal: names and messages from an org could carry sequences that rewrite the screen. */
export function terminalText(text: string): string {
  return text.replace(UNSAFE, '\uFFFD');
}
