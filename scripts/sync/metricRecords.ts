/** Metric results as records of Handrail_Metric__c. */
import { KEPT_METRIC, KEPT_SERIES } from '../metrics/index.ts';
import type { MetricResult } from '../metrics/types.ts';
import { verdictInWords } from '../metrics/verdict.ts';
import { localDay } from '../shared/localTime.ts';
import { clip, type DesiredRecord, type Value } from './desired.ts';
import { externalId } from './externalId.ts';

export const METRIC = 'Handrail_Metric__c';

/** Fields that are compared. */
export const METRIC_FIELDS = [
  'Metric__c', 'Label__c', 'Tier__c', 'Series__c', 'Slice__c', 'Slice_Dimension__c', 'Slice_Value__c', 'Period_From__c', 'Period_To__c', 'Value__c', 'Unit__c', 'State__c', 'Also__c', 'Reason__c',
  'Numerator__c', 'Denominator__c', 'N__c', 'Definition_Version__c', 'Variants__c', 'Parts__c', 'Lineage__c', 'Records__c',
] as const;

/** Date fields begin in 1700 (Salesforce Help, "Valid Date Formats"); an open period has no first day. */
const FIRST_DATE = '1700-01-01';

const LONG = 32_000;
/** Ids that a whole number may need: as many as fit. */
export const MOST_IDS = 1500;
/** Of a slice or of an earlier period: there are many of them, and each is a page of a list. */
const FEWER_IDS = 200;

/** When and how a number was counted: written with it, and not compared. */
export interface MetricStamp {
  readonly runRecordId: string;
  /** Of the org: a component cannot ask for it. */
  readonly timeZone: string;
}

/**
 * @param past closed periods of the same metrics; one that is also the period of today's number is written once, as that number
 * @param lineage what a metric hangs on, as JSON, by id; kept with the numbers of today, whose page tells it
 */
export function metricRecords(metrics: readonly MetricResult[], past: readonly MetricResult[], stamp: MetricStamp, lineage: (id: string) => string | null = () => null): DesiredRecord[] {
  const now = metrics.map((result) => recordOf(result, 'now', stamp, lineage(result.id)));
  const known = new Set(now.map((record) => record.externalId));
  return [...now, ...past.map((result) => recordOf(result, 'trend', stamp)).filter((record) => !known.has(record.externalId))];
}

/**
 * Forecasts as they were taken: written once, and left as they are however history reads later.
 * @param stored external ids that the org has
 */
export function keptForecasts(taken: readonly MetricResult[], stored: { has(externalId: string): boolean }, stamp: MetricStamp): DesiredRecord[] {
  return taken.map((result) => {
    const { values, stamps } = recordOf(result, 'now', stamp);
    const [, cut] = Object.entries(result.slice);
    const kept = { ...values, Metric__c: KEPT_METRIC, Series__c: KEPT_SERIES, Slice_Dimension__c: clip(cut?.[0] ?? null, 80), Slice_Value__c: clip(cut?.[1] ?? null, 255) };
    return { externalId: externalId([KEPT_METRIC, values['Slice__c'] === null ? '' : String(values['Slice__c']), result.period.from, result.asOf]), values: kept, stamps };
  }).filter((record) => !stored.has(record.externalId));
}

/** What leading indicators said of what came later: of two years that are over, so a record for each month in which they were looked at. */
export function leadingRecords(leading: readonly MetricResult[], stamp: MetricStamp): DesiredRecord[] {
  return leading.map((result) => recordOf(result, 'leads', stamp));
}

function recordOf(result: MetricResult, series: 'now' | 'trend' | 'leads', stamp: MetricStamp, lineage: string | null = null): DesiredRecord {
  const dimensions = Object.entries(result.slice);
  const slice = dimensions.map(([dimension, value]) => `${dimension}=${value}`).join(';');
  const [first] = dimensions;
  const open = result.period.from < FIRST_DATE;
  // An open period ends today and is the same number tomorrow; a closed one, or one of an earlier day, is a number of its own.
  const period = open ? ['all', ...(series === 'trend' ? [result.period.to] : [])] : [result.period.from, result.period.to];
  return {
    externalId: externalId([result.id, slice, ...period]),
    values: {
      Metric__c: clip(result.id, 80),
      Label__c: clip(result.label, 255),
      Tier__c: clip(result.tier, 40),
      Series__c: series,
      Slice__c: clip(slice, 255),
      Slice_Dimension__c: clip(first?.[0] ?? null, 80),
      Slice_Value__c: clip(first?.[1] ?? null, 255),
      Period_From__c: open ? null : result.period.from,
      Period_To__c: result.period.to,
      Value__c: rounded(result.value),
      Unit__c: result.unit,
      State__c: result.state,
      Also__c: result.also === undefined ? null : result.also.join(';'),
      Reason__c: clip(result.reason, 1000),
      Numerator__c: rounded(result.numerator),
      Denominator__c: rounded(result.denominator),
      N__c: result.n,
      Definition_Version__c: clip(result.definitionVersion, 40),
      Variants__c: result.variants.length === 0 ? null : clip(JSON.stringify(result.variants), LONG),
      Parts__c: result.parts === undefined ? null : clip(JSON.stringify({ ...result.parts, ...(result.verdict === undefined ? {} : { verdict: result.verdict.word, verdict_words: verdictInWords(result.verdict) }) }), LONG),
      Lineage__c: clip(lineage, LONG),
      Records__c: recordsOf(result, series === 'now' && dimensions.length === 0 ? MOST_IDS : FEWER_IDS),
    } satisfies Record<(typeof METRIC_FIELDS)[number], Value>,
    stamps: { Sync_Run__c: stamp.runRecordId, As_Of__c: result.asOf, As_Of_Day__c: localDay(result.asOf, stamp.timeZone) },
  };
}

/** Whole JSON always: a list that is cut says how long it is. */
function recordsOf({ records }: MetricResult, most: number): string | null {
  if (records === undefined) return null;
  const { object, total } = records;
  const written = (count: number): string => JSON.stringify({ object, ids: records.ids.slice(0, count), total });
  let count = Math.min(most, records.ids.length);
  while (written(count).length > LONG) count = Math.min(count - 1, Math.floor((count * LONG) / written(count).length));
  return written(count);
}

/** The fields keep six decimals. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}
