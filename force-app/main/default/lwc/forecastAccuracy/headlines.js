/** The four sentences at the top. Pure. */
import { format } from 'c/handrailLabels';
import { amount, definitionOf, figure, isTooFew, numberView, quarterText, shortMoney, shownNumber, texts, valueText } from 'c/handrailNumbers';
import { forecastOf, MAIN, quarterChoices, QUARTERS } from './choices';
import { words } from './words';

/** The four sentences at the top. */
export function headlinesOf(results, { quarter, category, scope, bridge }) {
    const of = (metric, at = quarter, day = MAIN.day) => (at ? forecastOf(results, { metric, quarter: at, day, category, scope }) : null);
    const accuracy = of('forecast_accuracy');
    const quarters = quarterChoices(results).slice(0, QUARTERS);
    const biases = quarters.map((each) => of('forecast_bias', each)).filter((each) => each && each.parts && each.value !== null && ![each.state, ...each.also].includes('immature') && typeof each.parts.forecast === 'number' && typeof each.parts.actual === 'number');
    const sum = (name) => biases.reduce((total, { parts }) => total + parts[name], 0);
    const total = biases.length > 0 && sum('actual') > 0 ? sum('forecast') / sum('actual') - 1 : null;
    const signs = biases.map(({ parts }) => Math.sign(parts.forecast - parts.actual));
    const above = signs.filter((sign) => sign > 0).length;
    const worst = bridge ? [...bridge.parts].filter(({ value }) => value < 0).sort((left, right) => left.value - right.value)[0] : null;
    const byOwner = accuracy?.result.variants.find(({ id }) => id === 'by_owner');
    const value = (found) => (found && found.value !== null && !isTooFew(found) ? valueText(shownNumber(found.value, definitionOf('forecast_accuracy')), 'percent') : valueText(null, 'percent'));
    return [
        {
            key: 'accuracy',
            label: format(words.headAccuracy, category, quarter ? quarterText(quarter) : ''),
            value: value(accuracy),
            chip: accuracy && accuracy.result.sliceText === scope ? numberView(accuracy.result, definitionOf('forecast_accuracy')).chip : null,
            line: accuracy?.value !== null && accuracy?.parts && typeof accuracy.parts.actual === 'number' ? format(words.headAccuracyLine, figure(of('forecast_bias')?.parts?.forecast ?? null, 'currency'), figure(accuracy.parts.actual, 'currency')) : accuracy?.reason || texts.notSynced,
            result: accuracy?.result ?? null,
            metric: 'forecast_accuracy'
        },
        {
            key: 'bias',
            label: words.headBias,
            value: valueText(total, 'percent', { isSigned: true }),
            chip: biases.length > 1 && above === biases.length ? { word: words.alwaysHigh, icon: 'utility:arrowup', tone: 'warn' } : biases.length > 1 && signs.every((sign) => sign < 0) ? { word: words.alwaysLow, icon: 'utility:arrowdown', tone: 'warn' } : null,
            line: biases.length > 0 ? format(words.headBiasLine, amount(above), amount(biases.length)) : texts.notSynced,
            result: of('forecast_bias')?.result ?? null,
            metric: 'forecast_bias'
        },
        {
            key: 'cause',
            label: words.headCause,
            value: worst ? `${worst.label}, ${shortMoney(-worst.value)}` : valueText(null, 'currency'),
            chip: null,
            line: worst ? format(worst.deals === 1 ? words.deal : words.deals, amount(worst.deals)) : bridge ? words.noCause : texts.notSynced,
            result: worst?.result ?? null,
            metric: 'forecast_bridge'
        },
        {
            key: 'owners',
            label: words.headOwners,
            value: byOwner && typeof byOwner.value === 'number' ? format(words.and, value(accuracy), value(byOwner)) : value(accuracy),
            chip: null,
            line: words.headOwnersLine,
            result: accuracy?.result ?? null,
            metric: 'forecast_accuracy'
        }
    ].map((head) => ({ ...head, resultId: head.result?.id, howLabel: format(words.howOf, head.label) }));
}
