/** What leading indicators said of what came later, as they were synced. Pure. */
import { metrics } from 'c/handrailDictionary';
import { format } from 'c/handrailLabels';
import { chooseResult, definitionOf, numberView, stateChip, valueText } from 'c/handrailNumbers';
import { words } from './words';

const LEADS = 'leading_indicator';
/** The indicators themselves, for what they say now. */
const INDICATORS = metrics.filter(({ tier, splitBy }) => tier === 'leading' && splitBy === null).map(({ id }) => id);
export const LEADING_METRICS = [LEADS, ...INDICATORS];

const WAYS = { '-1': words.leadAgainst, 0: words.leadLittle, 1: words.leadWith };

/** As the playbook orders them. */
const orderOf = (id) => metrics.findIndex((metric) => metric.id === id);

/** @param {readonly any[]} results */
export function leadingCard(results) {
    const all = results.filter(({ metric, slice }) => metric === LEADS && slice.indicator && slice.target);
    const last = all.reduce((latest, { to }) => (to > latest ? to : latest), '');
    const found = all.filter(({ to }) => to === last);
    const targets = [...new Set(found.map(({ slice }) => slice.target))].sort((left, right) => orderOf(left) - orderOf(right));
    const rows = [...new Set(found.map(({ slice }) => slice.indicator))].map((id) => rowOf(results, found.filter(({ slice }) => slice.indicator === id), id, targets));
    const silent = rows.filter(({ isSilent }) => isSilent).map(({ label }) => label);
    return {
        isKnown: rows.length > 0,
        columns: targets.map((target) => ({ key: target, label: definitionOf(target)?.label ?? target })),
        rows: rows.filter(({ isSilent }) => !isSilent).sort((left, right) => right.strength - left.strength),
        others: silent.length > 0 ? format(words.leadOthers, silent.join(', ')) : ''
    };
}

function rowOf(results, found, id, targets) {
    const definition = definitionOf(id);
    const now = chooseResult(results, { metric: id });
    const cells = targets.map((target) => cellOf(found.find(({ slice }) => slice.target === target), target));
    const label = definition?.label ?? found[0].label;
    return {
        key: id,
        label,
        howLabel: format(words.howOf, label),
        nowId: now?.id ?? '',
        now: numberView(now, definition).value,
        cells,
        isSilent: cells.every(({ isKnown }) => !isKnown),
        strength: Math.max(...cells.map(({ strength }) => strength))
    };
}

function cellOf(result, target) {
    const label = definitionOf(target)?.label ?? target;
    const { says, months } = result?.parts ?? {};
    if (!result || result.state !== 'ok' || result.value === null || !(says in WAYS)) {
        return { key: target, label, isKnown: false, chip: result ? stateChip(result) : null, reason: result?.reason ?? '', strength: 0 };
    }
    return {
        key: target,
        label,
        isKnown: true,
        word: WAYS[says],
        wordClass: says === 0 ? 'hr-line' : 'hr-line hr-strong',
        detail: format(words.leadDetail, months, valueText(result.value, 'number'), result.n),
        strength: says === 0 ? 0 : Math.abs(result.value)
    };
}
