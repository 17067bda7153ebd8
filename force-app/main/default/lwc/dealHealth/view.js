/** A deal as a row of the card. Pure. */
import { daysText, flagTexts } from 'c/handrailDeal';
import { format } from 'c/handrailLabels';
import { countText, dayText, moneyText, NO_VALUE } from 'c/handrailText';
import { texts } from './texts';

/** A late stage asks for a dozen things; the record says them all. */
const MOST_NAMED = 2;

function heldText(blockers) {
    if (blockers.length === 0) {
        return texts.free;
    }
    const named = blockers.slice(0, MOST_NAMED).map(({ label }) => label).join(', ');
    return format(texts.heldBy, countText(blockers.length), blockers.length > MOST_NAMED ? `${named}, …` : named);
}

/**
 * @param {import('c/handrailDeal').Deal} deal
 * @param {string} today ISO date
 */
export function rowOf(deal, today) {
    const flags = flagTexts(deal);
    return {
        id: deal.id,
        name: deal.name,
        amount: deal.hasAmount ? moneyText(deal.amount) : NO_VALUE,
        stage: [deal.stage, daysText(deal)].filter(Boolean).join(', '),
        closes: deal.closeDate ? format(texts.closes, dayText(deal.closeDate, today)) : '',
        held: heldText(deal.blockers),
        heldClass: deal.blockers.length > 0 ? 'hr-held' : 'hr-sub',
        flags,
        hasFlags: flags.length > 0
    };
}

/**
 * @param {readonly import('c/handrailDeal').Deal[]} deals
 * @param {number} total of all that there are
 * @returns {string} how many there are and what they are worth
 */
export function sumText(deals, total) {
    return deals.length < total ? format(texts.shownOf, countText(deals.length), countText(total)) : format(texts.sum, countText(total), moneyText(deals.reduce((sum, { amount }) => sum + amount, 0)));
}
