/**
 * Criteria of an organisation's own beside the default playbook: of a record type, of a segment of customers, and one whose answer may be taken
 * back. The playbook is read with them, compiled, and what is new is deployed, as an administrator would.
 */
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import { compilePlaybook, type GeneratedFile } from '../compiler/index.ts';
import { CAST } from '../demo/cast.ts';
import type { LocalOrg } from '../local-org/index.ts';
import { deploySourceFolder } from '../local-org/metadata/deploySource.ts';
import { loadPlaybookTexts, type Playbook } from '../playbook/index.ts';

export const PARTNER = 'Partner_Sale';
export const SOURCE_API = '67.0';

/** Exit criteria of the first stage. */
const CRITERIA = [
  { id: 'OPP-PROS-90', label: 'Partner tells what hurts', for: 'every', applies_when: `RecordType.DeveloperName = "${PARTNER}"`, require: 'Handrail_Pain__c', decision: 'Does the partner know the buyer?', message: 'What hurts the buyer, as the partner heard it?', mode: 'enforce' },
  { id: 'OPP-PROS-91', label: 'Enterprise has an amount', for: 'every', applies_when: 'Account.NumberOfEmployees >= 2000', require: 'Amount', decision: 'Is this worth a named team?', message: 'Enterprise: roughly how much?', mode: 'enforce' },
  { id: 'OPP-PROS-92', label: 'Partner knows the next step', for: 'every', on_undo: 'report', applies_when: `RecordType.DeveloperName = "${PARTNER}"`, require: 'NextStep', decision: 'Who moves next?', message: 'What does the partner do next?', mode: 'enforce' },
];

const RECORD_TYPE = `<?xml version="1.0" encoding="UTF-8"?>
<RecordType xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>${PARTNER}</fullName><active>true</active><businessProcess>${PARTNER}</businessProcess><label>Partner sale</label></RecordType>`;
const PROCESS = `<?xml version="1.0" encoding="UTF-8"?>
<BusinessProcess xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>${PARTNER}</fullName><isActive>true</isActive><values><fullName>Prospecting</fullName><default>true</default></values><values><fullName>Qualification</fullName><default>false</default></values><values><fullName>Needs Analysis</fullName><default>false</default></values></BusinessProcess>`;

/** The default playbook with the criteria. */
export async function loadWithOwn(projectDir: string): Promise<Playbook> {
  return playbookWithOwn(join(projectDir, 'config/playbook'));
}

/** All that is generated of the default playbook with the criteria, as it stands in `force-app/playbook`. */
export async function compileWithOwn(projectDir: string): Promise<readonly GeneratedFile[]> {
  const { files, problems } = compilePlaybook(await loadWithOwn(projectDir));
  if (files.length === 0) throw new Error(JSON.stringify(problems));
  return files;
}

/** Deploys what the criteria add to the default playbook, and the record type. @param files empty: the record type alone */
export async function deployOwnCriteria(org: LocalOrg, files: readonly GeneratedFile[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'handrail-own-'));
  try {
    await writeFiles(folder, [
      { path: 'sfdx-project.json', contents: JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: SOURCE_API }) },
      { path: `force-app/objects/Opportunity/recordTypes/${PARTNER}.recordType-meta.xml`, contents: RECORD_TYPE },
      { path: `force-app/objects/Opportunity/businessProcesses/${PARTNER}.businessProcess-meta.xml`, contents: PROCESS },
      ...files.filter(({ path }) => CRITERIA.some(({ id }) => path.includes(id.replaceAll('-', '_')))),
    ]);
    const result = await deploySourceFolder(org.metadata, org.session(CAST.admin), folder, ['force-app']);
    if (!result.success) throw new Error(JSON.stringify(result.messages.filter((message) => !message.success)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  for (const { path, contents } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
}

async function playbookWithOwn(dir: string): Promise<Playbook> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(names.map(async (name) => [name, name === 'opportunity.yaml' ? withOwn(await readFile(join(dir, name), 'utf8')) : await readFile(join(dir, name), 'utf8')] as const));
  const { playbook, problems } = loadPlaybookTexts(dir, texts);
  if (playbook === undefined) throw new Error(JSON.stringify(problems));
  return playbook;
}

function withOwn(text: string): string {
  const document = parseDocument(text);
  const criteria = document.getIn(['stages', 0, 'exit_criteria']);
  if (!isSeq(criteria)) throw new Error('The first stage of the playbook has no criteria.');
  CRITERIA.forEach((criterion) => criteria.add(document.createNode(criterion)));
  return document.toString();
}

/** Text of a generated file, such as the page's module. @param ending of its path */
export function textOf(files: readonly GeneratedFile[], ending: string): string {
  const found = files.find(({ path }) => path.endsWith(ending));
  if (found === undefined) throw new Error(`The compiler wrote no ${ending}.`);
  return found.contents;
}
