/** A reader of an export, asked. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Answer, Question } from './sample.ts';

const execute = promisify(execFile);

/** @returns what the script printed on its last line @throws Error with all it wrote, where it refuses the export */
export async function answersOf(python: string, script: string, args: readonly string[], cwd: string): Promise<(Answer | (Question & { readonly error: string }))[]> {
  try {
    const { stdout } = await execute(python, [script, ...args], { cwd, maxBuffer: 1 << 28 });
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Answer[];
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`It was refused: ${message.slice(0, 300)}\n${stdout.slice(-4000)}${stderr.slice(-4000)}`);
  }
}
