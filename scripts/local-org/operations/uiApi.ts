/** The UI API, as far as Lightning Data Service needs it for records, object info and picklists. */
import { unsupported } from '../http/errors.ts';
import type { Operation } from '../http/operation.ts';
import { toOperation } from '../http/syncOperation.ts';
import { objectInfoOperations } from './uiApiObjectInfo.ts';
import { uiRecordOperations } from './uiApiRecords.ts';

export const uiApiOperations: readonly Operation[] = [
  ...[...objectInfoOperations, ...uiRecordOperations].map(toOperation),
  {
    name: 'uiApi.unsupported',
    method: 'GET',
    path: '/services/data/:version/ui-api/*rest',
    handle({ params }) {
      throw unsupported(`UI API resource ${params['rest'] ?? ''}`);
    },
  },
];
