/** Reports API: lists reports and runs them. Dashboards, instances and changes to a report are refused by name. */
import { OrgError } from '../../engine/types.ts';
import { unsupported } from '../../http/errors.ts';
import type { Reply } from '../../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { textOf } from '../../metadata/xml/element.ts';
import { conditionsOf } from './conditions.ts';
import { definitionOf, type ReportDefinition } from './definition.ts';
import { aggregateNames, layOut } from './result.ts';

const PATH = '/services/data/:version/analytics/reports';
const LONG_ID = 18;
const SHORT_ID = 15;

export const analyticsOperations: readonly SyncOperation[] = [
  { name: 'analytics.reports', method: 'GET', path: PATH, run: list },
  { name: 'analytics.report', method: 'GET', path: `${PATH}/:id`, run },
  {
    name: 'analytics.report.post',
    method: 'POST',
    path: `${PATH}/:id`,
    run(request) {
      const given = request.body;
      if (typeof given === 'object' && given !== null && Object.keys(given).length > 0) throw unsupported('run of a report with other metadata than its own');
      return run(request);
    },
  },
];

function list({ metadata, session, version }: SyncRequest): Reply {
  return { status: 200, body: metadata.list(session, 'Report').map(({ id, fullName }) => {
    const url = `/services/data/v${version}/analytics/reports/${id}`;
    return { id, name: textOf(reportAt(metadata, session, fullName), 'name') ?? fullName, url, describeUrl: `${url}/describe`, instancesUrl: `${url}/instances` };
  }) };
}

function run({ engine, metadata, session, params, query, version }: SyncRequest): Reply {
  const asked = params['id'] ?? '';
  const found = metadata.list(session, 'Report').find(({ id }) => id === asked || (asked.length === SHORT_ID && id.length === LONG_ID && id.startsWith(asked)));
  if (found === undefined) throw new OrgError('NOT_FOUND', 'The data you’re trying to access is unavailable.', 404);
  const content = reportAt(metadata, session, found.fullName);
  const type = (textOf(content, 'reportType') ?? '').replace(/__c$/, '');
  const [reportType] = metadata.readXml(session, 'ReportType', [type]);
  const report = definitionOf(content, reportType ?? undefined, engine.schema);
  const { records } = engine.query(session, soqlOf(report));
  const details = query.get('includeDetails') === 'true';
  const url = `/services/data/v${version}/analytics/reports/${found.id}`;
  return { status: 200, body: {
    attributes: { type: 'Report', reportId: found.id, reportName: report.name, describeUrl: `${url}/describe`, instancesUrl: `${url}/instances` },
    ...layOut(report, records, details, session.timeZone),
    reportMetadata: {
      id: found.id, name: report.name, developerName: found.fullName.split('/').at(-1), reportFormat: report.format, reportType: { type: `${type}__c`, label: textOf(reportType ?? content, 'label') },
      detailColumns: report.columns.map(({ name }) => name), aggregates: aggregateNames(report),
      groupingsDown: report.groupings.map(({ name, granularity, descending }) => ({ name, dateGranularity: granularity, sortOrder: descending ? 'Desc' : 'Asc', sortAggregate: null })), groupingsAcross: [],
      reportFilters: report.filters.map(({ name, operator, value }) => ({ column: name, operator, value })), reportBooleanFilter: report.logic,
    },
    reportExtendedMetadata: { detailColumnInfo: Object.fromEntries(report.columns.map(({ name, field }) => [name, { label: field.label, dataType: field.type }])) },
  } };
}

function reportAt(metadata: SyncRequest['metadata'], session: SyncRequest['session'], fullName: string): NonNullable<ReturnType<SyncRequest['metadata']['readXml']>[number]> {
  const [content] = metadata.readXml(session, 'Report', [fullName]);
  if (!content) throw new OrgError('NOT_FOUND', 'The data you’re trying to access is unavailable.', 404);
  return content;
}

function soqlOf(report: ReportDefinition): string {
  const { object, columns, groupings, summaries, sort, most } = report;
  const fields = [...columns, ...groupings, ...summaries.map(({ column }) => column)].map(({ field }) => field);
  const names = new Set(['Id', ...fields.flatMap(({ apiName, relationshipName, referenceTo }) => [apiName, ...(relationshipName !== null && referenceTo.length === 1 ? [`${relationshipName}.Name`] : [])])]);
  const where = conditionsOf(report);
  const order = sort === null ? 'Id' : `${sort.column.field.apiName} ${sort.descending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}, Id`;
  return `SELECT ${[...names].join(', ')} FROM ${object.apiName}${where === '' ? '' : ` WHERE ${where}`} ORDER BY ${order}${most === null ? '' : ` LIMIT ${most}`}`;
}
