/** What the review shows of its deals: tiles, what holds most, what happened lately, the rows of the table. Pure. */
import { format } from 'c/handrailLabels';
import { countText, dayText, moneyText, shareText, shortMoney } from 'c/handrailText';
import { filtersOf } from './filters';
import { blockersOf, heldBy, shownOf, sorted, sumOf, TILES } from './review';
import { texts } from './texts';

/** @typedef {import('c/handrailDeal').Deal} Deal */

const MOST_BARS = 6;
const TOP = 3;

/**
 * Everything that hangs on the deals and on what somebody chose to see of them.
 * @param {ReadonlyMap<string, Deal>} deals by id
 * @param {{ tile: string, owner: string, closes: string, category: string, blocked: string, find: string, sort: string, direction: string }} view
 * @param {string} today ISO date
 */
export function boardOf(deals, view, today) {
    const all = [...deals.values()];
    const blocked = all.filter(TILES.blocked);
    const holding = blockersOf(blocked);
    const shown = sorted(shownOf(all, view, today), view.sort, view.direction === 'asc' ? 'asc' : 'desc');
    return {
        tiles: tilesOf(all, view.tile),
        bars: barsOf(holding, view.blocked),
        hasBars: holding.length > 0,
        topText: topText(holding, blocked),
        overlapText: format(texts.overlap, moneyText(sumOf(blocked).amount)),
        filters: filtersOf(all, view, today),
        shown,
        hasRows: shown.length > 0,
        tableTitle: tableTitle(shown, view.tile),
        noneText: format(texts.noneBlockedText, countText(all.length))
    };
}

function tilesOf(all, chosen) {
    const whole = sumOf(all).amount;
    const names = { all: texts.all, blocked: texts.blocked, step: texts.step, stuck: texts.stuck, passed: texts.passed, unproven: texts.unproven };
    return Object.entries(TILES).map(([key, belongs]) => {
        const { count, amount } = sumOf(all.filter(belongs));
        const deals = format(count === 1 ? texts.deal : texts.deals, countText(count));
        const more = { blocked: format(texts.ofPipeline, deals, shareText(amount, whole)), passed: format(texts.notInCoverage, deals) }[key] ?? deals;
        const isOn = chosen === key;
        return { key, name: names[key], amount: shortMoney(amount), more, pressed: String(isOn), className: isOn ? 'hr-tile hr-tile_on' : 'hr-tile' };
    });
}

function barsOf(holding, chosen) {
    const most = holding[0]?.amount || 1;
    return holding.slice(0, MOST_BARS).map(({ id, label, count, amount }) => {
        const isOn = chosen === id;
        return { id, label, count: countText(count), amount: shortMoney(amount), style: `width: ${Math.max(1, Math.round((amount / most) * 100))}%`, pressed: String(isOn), className: isOn ? 'hr-bar hr-bar_on' : 'hr-bar' };
    });
}

function topText(holding, blocked) {
    const top = holding.slice(0, TOP).map(({ id }) => id);
    return top.length < TOP ? '' : format(texts.topThree, shareText(heldBy(blocked, top), sumOf(blocked).amount));
}

function tableTitle(shown, tile) {
    const isOne = shown.length === 1;
    const title = tile === 'blocked' ? (isOne ? texts.titleBlockedOne : texts.titleBlocked) : isOne ? texts.titleDealsOne : texts.titleDeals;
    return format(title, countText(shown.length), shortMoney(sumOf(shown).amount));
}

/**
 * What the records themselves tell of the last seven days, and what waits for somebody.
 * @param {ReadonlyMap<string, Deal>} deals
 * @param {readonly any[]} decisions nodes of the query
 * @param {readonly any[]} overrides
 * @param {string} today
 */
export function latelyOf(deals, decisions, overrides, today) {
    const all = [...deals.values()];
    const moved = sumOf(all.filter(({ movedLately }) => movedLately));
    const pushed = sumOf(all.filter(({ flags }) => flags.includes('pushed')));
    const due = decisions.filter(({ Due_On__c }) => Due_On__c?.value && Due_On__c.value <= today).length;
    return [
        { key: 'moved', icon: 'utility:success', text: format(texts.moved, countText(moved.count), shortMoney(moved.amount)) },
        { key: 'pushed', icon: 'utility:redo', text: format(texts.pushedOften, countText(pushed.count), shortMoney(pushed.amount)) },
        { key: 'override', icon: 'utility:unlock', text: format(texts.overrides, countText(overrides.length)) },
        { key: 'decisions', icon: 'utility:task', text: format(texts.decisionsDue, countText(decisions.length), countText(due)) }
    ];
}

/** Open decisions as rows. */
export function decisionRowsOf(decisions, today) {
    return decisions.map((node) => ({
        id: node.Id,
        text: node.Decision__c?.value ?? '',
        note: format(texts.decisionNote, node.Owner?.Name?.value ?? texts.nobody, dayText(node.Due_On__c?.value, today), node.Meeting__c?.value ?? ''),
        isLate: Boolean(node.Due_On__c?.value) && node.Due_On__c.value < today
    }));
}
