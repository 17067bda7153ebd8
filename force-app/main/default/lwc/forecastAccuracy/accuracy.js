/** The table of accuracy: quarters by snapshots. Pure. */
import { format } from 'c/handrailLabels';
import { definitionOf, isTooFew, quarterText, shortMoney, shownNumber, texts, valueText } from 'c/handrailNumbers';
import { dayOf, forecastOf, quarterChoices, QUARTERS } from './choices';
import { words } from './words';

/** In the order of the quarter. */
const SNAPSHOTS = [1, 15, 46, 71];
const TEN_POINTS = 0.1;

/** Rows of quarters, columns of snapshots; a snapshot that was not taken is no zero and not the nearest one. */
export function accuracyTable(results, { category, scope }) {
    const definition = definitionOf('forecast_accuracy');
    const target = definition?.target.low ?? null;
    const quarters = quarterChoices(results).slice(0, QUARTERS).reverse();
    const days = [...new Set([...SNAPSHOTS, ...results.map(({ slice }) => dayOf(slice.snapshot)).filter((day) => !Number.isNaN(day))])].sort((left, right) => left - right);
    const rows = quarters.map((quarter) => {
        const cells = days.map((day) => accuracyCell(results, { quarter, day, category, scope, definition }));
        // What was won is the same for every snapshot; one that was not taken does not know it.
        const actual = cells.map(({ isMissing, actual: won }) => (isMissing ? null : won)).find((won) => typeof won === 'number') ?? null;
        return { key: quarter.key, quarter: quarterText(quarter), cells, won: shortMoney(actual) };
    });
    // A day that was counted for no quarter is not a snapshot that is missing.
    const isCounted = (index) => rows.some(({ cells }) => !cells[index].isMissing || cells[index].resultId);
    const shown = days.filter((_, index) => isCounted(index));
    return {
        columns: shown.map((day) => ({ key: String(day), label: format(words.day, day) })),
        rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, index) => isCounted(index)) })).filter(({ cells }) => cells.some(({ isMissing }) => !isMissing)),
        targets: shown.map((day) => ({ key: String(day), text: valueText(target, 'percent', { isBound: true }) })),
        hasTarget: target !== null
    };
}

function accuracyCell(results, { quarter, day, category, scope, definition }) {
    const target = definition?.target.low ?? null;
    const found = forecastOf(results, { metric: 'forecast_accuracy', quarter, day, category, scope });
    const bias = forecastOf(results, { metric: 'forecast_bias', quarter, day, category, scope });
    const hasValue = found && found.value !== null && !isTooFew(found) && found.state !== 'undefined';
    if (!hasValue) {
        return { key: String(day), isMissing: true, hasSnapshot: isTooFew(found), className: 'hr-acc hr-acc_none', reason: found?.reason || words.notEstimated, resultId: found?.result.id, actual: found?.parts?.actual ?? null };
    }
    // Further off than the whole result is as bad as it gets; how far stands in the bias.
    const shown = shownNumber(found.value, definition);
    const tone = target === null ? 'plain' : shown >= target ? 'good' : shown >= target - TEN_POINTS - 1e-9 ? 'near' : 'far';
    const open = [found.state, ...found.also].includes('immature');
    return {
        key: String(day),
        isMissing: false,
        text: valueText(shown, 'percent'),
        bias: bias && bias.value !== null ? format(words.bias, valueText(bias.value, 'percent', { isSigned: true })) : '',
        isMet: tone === 'good' && !open,
        note: open ? texts.immature : '',
        className: `hr-acc hr-acc_${open ? 'plain' : tone}`,
        resultId: found.result.id,
        actual: found.parts?.actual ?? null
    };
}
