/**
 * Results of queries that did not fit into one answer, kept until the client has fetched them. Bounded: the
 * oldest cursor of a user goes when an eleventh is opened, and every one after two days (the platform's own numbers).
 */
import { OrgError, type Clock } from '../engine/types.ts';

export interface Cursor {
  readonly id: string;
  readonly userId: string;
  readonly records: readonly Record<string, unknown>[];
  /** Milliseconds since 1970. */
  readonly opened: number;
}

export interface QueryCursors {
  open(userId: string, records: readonly Record<string, unknown>[]): Cursor;
  /** @throws OrgError INVALID_QUERY_LOCATOR */
  find(userId: string, id: string): Cursor;
}

const CURSORS_PER_USER = 10;
const LIFETIME = 2 * 24 * 60 * 60 * 1000;

export function createQueryCursors(newId: () => string, clock: Clock): QueryCursors {
  const cursors = new Map<string, Cursor>();
  return {
    open(userId, records) {
      const own = [...cursors.values()].filter((cursor) => cursor.userId === userId);
      for (const stale of own.slice(0, Math.max(0, own.length - CURSORS_PER_USER + 1))) {
        cursors.delete(stale.id);
      }
      const cursor: Cursor = { id: newId(), userId, records, opened: clock.now().getTime() };
      cursors.set(cursor.id, cursor);
      return cursor;
    },
    find(userId, id) {
      const cursor = cursors.get(id);
      if (cursor === undefined || cursor.userId !== userId || clock.now().getTime() - cursor.opened > LIFETIME) {
        throw new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
      }
      return cursor;
    },
  };
}
