import { isChanged, type Draft, type SaveContext } from '../../context.ts';
import { parentOf } from './parents.ts';

/** The account of an activity: what it is about, or the account of that, or of the contact. */
export function deriveAccount(draft: Draft, { engine }: SaveContext): void {
  const { row, plan } = draft;
  if (!plan.has('AccountId') || !(isChanged(draft, 'WhatId') || isChanged(draft, 'WhoId'))) {
    return;
  }
  const accounts = [row['WhatId'], row['WhoId']].map((id) => (typeof id !== 'string' ? null : id.startsWith('001') ? id : parentOf(engine, id)?.['AccountId'] ?? null));
  row['AccountId'] = accounts.find((account) => account !== null) ?? null;
}
