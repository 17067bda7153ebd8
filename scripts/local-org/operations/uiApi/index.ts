/** The UI API: what Lightning Data Service and the `lightning/ui*Api` modules ask of an org. */
import { unsupported } from '../../http/errors.ts';
import type { Operation } from '../../http/operation.ts';
import { toOperation } from '../../http/syncOperation.ts';
import { layoutOperations } from './layouts.ts';
import { listOperations } from './lists.ts';
import { lookupOperations } from './lookups.ts';
import { objectInfoOperations } from './objectInfo.ts';
import { picklistOperations } from './picklists.ts';
import type { RecentRecords } from './recentRecords.ts';
import { recordDefaultsOperations } from './recordDefaults.ts';
import { recordReadOperations } from './recordOperations.ts';
import { recordWriteOperations } from './recordWrites.ts';
import { relatedListRecordOperations } from './relatedListRecords.ts';
import { relatedListOperations } from './relatedLists.ts';
import { ROOT } from './respond.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Everything else of the UI API, refused by its name. */
const rest = METHODS.map((method): Operation => ({
  name: `uiApi.unsupported.${method.toLowerCase()}`,
  method,
  path: `${ROOT}/*rest`,
  handle({ params }) {
    throw unsupported(`UI API resource ${params['rest'] ?? ''}`);
  },
}));

/** @param recent what the org remembers of the records its users have looked at */
export function uiApiOperations(recent: RecentRecords): readonly Operation[] {
  return [
    ...[
      ...objectInfoOperations,
      ...picklistOperations,
      ...recordReadOperations(recent),
      ...recordWriteOperations(recent),
      ...recordDefaultsOperations,
      ...layoutOperations,
      ...relatedListOperations,
      ...relatedListRecordOperations,
      ...listOperations(recent),
      ...lookupOperations(recent),
    ].map(toOperation),
    ...rest,
  ];
}
