import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Flags } from '@oclif/core';
import { CliError, EXIT } from '../cliError.ts';
import { HandrailCommand, playbookFlag } from '../handrailCommand.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import { counted } from '../../shared/words.ts';

/** Folders whose files are all generated; a file in them that is no longer compiled is removed. */
const GENERATED_ROOTS = ['force-app/playbook', 'config/schema'];
/** What was generated and its hashes; tells a hand edit from a stale file. */
const MANIFEST = 'config/generated.json';

interface BuildResult {
  readonly files: number;
  readonly written: readonly string[];
  readonly deleted: readonly string[];
}

export default class Build extends HandrailCommand {
  static override summary = 'Compile the playbook into force-app/playbook.';
  static override description =
    'Writes validation rules, fields, custom metadata, the permission sets for them and the Lightning modules c/handrailPlaybook and c/handrailDictionary, and the JSON Schemas that editors use. What the playbook says in other languages goes into the modules, and into languages/ beside what is written there by hand. Writes nothing when the playbook has an error. The same playbook always gives the same bytes.';
  static override examples = ['<%= config.bin %> build', '<%= config.bin %> build --check'];
  static override flags = {
    ...playbookFlag,
    check: Flags.boolean({ summary: 'Write nothing; fail when the generated files are out of date or were edited by hand.' }),
  };

  async run(): Promise<BuildResult> {
    const { flags } = await this.parse(Build);
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    const [{ compilePlaybook, compileTranslations, handEdited, LANGUAGES_ROOT, manifestOf, MANIFEST_PATH, objectTranslationOf, planWrites }, { generateSchemas }] = await Promise.all([import('../../compiler/index.ts'), import('../../playbook/index.ts')]);
    const compiled = compilePlaybook(playbook);
    // Shared with what is written by hand, so that neither a hand edit nor a file too many is anything to tell.
    const present = await filesIn([LANGUAGES_ROOT], (path) => objectTranslationOf(path) !== undefined);
    const translated = compileTranslations(playbook, present);
    const errors = [...compiled.problems, ...translated.problems].filter((problem) => problem.severity === 'error');
    if (errors[0]) {
      throw new CliError('PlaybookProblems', `The playbook cannot be compiled: ${errors[0].file}:${errors[0].line}:${errors[0].column} ${errors[0].message}`, {
        actions: ['See them all: handrail check'],
        data: { problems: errors },
      });
    }
    const generated = await readGenerated();
    const files = [...compiled.files, ...generateSchemas()];
    const plan = planWrites([...files, manifestOf(files), ...translated.files], new Map([...generated, ...translated.files.flatMap(({ path }) => (present.has(path) ? [[path, present.get(path) ?? ''] as const] : []))]));
    const stale = [...plan.write.map((file) => file.path), ...plan.delete];
    const edited = handEdited(generated.get(MANIFEST_PATH), generated);
    if (flags.check) {
      if (stale.length > 0) {
        throw new CliError('OutOfDate', `${counted(stale.length, 'generated file differs', 'generated files differ')} from the playbook: ${stale.slice(0, 3).join(', ')}${stale.length > 3 ? ', …' : ''}`, {
          actions: [...(edited.length > 0 ? [`Edited by hand since the last build: ${edited.slice(0, 3).join(', ')}. Change config/playbook instead.`] : []), 'Write them again: handrail build'],
          data: { files: stale, edited },
        });
      }
    } else {
      for (const file of plan.write) {
        await mkdir(dirname(file.path), { recursive: true });
        await writeFile(file.path, file.contents);
      }
      for (const path of plan.delete) await rm(path);
    }
    const total = plan.write.length + plan.unchanged.length;
    this.log(flags.check ? `${total} generated files are up to date with the playbook.` : `${total} files: ${plan.write.length} written, ${plan.delete.length} removed, ${plan.unchanged.length} unchanged.`);
    process.exitCode = EXIT.ok;
    return { files: total, written: flags.check ? [] : plan.write.map((file) => file.path), deleted: flags.check ? [] : plan.delete };
  }
}

/** The generated files on disk: path with forward slashes to contents. */
async function readGenerated(): Promise<Map<string, string>> {
  const present = await filesIn(GENERATED_ROOTS);
  const manifest = await readFile(MANIFEST, 'utf8').catch(() => undefined);
  if (manifest !== undefined) present.set(MANIFEST, manifest);
  return present;
}

async function filesIn(roots: readonly string[], wanted: (path: string) => boolean = () => true): Promise<Map<string, string>> {
  const present = new Map<string, string>();
  for (const root of roots) {
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((candidate) => candidate.isFile())) {
      const file = join(entry.parentPath, entry.name);
      const path = relative(resolve('.'), resolve(file)).split(sep).join('/');
      if (wanted(path)) present.set(path, await readFile(file, 'utf8'));
    }
  }
  return present;
}
