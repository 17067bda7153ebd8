/** `plan --against` through the real command, in a git repository of its own. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { handrail, PROJECT, type Run } from '../../cli/testing/run.ts';
import { dealRows, writeSnapshot, type DealRow } from '../../metrics/testing/snapshot.ts';
import { GitError, textsAt } from '../../playbook/atCommit.ts';
import { loadPlaybook } from '../../playbook/index.ts';
import type { VersionChange, VersionReport } from './types.ts';

const run = promisify(execFile);

describe('plan --against', () => {
  let dir: string;
  // A home of its own: no global settings of git, no org that the Salesforce CLI knows.
  const env = (): Record<string, string> => ({ HOME: join(dir, 'home'), GIT_CONFIG_NOSYSTEM: '1' });
  const git = async (...args: string[]): Promise<void> => void (await run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: dir, env: { ...process.env, ...env() } }));
  const file = (name: string): string => join(dir, 'config/playbook', name);
  const edit = async (name: string, change: (text: string) => string): Promise<void> => {
    const text = await readFile(file(name), 'utf8');
    const changed = change(text);
    assert.notEqual(changed, text, `nothing to change in ${name}`);
    await writeFile(file(name), changed);
  };
  const plan = (...args: string[]): Promise<Run> => handrail(['plan', ...args], { cwd: dir, env: env() });
  const changes = async (ref = 'v1'): Promise<readonly VersionChange[]> => {
    const answer = await plan('--against', ref, '--json');
    assert.equal(answer.exitCode, 0, answer.stdout + answer.stderr);
    return answer.json<{ result: VersionReport }>().result.changes;
  };
  const shape = (found: readonly VersionChange[]): string[] => found.map(({ meaning, action, type, fullName }) => `${meaning} ${action} ${type} ${fullName}`).toSorted();

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'handrail-versions-'));
    await cp(join(PROJECT, 'config/playbook'), join(dir, 'config/playbook'), { recursive: true });
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'First');
    await git('tag', 'v1');
  });
  after(() => rm(dir, { recursive: true, force: true }));

  async function changed(edits: Readonly<Record<string, (text: string) => string>>, expected: readonly string[], check?: (found: readonly VersionChange[]) => void): Promise<void> {
    for (const [name, change] of Object.entries(edits)) await edit(name, change);
    const found = await changes();
    await git('checkout', '--quiet', '--', '.');
    assert.deepEqual(shape(found), expected.toSorted());
    check?.(found);
  }

  test('nothing changed, and nothing but how it is written', async () => {
    assert.deepEqual(await changes(), []);
    await changed(
      {
        'opportunity.yaml': (text) => `# Another comment.\n${text.replace('satisfied_when: AND(NOT(ISBLANK(Handrail_Discovery_Held__c)), Handrail_Discovery_Held__c <= TODAY())', 'satisfied_when: "and( (not(isblank(Handrail_Discovery_Held__c))) , Handrail_Discovery_Held__c <= today() )"')}`,
        'definitions.yaml': (text) => text.replace('{ name: SMB, from_employees: 0 }', '{ from_employees: 0, name: SMB }'),
      },
      [],
    );
  });

  test('ranks say the order and nothing else; a criterion that moved to another gate is said in words', async () => {
    await changed({ 'opportunity.yaml': (text) => text.replace(/rank: (\d+)/g, (_, rank: string) => `rank: ${Number(rank) * 3}`) }, []);
    const moved = (text: string): string => {
      const [entry = ''] = / {6}- id: OPP-PROS-02\n(?: {8}.*\n)+/.exec(text) ?? [];
      return text.replace(entry, '').replace(/( {6}- id: OPP-QUAL-01\n)/, `${entry}$1`);
    };
    await changed({ 'opportunity.yaml': moved }, ['risky change Criterion OPP-PROS-02'], ([change]) => assert.match(change?.summary ?? '', /^Discovery held: asked: beyond Prospecting -> beyond Qualification$/));
  });

  test('each kind of definition by its meaning', async () => {
    await changed(
      {
        'opportunity.yaml': (text) =>
          text
            .replace(/(id: OPP-PROS-02[\s\S]*?mode: )enforce/, '$1shadow')
            .replace('message: Which company is this for?', 'message: For which company is this?')
            .replace('AND(NOT(ISBLANK(Handrail_Discovery_Held__c)), Handrail_Discovery_Held__c <= TODAY())', 'NOT(ISBLANK(Handrail_Discovery_Held__c))')
            .replace('probability: 10', 'probability: 15'),
        'definitions.yaml': (text) => text.replace('fiscal_year_start: 1', 'fiscal_year_start: 4').replace("test: 'Lead, IsConverted = false'", "test: 'Lead, IsConverted = false, Status <> Closed'").replace('means: the buyer was there', 'means: The buyer was  there.'),
        'closed-lost.yaml': (text) => text.replace('- reason: Price\n    class: lost', '- reason: Price\n    class: derail'),
        'metrics.yaml': (text) => text.replace('id: win_rate\n    label: Win rate, narrow', 'id: win_rate\n    label: Win rate').replace(/(id: pipeline_coverage[\s\S]*?denominator: \{ sum: amount, where: \{ kind: \[quota\] \}), minus: \{ sum: amount, where: \{ kind: \[won\] \} \}/, '$1'),
        'handoffs.yaml': (text) => text.replace('label: Receiver named', 'label: The receiver is named'),
        'languages/de.yaml': (text) => text.replace('label: Account verknüpft', 'label: Account ist verknüpft').replace('  H-WON: Kunde an Customer Success\n', ''),
      },
      [
        'breaking change Metric pipeline_coverage',
        'breaking change Reason Price',
        'breaking change Setting fiscalYearStart',
        'breaking change Term lead',
        'risky change Criterion OPP-PROS-02',
        'risky change Stage Opportunity.Prospecting',
        'safe change Criterion HAND-ACC-01',
        'safe change Criterion OPP-PROS-01',
        'safe change Metric win_rate',
        'safe change Term meeting_held',
        'safe change Translation de',
      ],
      (found) => {
        const of = (name: string): VersionChange | undefined => found.find(({ fullName }) => fullName === name);
        assert.match(of('pipeline_coverage')?.summary ?? '', /counts otherwise and is still pipeline_coverage@1: raise its version/);
        assert.match(of('OPP-PROS-02')?.summary ?? '', /^Discovery held: mode: enforce -> shadow; met when: /);
        assert.equal(of('OPP-PROS-02')?.criterion, 'OPP-PROS-02');
        assert.ok(of('Price')?.metrics.includes('win_rate'));
        assert.deepEqual(of('OPP-PROS-01')?.metrics, []);
        assert.equal(of('de')?.summary, 'texts in de: other words for criteria > OPP-PROS-01 > label; texts without handoffs > H-WON');
      },
    );
  });

  test('a stage that was renamed breaks every number over the stages', async () => {
    const rename = (text: string): string => text.replaceAll('Needs Analysis', 'Discovery');
    const names = (await readdir(join(dir, 'config/playbook'), { recursive: true })).filter((name) => name.endsWith('.yaml'));
    for (const name of names) await writeFile(file(name), rename(await readFile(file(name), 'utf8')));
    const found = await changes();
    await git('checkout', '--quiet', '--', '.');
    const stages = found.filter(({ type }) => type === 'Stage');
    assert.deepEqual(shape(stages), ['breaking add Stage Opportunity.Discovery', 'breaking remove Stage Opportunity.Needs Analysis']);
    assert.match(stages.find(({ action }) => action === 'remove')?.summary ?? '', /may be the one now called "Discovery"/);
    assert.ok(stages.find(({ action }) => action === 'remove')?.metrics.includes('win_rate_by_stage'));
  });

  test('a criterion under another code may be the same one, and is said to be', async () => {
    const renamed = (text: string): string => text.replaceAll('OPP-QUAL-01', 'OPP-QUAL-91');
    await edit('languages/de.yaml', renamed);
    await changed(
      { 'opportunity.yaml': renamed, 'languages/es.yaml': renamed },
      ['risky remove Criterion OPP-QUAL-01', 'risky add Criterion OPP-QUAL-91', 'safe change Translation de', 'safe change Translation es'],
      (found) => assert.equal(found.find(({ action }) => action === 'remove')?.summary, 'Economic buyer named: no longer in the playbook; it may be the one now called "OPP-QUAL-91"'),
    );
  });

  test('in the terminal a name stands apart from what it is', async () => {
    await edit('languages/de.yaml', (text) => text.replace(/label: .+/, 'label: Anders'));
    const printed = await plan('--against', 'v1');
    await git('checkout', '--quiet', '--', '.');
    assert.match(printed.stdout, /\n {2}~ Translation {2}de\n/);
  });

  test('a field: taken away, a value less, another help text', async () => {
    await changed(
      { 'opportunity-fields.yaml': (text) => text.replace(/(name: Handrail_Economic_Buyer__c[\s\S]*?help: )([^\n]*)/, '$1Somebody else.') },
      ['safe change Field Opportunity.Handrail_Economic_Buyer__c'],
    );
  });

  test('in the terminal and for a pull request, without an org and without a call', async () => {
    await edit('definitions.yaml', (text) => text.replace('fiscal_year_start: 1', 'fiscal_year_start: 4'));
    const shown = await plan('--against', 'v1');
    const comment = await plan('--against', 'v1', '--format', 'md');
    await git('checkout', '--quiet', '--', '.');
    assert.match(shown.stdout, /^Playbook 2026\.4\.0 against v1 \([0-9a-f]{7}, playbook 2026\.4\.0\)\nNo org was asked\. Nothing will be written\.\n\nBreaking: .*\n {2}~ Setting {6}fiscalYearStart\n {17}fiscal year begins in month: 1 -> 4\n\nWho says yes\n {2}definition {5}Council\n {17}shown first: restated history, old against new\n {17}notice: start of the next quarter\n {17}fiscalYearStart\n\nChanges: 1 breaking, 0 risky, 0 safe\.\n$/);
    assert.ok(shown.stdout.split('\n').every((line) => line.length <= 100));
    assert.match(comment.stdout, /^## Definitions: 1 breaking, 0 risky, 0 safe\n/);
    assert.match(comment.stdout, /\n### Who says yes\n[\s\S]*\n\| definition \| Council \| shown first: restated history, old against new; notice: start of the next quarter \| {2}\| <code>fiscalYearStart<\/code> \|\n/);
  });

  test('a number by the definitions of a commit, and by those of today', async () => {
    const { playbook } = await loadPlaybook(join(dir, 'config/playbook'));
    assert.ok(playbook);
    const deal = (id: string, end: string, reason?: string): DealRow => ({ id, amount: 100, path: [['Qualification', '2026-03-02'], [end, '2026-04-01']], ...(reason === undefined ? {} : { reason }) });
    const snapshot = await writeSnapshot(playbook, dealRows([deal('W', 'Closed Won'), deal('L', 'Closed Lost', 'Price'), deal('T', 'Closed Lost', 'Timing'), deal('N', 'Closed Lost', 'No Decision')]));
    // From now on who lost to nobody lost as well.
    await edit('metrics.yaml', (text) => text.replace(/(id: win_rate\n[\s\S]*?)version: 1([\s\S]*?)denominator: \{ count: rows, where: \{ outcome: \[won, lost\] \} \}/, '$1version: 2$2denominator: { count: rows, where: { outcome: [won, lost, derail] } }'));
    const metrics = (...args: string[]): Promise<Run> => handrail(['metrics', '--from', snapshot, '--metric', 'win_rate', '--as-of', '2026-06-01', '--inputs', 'config', ...args], { cwd: dir, env: env() });
    const told = async (...args: string[]): Promise<unknown> => {
      const answer = await metrics('--json', ...args);
      assert.equal(answer.exitCode, 0, answer.stdout + answer.stderr);
      const { result, warnings } = answer.json<{ result: { metrics: { numerator: number; denominator: number; definitionVersion: string }[] }; warnings: string[] }>();
      return [result.metrics.map(({ numerator, denominator, definitionVersion }) => [numerator, denominator, definitionVersion]), warnings.filter((warning) => warning.startsWith('Counted by')).map((warning) => warning.replace(/[0-9a-f]{7}/, '<hash>'))];
    };
    const [restated, asWas, refused] = [await told(), await told('--definitions', 'v1'), await metrics('--json', '--definitions', 'v0')];
    await git('checkout', '--quiet', '--', '.');
    assert.deepEqual(restated, [[[1, 4, 'win_rate@2']], []]);
    assert.deepEqual(asWas, [[[1, 2, 'win_rate@1']], ['Counted by the playbook of v1 (<hash>, version 2026.4.0), not by the files as they are.']]);
    assert.equal(refused.exitCode, 1);
    assert.match(refused.json<{ message: string }>().message, /Git knows no commit "v0"/);
  });

  test('what is no commit is refused, whatever it looks like', async () => {
    const marker = join(dir, 'written');
    for (const ref of ['nope', `--output=${marker}`, '--upload-pack=touch written', '-h', ':config', 'v1:config/playbook', 'v1; touch written', '$(touch written)', '', 'v1\nv1', 'v1\0']) {
      await assert.rejects(textsAt(join(dir, 'config/playbook'), ref), (error) => error instanceof GitError && /no commit/.test(error.message) && error.actions.length > 0, ref);
    }
    const answer = await plan(`--against=--output=${marker}`, '--json');
    assert.equal(answer.exitCode, 1, answer.stdout);
    assert.equal(answer.json<{ name: string }>().name, 'GitError');
    assert.ok(!(await readdir(dir)).includes('written'));
  });

  test('a commit without the playbook, one that is broken, a folder outside a repository', async () => {
    const message = async (answer: Promise<Run>): Promise<string> => {
      const { exitCode, stdout } = await answer;
      assert.equal(exitCode, 1, stdout);
      return (JSON.parse(stdout) as { message: string }).message;
    };
    await git('checkout', '--quiet', '--orphan', 'bare');
    await git('rm', '--quiet', '-r', '--cached', '.');
    await git('commit', '--quiet', '--allow-empty', '-m', 'Nothing');
    await git('checkout', '--quiet', '--force', 'main');
    assert.match(await message(plan('--against', 'bare', '--json')), /^At bare \([0-9a-f]{7}\) there is no playbook in config\/playbook/);
    await git('checkout', '--quiet', '-b', 'broken');
    await edit('opportunity.yaml', (text) => text.replace('max_days: 14', 'max_dais: 14'));
    await rm(file('governance.yaml'));
    // Words for what is said there.
    await rm(file('languages'), { recursive: true });
    await symlink('/etc/hostname', file('governance.yaml'));
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'Broken');
    await git('checkout', '--quiet', '--force', 'main');
    assert.match(await message(plan('--against', 'broken', '--json')), /^The playbook at broken has \d+ errors? .*First: broken:config\/playbook\/opportunity\.yaml:\d+:\d+ .*max_dais/);
    const outside = await mkdtemp(join(tmpdir(), 'handrail-outside-'));
    await cp(join(dir, 'config/playbook'), outside, { recursive: true });
    assert.match(await message(plan('--against', 'v1', '--playbook', outside, '--json')), /not in a git repository/);
    await rm(outside, { recursive: true, force: true });
  });

  test('from a folder below, and with a branch named like a path', async () => {
    await git('branch', 'config/playbook');
    const answer = await handrail(['plan', '--against', 'config/playbook', '--playbook', 'playbook', '--json'], { cwd: join(dir, 'config'), env: env() });
    assert.equal(answer.exitCode, 0, answer.stdout);
    assert.deepEqual(answer.json<{ result: VersionReport }>().result.changes, []);
  });
});
