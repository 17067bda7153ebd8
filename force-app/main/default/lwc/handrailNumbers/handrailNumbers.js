/** Synced numbers as the pages need them: read, chosen by period and slice, written, drawn. */
export { isTooFew, resultsIn } from 'c/handrailFigures';
export { LATEST_RUN, LINEAGE_OF, METRICS, RECORDS_OF, lacksAccess, lineageIn, recordsBehind, runIn } from './queries';
export { chooseResult, companyOf, dimensionsOf, isToDate, nameFiscalYears, quarterOf, quartersIn, seriesOf, slicesOf } from './choice';
export { ageInDays, amount, change, dateText, figure, momentText, periodText, quarterChoices, quarterText, shortMoney, valueText } from './format';
export { bandGeometry, intervalGeometry, sparkGeometry, wilson } from './geometry';
export { definitionOf, inputsOf, numberView, ownersText, shownNumber, stateChip, verdictOf } from './states';
export { dimensionText, texts } from './words';
