/** One client of the extraction benchmark, alone in its process: reads all accounts and says what that cost. Start-up is not counted. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { closeIdleConnections, createConnection, type OrgConnection } from '../org/index.ts';
import { bulkQuery, type BulkPages } from '../metrics/extract/bulkQuery.ts';
import { columnType, writeParquet } from '../metrics/extract/typedLoad.ts';
import { FIELDS } from './extractPage.ts';
import { cpuSeconds } from './harness.ts';

export type ClientName = 'jsforce' | 'pages' | 'parquet' | 'snapshot';

export interface ClientAnswer {
  readonly records: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

const PLAYBOOK = fileURLToPath(new URL('../../config/playbook', import.meta.url));
const NAMES = Object.keys(FIELDS);

const [name = '', dir = ''] = process.argv.slice(2);
const instanceUrl = process.env['BENCH_URL'] ?? '';
const accessToken = process.env['BENCH_TOKEN'] ?? '';

function connect(): OrgConnection {
  return createConnection({ instanceUrl, accessToken, username: 'admin@handrail.local', organizationId: accessToken.split('!')[0] ?? '', apiVersion: '67.0' });
}

async function readPages(): Promise<BulkPages> {
  return bulkQuery(connect(), { object: 'Account', fields: NAMES, dir, onProgress: () => undefined, pause: (milliseconds) => sleep(milliseconds) });
}

/** What each client does; loaded before the clock starts. */
const CLIENTS: Readonly<Record<string, () => Promise<() => Promise<number>>>> = {
  async jsforce() {
    const { Connection } = (await import('jsforce')).default;
    const connection = new Connection({ instanceUrl, accessToken, version: '67.0' });
    return async () => {
      const stream = await connection.bulk2.query(`SELECT ${NAMES.join(', ')} FROM Account`, { pollInterval: 100, pollTimeout: 600_000 });
      let records = 0;
      await new Promise<void>((resolve, reject) => {
        // jsforce 3.10.16 takes the header of every further page for a record.
        stream.on('record', (record: { Id?: string }) => void (records += record.Id === 'Id' ? 0 : 1));
        stream.on('end', resolve);
        stream.on('error', reject);
      });
      return records;
    };
  },
  pages: async () => async () => (await readPages()).records,
  async parquet() {
    await import('@duckdb/node-api');
    return async () => {
      const { pages, records } = await readPages();
      await writeParquet({ pages: pages.map(({ file }) => file), fields: NAMES.map((field) => ({ name: field, type: columnType(FIELDS[field] ?? '') })), records, file: join(dir, 'Account.parquet') });
      return records;
    };
  },
  /** Everything that the metrics of the playbook need; from the snapshot that is in the folder, where there is one. */
  async snapshot() {
    const [{ extractSnapshot }, { loadPlaybook }] = await Promise.all([import('../metrics/index.ts'), import('../playbook/index.ts')]);
    const { playbook } = await loadPlaybook(PLAYBOOK);
    if (!playbook) throw new Error(`${PLAYBOOK} has problems; run: npx handrail check`);
    return async () => (await extractSnapshot(connect(), playbook, { out: dir })).objects.reduce((sum, { records: read }) => sum + read, 0);
  },
};

const work = await CLIENTS[name]?.();
if (!work) throw new RangeError(`There is no client "${name}".`);
let records = 0;
const spent = await cpuSeconds(async () => {
  records = await work();
});
closeIdleConnections();
const answer: ClientAnswer = { records, cpuSeconds: spent, peakMb: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(JSON.stringify(answer));
