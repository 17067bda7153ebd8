/**
 * The gates for other tools and agents: every criterion with its formulas in Salesforce's own language, as a static resource
 * that anybody who may log in can read. Its shape and what its keys mean stand in `gates/shape.ts`.
 */
import { fieldsOf, parseFormula, printFormula, type Expression, type FormulaType } from '../formula/index.ts';
import { GATE_MANIFEST_SCHEMA, type GateManifest, type ManifestCriterion, type ManifestField, type ManifestObject } from '../gates/index.ts';
import { fieldOf, formulaContext } from '../playbook/fields.ts';
import type { Criterion, FieldDefinition, Playbook, PlaybookObject } from '../playbook/model.ts';
import { CATEGORY_FIELD, PREVIOUS_STAGE_FIELD } from './component/module.ts';
import { printDocument } from './emit/xml.ts';
import { bypassPermission, ruleName } from './names.ts';
import { isOverridable, OVERRIDES_FIELD } from './override.ts';
import { OUTPUT_ROOT } from './paths.ts';
import type { Predicate } from './predicate.ts';
import { ruleTree } from './rule.ts';
import type { GeneratedFile } from './types.ts';

const NAME = 'Handrail_Gate_Manifest';

interface PredicateOf {
  readonly criterion: Criterion;
  readonly predicate: Predicate;
}

export function printGateManifest(playbook: Playbook, criteria: readonly PredicateOf[]): GeneratedFile[] {
  const manifest: GateManifest = {
    schema: GATE_MANIFEST_SCHEMA,
    playbook: { name: playbook.name, version: playbook.version },
    overridesField: OVERRIDES_FIELD,
    objects: playbook.objects.map((object) => objectOf(playbook, object, criteria)).filter((object) => object.criteria.length > 0),
    ...(playbook.leadSources === null ? {} : { leadSources: playbook.leadSources.values.map(({ name: value, means, was, utm, catchAll }) => ({ value, means, was: [...was], utm: [...utm], catchAll })) }),
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

function objectOf(playbook: Playbook, { apiName, label, stageField, stages }: PlaybookObject, criteria: readonly PredicateOf[]): ManifestObject {
  const own = criteria.filter(({ criterion }) => criterion.object === apiName);
  const present = (name: string): string | null => fieldOf(playbook, apiName, name)?.apiName ?? null;
  const categoryField = present(CATEGORY_FIELD);
  return {
    apiName,
    label,
    stageField,
    categoryField,
    previousStageField: present(PREVIOUS_STAGE_FIELD),
    stages: stages.map(({ name, rank, closed, won, forecastCategory }) => ({ name, rank, closed, won, ...(categoryField === null ? {} : { forecastCategory }) })),
    fields: Object.fromEntries(pathsIn(playbook, apiName, own.map(({ criterion, predicate }) => ruleTree(playbook, criterion, predicate))).map((path) => [path, fieldAt(playbook, apiName, path)])),
    criteria: own.map((each) => criterionOf(playbook, each)),
  };
}

/** Every field that the rules read, also within formula fields, by its path; the switches of the rules are none. */
function pathsIn(playbook: Playbook, object: string, trees: readonly Expression[]): string[] {
  const found = new Set<string>();
  const queue = [...trees];
  for (let tree = queue.shift(); tree !== undefined; tree = queue.shift()) {
    for (const parts of fieldsOf(tree)) {
      if (['$permission', '$custommetadata'].includes(parts[0]?.toLowerCase() ?? '')) continue;
      const field = parts.length === 1 ? fieldOf(playbook, object, parts[0] ?? '') : undefined;
      const path = field?.apiName ?? parts.join('.');
      if (found.has(path)) continue;
      found.add(path);
      const formula = field?.formula === undefined ? undefined : parseFormula(field.formula).expression;
      if (formula !== undefined) queue.push(formula);
    }
  }
  return [...found].sort();
}

/** What a parent's field or a global is, told by what formulas make of it. */
const TYPES: Readonly<Record<FormulaType, ManifestField['type']>> = {
  Number: 'Number', Currency: 'Currency', Percent: 'Percent', Text: 'Text', Boolean: 'Checkbox', Date: 'Date', DateTime: 'DateTime', Time: 'Text',
  Picklist: 'Picklist', MultiPicklist: 'MultiselectPicklist', Id: 'Lookup', Geolocation: 'Text', Null: 'Text',
};

function fieldAt(playbook: Playbook, object: string, path: string): ManifestField {
  const field = fieldOf(playbook, object, path);
  if (field !== undefined) return { label: field.label, type: field.type, ...(field.values === undefined ? {} : { values: [...field.values] }), ...deprecatedOf(playbook, field), ...(field.formula === undefined ? {} : { formula: field.formula }) };
  const found = formulaContext(playbook, object).resolve(path.split('.'));
  return { label: path, type: TYPES[found?.type ?? 'Text'], ...(found?.picklistValues === undefined ? {} : { values: [...found.picklistValues] }) };
}

function deprecatedOf({ lossReasons, leadSources }: Playbook, { valuesFrom }: FieldDefinition): Pick<ManifestField, 'deprecated'> {
  const former = valuesFrom === 'loss_reasons' ? lossReasons.flatMap(({ name, replacedBy }) => (replacedBy === null ? [] : [[name, replacedBy] as const]))
    : valuesFrom === 'lead_sources' ? (leadSources?.values ?? []).flatMap(({ name, was }) => was.map((before) => [before, name] as const)) : [];
  return former.length === 0 ? {} : { deprecated: Object.fromEntries(former) };
}

function criterionOf(playbook: Playbook, { criterion, predicate }: PredicateOf): ManifestCriterion {
  const { id, label, decision, message, mode, effectiveFrom, trigger, holds, decays, errorField, onUndo, family, arm, reservedTo } = criterion;
  return {
    id, label, decision, message,
    // Those that are off are not in it.
    mode: mode === 'enforce' ? mode : 'shadow',
    effectiveFrom, holds, onUndo, decays, errorField,
    trigger: trigger.kind === 'change' ? { kind: trigger.kind, fields: [...trigger.fields] } : trigger,
    appliesWhen: predicate.applies === null ? null : printFormula(predicate.applies),
    metWhen: printFormula(predicate.met),
    refusedWhen: printFormula(ruleTree(playbook, criterion, predicate)),
    rule: ruleName(id),
    bypassPermission: bypassPermission(family),
    overridable: isOverridable(playbook, criterion),
    ...(reservedTo === undefined ? {} : { reservedTo }),
    ...(arm === undefined ? {} : { experiment: { id: arm.experiment.id, permission: arm.experiment.permission, holders: arm.holder } }),
  };
}
