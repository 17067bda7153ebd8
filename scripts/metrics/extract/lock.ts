/** One extraction at a time in a folder. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExtractError } from './errors.ts';

const LOCK_FILE = 'extract.lock';
/** Folders that this process is writing to. */
const held = new Set<string>();

/** @throws ExtractError when another process, or another call in this one, is at it; the lock of one that was killed is taken over */
export async function withLock<T>(out: string, work: () => Promise<T>): Promise<T> {
  await mkdir(out, { recursive: true });
  const file = resolve(out, LOCK_FILE);
  await take(file);
  held.add(file);
  try {
    return await work();
  } finally {
    held.delete(file);
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<void> {
  const create = (): Promise<boolean> => writeFile(file, String(process.pid), { flag: 'wx' }).then(() => true, (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  });
  if (await create()) return;
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (pid === process.pid ? held.has(file) : isRunning(pid)) throw new ExtractError(`Process ${pid} is extracting into this folder: ${file} is its lock.`, ['Wait for it, or choose another folder with --out.', `When process ${pid} is something else, remove ${file}.`]);
  await rm(file, { force: true });
  if (!(await create())) throw new ExtractError(`Another process has just begun to extract into this folder: ${file} is its lock.`, ['Wait for it, or choose another folder with --out.']);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    // Signal 0 asks and does nothing.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
