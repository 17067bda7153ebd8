/** What a tool foresees that has the gate manifest and the records, and nothing else of the org. */
import { readGateManifest, type GateManifest, type RecordVerdict, type judgesOf, type RecordValues } from '../gates/index.ts';
import type { RawValue } from '../formula/index.ts';

export const MANIFEST_FILE = 'force-app/playbook/default/staticresources/Handrail_Gate_Manifest.json';

/**
 * A manifest as it is deployed, with the modes of this org: an administrator may have switched some.
 * @param text of the file
 * @param enforced codes of the criteria that the org enforces
 */
export function manifestOf(text: string, enforced: ReadonlySet<string>): GateManifest {
  const manifest = readGateManifest(text, MANIFEST_FILE);
  return { ...manifest, objects: manifest.objects.map((object) => ({ ...object, criteria: object.criteria.map((criterion) => ({ ...criterion, mode: enforced.has(criterion.id) ? 'enforce' as const : 'shadow' as const })) })) };
}

const valuesOf = (record: Readonly<Record<string, unknown>>): RecordValues => new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value as RawValue]));

export interface ForeseenSave {
  readonly object: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly permissions: readonly string[];
  readonly userId: string;
  readonly now: string;
  readonly timeZone: string;
}

export function foreseenBy(judges: ReturnType<typeof judgesOf>, { object, before, changes, permissions, userId, now, timeZone }: ForeseenSave): RecordVerdict {
  const judge = judges.get(object.toLowerCase());
  if (judge === undefined) throw new Error(`no gates for ${object}`);
  return judge({ position: 1, object, before: before === null ? null : valuesOf(before), changes: valuesOf(changes) }, { permissions: new Set(permissions), userId, now: new Date(now), timeZone });
}
