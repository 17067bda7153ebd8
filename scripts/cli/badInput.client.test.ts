/** Bad input is input: one clear sentence with the place and the mend, a non-zero exit, and nothing changed. */
import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { writeSnapshot } from '../metrics/testing/snapshot.ts';
import { inputs, metric } from '../metrics/testing/vectors.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { temporaryFolder } from '../shared/testing/folder.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { handrail, PROJECT, type Run } from './testing/run.ts';

interface Failure {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly actions: readonly string[];
  readonly exitCode: number;
}

interface Problems {
  readonly status: number;
  readonly result: { readonly problems: readonly { readonly code: string; readonly file: string; readonly line: number; readonly column: number; readonly message: string; readonly hint: string | null }[] };
}

/** A playbook of its own, with one file edited. */
async function playbookWith(file: string, edit: (text: string) => string): Promise<string> {
  const dir = await temporaryFolder('bad');
  await cp(join(PROJECT, 'config/playbook'), dir, { recursive: true });
  await writeFile(join(dir, file), edit(await readFile(join(dir, file), 'utf8')));
  return dir;
}

async function problemsOf(file: string, edit: (text: string) => string): Promise<Problems['result']['problems']> {
  const run = await handrail(['check', '--json', '--playbook', await playbookWith(file, edit)]);
  assert.equal(run.exitCode, 1, run.stderr + run.stdout);
  return run.json<Problems>().result.problems;
}

function failureOf(run: Run, exitCode: number): Failure {
  assert.equal(run.exitCode, exitCode, run.stderr + run.stdout);
  const failure = run.json<Failure>();
  assert.equal(failure.exitCode, exitCode);
  return failure;
}

test('a command that there is not, with the one that was meant', async () => {
  for (const [words, message] of [
    [['drift', 'revrt', 'X'], 'There is no command "drift revrt". Did you mean drift revert?'],
    [['paln'], 'There is no command "paln". Did you mean plan?'],
    [['something', 'else'], 'There is no command "something".'],
  ] as const) {
    const { message: said, actions } = failureOf(await handrail([...words, '--json']), 2);
    assert.deepEqual([said, actions], [message, ['See what there is: handrail --help']]);
  }
});

describe('playbook', () => {
  test('YAML that is broken', async () => {
    const [problem] = await problemsOf('opportunity.yaml', (text) => text.replace('stages:\n', 'stages: [\n'));
    assert.ok(problem);
    assert.match(problem.file, /opportunity\.yaml$/);
    assert.ok(problem.line > 1);
  });

  test('an unknown key, with what was meant', async () => {
    const [problem] = await problemsOf('opportunity.yaml', (text) => text.replace('max_days: 14', 'max_dais: 14'));
    assert.match(`${problem?.message} ${problem?.hint}`, /max_dais.*max_days/);
    assert.ok(problem && problem.column > 1);
  });

  test('an unknown field in a formula, at its line and column', async () => {
    const dir = await playbookWith('opportunity.yaml', (text) => text.replace('satisfied_when: CloseDate >= TODAY()', 'satisfied_when: ClsoeDate >= TODAY()'));
    const run = await handrail(['check', '--json', '--playbook', dir]);
    const [problem] = run.json<Problems>().result.problems;
    const lines = (await readFile(join(dir, 'opportunity.yaml'), 'utf8')).split('\n');
    assert.ok(problem);
    assert.equal(lines[problem.line - 1]?.slice(problem.column - 1).startsWith('ClsoeDate'), true);
    assert.match(`${problem.message} ${problem.hint}`, /ClsoeDate.*CloseDate/);
  });

  test('a formula with a syntax error, and one that gives no yes or no', async () => {
    const [syntax] = await problemsOf('opportunity.yaml', (text) => text.replace('satisfied_when: CloseDate >= TODAY()', 'satisfied_when: AND(CloseDate >= TODAY()'));
    assert.match(syntax?.message ?? '', /Missing '\)'/);
    const [type] = await problemsOf('opportunity.yaml', (text) => text.replace('satisfied_when: CloseDate >= TODAY()', 'satisfied_when: CloseDate'));
    assert.match(type?.message ?? '', /true or false|Boolean/);
  });

  test('a duplicate id names the other place', async () => {
    const [problem] = await problemsOf('opportunity.yaml', (text) => text.replace('- id: OPP-QUAL-04', '- id: OPP-QUAL-01'));
    assert.match(problem?.message ?? '', /OPP-QUAL-01.*opportunity\.yaml:\d+/);
  });

  test('formula fields that need each other', async () => {
    const problems = await problemsOf('account-fields.yaml', (text) =>
      text.replace('fields:\n', 'fields:\n  - name: Handrail_A__c\n    label: A\n    type: Number\n    precision: 18\n    scale: 0\n    formula: Handrail_B__c + 1\n    help: One of two.\n  - name: Handrail_B__c\n    label: B\n    type: Number\n    precision: 18\n    scale: 0\n    formula: Handrail_A__c + 1\n    help: The other of two.\n'),
    );
    assert.ok(problems.some(({ message }) => /Handrail_A__c.*Handrail_B__c/.test(message)), JSON.stringify(problems));
  });

  test('a message and a rule that cannot fit the platform', async () => {
    const long = 'x'.repeat(300);
    const [message] = await problemsOf('opportunity.yaml', (text) => text.replace('message: Which company is this for?', `message: ${long} Which company is this for?`));
    assert.match(message?.message ?? '', /255/);
    const [rule] = await problemsOf('opportunity.yaml', (text) => text.replace('satisfied_when: CloseDate >= TODAY()', `satisfied_when: OR(${Array.from({ length: 200 }, () => 'CloseDate >= TODAY()').join(', ')})`));
    assert.match(rule?.message ?? '', /3,?900/);
  });

  test('every problem is reported at once, and build writes nothing', async () => {
    const dir = await playbookWith('opportunity.yaml', (text) => text.replace('max_days: 14', 'max_dais: 14').replace('purpose: decide whether to invest', 'purpos: decide'));
    const run = await handrail(['check', '--json', '--playbook', dir]);
    assert.ok(run.json<Problems>().result.problems.length >= 2);
    const cwd = await temporaryFolder('cwd');
    const build = await handrail(['build', '--json', '--playbook', dir], { cwd });
    assert.match(failureOf(build, 1).message, /opportunity\.yaml:\d+:\d+/);
    await assert.rejects(readFile(join(cwd, 'config/generated.json')));
  });

  test('a folder without a playbook', async () => {
    const run = await handrail(['check', '--json', '--playbook', await temporaryFolder('empty')]);
    assert.match(run.json<Problems>().result.problems[0]?.message ?? '', /no playbook/);
  });
});

describe('usage', () => {
  test('unknown flags, values and commands exit with 2', async () => {
    for (const args of [['check', '--nope'], ['drift', '--fail-on', 'terrible'], ['org', 'start', '--port', '99999'], ['metrics', '--as-of', 'yesterday'], ['chekc']]) {
      const failure = failureOf(await handrail([...args, '--json']), 2);
      assert.ok(failure.message.length > 10, failure.message);
    }
  });

  test('without --json the sentence stands on stderr and stdout is empty', async () => {
    const run = await handrail(['drift', '--target-org', 'nobody-knows-this'], { env: { HOME: await temporaryFolder('home') } });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, /knows no org "nobody-knows-this"/);
    assert.match(run.stderr, /sf org login/);
  });
});

describe('org', () => {
  let org: LocalOrg;
  before(async () => {
    org = await startLocalOrg();
  });
  after(() => org.close());

  const DEAD = 'http://127.0.0.1:9';

  test('a dead URL', async () => {
    const failure = failureOf(await handrail(['drift', '--json', '--target-org', org.accessToken], { env: { SF_ORG_INSTANCE_URL: DEAD } }), 1);
    assert.match(failure.message, /127\.0\.0\.1:9 cannot be reached/);
    assert.ok(failure.actions.length > 0);
  });

  test('an expired token, which no message repeats', async () => {
    const wrong = `${org.accessToken.slice(0, -4)}XXXX`;
    const run = await handrail(['drift', '--json', '--target-org', wrong], { env: { SF_ORG_INSTANCE_URL: org.url } });
    assert.match(failureOf(run, 1).actions.join(' '), /Log in again/);
    assert.ok(!(run.stdout + run.stderr).includes(wrong));
  });

  test('a user who may not use the Metadata API: one error with the permission and the way out, and nothing written', async () => {
    const out = await temporaryFolder('rep');
    const env = { SF_ORG_INSTANCE_URL: org.url, SF_TARGET_ORG: org.login('rep@handrail.local') };
    const commands = [['drift', '--report', join(out, 'drift.html')], ['plan'], ['init', '--out', join(out, 'draft')], ['drift', 'adopt', 'OPP-AMT-01', '--yes'], ['drift', 'revert', 'OPP-AMT-01', '--yes']];
    for (const args of commands) {
      const failure = failureOf(await handrail([...args, '--json'], { env }), 1);
      assert.match(failure.message, /may not use the Metadata API .* "Modify Metadata Through Metadata API Functions"/, args.join(' '));
      assert.match(failure.actions.join('\n'), /sf org assign permset --name Handrail_Sync/);
    }
    assert.deepEqual(await readdir(out), []);
  });

  test('a host that would get the token unencrypted', async () => {
    const failure = failureOf(await handrail(['drift', '--json', '--target-org', org.accessToken], { env: { SF_ORG_INSTANCE_URL: 'http://example.com' } }), 1);
    assert.match(failure.message, /unencrypted/);
  });

  test('a port in use', async () => {
    const failure = failureOf(await handrail(['org', 'start', '--json', '--port', new URL(org.url).port]), 1);
    assert.match(failure.message, /port/i);
  });

  test('a data folder with a malformed CSV leaves the org as it was', async () => {
    const dir = await temporaryFolder('data');
    await writeFile(join(dir, 'Account.csv'), 'Name,Website\n"Acme,example.com\n');
    const failure = failureOf(await handrail(['org', 'start', '--json', '--port', '0', '--data', dir]), 1);
    assert.match(failure.message, /Account\.csv/);
    await writeFile(join(dir, 'Account.csv'), 'Name,NumberOfEmployees\nAcme,many\n');
    assert.match(failureOf(await handrail(['org', 'start', '--json', '--port', '0', '--data', dir]), 1).message, /Account\.csv:2/);
    await mkdir(join(dir, 'empty'));
    assert.match(failureOf(await handrail(['org', 'start', '--json', '--port', '0', '--data', join(dir, 'empty')]), 1).message, /no \.csv/);
  });

  test('an input file with other separators, and one with a line that names no record', async () => {
    const metrics = ['win_rate', 'invoicing_lag'].map((id) => metric(id));
    const { playbook } = await loadPlaybook(join(PROJECT, 'config/playbook'));
    assert.ok(playbook);
    const snapshot = await writeSnapshot({ ...playbook, metrics }, {});
    const header = ['opportunity_id', 'invoice_number', 'invoice_date', 'due_date', 'paid_date', 'amount', 'recurring_amount', 'period_start', 'period_end', 'currency', 'as_of'];
    const asked = async (billing: string): Promise<Run> => handrail(['metrics', '--json', '--metric', 'win_rate', '--from', snapshot, '--inputs', await inputs({ 'billing.csv': billing })]);
    assert.match(failureOf(await asked(`${header.join(';')}\n`), 1).message, /billing\.csv cannot be read as billing: Its columns are separated by semicolons: save it with commas\./);
    const run = await asked(`${header.join(',')}\n006000000000009AAA,1,2026-03-09,,,50,,,,USD,\n`);
    assert.equal(run.exitCode, 0, run.stderr + run.stdout);
    assert.ok(run.json<{ warnings: string[] }>().warnings.some((sentence) => sentence.includes('billing.csv: 1 line names a deal that the snapshot does not have') && sentence.includes('line 2, opportunity_id 006000000000009AAA')));
  });

  test('metrics without a snapshot', async () => {
    const failure = failureOf(await handrail(['metrics', '--json', '--from', await temporaryFolder('none')]), 1);
    assert.match(failure.message, /no finished snapshot/);
  });
});
