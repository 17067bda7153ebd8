/** `/_local/faults`: makes the running org fail, for tests of other programs. Administrators only; no part of Salesforce. */
import { OrgError } from '../engine/types.ts';
import type { Faults } from '../http/faultRules.ts';
import type { Operation, OperationContext } from '../http/operation.ts';
import { requireAdministrator } from './administrator.ts';

const PATH = '/_local/faults';

export function faultOperations(faults: Faults): readonly Operation[] {
  return [
    {
      name: 'local.faults.list',
      method: 'GET',
      path: PATH,
      handle(context) {
        requireAdministrator(context);
        return { status: 200, body: faults.list() };
      },
    },
    {
      name: 'local.faults.add',
      method: 'POST',
      path: PATH,
      async handle(context) {
        requireAdministrator(context);
        return { status: 201, body: faults.add(await context.json()) };
      },
    },
    {
      name: 'local.faults.clear',
      method: 'DELETE',
      path: PATH,
      handle(context) {
        requireAdministrator(context);
        faults.clear();
        return { status: 204 };
      },
    },
    {
      name: 'local.faults.remove',
      method: 'DELETE',
      path: `${PATH}/:id`,
      handle(context: OperationContext) {
        requireAdministrator(context);
        if (!faults.remove(Number(context.params['id']))) {
          throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
        }
        return { status: 204 };
      },
    },
  ];
}
