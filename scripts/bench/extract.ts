/** Reading an object through Bulk API 2.0 from one local org: ours against jsforce, each in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import type { ClientAnswer, ClientName } from './extractClient.ts';
import { count, inTurns, median, positive, say, table, type Bench } from './harness.ts';

const CLIENT = fileURLToPath(new URL('extractClient.ts', import.meta.url));
const BATCH = 200;
const NAMES: readonly ClientName[] = ['jsforce', 'pages', 'parquet'];

export const extract: Bench = {
  summary: 'streaming Bulk client against jsforce bulk2.query on the same org (--rows 50000)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '50000' } } });
    const rows = positive(values.rows, '--rows');
    const org = await startLocalOrg();
    try {
      fill(org, rows);
      const peaks = new Map<ClientName, number[]>(NAMES.map((name) => [name, []]));
      const seconds = await inTurns(NAMES, async (name) => {
        const { records, cpuSeconds, peakMb } = await ask(org, name);
        if (records !== rows) throw new Error(`${name} read ${records} of ${rows} records.`);
        peaks.get(name)?.push(peakMb);
        return cpuSeconds;
      });
      const line = (label: string, name: ClientName): string[] => [label, count(rows / seconds[name]), `${(seconds.jsforce / seconds[name]).toFixed(1)}x`, count(median(peaks.get(name) ?? []))];
      say(`${count(rows)} accounts of eight fields; every run counted them all.`);
      say();
      say(table([['', 'records per CPU-s', 'ratio', 'peak MB'], line('jsforce bulk2.query, records counted (peer)', 'jsforce'), line('ours, pages checked and on disk', 'pages'), line('ours, typed Parquet on disk', 'parquet')]));
    } finally {
      await org.close();
    }
  },
};

function fill({ engine, session }: LocalOrg, rows: number): void {
  const admin = session('admin@handrail.local');
  for (let start = 0; start < rows; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, rows - start) }, (_, index) => ({ Name: `Account ${start + index}`, Industry: 'Utilities', NumberOfEmployees: (start + index) % 5000, AnnualRevenue: (start + index) * 17, Phone: '+1 555 0100', Website: 'https://example.com', BillingCity: 'Springfield', Description: 'A company of field engineers, with "quotes", commas\nand a second line.' }));
    const failed = engine.insert(admin, 'Account', batch).find(({ success }) => !success);
    if (failed) throw new Error(failed.errors.map(({ message }) => message).join(' '));
  }
}

async function ask(org: LocalOrg, name: ClientName): Promise<ClientAnswer> {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [CLIENT, name, dir], { env: { ...process.env, BENCH_URL: org.url, BENCH_TOKEN: org.accessToken } });
    return JSON.parse(stdout) as ClientAnswer;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
