/** `handrail metrics --experiments` through the real command, over a playbook with one experiment. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { handrail, PROJECT, type Run } from '../../cli/testing/run.ts';
import { loadPlaybook } from '../../playbook/index.ts';
import { dealRows, writeSnapshot, type DealRow } from '../testing/snapshot.ts';
import type { ExperimentReadout } from './index.ts';

const EXPERIMENT = `        experiment:
          id: BUYER_SHADOW
          hypothesis: Without the gate no fewer deals are won.
          variant: { mode: shadow }
          started: 2026-01-01
          cohort: { owners: [ann@example.com] }
          reads: win_rate
          least_per_arm: 3
          stop: { on: 2026-03-31, harm: 10 }
`;

let dir: string;
let snapshot: string;
const deal = (id: string, owner: string, won: boolean): DealRow => ({ id, owner, amount: 1, ...(won ? {} : { reason: 'Price' }), path: [['Qualification', '2026-01-05'], ['Needs Analysis', '2026-01-10'], [won ? 'Closed Won' : 'Closed Lost', '2026-02-10']] });

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handrail-experiment-'));
  await cp(join(PROJECT, 'config/playbook'), join(dir, 'playbook'), { recursive: true });
  const file = join(dir, 'playbook/opportunity.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('      - id: OPP-QUAL-01\n', `      - id: OPP-QUAL-01\n${EXPERIMENT}`));
  const { playbook, problems } = await loadPlaybook(join(dir, 'playbook'));
  assert.ok(playbook, JSON.stringify(problems));
  const people = ['Ann', 'Bo'].map((name) => ({ Id: `U-${name}`, Name: name, Username: `${name.toLowerCase()}@example.com`, IsActive: true }));
  // All of three, and none of four.
  snapshot = await writeSnapshot(playbook, { ...dealRows([1, 2, 3].map((n) => deal(`A${n}`, 'U-Ann', true)).concat([1, 2, 3, 4].map((n) => deal(`B${n}`, 'U-Bo', false)))), User: people });
});
after(async () => {
  for (const folder of [dir, snapshot]) await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]): Promise<Run> => handrail(['metrics', '--experiments', '--playbook', join(dir, 'playbook'), '--from', snapshot, ...(args.includes('--as-of') ? [] : ['--as-of', '2026-05-01']), ...args]);

test('as JSON', async () => {
  const { result } = (await run('--json')).json<{ result: { experiments: ExperimentReadout[] } }>();
  assert.deepEqual(result.experiments.map(({ id, verdict, primary }) => [id, verdict.word, primary.n, primary.variant?.value, primary.control?.value]), [['BUYER_SHADOW', 'scale', { variant: 3, control: 4 }, 1, 0]]);
});

for (const [format, wanted] of [['table', /^BUYER_SHADOW {2}OPP-QUAL-01 Economic buyer named {2}scale$/m], ['md', /^### BUYER\\_SHADOW: scale$/m], ['html', /<h3>BUYER_SHADOW <span class="chip ok">scale<\/span><\/h3>/]] as const) {
  test(`as ${format}`, async () => {
    const { exitCode, stdout, stderr } = await run('--format', format);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, wanted);
    assert.match(stdout, /opportunity\.yaml:\d+/);
  });
}

test('before its end there is no number to peek at', async () => {
  const { stdout } = await run('--as-of', '2026-03-31', '--format', 'table');
  assert.match(stdout, /running/);
  assert.match(stdout, /variant {5}–, n = 3/);
});

test('there is no CSV of it', async () => {
  const { exitCode, stderr } = await run('--format', 'csv');
  assert.equal(exitCode, 2);
  assert.match(stderr, /--experiments prints a table, JSON, Markdown or HTML/);
});

test('check says that it is to be decided, from the day after its last one', async () => {
  const codes = async (...args: readonly string[]): Promise<string[]> => {
    const { result } = (await handrail(['check', '--playbook', join(dir, 'playbook'), '--json', ...args])).json<{ result: { problems: { code: string }[] } }>();
    return result.problems.map(({ code }) => code).filter((code) => code === 'HR506');
  };
  // Its last day is long over, whenever this runs.
  assert.deepEqual(await codes(), ['HR506']);
  assert.deepEqual([await codes('--as-of', '2026-03-31'), await codes('--as-of', '2026-04-01')], [[], ['HR506']]);
});
