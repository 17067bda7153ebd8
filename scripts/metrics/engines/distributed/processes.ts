/** Processes of a test, started one by one and ended by their own ids. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Running {
  readonly process: ChildProcess;
  /** What it has written so far, standard output and errors. */
  output(): string;
}

/** @param environment beside PATH, HOME and JAVA_HOME: nothing else of this process is handed on */
export function start(command: string, args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Running {
  const kept = Object.fromEntries(['PATH', 'HOME', 'JAVA_HOME'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  return spawned(command, args, cwd, { ...kept, ...environment });
}

function spawned(command: string, args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): Running {
  // A group of its own, so that what it starts ends with it.
  const child = spawn(command, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (written = (written + chunk.toString()).slice(-20_000)));
  return { process: child, output: () => written };
}

export async function stop({ process: child }: Running): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

/** Runs to its end, with the whole environment: a proxy or a mirror of packages is set there. @throws Error with the last it wrote */
export async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const running = spawned(command, args, cwd, process.env);
  const code = await new Promise<number | null>((resolve, reject) => {
    running.process.once('error', reject);
    running.process.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${running.output().slice(-600)}`);
}

/** Whether a program of Java answers. */
export function isThere(program: string): Promise<boolean> {
  return run(program, ['-version'], '.').then(() => true, () => false);
}

/** Says how far a test is, at once: what a test says otherwise is shown at its end. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Python packages in an environment of their own. @returns its interpreter @throws Error when they cannot be had */
export async function pythonWith(packages: readonly string[], dir: string): Promise<string> {
  say(`Fetching ${packages.join(', ')}.`);
  const python = join(dir, 'venv/bin/python');
  await run('python3', ['-m', 'venv', 'venv'], dir);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], dir);
  return python;
}

/** Asks until there is an answer. @throws Error when the process ends before, or after some minutes */
export async function until<T>(running: Running, ask: () => Promise<T | undefined>, minutes = 10): Promise<T> {
  for (const begun = Date.now(); Date.now() - begun < minutes * 60_000; await pause(1000)) {
    const found = await ask().catch(() => undefined);
    if (found !== undefined) return found;
    if (running.process.exitCode !== null) break;
  }
  throw new Error(`It did not start: ${running.output().slice(-2000)}`);
}
