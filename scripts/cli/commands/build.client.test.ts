/** Texts of the playbook in files that people write as well: build keeps its part current and says when it is not. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { handrail, PROJECT } from '../testing/run.ts';

const FILE = 'languages/default/objectTranslations/Opportunity-de/Opportunity-de.objectTranslation-meta.xml';
const GERMAN = 'config/playbook/languages/de.yaml';
let dir: string;
const at = (file: string): string => join(dir, file);
const edit = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(at(file), 'utf8');
  assert.ok(text.includes(from), `${file} has no ${from}`);
  await writeFile(at(file), text.replace(from, to));
};

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handrail-build-'));
  for (const folder of ['config', 'languages', 'force-app/playbook']) await cp(join(PROJECT, folder), at(folder), { recursive: true });
});
after(() => rm(dir, { recursive: true, force: true }));

test('a message that was edited where it is generated is found, and written again; a name stays as people wrote it', async () => {
  const shipped = await readFile(at(FILE), 'utf8');
  await edit(FILE, '<label>Verlustgrund</label>', '<label>Grund des Verlusts</label>');
  assert.equal((await handrail(['build', '--check'], { cwd: dir })).exitCode, 0);
  await edit(FILE, '[OPP-QUAL-01] Wer kann', 'Wer kann');
  const { exitCode, stdout, stderr } = await handrail(['build', '--check'], { cwd: dir });
  assert.equal(exitCode, 1);
  assert.match(stdout + stderr, /1 generated file differs from the playbook: languages\/default\/objectTranslations\/Opportunity-de/);
  assert.equal((await handrail(['build'], { cwd: dir })).exitCode, 0);
  assert.equal(await readFile(at(FILE), 'utf8'), shipped.replace('<label>Verlustgrund</label>', '<label>Grund des Verlusts</label>'));
});

test('another wording reaches the panel, the rule and the list of what is out of date', async () => {
  await edit(GERMAN, 'Wer kann das Geld freigeben?', 'Wer gibt das Geld frei?');
  assert.match((await handrail(['build', '--check'], { cwd: dir })).stderr, /3 generated files differ/);
  assert.equal((await handrail(['build'], { cwd: dir })).exitCode, 0);
  for (const file of [FILE, 'force-app/playbook/default/lwc/handrailPlaybook/de.js']) assert.match(await readFile(at(file), 'utf8'), /\[OPP-QUAL-01\] Wer gibt das Geld frei\?/);
  assert.equal((await handrail(['build', '--check'], { cwd: dir })).exitCode, 0);
});
