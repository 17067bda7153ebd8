/** Runs the Salesforce CLI that the project installs. Arguments are passed as a list, never through a shell. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CliError } from './cliError.ts';

const SF = fileURLToPath(new URL('../../node_modules/@salesforce/cli/bin/run.js', import.meta.url));

export interface SfRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Telemetry, self-update and the version check are off: none of them is wanted on a build machine. */
const QUIET = { SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', SF_DISABLE_LOG_FILE: 'true' };

export function sf(args: readonly string[], options: { env?: Readonly<Record<string, string>>; cwd?: string } = {}): Promise<SfRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-deprecation', SF, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...QUIET, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, stdout, stderr }));
  });
}

/** Logs the CLI in with a token, which travels in the environment and never on the command line. */
export async function registerWithSalesforceCli(instanceUrl: string, accessToken: string, alias: string): Promise<void> {
  const run = await sf(['org', 'login', 'access-token', '--instance-url', instanceUrl, '--no-prompt', '--alias', alias], { env: { SF_ACCESS_TOKEN: accessToken } });
  if (run.exitCode !== 0) {
    throw new CliError('LoginFailed', `The Salesforce CLI did not accept the local org: ${run.stderr.trim().split('\n').at(-1) ?? ''}`, { actions: ['Try again; or log in by hand with the command that `handrail org start` prints.'] });
  }
}
