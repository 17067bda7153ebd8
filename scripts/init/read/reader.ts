/** Keeps what was read and what could not be; a part that fails does not end the run unless nothing could follow from it. */

import { endsTheRun } from '../../org/index.ts';

export class Reader {
  readonly read: string[] = [];
  readonly unread: string[] = [];
  private readonly onProgress: (text: string) => void;

  constructor(onProgress: (text: string) => void) {
    this.onProgress = onProgress;
  }

  /** @returns the fallback when the org refuses, which is noted */
  async part<T>(name: string, fallback: T, work: () => Promise<T>): Promise<T> {
    try {
      return await this.must(name, work);
    } catch (error) {
      if (endsTheRun(error)) throw error;
      this.unread.push(`${name}: ${(error as Error).message.replace(/\s+/g, ' ')}`);
      return fallback;
    }
  }

  async must<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.onProgress(`Reading ${name}`);
    const result = await work();
    this.read.push(name);
    return result;
  }
}
