/**
 * The gates for other tools and agents: every criterion with its formulas in Salesforce's own language, as a static resource
 * that anybody who may log in can read. Versioned: a change of shape is a new `schema`.
 */
import { fieldsOf, printFormula, type Expression } from '../formula/index.ts';
import type { Criterion, Playbook, PlaybookObject } from '../playbook/model.ts';
import { printDocument } from './emit/xml.ts';
import { bypassPermission, ruleName } from './names.ts';
import { isOverridable, OVERRIDES_FIELD } from './override.ts';
import { OUTPUT_ROOT } from './paths.ts';
import type { Predicate } from './predicate.ts';
import type { GeneratedFile } from './types.ts';

export const GATE_MANIFEST_SCHEMA = 'handrail.gates/1';

const NAME = 'Handrail_Gate_Manifest';

interface PredicateOf {
  readonly criterion: Criterion;
  readonly predicate: Predicate;
}

export function printGateManifest(playbook: Playbook, criteria: readonly PredicateOf[]): GeneratedFile[] {
  const manifest = {
    schema: GATE_MANIFEST_SCHEMA,
    playbook: { name: playbook.name, version: playbook.version },
    overridesField: OVERRIDES_FIELD,
    objects: playbook.objects.map((object) => objectOf(playbook, object, criteria)).filter((object) => object.criteria.length > 0),
  };
  const folder = `${OUTPUT_ROOT}/staticresources`;
  return [
    { path: `${folder}/${NAME}.json`, contents: `${JSON.stringify(manifest, null, 2)}\n` },
    {
      path: `${folder}/${NAME}.resource-meta.xml`,
      contents: printDocument('StaticResource', { cacheControl: 'Public', contentType: 'application/json', description: 'handrail: the gates of the playbook for other tools and agents, generated.' }),
    },
  ];
}

function objectOf(playbook: Playbook, { apiName, label, stageField, stages, fields, criteria: own }: PlaybookObject, criteria: readonly PredicateOf[]): { readonly criteria: readonly object[] } & Record<string, unknown> {
  const read = new Set(own.flatMap(({ id }) => criteria.filter(({ criterion }) => criterion.id === id)).flatMap(({ predicate }) => namesIn([predicate.met, predicate.applies])));
  return {
    apiName,
    label,
    stageField,
    stages: stages.map(({ name, rank, closed, won }) => ({ name, rank, closed, won })),
    fields: Object.fromEntries(fields.filter((field) => read.has(field.apiName.toLowerCase())).map((field) => [field.apiName, { label: field.label, type: field.type, ...(field.values === undefined ? {} : { values: field.values }) }])),
    criteria: criteria.filter(({ criterion }) => criterion.object === apiName).map((each) => criterionOf(playbook, each)),
  };
}

function namesIn(trees: readonly (Expression | null)[]): string[] {
  return trees.flatMap((tree) => (tree === null ? [] : fieldsOf(tree).map((path) => (path[0] ?? '').toLowerCase())));
}

function criterionOf(playbook: Playbook, { criterion, predicate }: PredicateOf): object {
  const { id, label, decision, message, mode, effectiveFrom, trigger, holds, decays, errorField, onUndo, family } = criterion;
  return {
    id, label, decision, message, mode, effectiveFrom, trigger, holds, onUndo, decays, errorField,
    appliesWhen: predicate.applies === null ? null : printFormula(predicate.applies),
    metWhen: printFormula(predicate.met),
    rule: ruleName(id),
    bypassPermission: bypassPermission(family),
    overridable: isOverridable(playbook, criterion),
  };
}
