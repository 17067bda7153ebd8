import type { ScanReport } from '../types.ts';
import { counted } from '../../shared/words.ts';

/** What a scan found, in words without a full stop; where not everything was judged, nothing found is not nothing there. */
export function verdictOf({ violations, coverage: { unread } }: Pick<ScanReport, 'violations' | 'coverage'>): { readonly text: string; readonly clean: boolean } {
  const records = new Set(violations.map(({ recordId }) => recordId)).size;
  if (records > 0) return { text: `${counted(records, 'record breaks', 'records break')} the playbook`, clean: false };
  if (unread.length > 0) return { text: `No record was found that breaks the playbook, but ${counted(unread.length, 'part was', 'parts were')} not judged`, clean: false };
  return { text: 'No record breaks the playbook', clean: true };
}
