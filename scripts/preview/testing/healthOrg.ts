/** A local org in which the demo company has happened, with the page; nothing is synced before the tests say so. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyOfStore, demoStore } from '../../cli/demoStore.ts';
import { compilePlaybook } from '../../compiler/index.ts';
import { CAST } from '../../demo/cast.ts';
import { tickingClock } from '../../demo/clock.ts';
import { loadTables } from '../../demo/tables/load.ts';
import type { RecordInput } from '../../local-org/engine/types.ts';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import type { MetricResult } from '../../metrics/types.ts';
import { closeIdleConnections } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { loadPlaybook, type Playbook } from '../../playbook/index.ts';
import { metricRecords } from '../../sync/metricRecords.ts';
import { sync, type SyncResult } from '../../sync/index.ts';
import { createPreview } from '../index.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const METRIC = 'Handrail_Metric__c';

export interface HealthOrg {
  readonly org: LocalOrg;
  readonly playbook: Playbook;
  /** Folder of the quotas and the other inputs. */
  readonly inputsDir: string;
  /** Sync as the command does it, with quotas. */
  synced(): Promise<SyncResult>;
  /** Puts results in the place of those that are there of the same metrics. */
  replace(metrics: readonly MetricResult[], past: readonly MetricResult[]): void;
  /** Changes what is stored of the whole of a metric. */
  change(metric: string, values: RecordInput): void;
  rows(soql: string): readonly Readonly<Record<string, unknown>>[];
  url(tab: string, user?: string): string;
  /** Takes every permission set of Handrail from a user. */
  strip(user: string): void;
  close(): Promise<void>;
}

export async function startHealthOrg(): Promise<HealthOrg> {
  const { operations } = await createPreview({ projectDir: PROJECT });
  const { unsynced, filesDir } = await demoStore({ projectDir: PROJECT, onProgress: () => undefined });
  const copy = await copyOfStore(unsynced);
  const { company } = await loadTables(`${PROJECT}config/sample`);
  const clock = tickingClock(new Date(company.as_of));
  const org = await startLocalOrg({ clock, store: copy.file, extraOperations: operations });
  const { playbook } = await loadPlaybook(`${PROJECT}config/playbook`);
  if (!playbook) throw new Error('The default playbook cannot be read.');
  const admin = org.session(CAST.admin);
  const rows: HealthOrg['rows'] = (soql) => org.engine.query(admin, soql).records;
  const succeed = (results: readonly { readonly success: boolean; readonly errors: readonly unknown[] }[]): void => {
    const failed = results.find(({ success }) => !success);
    if (failed) throw new Error(JSON.stringify(failed.errors));
  };
  return {
    org,
    playbook,
    rows,
    inputsDir: join(filesDir, 'inputs'),
    synced: () =>
      sync(connectionTo(org), playbook, compilePlaybook(playbook).files, {
        asOf: clock.now(),
        inputsDir: join(filesDir, 'inputs'),
      }),
    replace(metrics, past) {
      const ids = [...new Set([...metrics, ...past].map(({ id }) => id))];
      const [run] = rows('SELECT Id FROM Handrail_Sync_Run__c LIMIT 1');
      succeed(org.engine.delete(admin, METRIC, rows(`SELECT Id FROM ${METRIC} WHERE Metric__c IN ('${ids.join("', '")}')`).map((row) => String(row['Id']))));
      const records = metricRecords(metrics, past, { runRecordId: String(run?.['Id']), timeZone: playbook.businessHours.timeZone });
      succeed(org.engine.insert(admin, METRIC, records.map(({ externalId, values, stamps }) => ({ ...values, ...stamps, External_Id__c: externalId }))));
    },
    change(metric, values) {
      const found = rows(`SELECT Id FROM ${METRIC} WHERE Metric__c = '${metric}' AND Slice__c = null AND Series__c = 'now'`);
      succeed(org.engine.update(admin, METRIC, found.map((row) => ({ ...values, Id: row['Id'] }))));
    },
    url: (tab, user = CAST.revops) => `${org.url}/lightning/n/${tab}?user=${encodeURIComponent(user)}`,
    strip(user) {
      const found = rows(`SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${user}' AND PermissionSet.IsOwnedByProfile = false`);
      succeed(org.engine.delete(admin, 'PermissionSetAssignment', found.map((row) => String(row['Id']))));
    },
    async close() {
      closeIdleConnections();
      await org.close();
      await copy.remove();
    },
  };
}
