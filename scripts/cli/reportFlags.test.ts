import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../shared/testing/folder.ts';
import { CliError } from './cliError.ts';
import { giveReport, type Printers } from './reportFlags.ts';

const printers = Object.fromEntries(['terminal', 'json', 'md', 'html', 'junit', 'sarif'].map((form) => [form, () => Promise.resolve(form)])) as unknown as Printers;

test('the ending of a file says its form, and folders on the way to it are made', async () => {
  const dir = await temporaryFolder('report');
  await giveReport(printers, { format: 'md', report: [join(dir, 'new/out.sarif'), join(dir, 'out.xml')] }, null);
  assert.deepEqual(await Promise.all(['new/out.sarif', 'out.xml'].map((name) => readFile(join(dir, name), 'utf8'))), ['sarif', 'junit']);
});

test('a file that cannot be written is named, with the reason and what to do', async () => {
  const dir = await temporaryFolder('report');
  await writeFile(join(dir, 'taken'), '');
  const file = join(dir, 'taken/out.html');
  await assert.rejects(giveReport(printers, { format: 'md', report: [file] }, null), (error) => {
    assert.ok(error instanceof CliError);
    assert.equal(error.message.replace(/EEXIST|ENOTDIR/, 'not a folder'), `The report cannot be written to ${file} (not a folder).`);
    assert.deepEqual(error.actions, ['Name a file in a folder that this user may write to: --report <file>']);
    return true;
  });
});
