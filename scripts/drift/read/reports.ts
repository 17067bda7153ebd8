/** Reports whose name says a metric of the playbook; no other report is read. */
import type { OrgConnection } from '../../org/types.ts';
import type { Playbook } from '../../playbook/model.ts';
import { metricName, metricNamedBy } from '../metricNames.ts';
import type { ReportState } from '../orgState.ts';
import { documentOf } from '../parse/document.ts';
import { reportOf } from '../parse/reports.ts';

interface ReportRow {
  readonly Name: string;
  readonly DeveloperName: string;
  /** Folder; the organization for unfiled public reports, a user for private ones. */
  readonly OwnerId: string | null;
  readonly LastModifiedDate: string | null;
  readonly LastModifiedBy: { readonly Name: string } | null;
}

interface FolderRow {
  readonly Id: string;
  readonly DeveloperName: string | null;
}

/** Ours carry this prefix and come with the package. */
const OURS = /^Handrail_/;
const UNFILED = 'unfiled$public';
/** More than anybody keeps of one number; the rest is named. */
const MOST = 100;
const MOST_LIKES = 60;
/** Rows of the list; two pages of it. */
const MOST_LISTED = 4000;

/**
 * Two queries where a name matches, one where none does, and a retrieve of those reports.
 * @param unread gets reports whose definition the org does not give
 */
export async function readReports(connection: OrgConnection, playbook: Playbook, unread: string[]): Promise<ReportState[]> {
  const listed = await candidates(connection, playbook);
  if (listed.length === MOST_LISTED) unread.push(`reports: only the ${MOST_LISTED} changed last were looked at by name`);
  const rows = listed.filter(({ DeveloperName }) => !OURS.test(DeveloperName));
  const named = rows.flatMap((row) => {
    const metric = metricNamedBy(row.Name, playbook.metrics);
    return metric === undefined ? [] : [{ row, metric: metric.id }];
  });
  if (named.length === 0) return [];
  const folders = await connection.query<FolderRow>("SELECT Id, DeveloperName FROM Folder WHERE Type = 'Report'");
  const folderOf = new Map(folders.map(({ Id, DeveloperName }) => [Id, DeveloperName]));
  // Somebody's private reports are no numbers of the company, and no API gives them.
  const found = named.flatMap(({ row, metric }) => {
    const folder = row.OwnerId === null || row.OwnerId.startsWith('00D') ? UNFILED : folderOf.get(row.OwnerId);
    return folder ? [{ row, metric, fullName: `${folder}/${row.DeveloperName}` }] : [];
  });
  if (found.length > MOST) unread.push(`reports: ${found.length - MOST} more than ${MOST} have names of metrics and were not read`);
  const read = found.slice(0, MOST);
  if (read.length === 0) return [];
  const { files } = await connection.retrieveMetadata({ Report: read.map(({ fullName }) => fullName) });
  const decoder = new TextDecoder();
  const byName = new Map([...files].filter(([path]) => path.endsWith('.report')).map(([path, bytes]) => [path.replace(/^.*?reports\//, '').replace(/\.report$/, ''), decoder.decode(bytes)] as const));
  const states: ReportState[] = [];
  const missing: string[] = [];
  for (const { row, metric, fullName } of read) {
    const text = byName.get(fullName) ?? [...byName].find(([name]) => name.endsWith(`/${fullName}`))?.[1];
    const root = text === undefined ? undefined : documentOf(fullName, text, 'Report');
    if (root) states.push({ fullName, name: row.Name, metric, ...reportOf(root), changedBy: row.LastModifiedBy?.Name ?? null, changedAt: row.LastModifiedDate });
    else missing.push(`"${row.Name}" (${fullName})`);
  }
  if (missing.length > 0) unread.push(`reports named after metrics: the org gives no definition of ${missing.join(', ')}`);
  return states;
}

/** Asked in the org by words of the labels, and judged here: LIKE knows no words. */
async function candidates(connection: OrgConnection, playbook: Playbook): Promise<ReportRow[]> {
  const names = [...new Set(playbook.metrics.map((metric) => metricName(metric).split(' ')[0] ?? ''))].filter((word) => /^[a-z0-9]{2,}$/.test(word));
  if (names.length === 0) return [];
  const where = names.length > MOST_LIKES ? '' : ` WHERE ${names.map((word) => `Name LIKE '%${word}%'`).join(' OR ')}`;
  return connection.query<ReportRow>(`SELECT Name, DeveloperName, OwnerId, LastModifiedDate, LastModifiedBy.Name FROM Report${where} ORDER BY LastModifiedDate DESC LIMIT ${MOST_LISTED}`);
}
