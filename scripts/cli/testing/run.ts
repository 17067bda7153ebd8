/** Runs the real command in a process of its own, as a person or a job would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Parsed stdout, for runs with --json. */
  json<T = Record<string, unknown>>(): T;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends the signal once stderr has said this. */
  readonly stop?: { readonly at: string; readonly with: NodeJS.Signals };
}

export function handrail(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: options.cwd ?? PROJECT, env: { ...process.env, NO_COLOR: '1', SF_TARGET_ORG: '', ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      const before = stderr;
      stderr += chunk;
      const { stop } = options;
      if (stop && !before.includes(stop.at) && stderr.includes(stop.at)) child.kill(stop.with);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr, json: <T>() => JSON.parse(stdout) as T }));
  });
}
