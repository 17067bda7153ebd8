/** What was done about a deal: tasks that are completed, meetings that are over. */
import { both, column, compare, instant, isNull, isTrue, not } from '../relational/expression.ts';
import { filter, project, scan, union, type Relation } from '../relational/relation.ts';
import { sourceColumns, type SourceField } from './sources.ts';

export const ACTIVITY_NEEDS: readonly SourceField[] = ['Task.Id', 'Task.WhatId', 'Task.IsDeleted', 'Task.IsClosed', 'Task.CompletedDateTime', 'Event.Id', 'Event.WhatId', 'Event.IsDeleted', 'Event.EndDateTime'];

/** `activity_deal`, `done_at`: one row per activity of a deal (or of whatever record it is about) that was done by then. */
export function doneActivities(asOf: string): Relation {
  const done = (object: 'Task' | 'Event', at: string): Relation => {
    const rows = filter(scan(object, sourceColumns(object)), both(not(column('IsDeleted')), not(isNull(column('WhatId'))), isTrue(compare(column(at), '<', instant(asOf)))));
    return project(object === 'Task' ? filter(rows, isTrue(column('IsClosed'))) : rows, { activity_deal: column('WhatId'), done_at: column(at) });
  };
  return union(done('Task', 'CompletedDateTime'), done('Event', 'EndDateTime'));
}
