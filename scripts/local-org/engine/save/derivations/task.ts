import { isChanged } from '../../context.ts';
import type { Row } from '../../records.ts';
import type { Scalar } from '../../types.ts';
import { parentOf } from './parents.ts';
import type { Derivation } from './derivation.ts';

/** The account of an activity: what it is about, or the account of that, or of the contact. */
function accountOf(what: Scalar | undefined, who: Scalar | undefined, load: (id: string) => Row | undefined): Scalar {
  for (const id of [what, who]) {
    const account = typeof id !== 'string' ? null : id.startsWith('001') ? id : load(id)?.['AccountId'] ?? null;
    if (account !== null) {
      return account;
    }
  }
  return null;
}

/** Closed and high-priority flags follow from status and priority; the completion time from the closing. */
export const deriveTask: Derivation = (draft, { engine, instant }) => {
  const { row, plan } = draft;
  if (plan.has('IsClosed') && isChanged(draft, 'Status')) {
    const status = engine.setup.find('TaskStatus', 'ApiName', String(row['Status'] ?? ''));
    const closed = status === undefined ? row['Status'] === 'Completed' : status['IsClosed'] === true;
    row['IsClosed'] = closed;
    if (plan.has('CompletedDateTime')) {
      row['CompletedDateTime'] = closed ? instant : null;
    }
  }
  if (plan.has('IsHighPriority') && isChanged(draft, 'Priority')) {
    row['IsHighPriority'] = row['Priority'] === 'High';
  }
  if (plan.has('AccountId') && (isChanged(draft, 'WhatId') || isChanged(draft, 'WhoId'))) {
    row['AccountId'] = accountOf(row['WhatId'], row['WhoId'], (id) => parentOf(engine, id));
  }
  for (const [flag, field] of [['WhoCount', 'WhoId'], ['WhatCount', 'WhatId']] as const) {
    if (plan.has(flag)) {
      row[flag] = (row[field] ?? null) === null ? 0 : 1;
    }
  }
};
