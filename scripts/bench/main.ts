/**
 * Benchmarks against a named peer on the same machine in the same run:
 *
 *     npm run bench -- <name> [flags]
 */
import type { Bench } from './harness.ts';

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  drift: () => import('./drift.ts').then(({ drift }) => drift),
  extract: () => import('./extract.ts').then(({ extract }) => extract),
  formulas: () => import('./formulas.ts').then(({ formulas }) => formulas),
  'local-org': () => import('./localOrg.ts').then(({ localOrg }) => localOrg),
  metrics: () => import('./metrics.ts').then(({ metrics }) => metrics),
  past: () => import('./past.ts').then(({ past }) => past),
};

async function usage(): Promise<string> {
  const lines = await Promise.all(Object.entries(BENCHES).map(async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).summary}`));
  return ['Usage: npm run bench -- <name> [flags]', '', ...lines, ''].join('\n');
}

const [name, ...args] = process.argv.slice(2);
const load = name === undefined ? undefined : Object.entries(BENCHES).find(([known]) => known === name)?.[1];
try {
  if (load) await (await load()).run(args);
  else process.stdout.write(await usage());
  if (name !== undefined && !load) {
    process.stderr.write(`There is no benchmark "${name}".\n`);
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
