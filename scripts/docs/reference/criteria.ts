/** All criteria of the playbook, by gate. */
import { code, escape, page, table } from '../markdown.ts';
import type { Criterion, Playbook, PlaybookObject } from '../../playbook/index.ts';
import { fillInWords, gateInWords } from '../../playbook/inWords.ts';

export function criteriaReference(playbook: Pick<Playbook, 'objects' | 'version'>): string {
  const sections = playbook.objects.flatMap((object) => gatesOf(object).map(([gate, criteria]) => gateSection(object, gate, criteria)));
  return page('Criteria', [
    `Every criterion of playbook ${escape(playbook.version)}, by gate. When a gate asks is explained in [gates.md](../gates.md), the keys in [playbook.md](../playbook.md).`,
    ...sections,
  ]);
}

/** Criteria by what makes them be asked, in the playbook's order. */
function gatesOf(object: PlaybookObject): [string, Criterion[]][] {
  const gates = new Map<string, Criterion[]>();
  for (const criterion of object.criteria) {
    const gate = gateInWords(criterion.trigger);
    gates.set(gate, [...(gates.get(gate) ?? []), criterion]);
  }
  return [...gates];
}

function gateSection(object: PlaybookObject, gate: string, criteria: readonly Criterion[]): string {
  const rows = criteria.map((criterion) => [
    code(criterion.id),
    escape(criterion.label),
    criterion.mode,
    criterion.for,
    asksOf(object, criterion),
    escape(criterion.message),
    escape(criterion.decision),
  ]);
  return `## ${escape(object.label)}: ${escape(gate)}\n\n${table(['code', 'criterion', 'mode', 'asked of', 'met when', 'message', 'decision it serves'], rows)}`;
}

/** What has to hold, as Markdown. */
function asksOf(object: PlaybookObject, criterion: Criterion): string {
  if (criterion.reservedTo !== undefined) return `the user holds ${code(criterion.reservedTo)}`;
  const parts = [
    ...(criterion.require === null ? [] : [`${code(criterion.require.field)} ${fillInWords(object, criterion.require)}`]),
    ...(criterion.satisfiedWhen === null ? [] : [code(criterion.satisfiedWhen)]),
  ];
  return `${parts.join(' and ')}${criterion.appliesWhen === null ? '' : `, where ${code(criterion.appliesWhen)}`}`;
}
