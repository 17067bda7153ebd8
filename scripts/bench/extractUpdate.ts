/** Bringing a snapshot up to date after one record in a hundred changed, against reading everything again. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalOrg, SimulatedClock } from '../local-org/index.ts';
import { askClient } from './askClient.ts';
import { count, inTurns, say, table } from './harness.ts';

const BATCH = 200;
const HOUR_MS = 3_600_000;
const CHANGED_SHARE = 0.01;
const LABELS = { full: 'everything read', update: 'brought up to date' } as const;

type Way = keyof typeof LABELS;

/** @param org holds the accounts already */
export async function compareUpdate(org: LocalOrg, clock: SimulatedClock, rows: number): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
  const source = { url: org.url, token: org.accessToken };
  const before = join(work, 'before');
  try {
    clock.advance(HOUR_MS);
    await askClient(source, 'snapshot', before);
    clock.set(new Date());
    const changed = change(org, Math.ceil(rows * CHANGED_SHARE));
    let records = 0;
    const seconds = await inTurns(Object.keys(LABELS) as Way[], async (way) => {
      const dir = join(work, way);
      await rm(dir, { recursive: true, force: true });
      if (way === 'update') await cp(before, dir, { recursive: true });
      const answer = await askClient(source, 'snapshot', dir);
      if (records !== 0 && answer.records !== records) throw new Error(`${LABELS[way]}: ${answer.records} records, not ${records}.`);
      records = answer.records;
      return answer.cpuSeconds;
    });
    say(`A snapshot of ${count(records)} records, of which ${count(changed)} changed. Start-up and the playbook are not counted.`);
    say();
    say(table([['', 'CPU-s', 'ratio'], ...(Object.keys(LABELS) as Way[]).map((way) => [LABELS[way], seconds[way].toFixed(2), `1/${(seconds.full / seconds[way]).toFixed(1)}`])]));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function change({ engine, session }: LocalOrg, records: number): number {
  const admin = session('admin@handrail.local');
  const { records: found } = engine.query(admin, `SELECT Id FROM Account LIMIT ${records}`);
  const ids = (found as unknown as readonly { readonly Id: string }[]).map(({ Id }) => Id);
  for (let start = 0; start < ids.length; start += BATCH) engine.update(admin, 'Account', ids.slice(start, start + BATCH).map((Id) => ({ Id, NumberOfEmployees: 77 })));
  return ids.length;
}
