/** Lines written to a file one after another and read back by number: results too large to hold in memory. */
import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs';
import { Readable } from 'node:stream';

export interface Spool {
  readonly lines: number;
  readonly bytes: number;
  /** `line` with its line end. */
  write(line: string): void;
  /** Ends writing. Idempotent. */
  finish(): void;
  /** Ends writing and removes the file. */
  discard(): void;
  /** The lines from `start` on, at most `count`, after `head`. Only after `finish`. */
  read(head: string, start: number, count: number): Readable;
}

const BUFFER_CHARACTERS = 1 << 16;

export function createSpool(path: string): Spool {
  let file: number | null = openSync(path, 'w', 0o600);
  let pending = '';
  let bytes = 0;
  // Byte at which each line starts; one number per line is little beside the line.
  const starts: number[] = [];

  const flush = (): void => {
    if (file !== null && pending !== '') {
      const data = Buffer.from(pending, 'utf8');
      for (let done = 0; done < data.length;) {
        done += writeSync(file, data, done);
      }
      pending = '';
    }
  };

  const finish = (): void => {
    flush();
    if (file !== null) {
      closeSync(file);
      file = null;
    }
  };

  return {
    get lines() {
      return starts.length;
    },
    get bytes() {
      return bytes;
    },
    write(line) {
      starts.push(bytes);
      bytes += Buffer.byteLength(line, 'utf8');
      pending += line;
      if (pending.length >= BUFFER_CHARACTERS) {
        flush();
      }
    },
    finish,
    discard() {
      finish();
      rmSync(path, { force: true });
    },
    read(head, start, count) {
      const from = starts[start] ?? bytes;
      const to = starts[start + count] ?? bytes;
      return Readable.from(chunks(head, path, from, to), { objectMode: false });
    },
  };
}

async function* chunks(head: string, path: string, from: number, to: number): AsyncGenerator<Buffer> {
  yield Buffer.from(head, 'utf8');
  if (to > from) {
    yield* createReadStream(path, { start: from, end: to - 1 }) as AsyncIterable<Buffer>;
  }
}
