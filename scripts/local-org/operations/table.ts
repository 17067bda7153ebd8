/** The operation table alone: nothing listens, nothing is stored. For what lists the operations. */
import { createConnectedApps } from '../http/connectedApps.ts';
import { thrownError } from '../http/errors.ts';
import { createFaults } from '../http/faultRules.ts';
import { createFaultScope } from '../http/faultScope.ts';
import type { Operation } from '../http/operation.ts';
import { createTokens } from '../http/tokens.ts';
import { createUsage } from '../http/usage.ts';
import { createBulkJobs } from './bulk/jobs.ts';
import { createOperations } from './index.ts';
import { createQueryCursors } from './queryCursors.ts';

export function operationTable(): readonly Operation[] {
  const clock = { now: () => new Date(0) };
  const nothing = (): undefined => undefined;
  const scope = createFaultScope();
  return createOperations({
    usage: createUsage(clock),
    cursors: createQueryCursors(() => '', clock),
    jobs: createBulkJobs({ clock, newId: () => '', onUnexpected: nothing, scope }),
    faults: createFaults([], { scope, operationOf: nothing, refusal: (_request, error) => thrownError(error), endSession: nothing, refuseConnections: nothing }),
    oauth: { apps: createConnectedApps([]), tokens: createTokens('', clock, null), userId: nothing, username: nothing },
    hasPage: false,
  });
}
