/** A connection to an engine, as thin as it can be. */

/** Days as 2026-01-31, instants as ISO text in UTC, wide numbers as text. */
export type DriverValue = string | number | boolean | null;
export type DriverRow = readonly DriverValue[];

export interface Driver {
  /**
   * Runs one statement and reads all of its rows.
   * @throws EngineError with the words of the engine; it never names a credential
   */
  execute(sql: string): Promise<readonly DriverRow[]>;
  close(): Promise<void>;
}

export class EngineError extends Error {
  override name = 'EngineError';
}

/** An instant in whatever form an engine writes it; one without a zone is in UTC. */
export function isoInstant(value: string): string {
  const text = value.trim().replace(' ', 'T').replace(/ ?UTC$/, 'Z').replace(/ ?([+-]\d\d)(:?\d\d)?$/, (_, hours: string, minutes = ':00') => hours + String(minutes));
  const time = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(time.getTime())) throw new EngineError(`The engine answered ${JSON.stringify(value)} where an instant was expected.`);
  return time.toISOString();
}
