/** definitions.yaml: the calendar and the money as the org has them; the words are for people to agree on. */
import type { YAMLMap } from 'yaml';
import type { Draft } from '../draft.ts';
import { oneLine } from '../names.ts';
import { reviewBy } from './reviewBy.ts';
import { PLACEHOLDERS } from '../placeholders.ts';
import { inline, list, map } from './yaml.ts';

const WORKING_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

export function definitionsNode({ facts, today }: Draft): YAMLMap {
  const { calendar, currency, fiscalYearStart } = facts;
  const days = calendar ? Object.entries(calendar.days) : [];
  return map([
    { key: 'name', value: oneLine(`Playbook of ${facts.name}`, 80) },
    { key: 'version', value: `${today.slice(0, 4)}.${Math.ceil(Number(today.slice(5, 7)) / 3)}.0` },
    { key: 'currency', value: currency.code, beside: `from ${currency.from}` },
    { key: 'fiscal_year_start', value: fiscalYearStart ?? 1, beside: fiscalYearStart === null ? 'could not be read' : null },
    {
      key: 'business_hours',
      above: [calendar ? "The org's default business hours." : "The org's business hours could not be read; these are to be corrected."],
      value: map([
        { key: 'time_zone', value: calendar?.timeZone ?? 'UTC' },
        { key: 'days', value: map((days.length > 0 ? days : WORKING_DAYS.map((day) => [day, '09:00-17:00'] as const)).map(([key, value]) => ({ key, value }))) },
        { key: 'holidays', value: inline(calendar?.holidays ?? []) },
      ]),
    },
    { key: 'placeholders', value: inline(PLACEHOLDERS), above: ['What counts as no answer in a required text.'] },
    { key: 'segments', value: list([], { flow: true }), above: ['To be decided: accounts by size.'] },
    { key: 'review_by', value: reviewBy(today) },
    { key: 'terms', value: list([], { flow: true }), above: ['To be agreed: what a lead, an MQL, a qualified opportunity is here, each with two owners.'] },
    { key: 'examples', value: list([], { flow: true }) },
  ]);
}
