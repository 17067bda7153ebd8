/**
 * The texts of a playbook that people read and a language may say otherwise. A text is found by where it stands in a
 * language file: `criteria > OPP-QUAL-01 > label`.
 */
import type { Criterion, Playbook } from './model.ts';

export interface Text {
  /** Keys in a language file. */
  readonly path: readonly string[];
  /** In the playbook's own language; of a criterion's message without the code. */
  readonly text: string;
}

/** Ends the code of an experiment's variant, which has the words of its criterion where it says nothing else. */
const VARIANT = /-V$/;

export function textKey(path: readonly string[]): string {
  return path.join(' > ');
}

/** In the order of a language file. */
export function textsOf(playbook: Playbook): Text[] {
  const texts = [
    ...playbook.objects.flatMap(({ criteria }) => criteria).flatMap(criterionTexts),
    ...playbook.objects.flatMap(({ apiName, stages }) =>
      stages.flatMap(({ name, buyerAction, purpose }) => [{ path: ['stages', apiName, name, 'buyer_action'], text: buyerAction }, { path: ['stages', apiName, name, 'purpose'], text: purpose }])),
    ...playbook.handoffs.map(({ id, label }) => ({ path: ['handoffs', id], text: label })),
    ...playbook.serviceLevels.map(({ id, label }) => ({ path: ['clocks', id], text: label })),
    ...[...new Set(phrasesOf(playbook))].map((text) => ({ path: ['phrases', text], text })),
    ...playbook.objects.flatMap(({ apiName, fields }) => fields.filter(({ existing }) => !existing).map((field) => ({ path: ['help', apiName, field.apiName], text: field.help }))),
  ];
  return texts.filter(({ text }) => text !== '');
}

function criterionTexts({ id, label, message, decision, arm }: Criterion): Text[] {
  const said = { path: ['criteria', id, 'message'], text: withoutCode(message) };
  return arm?.holder === true ? [said] : [{ path: ['criteria', id, 'label'], text: label }, said, { path: ['criteria', id, 'decision'], text: decision }];
}

/** What has no id of its own, and is known by what it says. */
function phrasesOf({ postSale, governance }: Playbook): string[] {
  return [
    ...(postSale?.milestones ?? []).map(({ name }) => name),
    ...(governance?.escalation ?? []).flatMap(({ overdue, to }) => [overdue, to]),
    ...(governance === null ? [] : [governance.override.approver]),
  ];
}

export function withoutCode(message: string): string {
  return message.replace(/^\[[^\]]*\] /, '');
}

/** What a criterion says in a language: absent texts are said in the playbook's own. The message is whole, code first. */
export function criterionIn(texts: Readonly<Record<string, string>>, { id, arm }: Criterion): { readonly label?: string; readonly message?: string; readonly decision?: string } {
  const owner = arm?.holder === true ? id.replace(VARIANT, '') : id;
  const [label, message, decision] = [textAt(texts, ['criteria', owner, 'label']), textAt(texts, ['criteria', id, 'message']), textAt(texts, ['criteria', owner, 'decision'])];
  return { ...(label === undefined ? {} : { label }), ...(message === undefined ? {} : { message: `[${id}] ${message}` }), ...(decision === undefined ? {} : { decision }) };
}

export function textAt(texts: Readonly<Record<string, string>>, path: readonly string[]): string | undefined {
  const key = textKey(path);
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}
