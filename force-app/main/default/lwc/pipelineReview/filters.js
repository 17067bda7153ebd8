/** The choices of the filters: only what occurs, with "all" first. Pure. */
import { format } from 'c/handrailLabels';
import { dayText } from 'c/handrailText';
import { blockersOf, quarterEnds } from './review';
import { texts } from './texts';

const byLabel = (a, b) => a.label.localeCompare(b.label);

/**
 * @param {readonly import('c/handrailDeal').Deal[]} deals
 * @param {Record<string, string>} view
 * @param {string} today
 * @returns {{ name: string, label: string, value: string, options: { label: string, value: string }[] }[]}
 */
export function filtersOf(deals, view, today) {
    const owners = new Map(deals.map(({ ownerId, owner }) => [ownerId, owner]));
    const categories = new Set(deals.map(({ category }) => category).filter(Boolean));
    const [thisEnd, nextEnd] = quarterEnds(today);
    const closes = [
        { label: texts.closesPassed, value: 'passed' },
        { label: format(texts.closesThis, dayText(thisEnd, today)), value: 'this' },
        { label: format(texts.closesNext, dayText(nextEnd, today)), value: 'next' },
        { label: texts.closesLater, value: 'later' }
    ];
    const filter = (name, label, all, options) => ({ name, label, value: view[name], options: [{ label: all, value: '' }, ...options] });
    return [
        filter('owner', texts.owner, texts.everyone, [...owners].map(([value, label]) => ({ value, label: label || value })).sort(byLabel)),
        filter('closes', texts.closes, texts.anyTime, closes),
        filter('category', texts.category, texts.anyCategory, [...categories].sort().map((value) => ({ value, label: value }))),
        filter('blocked', texts.blockedBy, texts.anyCriterion, blockersOf(deals).map(({ id, label }) => ({ value: id, label })).sort(byLabel))
    ];
}
