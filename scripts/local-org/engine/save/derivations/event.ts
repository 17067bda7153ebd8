import { isChanged } from '../../context.ts';
import { deriveAccount } from './activityAccount.ts';
import type { Derivation } from './derivation.ts';

const MINUTE = 60_000;

/** Start, end, duration and due date of an event say the same, whichever of them the request gave. */
export const deriveEvent: Derivation = (draft, context) => {
  const { row, plan, given } = draft;
  deriveAccount(draft, context);
  if (!plan.has('StartDateTime') || !plan.has('EndDateTime')) {
    return;
  }
  const start = given.has('StartDateTime') || !given.has('ActivityDateTime') ? row['StartDateTime'] : row['ActivityDateTime'];
  if (typeof start === 'string') {
    row['StartDateTime'] = start;
    row['ActivityDateTime'] = row['IsAllDayEvent'] === true ? null : start;
    row['ActivityDate'] = start.slice(0, 10);
    if (typeof row['DurationInMinutes'] === 'number' && (given.has('DurationInMinutes') || !given.has('EndDateTime'))) {
      row['EndDateTime'] = new Date(Date.parse(start) + row['DurationInMinutes'] * MINUTE).toISOString();
    } else if (typeof row['EndDateTime'] === 'string') {
      row['DurationInMinutes'] = Math.round((Date.parse(row['EndDateTime']) - Date.parse(start)) / MINUTE);
    }
  }
  if (plan.has('EndDate') && (draft.isNew || isChanged(draft, 'EndDateTime'))) {
    row['EndDate'] = typeof row['EndDateTime'] === 'string' ? row['EndDateTime'].slice(0, 10) : row['ActivityDate'] ?? null;
  }
};
