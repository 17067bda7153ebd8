/** Which playbook the org was deployed from, as its rules and records say themselves. */
import type { Difference } from '../difference.ts';
import type { Components, RuleState } from '../orgState.ts';
import { counted } from '../../shared/words.ts';

const VERSION = /playbook=([\w.-]+)/;
const PROVENANCE = /(playbook|hash)=[\w.-]+/g;

/** What a description says beside version and hash, which only tell where it came from. */
export function withoutProvenance(description: string | null): string {
  return (description ?? '').replace(PROVENANCE, '$1=');
}

export function versionOf({ description }: RuleState): string | null {
  return VERSION.exec(description ?? '')?.[1] ?? null;
}

export function hashOf({ description }: RuleState): string | null {
  return /hash=([0-9a-f]+)/.exec(description ?? '')?.[1] ?? null;
}

/** One finding for the whole org; what changed between the versions has findings of its own. */
export function compareVersion(declared: Components, org: Components, version: string): Difference[] {
  const counts = new Map<string, number>();
  for (const key of declared.rules.keys()) {
    const rule = org.rules.get(key);
    const found = rule && versionOf(rule);
    if (found) counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  const others = [...counts].filter(([found]) => found !== version).toSorted(([, left], [, right]) => right - left);
  const [first] = others;
  if (!first) return [];
  const rules = others.reduce((sum, [, count]) => sum + count, 0);
  return [{
    id: 'PLAYBOOK-VERSION',
    kind: 'playbook-version',
    severity: 'info',
    object: '',
    component: 'playbook',
    summary: `${counted(rules, 'rule')} of the org come from playbook ${others.map(([found]) => found).join(', ')}; this is ${version}. A deploy brings both together.`,
    expected: version,
    actual: others.map(([found, count]) => `${found} (${count})`).join(', '),
    changed: { kind: 'playbook', key: 'playbook' },
    criteria: [],
    touches: {},
    revertible: false,
  }];
}
