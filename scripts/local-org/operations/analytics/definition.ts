/** A report as its metadata says it, as far as it can be run here; the rest is refused by name. */
import type { FieldSchema, ObjectSchema, Schema } from '../../engine/schema.ts';
import { OrgError } from '../../engine/types.ts';
import { unsupported } from '../../http/errors.ts';
import { childOf, childrenOf, flagOf, numberOf, textOf, textsOf, type XmlElement } from '../../metadata/xml/element.ts';

export interface ReportColumn {
  /** `Handrail_Finding__c.Status__c` */
  readonly name: string;
  readonly field: FieldSchema;
}

export type Summary = 'Sum' | 'Average' | 'Maximum' | 'Minimum';

export interface ReportGrouping extends ReportColumn {
  /** Of dates: the stretch that is one group. */
  readonly granularity: Granularity;
  readonly descending: boolean;
}

export type Granularity = 'Day' | 'Month' | 'Quarter' | 'Year';

export interface ReportFilter extends ReportColumn {
  readonly operator: string;
  readonly value: string;
}

export interface ReportDefinition {
  readonly name: string;
  readonly object: ObjectSchema;
  readonly format: 'TABULAR' | 'SUMMARY';
  readonly columns: readonly ReportColumn[];
  readonly summaries: readonly { readonly column: ReportColumn; readonly how: Summary }[];
  readonly groupings: readonly ReportGrouping[];
  readonly filters: readonly ReportFilter[];
  /** `1 AND (2 OR 3)`; null: all of them. */
  readonly logic: string | null;
  readonly dates: { readonly column: ReportColumn; readonly from: string | null; readonly to: string | null } | null;
  readonly sort: { readonly column: ReportColumn; readonly descending: boolean } | null;
  readonly most: number | null;
}

const FORMATS: Readonly<Record<string, ReportDefinition['format']>> = { Tabular: 'TABULAR', Summary: 'SUMMARY' };
const SUMMARIES: ReadonlySet<string> = new Set<Summary>(['Sum', 'Average', 'Maximum', 'Minimum']);
const GRANULARITIES: ReadonlySet<string> = new Set<Granularity>(['Day', 'Month', 'Quarter', 'Year']);
/** What changes which rows or numbers there are. */
const REFUSED = ['aggregates', 'block', 'buckets', 'crossFilters', 'customDetailFormulas', 'groupingsAcross', 'division', 'params', 'roleHierarchyFilter', 'territoryHierarchyFilter', 'userFilter'];
const MOST_GROUPINGS = 3;

const isSummary = (text: string): text is Summary => SUMMARIES.has(text);
const isGranularity = (text: string): text is Granularity => GRANULARITIES.has(text);

/**
 * @param reportType the custom report type that the report names; undefined: there is none of that name
 * @throws OrgError for what cannot be run here
 */
export function definitionOf(report: XmlElement, reportType: XmlElement | undefined, schema: Schema): ReportDefinition {
  const refused = REFUSED.find((name) => childOf(report, name) !== undefined);
  if (refused !== undefined) throw unsupported(`reports with ${refused}`);
  const format = FORMATS[textOf(report, 'format') ?? ''];
  if (format === undefined) throw unsupported(`reports of format ${textOf(report, 'format') ?? 'none'}`);
  const scope = textOf(report, 'scope');
  if (scope !== null && scope !== 'organization') throw unsupported(`reports of scope ${scope}`);
  const object = schema.object((reportType === undefined ? null : textOf(reportType, 'baseObject')) ?? '');
  if (reportType === undefined || object === undefined || childOf(reportType, 'join') !== undefined) throw unsupported(`reports of type ${textOf(report, 'reportType') ?? 'none'}`);
  const offered = new Set(childrenOf(reportType, 'sections').flatMap((section) => childrenOf(section, 'columns')).map((node) => textOf(node, 'field')));
  const column = (text: string): ReportColumn => columnOf(text, object, offered);
  const columns = childrenOf(report, 'columns');
  const filter = childOf(report, 'filter');
  const sortColumn = textOf(report, 'sortColumn');
  const groupings = childrenOf(report, 'groupingsDown').map((node) => groupingOf(node, column));
  if (groupings.length > MOST_GROUPINGS) throw new OrgError('BAD_REQUEST', `A report has ${MOST_GROUPINGS} groupings at most.`);
  return {
    name: textOf(report, 'name') ?? '', object, format, groupings: format === 'SUMMARY' ? groupings : [],
    columns: columns.map((node) => column(textOf(node, 'field') ?? '')),
    summaries: columns.flatMap((node) => textsOf(node, 'aggregateTypes').map((how) => {
      if (!isSummary(how)) throw unsupported(`report summary ${how}`);
      return { column: column(textOf(node, 'field') ?? ''), how };
    })),
    filters: filter === undefined ? [] : childrenOf(filter, 'criteriaItems').map((node) => filterOf(node, column)),
    logic: filter === undefined ? null : textOf(filter, 'booleanFilter'),
    dates: datesOf(childOf(report, 'timeFrameFilter'), column),
    sort: sortColumn === null ? null : { column: column(sortColumn), descending: textOf(report, 'sortOrder') === 'Desc' },
    most: numberOf(report, 'rowLimit'),
  };
}

/** A column that the report type does not offer is in no report. */
function columnOf(text: string, object: ObjectSchema, offered: ReadonlySet<string | null>): ReportColumn {
  const [owner = '', name = '', ...more] = text.split(/[$.]/);
  const field = owner === object.apiName && more.length === 0 ? object.fields.find(({ apiName }) => apiName === name) : undefined;
  if (field === undefined || !offered.has(name)) throw unsupported(`report column ${text}`);
  return { name: `${owner}.${name}`, field };
}

type ColumnOf = (text: string) => ReportColumn;

function groupingOf(node: XmlElement, column: ColumnOf): ReportGrouping {
  const granularity = textOf(node, 'dateGranularity') ?? 'Day';
  if (!isGranularity(granularity)) throw unsupported(`report grouping by ${granularity}`);
  if (childOf(node, 'aggregateType') !== undefined || childOf(node, 'sortByName') !== undefined) throw unsupported('report groups in the order of their sums');
  return { ...column(textOf(node, 'field') ?? ''), granularity, descending: textOf(node, 'sortOrder') === 'Desc' };
}

function filterOf(node: XmlElement, column: ColumnOf): ReportFilter {
  if (flagOf(node, 'columnToColumn')) throw unsupported('report filter that compares two columns');
  return { ...column(textOf(node, 'column') ?? ''), operator: textOf(node, 'operator') ?? '', value: textOf(node, 'value') ?? '' };
}

function datesOf(node: XmlElement | undefined, column: ColumnOf): ReportDefinition['dates'] {
  if (node === undefined) return null;
  const interval = textOf(node, 'interval');
  if (interval !== null && interval !== 'INTERVAL_CUSTOM') throw unsupported(`report time frame ${interval}`);
  return { column: column(textOf(node, 'dateColumn') ?? ''), from: textOf(node, 'startDate'), to: textOf(node, 'endDate') };
}
