import type { Violation } from '../types.ts';

/** The record's page in Lightning Experience. */
export function recordUrl(instanceUrl: string, { object, recordId }: Pick<Violation, 'object' | 'recordId'>): string {
  return `${instanceUrl}/lightning/r/${encodeURIComponent(object)}/${encodeURIComponent(recordId)}/view`;
}
