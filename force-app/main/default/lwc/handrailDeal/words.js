/** What is untidy about a deal, and how long it stands in its stage, in words. */
import { format } from 'c/handrailLabels';
import day from '@salesforce/label/c.handrailReviewDay';
import dayOf from '@salesforce/label/c.handrailReviewDayOf';
import dayOver from '@salesforce/label/c.handrailReviewDayOver';
import flagNoStep from '@salesforce/label/c.handrailReviewFlagNoStep';
import flagOverdue from '@salesforce/label/c.handrailReviewFlagOverdue';
import flagPassed from '@salesforce/label/c.handrailReviewFlagPassed';
import flagPushed from '@salesforce/label/c.handrailReviewFlagPushed';
import flagStuck from '@salesforce/label/c.handrailReviewFlagStuck';
import flagUnproven from '@salesforce/label/c.handrailReviewFlagUnproven';

const FLAGS = {
    stuck: { icon: 'utility:clock', text: () => flagStuck },
    pushed: { icon: 'utility:redo', text: ({ pushes }) => format(flagPushed, pushes) },
    stepOverdue: { icon: 'utility:event', text: () => flagOverdue },
    stepMissing: { icon: 'utility:dash', text: () => flagNoStep },
    closePassed: { icon: 'utility:event', text: () => flagPassed },
    unproven: { icon: 'utility:warning', text: () => flagUnproven }
};

/**
 * @param {import('./deals').Deal} deal
 * @returns {{ key: string, icon: string, text: string }[]}
 */
export const flagTexts = (deal) => deal.flags.map((flag) => ({ key: flag, icon: FLAGS[flag].icon, text: FLAGS[flag].text(deal) }));

/**
 * @param {Pick<import('./deals').Deal, 'days' | 'maxDays'>} deal
 * @returns {string} such as `day 5 of 21`; empty where nothing says when it entered its stage
 */
export function daysText({ days, maxDays }) {
    if (days === null) {
        return '';
    }
    if (maxDays === null) {
        return format(day, days);
    }
    return days > maxDays ? format(dayOver, days, maxDays, days - maxDays) : format(dayOf, days, maxDays);
}
