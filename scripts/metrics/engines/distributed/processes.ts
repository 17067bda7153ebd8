/** Processes of a test, started one by one and ended by their own ids. */
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

export interface Running {
  readonly process: ChildProcess;
  /** What it has written so far, standard output and errors. */
  output(): string;
}

/** @param environment beside PATH, HOME and JAVA_HOME: nothing else of this process is handed on */
export function start(command: string, args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Running {
  const kept = Object.fromEntries(['PATH', 'HOME', 'JAVA_HOME'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  // A group of its own, so that what it starts ends with it.
  const child = spawn(command, args, { cwd, env: { ...kept, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
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

/** Runs to its end. @throws Error with the last it wrote */
export async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const running = start(command, args, cwd);
  const code = await new Promise<number | null>((resolve, reject) => {
    running.process.once('error', reject);
    running.process.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${running.output().slice(-600)}`);
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
