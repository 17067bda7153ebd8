/** A local org with the package and the playbook as it compiles now, and an admin's ways to change it. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { deployForceApp } from '../../cli/localOrg.ts';
import { compilePlaybook, type GeneratedFile } from '../../compiler/index.ts';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { convertSource } from '../../local-org/metadata/deploySource.ts';
import type { OrgConnection } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { loadPlaybook, type Playbook } from '../../playbook/index.ts';
import { detectDrift, type DriftReport } from '../index.ts';

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
export const ADMIN = 'admin@handrail.local';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

export interface DeployedOrg {
  readonly org: LocalOrg;
  readonly connection: OrgConnection;
  readonly playbook: Playbook;
  readonly files: readonly GeneratedFile[];
  /** A project folder with the package, the playbook's folder and what it compiles to. */
  readonly projectDir: string;
  drift(): Promise<DriftReport>;
  /** `kind id` of every finding, sorted. */
  kinds(): Promise<string[]>;
  /** An admin's change through the Metadata API: files of the mdapi form, and members by type. */
  deploy(files: Readonly<Record<string, string>>, members: Readonly<Record<string, readonly string[]>>): void;
  /** Everything as declared again. */
  restore(): void;
  /** Contents of the compiled file whose path ends so. */
  compiled(end: string): string;
  close(): Promise<void>;
}

/** @param root element: what a file of the mdapi form stands in */
export function mdapi(root: string, inner: string): string {
  return `${HEAD}<${root} ${NS}>${inner}</${root}>`;
}

/** A source file's root element under another name, without its XML head: `<validationRules>…</validationRules>`. */
export function inner(source: string, as: string): string {
  return source.replace(/^[\s\S]*?<\w+ xmlns[^>]*>/, `<${as}>`).replace(/<\/\w+>\s*$/, `</${as}>`);
}

export async function deployedOrg(): Promise<DeployedOrg> {
  const { playbook } = await loadPlaybook(join(PROJECT, 'config/playbook'));
  assert.ok(playbook);
  const { files, problems } = compilePlaybook(playbook);
  assert.deepEqual(problems, []);
  const projectDir = await mkdtemp(join(tmpdir(), 'handrail-drift-'));
  for (const part of ['sfdx-project.json', '.forceignore', 'force-app/main', 'config/playbook']) await cp(join(PROJECT, part), join(projectDir, part), { recursive: true });
  for (const { path, contents } of files) {
    await mkdir(dirname(join(projectDir, path)), { recursive: true });
    await writeFile(join(projectDir, path), contents);
  }
  const org = await startLocalOrg();
  await deployForceApp(org, { projectDir, onProgress: () => undefined });
  const everything = await convertSource(projectDir, ['force-app/main', 'force-app/playbook']);
  const connection = connectionTo(org);
  const deployZip = (zip: Uint8Array): void => {
    const result = org.metadata.deploy(org.session(ADMIN), zip, { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null });
    assert.ok(result.success, JSON.stringify(result.messages.filter((message) => !message.success)));
  };
  const drift = (): Promise<DriftReport> => detectDrift(connection, playbook, files);
  return {
    org, connection, playbook, files, projectDir, drift,
    kinds: async () => (await drift()).findings.map((finding) => `${finding.kind} ${finding.id}`).toSorted(),
    deploy: (entries, members) => {
      const types = Object.entries(members).map(([name, names]) => `<types>${names.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`);
      const all = { ...entries, 'package.xml': mdapi('Package', `${types.join('')}<version>67.0</version>`) };
      deployZip(zipSync(Object.fromEntries(Object.entries(all).map(([path, text]) => [path, strToU8(text)]))));
    },
    restore: () => deployZip(everything),
    compiled: (end) => {
      const found = files.find(({ path }) => path.endsWith(end))?.contents;
      assert.ok(found, `nothing compiles to ${end}`);
      return found;
    },
    close: async () => {
      await org.close();
      await rm(projectDir, { recursive: true, force: true });
    },
  };
}
