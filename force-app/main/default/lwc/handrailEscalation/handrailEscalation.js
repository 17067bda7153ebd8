/** Whom a clock that ran out has reached, by the steps of the playbook. Pure; computed whenever it is looked at, so nothing can miss it. */
import LOCALE from '@salesforce/i18n/locale';
import liesWith from '@salesforce/label/c.handrailClockLiesWith';
import goesTo from '@salesforce/label/c.handrailClockGoesTo';
import onTrial from '@salesforce/label/c.handrailClockOnTrial';
import { percentText } from 'c/handrailFigures';
import { format } from 'c/handrailLabels';
import { permissions } from 'c/handrailPermissions';
import { playbook } from 'c/handrailPlaybook';
import { escalationAt, inArm, inForce, isOnTrial } from './steps';

export { answerLevel, askedSince, escalationAt, leadWaitsFor, responseClock, waitingOn } from './steps';

/** As the language writes it: `4 hours`. */
const lengthText = ({ count, unit }) => new Intl.NumberFormat(LOCALE, { style: 'unit', unit: unit.slice(0, -1), unitDisplay: 'long' }).format(count);

/** The share as the language writes one; the playbook has `200 %` in every language. */
const whenText = ({ overdue, share }) => (share === null ? overdue : overdue.replace(/\d+ ?%/, () => percentText(share)));

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
    return next === null ? said : `${said} ${format(goesTo, whenText(next), next.to)}`;
}

/**
 * @param {import('c/handrailClock').Reading} reading
 * @param {number} now
 * @returns {string | null} whom the playbook names now; null while the clock runs
 */
export function liesWithNow(reading, now) {
    return escalationAt(reading, now, playbook.escalation).present?.to ?? null;
}

/**
 * A clock as the user who looks can know it. Of oneself the permission says which target holds; of anybody else no page can tell,
 * so it is the one of all who take no part, and the text says that some have another.
 * @template {{ level: import('./steps').Level, target: import('./steps').Target, startedAt: number }} C
 * @param {C} clock
 * @param {boolean} isOwn whether it runs for the user who looks
 * @param {readonly string[]} [held] custom permissions of that user
 * @returns {{ clock: C, trial: string }} trial: what an experiment gives to whom; empty without one
 */
export function clockFor(clock, isOwn, held = permissions) {
    const { timeZone } = playbook.businessHours;
    const began = inForce(clock, timeZone);
    if (began !== clock) {
        return { clock: began, trial: '' };
    }
    if (!isOnTrial(clock, timeZone)) {
        return { clock, trial: '' };
    }
    const everybody = inArm(clock, () => true, timeZone).target;
    return {
        clock: inArm(clock, (permission) => isOwn && held.includes(permission), timeZone),
        trial: format(onTrial, lengthText(everybody.within), lengthText(clock.target.within))
    };
}
