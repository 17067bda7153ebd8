/** Records of the Tooling API by id. Query and describe are beside those of the data API. */
import { OrgError } from '../engine/types.ts';
import { unsupported } from '../http/errors.ts';
import { literal } from '../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';

const RECORD = '/services/data/:version/tooling/sobjects/:object/:id';

function refuseWrite(request: SyncRequest): never {
  throw unsupported(`write access to ${request.params['object'] ?? ''} over the Tooling API; deploy it with the Metadata API`);
}

export const toolingOperations: readonly SyncOperation[] = [
  {
    name: 'tooling.read',
    method: 'GET',
    path: RECORD,
    run(request) {
      const object = request.engine.schema.object(request.params['object'] ?? '');
      if (object === undefined || object.kind !== 'tooling') {
        throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
      }
      const fields = object.fields.map((field) => field.apiName).join(', ');
      const [record] = request.engine.query(request.session, `SELECT ${fields} FROM ${object.apiName} WHERE Id = ${literal(request.params['id'] ?? '')}`, { tooling: true, apiVersion: `v${request.version}` }).records;
      if (record === undefined) {
        throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
      }
      return { status: 200, body: record };
    },
  },
  { name: 'tooling.create', method: 'POST', path: '/services/data/:version/tooling/sobjects/:object', run: refuseWrite },
  { name: 'tooling.update', method: 'PATCH', path: RECORD, run: refuseWrite },
  { name: 'tooling.delete', method: 'DELETE', path: RECORD, run: refuseWrite },
];
