/** Folders and files that are not what they should be. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadPlaybook } from './index.ts';

const folder = await mkdtemp(join(tmpdir(), 'handrail-playbook-'));
after(() => rm(folder, { recursive: true }));

async function codes(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const dir = join(folder, name);
  await mkdir(dir);
  for (const [file, text] of Object.entries(files)) await writeFile(join(dir, file), text);
  return (await loadPlaybook(dir)).problems.map(({ code, file, message }) => `${code} ${file.slice(dir.length + 1)}: ${message}`);
}

test('a folder that is not there, and one without a playbook', async () => {
  assert.equal((await loadPlaybook(join(folder, 'nowhere'))).problems[0]?.code, 'HR100');
  assert.match((await codes('empty', { 'README.md': '# nothing' }))[0] ?? '', /^HR100 .*has no \.yaml file\.$/);
});

test('what is missing is named', async () => {
  assert.deepEqual(await codes('missing', { 'account-fields.yaml': 'object: Account\nfields: []\n' }), ['HR109 definitions.yaml: The playbook has no definitions.yaml.', 'HR109 opportunity.yaml: The playbook has no opportunity.yaml.']);
});

test('bytes that are no text', async () => {
  const found = await codes('bytes', { 'definitions.yaml': Uint8Array.of(0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xff, 0xfe) });
  assert.deepEqual(found, ['HR114 definitions.yaml: The file cannot be read: it is not in UTF-8.', 'HR109 opportunity.yaml: The playbook has no opportunity.yaml.']);
});

test('a folder by the name of a file', async () => {
  const dir = join(folder, 'folder');
  await mkdir(join(dir, 'definitions.yaml'), { recursive: true });
  assert.match((await loadPlaybook(dir)).problems[0]?.message ?? '', /it is a folder/);
});

test('a link to another folder is not followed, so that no report shows what lies there; one within the folder is', async () => {
  const dir = join(folder, 'links');
  await mkdir(dir);
  await writeFile(join(folder, 'secret.txt'), 'token: 00D-secret\n');
  await symlink('../secret.txt', join(dir, 'opportunity.yaml'));
  await writeFile(join(dir, 'kept.txt'), 'name: [');
  await symlink('kept.txt', join(dir, 'definitions.yaml'));
  const { problems } = await loadPlaybook(dir);
  assert.deepEqual(problems.filter(({ code }) => code === 'HR114').map(({ file, message }) => `${file.slice(dir.length + 1)}: ${message}`), ['opportunity.yaml: The file cannot be read: it is a link to a file outside this folder.']);
  assert.doesNotMatch(JSON.stringify(problems), /00D-secret/);
  assert.equal(problems.find(({ file }) => file.endsWith('definitions.yaml'))?.code, 'HR101');
});

test('a link that leads to itself, or nowhere, is said in words', async () => {
  const dir = join(folder, 'loops');
  await mkdir(dir, { recursive: true });
  await Promise.all([symlink('lead.yaml', join(dir, 'lead.yaml')), symlink('gone.yaml', join(dir, 'forecast.yaml'))]);
  const messages = (await loadPlaybook(dir)).problems.map(({ message }) => message).filter((message) => message.includes('link'));
  assert.deepEqual(messages.toSorted(), ['The file cannot be read: it is a link that leads back to itself.', 'The file cannot be read: it is a link that leads nowhere.']);
});

test('a language that Salesforce does not have by that name is told by the one it has', async () => {
  const files = Object.fromEntries(['de_DE', 'es_ES', 'nl'].map((code) => [`languages/${code}.yaml`, 'criteria: {}\n']));
  const dir = join(folder, 'tongues');
  await mkdir(join(dir, 'languages'), { recursive: true });
  await writeFile(join(dir, 'forecast.yaml'), 'object: Opportunity\n');
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(dir, name), text)));
  const hints = (await loadPlaybook(dir)).problems.filter(({ code }) => code === 'HR108').map(({ hint }) => hint);
  assert.deepEqual(hints, ['Did you mean languages/de.yaml?', 'Did you mean languages/es.yaml?', 'Did you mean languages/nl_NL.yaml?']);
});

test('what is no file is not waited for', async () => {
  const dir = join(folder, 'pipe');
  await mkdir(dir);
  execFileSync('mkfifo', [join(dir, 'opportunity.yaml')]);
  assert.match((await loadPlaybook(dir)).problems.find(({ code }) => code === 'HR114')?.message ?? '', /it is no file/);
});

test('a file that is too large is not even read', async () => {
  assert.deepEqual(await codes('large', { 'definitions.yaml': 'a'.repeat(3 * 1024 * 1024) }), ['HR103 definitions.yaml: The file is larger than 1 MiB.', 'HR109 opportunity.yaml: The playbook has no opportunity.yaml.']);
});
