/** Reports whose name says a metric of the playbook, and those that a dashboard shows under such a name; no other report is read. */
import type { OrgConnection } from '../../org/types.ts';
import type { Playbook } from '../../playbook/model.ts';
import { childOf, textOf } from '../../shared/xml/index.ts';
import { GAPS } from '../coverage.ts';
import { metricName, metricNamedBy } from '../metricNames.ts';
import type { ReportContent, ReportState } from '../orgState.ts';
import { dashboardParts } from '../parse/dashboards.ts';
import { documentOf } from '../parse/document.ts';
import { reportOf } from '../parse/reports.ts';

interface Row {
  readonly DeveloperName: string;
  readonly LastModifiedDate: string | null;
  readonly LastModifiedBy: { readonly Name: string } | null;
}

interface ReportRow extends Row {
  readonly Name: string;
  /** Folder; the organization for unfiled public reports, a user for private ones. */
  readonly OwnerId: string | null;
}

interface DashboardRow extends Row {
  readonly Title: string;
  /** A user for private ones. */
  readonly FolderId: string | null;
}

interface FolderRow {
  readonly Id: string;
  readonly DeveloperName: string | null;
}

/** A report to look into, and as what people know it. */
type Candidate = Pick<ReportState, 'fullName' | 'name' | 'metric' | 'dashboard' | 'changedBy' | 'changedAt'>;

/** Ours carry this prefix and come with the package. */
const OURS = /^(?:[^/]*\/)*Handrail_[^/]*$/;
const UNFILED = 'unfiled$public';
/** More than anybody keeps of one number; the rest is named. */
const MOST = 100;
const MOST_LIKES = 60;
/** Rows of the list; two pages of it. */
const MOST_LISTED = 4000;
const MOST_DASHBOARDS = 200;

/**
 * Three queries, a retrieve of the dashboards where there are any, and one of the reports that are named after metrics.
 * @param unread gets what the org does not give, and what is beyond the bounds
 */
export async function readReports(connection: OrgConnection, playbook: Playbook, unread: string[]): Promise<ReportState[]> {
  const listed = await candidates(connection, playbook);
  if (listed.length === MOST_LISTED) unread.push(`${GAPS.reports}: only the ${MOST_LISTED} changed last were looked at by name`);
  const dashboards = await connection.query<DashboardRow>(`SELECT Title, DeveloperName, FolderId, LastModifiedDate, LastModifiedBy.Name FROM Dashboard ORDER BY LastModifiedDate DESC LIMIT ${MOST_DASHBOARDS}`);
  if (dashboards.length === MOST_DASHBOARDS) unread.push(`${GAPS.dashboards}: only the ${MOST_DASHBOARDS} changed last were looked at`);
  const named = listed.flatMap((row) => {
    const metric = OURS.test(row.DeveloperName) ? undefined : metricNamedBy(row.Name, playbook.metrics);
    return metric === undefined ? [] : [{ row, metric: metric.id }];
  });
  const foreign = dashboards.filter(({ DeveloperName }) => !OURS.test(DeveloperName));
  if (named.length === 0 && foreign.length === 0) return [];
  const folders = await connection.query<FolderRow>("SELECT Id, DeveloperName FROM Folder WHERE Type IN ('Report', 'Dashboard')");
  const folderOf = new Map(folders.map(({ Id, DeveloperName }) => [Id, DeveloperName]));
  // Somebody's private reports are no numbers of the company, and no API gives them.
  const found = named.flatMap(({ row, metric }): Candidate[] => {
    const folder = row.OwnerId === null || row.OwnerId.startsWith('00D') ? UNFILED : folderOf.get(row.OwnerId);
    return folder ? [{ fullName: `${folder}/${row.DeveloperName}`, name: row.Name, metric, dashboard: null, ...changeOf(row) }] : [];
  });
  const shown = await shownByDashboards(connection, foreign.flatMap((row) => {
    const folder = row.FolderId === null ? undefined : folderOf.get(row.FolderId);
    return folder ? [{ row, fullName: `${folder}/${row.DeveloperName}` }] : [];
  }), playbook, unread);
  // A report that says the metric itself speaks for every dashboard that shows it.
  const own = new Set(found.map(({ fullName, metric }) => `${fullName} ${metric}`));
  const others = shown.filter(({ fullName, metric }) => !OURS.test(fullName) && !own.has(`${fullName} ${metric}`));
  // The same report twice on one dashboard and under one title says one thing.
  const all = [...found, ...new Map(others.map((part) => [`${part.dashboard?.fullName ?? ''} ${part.fullName} ${part.dashboard?.title ?? ''}`, part])).values()];
  if (all.length > MOST) unread.push(`${GAPS.reports}: ${all.length - MOST} more than ${MOST} are named after metrics and were not read`);
  return contents(connection, all.slice(0, MOST), unread);
}

function changeOf({ LastModifiedBy, LastModifiedDate }: Row): Pick<ReportState, 'changedBy' | 'changedAt'> {
  return { changedBy: LastModifiedBy?.Name ?? null, changedAt: LastModifiedDate };
}

/** Parts of dashboards with the name of a metric above them; a part without a name of its own goes by the dashboard's. */
async function shownByDashboards(connection: OrgConnection, dashboards: readonly { readonly row: DashboardRow; readonly fullName: string }[], playbook: Playbook, unread: string[]): Promise<Candidate[]> {
  if (dashboards.length === 0) return [];
  const texts = await retrieved(connection, { Dashboard: dashboards.map(({ fullName }) => fullName) }, 'dashboards', '.dashboard');
  const missing: string[] = [];
  const found = dashboards.flatMap(({ row, fullName }): Candidate[] => {
    const root = documentIn(texts, fullName, 'Dashboard');
    if (root === undefined) missing.push(`"${row.Title}" (${fullName})`);
    return (root === undefined ? [] : dashboardParts(root)).flatMap(({ title, report }) => {
      const metric = metricNamedBy(title || row.Title, playbook.metrics);
      return metric === undefined ? [] : [{ fullName: report, name: report, metric: metric.id, dashboard: { fullName, name: row.Title, title: title || row.Title }, ...changeOf(row) }];
    });
  });
  if (missing.length > 0) unread.push(`${GAPS.dashboards}: the org gives no definition of ${missing.join(', ')}`);
  return found;
}

async function contents(connection: OrgConnection, wanted: readonly Candidate[], unread: string[]): Promise<ReportState[]> {
  if (wanted.length === 0) return [];
  const { files } = await connection.retrieveMetadata({ Report: [...new Set(wanted.map(({ fullName }) => fullName))], ReportType: ['*'] });
  const texts = textsIn(files, 'reports', '.report');
  const bases = new Map<string, ReportState['base']>([...textsIn(files, 'reportTypes', '.reportType')].flatMap(([name, text]) => {
    const root = documentOf(name, text, 'ReportType');
    return root === undefined ? [] : [[`${name}__c`, { object: textOf(root, 'baseObject'), joins: childOf(root, 'join') !== undefined }] as const];
  }));
  const states: ReportState[] = [];
  const missing: string[] = [];
  for (const candidate of wanted) {
    const root = documentIn(texts, candidate.fullName, 'Report');
    if (root === undefined) {
      missing.push(`"${candidate.name}" (${candidate.fullName})`);
      continue;
    }
    const content: ReportContent = reportOf(root);
    states.push({ ...candidate, ...content, name: textOf(root, 'name') || candidate.name, base: bases.get(content.reportType) ?? null });
  }
  if (missing.length > 0) unread.push(`${GAPS.reports} named after metrics: the org gives no definition of ${missing.join(', ')}`);
  return states;
}

async function retrieved(connection: OrgConnection, members: Readonly<Record<string, readonly string[]>>, folder: string, ending: string): Promise<ReadonlyMap<string, string>> {
  return textsIn((await connection.retrieveMetadata(members)).files, folder, ending);
}

/** By `Folder/Name`, below the type's folder of the zip. */
function textsIn(files: ReadonlyMap<string, Uint8Array>, folder: string, ending: string): ReadonlyMap<string, string> {
  const decoder = new TextDecoder();
  const inside = new RegExp(`^(?:.*/)?${folder}/`);
  return new Map([...files].filter(([path]) => path.endsWith(ending) && inside.test(path)).map(([path, bytes]) => [path.replace(inside, '').slice(0, -ending.length), decoder.decode(bytes)] as const));
}

/** A folder inside a folder stands in front of the name. */
function documentIn(texts: ReadonlyMap<string, string>, fullName: string, root: string): ReturnType<typeof documentOf> {
  const text = texts.get(fullName) ?? [...texts].find(([name]) => name.endsWith(`/${fullName}`))?.[1];
  return text === undefined ? undefined : documentOf(fullName, text, root);
}

/** Asked in the org by words of the labels, and judged here: LIKE knows no words. */
async function candidates(connection: OrgConnection, playbook: Playbook): Promise<ReportRow[]> {
  const names = [...new Set(playbook.metrics.map((metric) => metricName(metric).split(' ')[0] ?? ''))].filter((word) => /^[a-z0-9]{2,}$/.test(word));
  if (names.length === 0) return [];
  const where = names.length > MOST_LIKES ? '' : ` WHERE ${names.map((word) => `Name LIKE '%${word}%'`).join(' OR ')}`;
  return connection.query<ReportRow>(`SELECT Name, DeveloperName, OwnerId, LastModifiedDate, LastModifiedBy.Name FROM Report${where} ORDER BY LastModifiedDate DESC LIMIT ${MOST_LISTED}`);
}
