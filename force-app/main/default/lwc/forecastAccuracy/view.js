/** What the page of forecast accuracy shows, from synced results. Pure. */
import { format } from 'c/handrailLabels';
import { definitionOf, numberView, periodText, quarterText } from 'c/handrailNumbers';
import { accuracyTable } from './accuracy';
import { bridgeCard, bridgeOf } from './bridge';
import { categoryChoices, cellText, quarterChoices, scopeChoices } from './choices';
import { headlinesOf } from './headlines';
import { LEADING_METRICS, leadingCard } from './leading';
import { pushedTable, reasonsOf } from './pushed';
import { words } from './words';

const FORECASTS = ['forecast_accuracy', 'forecast_bias', 'forecast_bridge', 'pushed_revenue', 'forecast_backtest'];
export const METRICS_SHOWN = [...FORECASTS, ...LEADING_METRICS];

/**
 * The whole page.
 * @param {readonly any[]} shown
 * @param {string} quarterKey empty or unknown: the last one that is over
 * @param {string} scope such as `team=Enterprise`; empty: the company
 * @param {string} category of the forecast
 */
export function pageOf(shown, quarterKey, scope, category) {
    const results = shown.filter(({ metric }) => FORECASTS.includes(metric));
    const quarters = quarterChoices(results);
    const today = results[0]?.day ?? '';
    const quarter = quarters.find(({ key }) => key === quarterKey) ?? quarters.find(({ to }) => to <= today) ?? quarters[0] ?? null;
    const wanted = { quarter, category, scope };
    const chosen = (choices, value) => choices.map((choice) => ({ ...choice, isChosen: choice.value === value }));
    const rowed = (table) => ({ ...table, hasRows: table.rows.length > 0 });
    const accuracy = rowed(accuracyTable(results, wanted));
    const bridge = bridgeOf(results, wanted);
    const reasons = reasonsOf(results, wanted);
    const methods = methodsOf(results);
    return {
        hasQuarter: quarter !== null,
        quarters: chosen(quarters.map((each) => ({ value: each.key, label: quarterText(each) })), quarter?.key),
        scopes: chosen(scopeChoices(results), scope),
        categories: chosen(categoryChoices(results), category),
        headlines: headlinesOf(results, { ...wanted, bridge }),
        accuracy: { ...accuracy, hasLegend: accuracy.hasRows && accuracy.hasTarget, asOfLabel: format(words.asOfSnapshot, category) },
        bridge: bridgeCard(bridge, quarter),
        pushed: rowed(pushedTable(results, wanted)),
        reasons: { ...rowed(reasons), title: format(words.reasonsTitle, reasons.period) },
        leading: rowed(leadingCard(shown)),
        methods: { ...rowed(methods), text: `${words.methodsText}. ${methods.period}` }
    };
}

/** What other methods would have said, each over the same quarters. */
function methodsOf(results) {
    const definition = definitionOf('forecast_backtest');
    const known = results.filter(({ metric, slice }) => metric === 'forecast_backtest' && slice.method && Object.keys(slice).length === 1);
    const last = known.reduce((latest, { to }) => (to > latest ? to : latest), '');
    const found = known.filter(({ to }) => to === last).sort((left, right) => (right.value ?? -Infinity) - (left.value ?? -Infinity));
    const variants = (definition?.variants ?? []).filter(({ unit }) => unit === 'percent').map(({ id, label }) => ({ key: id, label }));
    return {
        period: found.length > 0 ? periodText(found[0]) : '',
        columns: variants,
        rows: found.map((result) => ({
            key: result.id,
            method: result.slice.method,
            value: numberView(result, definition).value,
            cells: variants.map(({ key, label }) => ({ key, label, text: cellText(result.variants.find(({ id }) => id === key), 'percent') }))
        }))
    };
}
