/**
 * Salesforce's own library takes the generated source to the metadata format and back: every file must return byte for
 * byte. That is what a deploy and a later retrieve do to it.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';
import { loadPlaybook } from '../playbook/index.ts';
import type { Playbook } from '../playbook/model.ts';
import { FRAGMENT } from './fixtures/fragment.ts';
import { compilePlaybook } from './index.ts';

/** Without it the library asks the network for the newest version. */
const API_VERSION = '67.0';

test('the fragment survives a trip through the metadata format', () => survives(FRAGMENT));

test('the default playbook survives a trip through the metadata format', async () => {
  const { playbook } = await loadPlaybook(join(import.meta.dirname, '../../config/playbook'));
  assert.ok(playbook);
  await survives(playbook);
});

async function survives(playbook: Playbook): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'handrail-round-trip-'));
  try {
    const { files } = compilePlaybook(playbook);
    for (const { path, contents } of files) {
      mkdirSync(dirname(join(root, 'source', path)), { recursive: true });
      writeFileSync(join(root, 'source', path), contents);
    }
    const converter = new MetadataConverter();
    const source = ComponentSet.fromSource(join(root, 'source'));
    source.sourceApiVersion = API_VERSION;
    source.apiVersion = API_VERSION;
    await converter.convert(source, 'metadata', { type: 'directory', outputDirectory: join(root, 'mdapi'), genUniqueDir: false });
    const metadata = ComponentSet.fromSource(join(root, 'mdapi'));
    metadata.sourceApiVersion = API_VERSION;
    metadata.apiVersion = API_VERSION;
    await converter.convert(metadata, 'source', { type: 'directory', outputDirectory: join(root, 'back'), genUniqueDir: false });

    const returned = readTree(join(root, 'back'));
    const strip = (path: string): string => path.replace(/^.*?\/default\//, '');
    const byPath = new Map([...returned].map(([path, contents]) => [strip(path), contents]));
    // The library adds an empty shell for the object itself, which nobody generated.
    const back = [...byPath.keys()].filter((path) => !path.endsWith('.object-meta.xml'));
    assert.deepEqual(back.sort(), files.map(({ path }) => strip(path)).sort());
    for (const { path, contents } of files) {
      assert.equal(byPath.get(strip(path)), contents, path);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function readTree(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]));
}
