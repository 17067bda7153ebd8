/** From what an org has to what a playbook would say: pure, and proved by the playbook's own checks before it is handed on. */
import { compilePlaybook } from '../compiler/index.ts';
import { loadPlaybookTexts, type Playbook, type Problem } from '../playbook/index.ts';
import { counted } from '../shared/words.ts';
import { declaredObjects, type DeclaredObject } from './declare.ts';
import { numberCriteria } from './number.ts';
import { ranked, strangeCategories, type RankedStage } from './ranks.ts';
import { fieldsByRole } from './roles.ts';
import { leadStatuses, opportunityStages } from './translate/guard.ts';
import { closingStage } from './translate/places.ts';
import { isHandrails, translateRule, type Unnumbered } from './translate/rule.ts';
import type { DraftCriterion, Figures, NotExpressed, OrgFacts, OrgField, Place } from './types.ts';
import { filesOf, policyFilesOf, type DraftFile } from './write/files.ts';

/** Picklists whose values are reasons or names that a playbook lists. */
export interface Lists {
  readonly lossReason: OrgField | null;
  readonly competitor: OrgField | null;
  readonly rejectReason: OrgField | null;
  readonly disqualifyReason: OrgField | null;
}

export interface Draft {
  readonly facts: OrgFacts;
  readonly stages: readonly RankedStage[];
  readonly statuses: readonly RankedStage[];
  readonly criteria: readonly DraftCriterion[];
  readonly lists: Lists;
  readonly declared: readonly DeclaredObject[];
  readonly notExpressed: readonly NotExpressed[];
  readonly figures: Figures;
  /** ISO date by the org's clocks. */
  readonly today: string;
}

const NO_FIGURES: Figures = { stages: {}, criteria: {}, fields: {}, values: {} };

/** @throws Error when the org's stages alone make no sound playbook */
export function draftOf(facts: OrgFacts, today: string): Draft {
  const { criteria, notExpressed } = translated(facts);
  const lists = listsOf(facts);
  const { criteria: numbered, tooMany } = numberCriteria([...criteria, ...proposed(facts, lists, criteria)], facts.stages, facts.statuses);
  const draft: Draft = {
    facts,
    stages: ranked(facts.stages),
    statuses: ranked(facts.statuses),
    criteria: numbered,
    lists,
    declared: declaredObjects(facts.objects, numbered),
    notExpressed: [
      ...notExpressed,
      ...tooMany.map(({ rule, object }): NotExpressed => ({ name: rule?.name ?? '', object, kind: 'rule', reason: 'its gate has 99 criteria already' })),
      ...strangeCategories(facts.stages),
      ...ownRules(facts),
      ...(facts.rules === null ? [{ name: 'validation rules', object: 'Opportunity', kind: 'setting', reason: 'they could not be read, so no criterion was drafted from one' } as const] : []),
    ],
    figures: NO_FIGURES,
    today,
  };
  return proved(draft);
}

/** In an org that has Handrail already. */
function ownRules({ rules }: OrgFacts): NotExpressed[] {
  const own = (rules ?? []).filter(({ fullName }) => isHandrails(fullName)).length;
  return own === 0 ? [] : [{ name: "Handrail's own rules", object: 'Opportunity', kind: 'setting', reason: `${counted(own, 'is', 'are')} in the org already, built from a playbook, which says what they ask` }];
}

function translated(facts: OrgFacts): { criteria: readonly Unnumbered[]; notExpressed: readonly NotExpressed[] } {
  const staged = [opportunityStages(facts.stages), leadStatuses(facts.statuses)];
  const results = (facts.rules ?? []).flatMap((rule) => {
    const own = staged.find(({ object }) => object === rule.object);
    const object = facts.objects.get(rule.object.toLowerCase());
    return own && object ? [translateRule(rule, own, object)] : [];
  });
  return { criteria: results.flatMap((result) => result.criteria), notExpressed: results.flatMap((result) => result.notExpressed) };
}

function listsOf({ objects }: OrgFacts): Lists {
  const opportunity = objects.get('opportunity');
  const lead = objects.get('lead');
  const deal = opportunity ? fieldsByRole(opportunity) : undefined;
  const leads = lead ? fieldsByRole(lead) : undefined;
  const competitor = deal?.get('competitor')?.field;
  return {
    lossReason: deal?.get('loss-reason')?.field ?? null,
    competitor: competitor?.type === 'picklist' ? competitor : null,
    rejectReason: leads?.get('reject-reason')?.field ?? null,
    disqualifyReason: leads?.get('disqualify-reason')?.field ?? null,
  };
}

/** The one criterion that no rule of the org has: a playbook keeps loss reasons together with what asks for one. */
function proposed(facts: OrgFacts, { lossReason }: Lists, criteria: readonly Unnumbered[]): Unnumbered[] {
  const lost = closingStage(facts.stages, 'lost');
  if (!lossReason || !lost || criteria.some(({ place, require }) => place.kind === 'closed-lost' && require === lossReason.name)) return [];
  return [
    {
      object: 'Opportunity', place: { kind: 'closed-lost' }, askedAt: [lost.name], label: 'Loss reason', require: lossReason.name, appliesWhen: null, satisfiedWhen: null, errorField: null,
      openOnly: false, reportOnly: false, decision: 'Are we losing on price, timing, product or to someone?', words: `What ended it? Choose ${lossReason.label}.`, rule: null,
      differs: ['no rule of the org asks for it'],
    },
  ];
}

/** Criteria that the playbook's checks or the compiler refuse become reasons, until the rest is sound. */
function proved(draft: Draft): Draft {
  const { playbook, problems } = loadPlaybookTexts('draft', filesOf(draft, '.').map(({ name, text }) => [name, text] as const));
  const errors = [...problems, ...(playbook ? compilePlaybook(playbook).problems : [])].filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return draft;
  const refused = new Map<string, Problem>();
  for (const error of errors) {
    const id = playbook && criterionBehind(draft, playbook, error);
    if (id !== undefined && !refused.has(id)) refused.set(id, error);
  }
  const [first] = errors;
  if (refused.size === 0) throw new Error(`The org's stages and fields make no sound playbook: ${first?.file}:${first?.line} ${first?.message}`);
  const criteria = draft.criteria.filter(({ id }) => !refused.has(id));
  const reasons = draft.criteria.flatMap(({ id, object, rule }): NotExpressed[] => {
    const error = refused.get(id);
    return error && rule ? [{ name: rule.name, object, kind: 'rule', reason: error.message.replaceAll(id, 'it') }] : [];
  });
  return proved({ ...draft, criteria, declared: declaredObjects(draft.facts.objects, criteria), notExpressed: onceEach([...draft.notExpressed, ...reasons]) });
}

/** A rule that asks at several gates is refused at each for the same reason. */
function onceEach(entries: readonly NotExpressed[]): NotExpressed[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

/** The criterion a problem is about: the one it stands in, or, of a stage with too much to say, the last of its gate. */
function criterionBehind({ criteria, facts }: Draft, { objects }: Playbook, { file, line }: Problem): string | undefined {
  const stage = objects.flatMap(({ stages }) => stages).find(({ position }) => position.file === file && position.line === line);
  if (stage) return criteria.findLast(({ place }) => stageNameOf(place, facts) === stage.name)?.id;
  const before = objects.flatMap((object) => object.criteria).filter(({ position }) => position.file === file && position.line <= line);
  return before.toSorted((left, right) => left.position.line - right.position.line).at(-1)?.id;
}

function stageNameOf(place: Place, { stages }: OrgFacts): string | undefined {
  if (place.kind === 'exit') return place.stage;
  return place.kind === 'status' ? place.value : closingStage(stages, place.kind === 'closed-won' ? 'won' : 'lost')?.name;
}

/** The files of a sound draft. @param schemaDir path from the draft's folder to the JSON Schemas */
export function writeDraft(draft: Draft, schemaDir: string): DraftFile[] {
  return [...filesOf(draft, schemaDir), ...policyFilesOf(draft, schemaDir)];
}
