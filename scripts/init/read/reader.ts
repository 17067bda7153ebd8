/** Keeps what was read and what could not be; a part that fails does not end the run unless nothing could follow from it. */

/** Without these the run has no meaning, so they end it instead of being counted as unread. */
const FATAL = new Set(['INVALID_SESSION_ID', 'CONNECTION_REFUSED', 'REQUEST_LIMIT_EXCEEDED', 'NOT_SALESFORCE', 'API_DISABLED_FOR_ORG']);

export function isFatal(error: unknown): boolean {
  return FATAL.has((error as { errorCode?: string }).errorCode ?? '');
}

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
      if (isFatal(error)) throw error;
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
