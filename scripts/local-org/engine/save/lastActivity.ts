/**
 * `LastActivityDate`: the latest due date among closed tasks and events of a record (Object Reference). Setting it does not
 * count as a change of the record.
 */
import type { Draft } from '../context.ts';
import { planOf } from '../objectPlan.ts';
import type { SaveCall } from './call.ts';

const PARTIES = ['WhoId', 'WhatId', 'AccountId'] as const;
const SOURCES = [['Task', '"IsClosed" = 1'], ['Event', '1']] as const;

function lastActivity({ context: { engine } }: SaveCall, party: string, id: string): string | null {
  const dates = SOURCES.flatMap(([object, condition]) => {
    const schema = engine.schema.object(object);
    if (schema === undefined || !planOf(schema).has(party)) {
      return [];
    }
    const latest = engine.store.prepare(`SELECT max("ActivityDate") AS latest FROM "${object}" WHERE "${party}" = ? AND "IsDeleted" = 0 AND ${condition}`).get(id)?.['latest'];
    return typeof latest === 'string' ? [latest] : [];
  });
  return dates.toSorted().at(-1) ?? null;
}

/** Brings the records an activity hangs on, or hung on, in line. */
export function sumLastActivity(call: SaveCall, { row, prior }: Draft): void {
  const { engine } = call.context;
  for (const party of PARTIES) {
    for (const id of new Set([row[party], prior?.[party]])) {
      const object = typeof id === 'string' ? engine.schema.objectByKeyPrefix(id.slice(0, 3)) : undefined;
      if (object === undefined || typeof id !== 'string' || !planOf(object).has('LastActivityDate')) {
        continue;
      }
      engine.records.update(planOf(object), id, { LastActivityDate: lastActivity(call, party, id) });
      call.environment.forget(id);
    }
  }
}
