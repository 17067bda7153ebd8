import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

export const calendar: Check = {
  name: 'the calendar of business hours exists',
  *run(context) {
    const { playbook } = context;
    const { timeZone, days } = playbook.businessHours;
    if (!isTimeZone(timeZone)) yield problem('calendar', at(context, playbook.businessHours, 'time_zone'), { message: `There is no time zone "${timeZone}"` }, 'Write an IANA name, such as America/New_York.');
    for (const { from, to } of Object.values(days)) {
      if (from < to && to <= '24:00' && !/:[6-9]/.test(from + to)) continue;
      yield problem('calendar', at(context, playbook.businessHours, 'days'), { message: `From ${from} to ${to} is no opening time` });
    }
  },
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
