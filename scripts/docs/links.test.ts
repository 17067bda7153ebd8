/** Relative links of the documents point at files that exist, and at headings that are there. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LINK = /(?<!!)\[[^\]]*\]\(([^()\s]+)\)/g;

test('relative links of README.md, CONTRIBUTING.md and docs lead somewhere', async () => {
  const broken: string[] = [];
  for (const file of await documents()) {
    const text = withoutCode(await readFile(join(ROOT, file), 'utf8'));
    for (const [, target = ''] of text.matchAll(LINK)) {
      if (/^[a-z][a-z+.-]*:/i.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const found = path === '' ? join(ROOT, file) : resolve(ROOT, dirname(file), path);
      if (relative(ROOT, found).startsWith('..') || !existsSync(found)) broken.push(`${file}: ${target} does not exist`);
      else if (anchor !== undefined && !(await anchorsOf(found)).has(anchor)) broken.push(`${file}: ${target} has no such heading`);
    }
  }
  assert.deepEqual(broken, []);
});

async function documents(): Promise<string[]> {
  const entries = await readdir(join(ROOT, 'docs'), { recursive: true });
  return ['README.md', 'CONTRIBUTING.md', ...entries.filter((entry) => entry.endsWith('.md')).map((entry) => `docs/${entry.split(sep).join('/')}`)];
}

/** Without code: brackets in a formula are no link. */
function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```/g, '').replace(/^ {4}.*$/gm, '').replace(/`[^`\n]*`/g, '').replace(/\\[[\]]/g, '');
}

/** As GitHub makes them from headings. */
async function anchorsOf(file: string): Promise<ReadonlySet<string>> {
  const text = await readFile(file, 'utf8');
  const headings = [...text.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replaceAll(' ', '-')));
}
