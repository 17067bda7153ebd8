import { Flags } from '@oclif/core';
import { connectTo } from '../connectTo.ts';
import { HandrailCommand, orgFlags, playbookFlag } from '../handrailCommand.ts';
import { loadSoundPlaybook } from '../loadPlaybook.ts';
import { keepHeapSmall, releaseMemory } from '../../metrics/extract/chunkMemory.ts';
import type { SnapshotManifest } from '../../metrics/snapshot.ts';
import { counted } from '../../shared/words.ts';

/** More would fill the screen; the numbers say it one by one. */
const MOST_NAMED = 8;

export default class Extract extends HandrailCommand {
  static override summary = "Write a snapshot of the org's records for the metrics.";
  static override description =
    'Reads exactly the objects and fields that the chosen metrics need, through Bulk API 2.0, into Parquet files and a manifest. A run that was stopped goes on where it was; where a snapshot of the same org is there already, only what changed since is read. Fields the user cannot see are listed as gaps and show in the state of every number they touch.';
  static override examples = ['<%= config.bin %> extract --target-org prod --out .handrail/snapshot'];
  static override flags = {
    ...orgFlags,
    ...playbookFlag,
    out: Flags.string({ summary: 'Folder of the snapshot.', required: true, helpValue: '<dir>' }),
    metric: Flags.string({ summary: 'Only what this metric needs; may be repeated.', multiple: true, helpValue: '<id>' }),
    full: Flags.boolean({ summary: 'Read every record again, not only what changed.' }),
  };

  async run(): Promise<SnapshotManifest> {
    const { flags } = await this.parse(Extract);
    keepHeapSmall();
    const playbook = await loadSoundPlaybook(this, flags.playbook);
    const { extractSnapshot, GRANT, withoutNumber } = await import('../../metrics/extract/index.ts');
    const connection = await connectTo(flags);
    // What reading the playbook left behind would stand beside the database for as long as the records come.
    releaseMemory();
    this.whenStopped = () => ({ state: `What was read is kept in ${flags.out}; nothing was written to the org.`, actions: ['Run the same command again: it goes on from there.'] });
    const manifest = await extractSnapshot(connection, playbook, {
      out: flags.out,
      full: flags.full,
      onProgress: (text) => this.progress.step(text),
      ...(flags.metric === undefined ? {} : { metrics: flags.metric }),
    });
    this.progress.done();
    for (const { object, fields, gaps } of manifest.objects) if (gaps.length > 0) this.warn(fields.length === 0 ? `${object} cannot be read; the numbers that need it say so.` : `${object}: ${gaps.join(', ')} cannot be read; the numbers that need them say so.`);
    const without = withoutNumber(playbook, flags.metric, manifest);
    if (without.length > 0) this.warn(`${counted(without.length, 'metric has', 'metrics have')} no number without what cannot be read: ${without.slice(0, MOST_NAMED).join(', ')}${without.length > MOST_NAMED ? ' …' : ''}. ${GRANT}`);
    this.log(manifest.objects.map(({ object, records }) => `  ${object.padEnd(24)} ${records.toLocaleString('en-US').padStart(10)} records`).join('\n'));
    this.log(`\nSnapshot in ${flags.out}, ${manifest.apiCalls} API calls. Next: handrail metrics --from ${flags.out}`);
    return manifest;
  }
}
