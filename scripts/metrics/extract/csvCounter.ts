/**
 * Follows a CSV body as it passes: how many records it holds and whether it ended where a record ends. Counting needs no
 * parsing: records end at line ends outside quotes.
 */
const QUOTE = 0x22;
const LINE_END = 0x0a;

export class CsvCounter {
  #quoted = false;
  #lines = 0;
  #atLineStart = true;

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    let quoted = this.#quoted;
    let lines = this.#lines;
    // An index loop: the iterator of a typed array costs several times as much, and this sees every byte.
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      // A doubled quote inside quotes toggles twice, which is right.
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === LINE_END && !quoted) lines++;
    }
    this.#quoted = quoted;
    this.#lines = lines;
    this.#atLineStart = !quoted && chunk[chunk.length - 1] === LINE_END;
  }

  /** Whole records so far, without the header. */
  get records(): number {
    return Math.max(0, this.#lines - 1);
  }

  /** False when the body stops inside a record. */
  get complete(): boolean {
    return this.#lines > 0 && this.#atLineStart;
  }
}
