/**
 * Results of queries that did not fit into one answer, kept until the client has fetched them. Bounded: the
 * oldest cursor of a user goes when an eleventh is opened (the platform's own number).
 */
import { OrgError } from '../engine/types.ts';

export interface Cursor {
  readonly id: string;
  readonly userId: string;
  readonly records: readonly Record<string, unknown>[];
}

export interface QueryCursors {
  open(userId: string, records: readonly Record<string, unknown>[]): Cursor;
  /** @throws OrgError INVALID_QUERY_LOCATOR */
  find(userId: string, id: string): Cursor;
}

const CURSORS_PER_USER = 10;

export function createQueryCursors(newId: () => string): QueryCursors {
  const cursors = new Map<string, Cursor>();
  return {
    open(userId, records) {
      const own = [...cursors.values()].filter((cursor) => cursor.userId === userId);
      for (const stale of own.slice(0, Math.max(0, own.length - CURSORS_PER_USER + 1))) {
        cursors.delete(stale.id);
      }
      const cursor: Cursor = { id: newId(), userId, records };
      cursors.set(cursor.id, cursor);
      return cursor;
    },
    find(userId, id) {
      const cursor = cursors.get(id);
      if (cursor === undefined || cursor.userId !== userId) {
        throw new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
      }
      return cursor;
    },
  };
}
