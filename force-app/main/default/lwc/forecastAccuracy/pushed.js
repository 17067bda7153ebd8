/** Revenue that was pushed out of its quarter, and why. Pure. */
import { format } from 'c/handrailLabels';
import { amount, definitionOf, numberView, periodText, quarterText, shortMoney } from 'c/handrailNumbers';
import { cellText, isQuarter, QUARTERS } from './choices';
import { words } from './words';

/** Pushed revenue by quarter, under each convention of the metric. */
export function pushedTable(results, { scope }) {
    const definition = definitionOf('pushed_revenue');
    const rows = results
        .filter((result) => result.metric === 'pushed_revenue' && isQuarter(result) && result.sliceText === scope)
        .sort((left, right) => left.from.localeCompare(right.from))
        .slice(-QUARTERS - 1);
    const variants = (definition?.variants ?? []).map(({ id, label, unit }) => ({ key: id, label, unit }));
    return {
        columns: variants,
        lastId: rows.at(-1)?.id,
        rows: rows.map((result) => {
            const isOpen = result.day < result.to;
            const view = numberView(result, definition);
            return {
                key: result.id,
                period: periodText(result),
                isOpen,
                value: isOpen && !view.isMissing ? format(words.soFar, view.value) : view.value,
                valueClass: isOpen ? 'hr-right' : 'hr-right hr-strong',
                cells: variants.map(({ key, unit, label }) => ({ key, label, text: cellText(result.variants.find(({ id }) => id === key), unit) }))
            };
        })
    };
}

/**
 * Reasons that were given for a push, the largest first; none given is one of them. Only the newest period has them.
 * @returns {{ period: string, rows: any[] }}
 */
export function reasonsOf(results, { quarter }) {
    const known = results.filter(({ metric, slice, value }) => metric === 'pushed_revenue' && slice.reason !== undefined && Object.keys(slice).length === 1 && value > 0);
    const chosen = quarter ? known.filter(({ from, to }) => from === quarter.from && to === quarter.to) : [];
    const last = known.reduce((latest, { to }) => (to > latest ? to : latest), '');
    const found = chosen.length > 0 ? chosen : known.filter(({ to }) => to === last);
    const most = Math.max(1, ...found.map(({ value }) => value));
    const rows = [...found]
        .sort((left, right) => right.value - left.value)
        .map((result) => {
            const deals = result.variants.find(({ id }) => id === 'deals')?.value ?? result.n;
            return { key: result.id, result, reason: isNone(result.slice.reason) ? words.noReason : result.slice.reason, deals: format(deals === 1 ? words.deal : words.deals, amount(deals)), money: shortMoney(result.value), barStyle: `width: ${(100 * result.value) / most}%` };
        });
    return { period: found.length > 0 ? periodText(found[0]) : quarter ? quarterText(quarter) : '', rows };
}

function isNone(reason) {
    return ['', 'none', 'no reason', 'unknown', 'no reason given'].includes(reason.trim().toLowerCase());
}
