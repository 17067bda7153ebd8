import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
process.once('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A new folder that is gone when the process of the tests ends. @param about part of its name */
export async function temporaryFolder(about: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `handrail-test-${about}-`));
  made.push(folder);
  return folder;
}
