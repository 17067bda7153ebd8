/** Whom a clock that ran out has reached, by the steps of the playbook. Pure; computed whenever it is looked at, so nothing can miss it. */
import liesWith from '@salesforce/label/c.handrailClockLiesWith';
import goesTo from '@salesforce/label/c.handrailClockGoesTo';
import { percentText } from 'c/handrailFigures';
import { format } from 'c/handrailLabels';
import { playbook } from 'c/handrailPlaybook';
import { escalationAt } from './steps';

export { answerLevel, escalationAt, leadWaitsFor, responseClock, waitingOn } from './steps';

/**
 * @param {import('c/handrailClock').Reading} reading
 * @param {number} now
 * @returns {string} whom the playbook names now and next; empty while the clock runs
 */
export function escalationText(reading, now) {
    const { present, next, share } = escalationAt(reading, now, playbook.escalation);
    if (present === null) {
        return '';
    }
    const said = format(liesWith, percentText(share), present.to);
    return next === null ? said : `${said} ${format(goesTo, next.overdue, next.to)}`;
}
