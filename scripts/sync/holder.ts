/** Who runs a sync: a machine, a process and a word of its own, so that a process that has ended is told from one that goes on. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** `host#machine pid word`; at most 255 characters. */
export type Holder = string;

/** Those that run in this process. */
const active = new Set<Holder>();

export function newHolder(): Holder {
  const holder = `${machine()} ${process.pid} ${randomUUID().slice(0, 8)}`;
  active.add(holder);
  return holder;
}

export function letGo(holder: Holder): void {
  active.delete(holder);
}

/** True only where it is certain: the process ran on this machine and is no more. Of another machine nothing is known. */
export function hasEnded(holder: Holder): boolean {
  const [where, pid] = holder.split(' ');
  if (where !== machine() || BOOT === null) return false;
  if (Number(pid) === process.pid) return !active.has(holder);
  return !isRunning(Number(pid));
}

/** For a person: host and process. */
export function described(holder: Holder): string {
  const [where = '', pid = ''] = holder.split(' ');
  return `process ${pid} on ${where.split('#')[0] ?? ''}`;
}

function machine(): string {
  const name = hostname().replace(/[^\w.-]/g, '').slice(0, 150);
  return `${name}#${createHash('sha256').update(`${name} ${BOOT ?? ''}`).digest('hex').slice(0, 12)}`;
}

/** Host names are given to many machines; this start of the system has an id of its own, where it says so. */
const BOOT = ((): string | null => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
})();

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user, and there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
