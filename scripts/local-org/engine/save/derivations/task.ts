import { isChanged } from '../../context.ts';
import { deriveAccount } from './activityAccount.ts';
import type { Derivation } from './derivation.ts';

/** Closed and high-priority flags follow from status and priority; the completion time from the closing. */
export const deriveTask: Derivation = (draft, context) => {
  const { row, plan } = draft;
  const { engine, instant } = context;
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
  deriveAccount(draft, context);
  for (const [flag, field] of [['WhoCount', 'WhoId'], ['WhatCount', 'WhatId']] as const) {
    if (plan.has(flag)) {
      row[flag] = (row[field] ?? null) === null ? 0 : 1;
    }
  }
};
