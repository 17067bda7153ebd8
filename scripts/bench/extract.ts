/** Reading an object through Bulk API 2.0 from one local org: ours against jsforce, each in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { simulatedClock, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { askClient } from './askClient.ts';
import type { ClientAnswer, ClientName } from './extractClient.ts';
import { recordsFor, startPageServer } from './extractPage.ts';
import { compareUpdate } from './extractUpdate.ts';
import { count, inTurns, median, positive, say, table, type Bench } from './harness.ts';

const BATCH = 200;
const DAY_MS = 86_400_000;
/** jsforce keeps a page in one string, and dies of longer ones. Of several such pages it never ends (3.10.16). */
const JSFORCE_MB = 160;
const LABELS: Readonly<Record<Contender, string>> = {
  jsforce: 'jsforce bulk2.query, records counted',
  curl: 'curl -o, nothing checked',
  pages: 'ours, pages on disk',
  parquet: 'ours, checked and typed Parquet',
};

type Contender = Exclude<ClientName, 'snapshot'> | 'curl';

/** Where the records are. */
interface Source {
  readonly url: string;
  readonly token: string;
  readonly rows: number;
  /** Of a page that needs no session; absent: there is none. */
  readonly resultUrl?: string;
}

export const extract: Bench = {
  summary: 'streaming Bulk client against jsforce on the same org (--rows 50000), against curl for one page of any size (--page-mb 2048) or for many (--page-mb 42 --pages 10), or an update after 1 % changed against a full reading (--update)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '50000' }, 'page-mb': { type: 'string' }, pages: { type: 'string', default: '1' }, update: { type: 'boolean', default: false } } });
    if (values['page-mb'] !== undefined) return compareOnPages(positive(values['page-mb'], '--page-mb'), positive(values.pages, '--pages'));
    const rows = positive(values.rows, '--rows');
    // Yesterday: an update looks back ten minutes behind the snapshot before it.
    const clock = simulatedClock(new Date(Date.now() - DAY_MS));
    const org = await startLocalOrg({ clock });
    try {
      fill(org, rows);
      if (values.update) return await compareUpdate(org, clock, rows);
      await compare({ url: org.url, token: org.accessToken, rows }, ['jsforce', 'pages', 'parquet']);
    } finally {
      await org.close();
    }
  },
};

async function compareOnPages(megabytes: number, pages: number): Promise<void> {
  const rows = recordsFor(megabytes);
  const server = await startPageServer(rows, pages);
  try {
    await compare({ ...server, token: '00D000000000001EAA!bench', rows: rows * pages }, [...(pages === 1 && megabytes < JSFORCE_MB ? (['jsforce'] as const) : []), ...(pages === 1 ? (['curl'] as const) : []), 'pages', 'parquet']);
  } finally {
    server.close();
  }
}

/** The first contender is the peer. */
async function compare(source: Source, names: readonly Contender[]): Promise<void> {
  const peaks = new Map<Contender, number[]>(names.map((name) => [name, []]));
  const seconds = await inTurns(names, async (name) => {
    const { records, cpuSeconds, peakMb } = await ask(source, name);
    if (records !== source.rows) throw new Error(`${name} read ${records} of ${source.rows} records.`);
    if (peakMb !== null) peaks.get(name)?.push(peakMb);
    return cpuSeconds;
  });
  const [peer = 'jsforce'] = names;
  const shown = (name: Contender): string => ((peaks.get(name) ?? []).length === 0 ? '' : count(median(peaks.get(name) ?? [])));
  say(`${count(source.rows)} accounts of eight fields; every run but curl's counted them all. Ratios are to ${LABELS[peer]}.`);
  say();
  say(table([['', 'CPU-s', 'records per CPU-s', 'ratio', 'peak MB'], ...names.map((name) => [LABELS[name], seconds[name].toFixed(2), count(source.rows / seconds[name]), `${(seconds[peer] / seconds[name]).toFixed(2)}x`, shown(name)])]));
}

function fill({ engine, session }: LocalOrg, rows: number): void {
  const admin = session('admin@handrail.local');
  for (let start = 0; start < rows; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, rows - start) }, (_, index) => ({ Name: `Account ${start + index}`, Industry: 'Utilities', NumberOfEmployees: (start + index) % 5000, AnnualRevenue: (start + index) * 17, Phone: '+1 555 0100', Website: 'https://example.com', BillingCity: 'Springfield', Description: 'A company of field engineers, with "quotes", commas\nand a second line.' }));
    const failed = engine.insert(admin, 'Account', batch).find(({ success }) => !success);
    if (failed) throw new Error(failed.errors.map(({ message }) => message).join(' '));
  }
}

async function ask({ url, token, rows, resultUrl }: Source, name: Contender): Promise<Omit<ClientAnswer, 'peakMb'> & { readonly peakMb: number | null }> {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
  try {
    if (name === 'curl') return { records: rows, cpuSeconds: await curl(resultUrl ?? '', join(dir, 'page.csv')), peakMb: null };
    return await askClient({ url, token }, name, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** CPU-seconds as bash tells them of a child. */
async function curl(url: string, file: string): Promise<number> {
  const { stderr } = await promisify(execFile)('bash', ['-c', 'TIMEFORMAT="%U %S"; time curl --silent --fail -o "$1" "$2"', 'bash', file, url]);
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return user + system;
}
