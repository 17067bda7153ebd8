import { isChanged, type Draft, type SaveContext } from '../../context.ts';
import { fiscalCalendar, fiscalPeriod } from '../../fiscalYear.ts';
import type { Derivation } from './derivation.ts';

/** Stage decides probability and forecast category unless the same save says otherwise, and always closed and won. */
function fromStage(draft: Draft, context: SaveContext): void {
  const { row, plan, given } = draft;
  const stage = context.engine.setup.find('OpportunityStage', 'ApiName', String(row['StageName'] ?? ''));
  if (stage === undefined) {
    return;
  }
  if (!given.has('Probability')) {
    row['Probability'] = stage['DefaultProbability'] ?? null;
  }
  if (plan.has('ForecastCategoryName') && !given.has('ForecastCategoryName')) {
    row['ForecastCategoryName'] = stage['ForecastCategoryName'] ?? null;
  }
  row['IsClosed'] = stage['IsClosed'] === true;
  row['IsWon'] = stage['IsWon'] === true;
  if (plan.has('LastStageChangeDate') && !draft.isNew) {
    row['LastStageChangeDate'] = context.instant;
  }
}

/** `ForecastCategory` holds the API name (`BestCase`) of the category that `ForecastCategoryName` labels (`Best Case`). */
function forecastCategory(draft: Draft, context: SaveContext): void {
  const { row, plan } = draft;
  if (!plan.has('ForecastCategory') || !isChanged(draft, 'ForecastCategoryName')) {
    return;
  }
  const named = context.engine.setup.all('OpportunityStage').find((stage) => stage['ForecastCategoryName'] === row['ForecastCategoryName']);
  row['ForecastCategory'] = named?.['ForecastCategory'] ?? FORECAST_CATEGORY[String(row['ForecastCategoryName'])] ?? null;
}

/** The platform's five categories; a stage table need not use all of them. */
const FORECAST_CATEGORY: Readonly<Record<string, string>> = {
  Omitted: 'Omitted', Pipeline: 'Pipeline', 'Best Case': 'BestCase', Commit: 'Forecast', Closed: 'Closed',
};

/** Counts saves that move the close date to a later calendar month; it never goes down. */
function pushCount(draft: Draft): void {
  const { row, prior, plan } = draft;
  if (!plan.has('PushCount')) {
    return;
  }
  if (prior === null) {
    row['PushCount'] = 0;
    return;
  }
  const before = String(prior['CloseDate'] ?? '').slice(0, 7);
  const after = String(row['CloseDate'] ?? '').slice(0, 7);
  if (before !== '' && after > before) {
    row['PushCount'] = Number(prior['PushCount'] ?? 0) + 1;
  }
}

function round(amount: number): number {
  return Math.round((amount + Number.EPSILON) * 100) / 100;
}

/** What Salesforce keeps on an opportunity by itself. */
export const deriveOpportunity: Derivation = (draft, context) => {
  const { row, plan } = draft;
  if (isChanged(draft, 'StageName')) {
    fromStage(draft, context);
  }
  forecastCategory(draft, context);
  if (plan.has('ExpectedRevenue')) {
    const { Amount: amount, Probability: probability } = row;
    row['ExpectedRevenue'] = typeof amount === 'number' ? round((amount * Number(probability ?? 0)) / 100) : null;
  }
  if (isChanged(draft, 'CloseDate')) {
    const period = typeof row['CloseDate'] === 'string' ? fiscalPeriod(row['CloseDate'], fiscalCalendar(context.engine.setup)) : null;
    for (const [field, value] of [['Fiscal', period?.label], ['FiscalYear', period?.year], ['FiscalQuarter', period?.quarter]] as const) {
      if (plan.has(field)) {
        row[field] = value ?? null;
      }
    }
  }
  pushCount(draft);
  if (plan.has('HasOpportunityLineItem') && draft.isNew) {
    row['HasOpportunityLineItem'] = false;
  }
};
