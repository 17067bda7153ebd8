/** A manifest that says something else than when it was written, or than its files, is refused and not counted from. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { loadPlaybook } from '../playbook/index.ts';
import { temporaryFolder } from '../shared/testing/folder.ts';
import { computeMetrics } from './compute.ts';
import { literal, withDuckDb } from './duckdb.ts';
import { extractSnapshot } from './extract/index.ts';
import { MANIFEST_FILE, readManifest, type SnapshotManifest } from './snapshot.ts';
import { fakeOrg } from './testing/fakeOrg.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from './testing/snapshot.ts';

const winRate = (await loadPlaybook('config/playbook')).playbook?.metrics.filter(({ id }) => id === 'win_rate') ?? [];
const playbook = playbookWith(winRate);

type Edit = (manifest: SnapshotManifest) => object;

async function edit(dir: string, change: Edit): Promise<string> {
  const file = join(dir, MANIFEST_FILE);
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as SnapshotManifest)));
  return dir;
}

const objects = (change: (object: SnapshotManifest['objects'][number]) => object): Edit => (manifest) => ({ ...manifest, objects: manifest.objects.map((object) => (object.object === 'Opportunity' ? { ...object, ...change(object) } : object)) });

describe('a manifest that was changed after it was written', () => {
  const extracted = async (): Promise<string> => {
    const out = await temporaryFolder('manifest');
    await extractSnapshot(fakeOrg({ Opportunity: [], OpportunityHistory: [], Account: [] }).connection, playbook, { out, pause: () => Promise.resolve() });
    return out;
  };
  const edits: Readonly<Record<string, Edit>> = {
    'another day': (manifest) => ({ ...manifest, asOf: '2020-01-01T00:00:00.000Z' }),
    'another zone': (manifest) => ({ ...manifest, timeZone: 'Asia/Tokyo' }),
    'another fiscal year': (manifest) => ({ ...manifest, fiscalYear: { start: 7, namedByEnd: true } }),
    'another playbook': (manifest) => ({ ...manifest, playbookVersion: '9' }),
    'more records': objects(({ records }) => ({ records: records + 1 })),
    'a field less': objects(({ fields }) => ({ fields: fields.slice(1) })),
    'no gaps': objects(() => ({ gaps: ['Amount'] })),
    'changes that are none': objects(() => ({ deltas: [] })),
    'an object less': (manifest) => ({ ...manifest, objects: manifest.objects.slice(1) }),
  };
  for (const [name, change] of Object.entries(edits)) {
    test(name, async () => {
      const dir = await edit(await extracted(), change);
      await assert.rejects(readManifest(dir), (error: Error) => error.message.startsWith(`${join(dir, MANIFEST_FILE)} was changed after it was written`) && error.message.endsWith('or extract again.'));
    });
  }

  test('is none when it was only laid out anew, or is of before there was a hash', async () => {
    const dir = await extracted();
    const said = await readManifest(dir);
    assert.match(await readFile(join(dir, MANIFEST_FILE), 'utf8'), /"sha256": "[0-9a-f]{64}",\n {2}"format": 1/);
    assert.deepEqual(await readManifest(await edit(dir, (manifest) => manifest)), said);
    assert.deepEqual(await readManifest(await edit(dir, () => ({ ...said, asOf: '2020-01-01T00:00:00.000Z' }))), { ...said, asOf: '2020-01-01T00:00:00.000Z' });
  });
});

describe('records that a manifest counts in another way than its files', () => {
  const deal = (id: string): DealRow => ({ id, amount: 100, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] });
  const snapshot = (): Promise<string> => writeSnapshot(playbook, dealRows([deal('W0'), deal('W1'), deal('W2')]));
  const count = (dir: string): Promise<number | undefined> => computeMetrics(playbook, dir, { period: '2026-Q1' }).then(([whole]) => whole?.n);
  const refused = (dir: string, said: number, what: string, held: number): Promise<void> =>
    assert.rejects(count(dir), { message: `${join(dir, MANIFEST_FILE)} says ${said} records of Opportunity, and ${what} holds ${held}: one of them is not as it was extracted. Extract again.` });

  /** One deal changed, one is gone, one is new: of three there are three. */
  const withChanges = async (): Promise<string> => {
    const dir = await snapshot();
    const base = `read_parquet(${literal(join(dir, 'Opportunity.parquet'))})`;
    const changes = `SELECT *, FALSE AS handrail_removed FROM ${base} WHERE "Id" = 'W0' UNION ALL SELECT * REPLACE ('W9' AS "Id"), FALSE FROM ${base} WHERE "Id" = 'W0' UNION ALL SELECT *, TRUE FROM ${base} WHERE "Id" = 'W2'`;
    await withDuckDb((db) => db.run(`COPY (${changes}) TO ${literal(join(dir, 'changes.parquet'))} (FORMAT parquet)`));
    const { length: bytes } = await readFile(join(dir, 'changes.parquet'));
    return edit(dir, objects(() => ({ records: 3, deltas: [{ file: 'changes.parquet', records: 3, bytes, sha256: '' }] })));
  };

  test('of a file', async () => {
    assert.equal(await count(await snapshot()), 3);
    const dir = await edit(await snapshot(), objects(() => ({ records: 30 })));
    await refused(dir, 30, 'Opportunity.parquet', 3);
  });

  test('of a file with changes over it', async () => {
    assert.equal(typeof (await count(await withChanges())), 'number');
    await refused(await edit(await withChanges(), objects(() => ({ records: 4 }))), 4, 'Opportunity.parquet with its changes', 3);
    await refused(await edit(await withChanges(), objects(({ deltas = [] }) => ({ deltas: deltas.map((delta) => ({ ...delta, records: 2 })) }))), 2, 'changes.parquet', 3);
  });
});
