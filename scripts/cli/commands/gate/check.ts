import { readFile, stat } from 'node:fs/promises';
import { Flags } from '@oclif/core';
import type { GateManifest, PayloadRecord, RecordVerdict } from '../../../gates/index.ts';
import { CliError, EXIT } from '../../cliError.ts';
import { asOf, HandrailCommand } from '../../handrailCommand.ts';
import { instantOf } from '../../../shared/localTime.ts';

const LARGEST_FILE = 256 * 2 ** 20;

export default class GateCheck extends HandrailCommand {
  static override summary = 'Test what an integration writes against the gates.';
  static override description =
    'Says of each record which criteria would refuse it, with their codes, fields and messages. Needs the gate manifest alone: no org and no playbook. A record with an Id is an update, one without is created. Exits with 1 when any record would be blocked, and with 68 when that cannot be told of some, since fields are missing.';
  static override examples = [
    '<%= config.bin %> gate check --manifest Handrail_Gate_Manifest.json --payload deals.json --object Opportunity',
    { description: 'Updates, with the records as they are now:', command: '<%= config.bin %> gate check --manifest Handrail_Gate_Manifest.json --payload changes.csv --current now.csv --object Opportunity' },
    { description: 'As a user who holds a custom permission:', command: '<%= config.bin %> gate check --manifest Handrail_Gate_Manifest.json --payload deals.json --permission Handrail_Bypass_Closing_Gates --json' },
  ];
  static override flags = {
    manifest: Flags.string({ summary: 'The gate manifest: the static resource Handrail_Gate_Manifest, as JSON.', required: true, helpValue: '<file>' }),
    payload: Flags.string({ summary: 'What is to be written: JSON as for the REST API, or CSV as for Bulk API 2.0.', required: true, helpValue: '<file.json|csv>' }),
    current: Flags.string({ summary: 'The records as they are now, for updates.', helpValue: '<file.json|csv>' }),
    match: Flags.string({ summary: 'Field by which records of both files are matched; of an upsert its external id.', default: 'Id', helpValue: '<field>' }),
    object: Flags.string({ summary: 'Object of records that do not name theirs.', helpValue: '<API name>' }),
    permission: Flags.string({ summary: 'Custom permission that the integration user holds; may be repeated.', multiple: true, default: [], helpValue: '<name>' }),
    user: Flags.string({ summary: 'Id of the integration user, who owns what is created without an owner.', helpValue: '<id>' }),
    'time-zone': Flags.string({ summary: 'Zone of the integration user, which decides what today is.', default: 'UTC', helpValue: '<Area/City>', parse: async (zone) => knownZone(zone) }),
    'as-of': asOf('Judge as on this day (ISO date, its first moment in --time-zone, or date-time); default now.'),
  };

  async run(): Promise<{ records: readonly RecordVerdict[] }> {
    const { flags } = await this.parse(GateCheck);
    const gates = await import('../../../gates/index.ts');
    try {
      const object = flags.object ?? null;
      const manifest = gates.readGateManifest(await textOf(flags.manifest), flags.manifest);
      const payload = gates.readPayload(await textOf(flags.payload), flags.payload, object);
      const current = flags.current === undefined ? [] : gates.readPayload(await textOf(flags.current), flags.current, object);
      const saver = { permissions: new Set(flags.permission), userId: flags.user ?? null, now: flags['as-of'] === undefined ? new Date() : new Date(instantOf(flags['as-of'], flags['time-zone'])), timeZone: flags['time-zone'] };
      const judges = gates.judgesOf(manifest);
      await this.#warnOfUngated(manifest, payload);
      const records = gates.savesOf(payload, current, flags.match).flatMap((save) => judges.get(save.object?.toLowerCase() ?? '')?.(save, saver) ?? []);
      process.exitCode = records.some(({ outcome }) => outcome === 'blocked') ? EXIT.failed : records.some(({ outcome }) => outcome === 'undecided') ? EXIT.partly : EXIT.ok;
      if (!this.jsonEnabled()) this.log(gates.formatVerdicts(records, { color: this.out.color }));
      return { records };
    } catch (error) {
      if (error instanceof gates.GateInputError) throw new CliError('UnreadableInput', error.message, { exitCode: EXIT.usage, actions: ['See what it takes: handrail gate check --help'] });
      throw error;
    }
  }

  /** Objects without gates are fine, but may be misspelt. */
  async #warnOfUngated({ objects }: GateManifest, payload: readonly PayloadRecord[]): Promise<void> {
    const { nearest } = await import('../../../formula/index.ts');
    const names = objects.map(({ apiName }) => apiName);
    for (const [object, records] of Map.groupBy(payload, (record) => record.object)) {
      if (object === null) throw new CliError('WrongUsage', `Record ${records[0]?.position ?? 1} does not say which object it is.`, { exitCode: EXIT.usage, actions: ['Name it with --object, or in the record: "attributes": { "type": "Opportunity" }'] });
      if (names.some((name) => name.toLowerCase() === object.toLowerCase())) continue;
      const near = nearest(object, names);
      this.warn(`The manifest has no gates for ${object}: ${records.length} not judged.${near === undefined ? '' : ` Did you mean ${near}?`}`);
    }
  }
}

async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CliError('UnreadableInput', `There is no file ${file}.`, { exitCode: EXIT.usage });
  if (found.size > LARGEST_FILE) throw new CliError('UnreadableInput', `${file} has more than 256 MB.`, { exitCode: EXIT.usage, actions: ['Test a part of it.'] });
  return readFile(file, 'utf8');
}

function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new Error(`--time-zone takes a zone such as Europe/Berlin, not "${zone}".`);
  }
}
