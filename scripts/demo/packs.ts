/**
 * The packs of the demo company, `config/sample/reviews`: what `handrail review` writes for its org on its first Monday.
 * Run it to write them again; a test compares them with what comes out.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { compilePlaybook } from '../compiler/index.ts';
import { applyPolicy } from '../drift/policy/index.ts';
import { detectDrift } from '../drift/index.ts';
import { extractSnapshot } from '../metrics/index.ts';
import { buildPack, gather, packHtml, packMarkdown, readDecisions } from '../review/index.ts';
import { replaceFile } from '../shared/replaceFile.ts';
import { scanRecords } from '../scan/index.ts';
import { AS_OF, openDemoOrg, PROJECT, type DemoOrg } from './testing/company.ts';

const NO_POLICY = { accepted: [], ignored: [] };

export const PACKS = join(PROJECT, 'config/sample/reviews');

/** @returns texts by path below `PACKS` */
export async function demoPacks({ connection, playbook, filesDir }: DemoOrg): Promise<ReadonlyMap<string, string>> {
  const snapshot = await mkdtemp(join(tmpdir(), 'handrail-packs-'));
  try {
    await extractSnapshot(connection, playbook, { out: snapshot });
    const day = AS_OF.slice(0, 10);
    const drift = applyPolicy(await detectDrift(connection, playbook, compilePlaybook(playbook).files, {}), NO_POLICY, day);
    const scan = await scanRecords(connection, playbook, { asOf: new Date(AS_OF) });
    const { decisions } = await readDecisions(PACKS);
    const texts = new Map<string, string>();
    for (const meeting of playbook.cadences) {
      const sources = await gather({ playbook, meeting, connection: null, names: connection, org: { drift, scan }, snapshot, asOf: AS_OF, inputsDir: join(filesDir, 'inputs'), policy: NO_POLICY, decisions, onProgress: () => undefined });
      // An org on this machine has another address every time.
      const pack = buildPack({ ...sources, instanceUrl: null });
      texts.set(`${meeting.pack}/${day}.md`, packMarkdown(pack));
      texts.set(`${meeting.pack}/${day}.html`, packHtml(pack));
    }
    return texts;
  } finally {
    await rm(snapshot, { recursive: true, force: true });
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const demo = await openDemoOrg();
  try {
    for (const [path, text] of await demoPacks(demo)) {
      await mkdir(dirname(join(PACKS, path)), { recursive: true });
      await replaceFile(join(PACKS, path), text);
      process.stdout.write(`${path}\n`);
    }
  } finally {
    await demo.close();
  }
}
