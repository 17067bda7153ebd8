/** Kinds of finding that `handrail drift` knows. */
import { code, escape, page, table } from '../markdown.ts';

export function findingsReference(kinds: Readonly<Record<string, string>>): string {
  return page('Findings of drift', [
    'What each `kind` of `handrail drift --json` means. Severity and tier are explained in [drift.md](../drift.md).',
    table(['kind', 'means'], Object.entries(kinds).map(([kind, sentence]) => [code(kind), escape(sentence)])),
  ]);
}
