/** The pipelines of docs/ci.md: every handrail command in them runs, and what it writes is what the next step takes. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { XMLValidator } from 'fast-xml-parser';
import { parse } from 'yaml';
import { deployedOrg, PROJECT, type DeployedOrg } from '../../../drift/testing/deployedOrg.ts';
import { handrail } from '../../testing/run.ts';

interface GitHub {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string; readonly with?: { readonly sarif_file?: string } }[] }>>;
}

interface GitLabJob {
  readonly script?: readonly string[];
  readonly artifacts?: { readonly reports?: { readonly junit: string } };
}

describe('docs/ci.md', () => {
  let deployed: DeployedOrg;
  /** The commit before, in which the first criterion did not block. */
  let base: string;
  let github: GitHub;
  let gitlab: Readonly<Record<string, GitLabJob>>;
  before(async () => {
    const text = await readFile(join(PROJECT, 'docs/ci.md'), 'utf8');
    const blocks = [...text.matchAll(/(?:^ {4}.*\n|^\n(?= {4}))+/gm)].map(([block]) => parse(block.replace(/^ {4}/gm, '')) as unknown);
    const [first, second, ...rest] = blocks;
    assert.equal(rest.length, 0);
    github = first as GitHub;
    gitlab = second as Readonly<Record<string, GitLabJob>>;
    deployed = await deployedOrg();
    base = await commitBefore();
    const built = await handrail(['build'], { cwd: deployed.projectDir });
    assert.equal(built.exitCode, 0, built.stderr);
  });
  after(() => deployed.close());

  async function commitBefore(): Promise<string> {
    const cwd = deployed.projectDir;
    const path = join(cwd, 'config/playbook/opportunity.yaml');
    const now = await readFile(path, 'utf8');
    const then = now.replace(/(- id: OPP-QUAL-01\n(?:.*\n)*?\s+mode: )enforce/, '$1shadow');
    assert.notEqual(then, now);
    const git = async (...args: readonly string[]): Promise<string> => (await promisify(execFile)('git', ['-c', 'user.name=CI', '-c', 'user.email=ci@example.com', ...args], { cwd })).stdout.trim();
    await writeFile(path, then);
    await git('init', '--quiet');
    await git('add', 'config');
    await git('commit', '--quiet', '-m', 'Before');
    await writeFile(path, now);
    return git('rev-parse', 'HEAD');
  }

  /** What a job sets besides the org: the commit that a pull request would go into. */
  const BASES: ReadonlySet<string> = new Set(['"$BASE"', '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"']);

  /** Runs the handrail commands among the lines, with the local org as their target. */
  async function runAll(lines: readonly string[]): Promise<number> {
    const commands = lines.filter((line) => line.startsWith('npx handrail '));
    for (const command of commands) {
      const [words = '', into] = command.split(' > ');
      const args = words.split(' ').slice(2).map((word) => (word === '"$TARGET_ORG"' ? deployed.org.accessToken : BASES.has(word) ? base : word));
      const done = await handrail(args, { cwd: deployed.projectDir, env: { SF_ORG_INSTANCE_URL: deployed.org.url } });
      assert.equal(done.exitCode, 0, `${command}\n${done.stderr}`);
      if (into !== undefined) await writeFile(join(deployed.projectDir, into), done.stdout);
    }
    return commands.length;
  }

  const written = (path: string): Promise<string> => readFile(join(deployed.projectDir, path), 'utf8');

  test('GitHub Actions', async () => {
    const steps = Object.values(github.jobs).flatMap((job) => job.steps);
    assert.equal(await runAll(steps.flatMap(({ run }) => run ?? [])), 5);
    assert.match(await written('definitions.md'), /^## Definitions: 0 breaking, 1 risky, 0 safe\n[^]*<code>OPP-QUAL-01<\/code>/);
    await rm(join(deployed.projectDir, 'definitions.md'));
    assert.match(await written('plan.md'), /^## Plan: nothing to deploy/);
    const sarif = steps.flatMap((step) => step.with?.sarif_file ?? []);
    assert.equal((JSON.parse(await written(sarif[0] ?? '')) as { version: string }).version, '2.1.0');
  });

  test('GitLab', async () => {
    const jobs = Object.values(gitlab);
    assert.equal(await runAll(jobs.flatMap(({ script }) => script ?? [])), 4);
    assert.match(await written('definitions.md'), /^## Definitions: 0 breaking, 1 risky, 0 safe\n/);
    const [junit = ''] = jobs.flatMap(({ artifacts }) => artifacts?.reports?.junit ?? []);
    assert.equal(XMLValidator.validate(await written(junit)), true);
  });
});
