/** Whom a clock that ran out has reached, by the steps of the playbook. Pure; computed whenever it is looked at, so nothing can miss it. */
import liesWith from '@salesforce/label/c.handrailClockLiesWith';
import goesTo from '@salesforce/label/c.handrailClockGoesTo';
import { percentText } from 'c/handrailFigures';
import { format } from 'c/handrailLabels';
import { playbook } from 'c/handrailPlaybook';

const UNITS = { minutes: 60000, hours: 3600000, days: 86400000 };

/**
 * @param {import('c/handrailClock').Reading} reading
 * @param {number} now
 * @param {readonly import('c/handrailPlaybook').EscalationStep[]} steps in the order of the playbook
 * @returns {{ present: import('c/handrailPlaybook').EscalationStep | null, next: import('c/handrailPlaybook').EscalationStep | null, share: number }} present:
 *   the last step reached, null while the clock is not over; share: of the target that has passed
 */
export function escalationAt({ state, elapsed, target, dueAt }, now, steps) {
    const share = elapsed / target;
    if (state !== 'overdue') {
        return { present: null, next: null, share };
    }
    const isReached = (step) => (step.share === null ? now - dueAt >= step.after.count * UNITS[step.after.unit] : share >= step.share);
    const reached = steps.filter(isReached);
    return { present: reached.at(-1) ?? null, next: steps.find((step) => !isReached(step)) ?? null, share };
}

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
