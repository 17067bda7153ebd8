/**
 * The compiler: playbook in, files out. Pure; the caller writes.
 *
 *     playbook -> predicates (applies, met) -> rule trees -> metadata model -> XML
 *                                           \-> c/handrailPlaybook, the component's half of the same predicates
 *     terms, metrics, cadences -> c/handrailDictionary
 */
import { isAsked } from '../playbook/asked.ts';
import type { Problem } from '../playbook/diagnostics.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';
import { printDocument } from './emit/xml.ts';
import { checkField, checkNameCollisions, checkRule, checkRuleBudget } from './limits.ts';
import { printGateManifest } from './gateManifest.ts';
import { lowerCriterionRecord } from './lower/criterionRecords.ts';
import { lowerExperiments } from './lower/experiments.ts';
import { lowerFields } from './lower/fields.ts';
import { lowerListViews } from './lower/listViews.ts';
import { lowerOverrideRules } from './lower/overrideRules.ts';
import { lowerPaths } from './lower/path.ts';
import { lowerTranslations } from './lower/objectTranslations.ts';
import { lowerPermissionSets } from './lower/permissionSets.ts';
import { lowerReserved } from './lower/reserved.ts';
import { lowerValidationRule } from './lower/validationRules.ts';
import type { MetadataComponent } from './metadataModel.ts';
import { printPermissions } from './component/permissions.ts';
import { printDictionary } from './component/dictionary.ts';
import { printModule } from './component/module.ts';
import { ruleName } from './names.ts';
import { byPath } from './planWrites.ts';
import { criterionPredicate, type Predicate } from './predicate.ts';
import { CompileError } from './problems.ts';
import { compileRule } from './rule.ts';
import type { GeneratedFile } from './types.ts';

export { handEdited, manifestOf, planWrites, type WritePlan } from './planWrites.ts';
export { LANGUAGES_ROOT, MANIFEST_PATH, objectTranslationOf, OUTPUT_ROOT } from './paths.ts';
export { bypassPermission, recordName, ruleName } from './names.ts';
export { criterionPredicate, type Predicate } from './predicate.ts';
export { compileRule, type CompiledRule } from './rule.ts';
export { defaultElement } from './lower/fields.ts';
export { ruleHash } from './hash.ts';
export { gateName } from './gate.ts';

export { experimentsOf } from './experiments.ts';
export { excused, OVERRIDES_FIELD } from './override.ts';
export type { GeneratedFile } from './types.ts';

export interface CompileOptions {
  /** Active validation rules an object may have. Default 100: Professional and Enterprise editions. */
  readonly ruleBudget?: number;
}

export interface CompileResult {
  /** Sorted by path; empty when there is a problem. */
  readonly files: readonly GeneratedFile[];
  readonly problems: readonly Problem[];
}

interface CompiledCriterion {
  readonly criterion: Criterion;
  readonly predicate: Predicate;
  readonly components: readonly MetadataComponent[];
}

const DEFAULT_RULE_BUDGET = 100;

/** The same playbook always gives the same bytes. */
export function compilePlaybook(playbook: Playbook, options: CompileOptions = {}): CompileResult {
  const criteria = playbook.objects.flatMap((object) => object.criteria);
  const problems: Problem[] = [
    ...playbook.objects.flatMap((object) => object.fields).filter((field) => !field.existing).flatMap((field) => checkField(playbook, field)),
    ...checkNameCollisions(criteria, (criterion) => ruleName(criterion.id)),
    ...checkRuleBudget(playbook, options.ruleBudget ?? DEFAULT_RULE_BUDGET),
  ];
  const compiled = criteria.flatMap((criterion) => collect(problems, () => compileCriterion(playbook, criterion, problems)));
  // A formula that cannot be read has been reported by now, and would be once more.
  const paths = problems.length === 0 ? collect(problems, () => lowerPaths(playbook)) : [];
  const asked = compiled.filter(({ criterion }) => isAsked(criterion));
  const modules = [...collect(problems, () => printModule(playbook, asked)), ...collect(problems, () => printDictionary(playbook)), ...collect(problems, () => printPermissions(playbook))];
  if (problems.length > 0) {
    return { files: [], problems: problems.sort(byPosition) };
  }
  const components = [
    ...lowerFields(playbook),
    ...compiled.flatMap((entry) => entry.components),
    ...lowerOverrideRules(playbook),
    ...paths.flat(),
    ...lowerListViews(playbook),
    ...lowerPermissionSets(playbook),
    ...lowerExperiments(playbook),
    ...lowerReserved(playbook),
  ];
  return { files: [...components.map(printComponent), ...modules.flat(), ...printGateManifest(playbook, asked)].sort(byPath), problems };
}

/**
 * What the playbook's translations say of rules and fields, in the files of `languages/` that also hold what is written by
 * hand; these are not in the manifest.
 * @param present translations of objects on disk, path to text
 */
export function compileTranslations(playbook: Playbook, present: ReadonlyMap<string, string>): CompileResult {
  const problems: Problem[] = [];
  const files = collect(problems, () => lowerTranslations(playbook, present)).flat();
  return { files: [...files].sort(byPath), problems };
}

function compileCriterion(playbook: Playbook, criterion: Criterion, problems: Problem[]): CompiledCriterion {
  const predicate = criterionPredicate(playbook, criterion);
  const { rule, hash } = compileRule(playbook, criterion, predicate);
  problems.push(...checkRule(criterion, rule));
  return { criterion, predicate, components: [lowerValidationRule(rule), lowerCriterionRecord(playbook, criterion, hash)] };
}

function printComponent(component: MetadataComponent): GeneratedFile {
  return { path: component.path, contents: printDocument(component.type, component.content) };
}

/** Runs one step; a refusal becomes a problem and the others go on. */
function collect<T>(problems: Problem[], step: () => T): T[] {
  try {
    return [step()];
  } catch (error) {
    if (error instanceof CompileError) {
      problems.push(error.problem);
      return [];
    }
    throw error;
  }
}

function byPosition(left: Problem, right: Problem): number {
  return left.file.localeCompare(right.file, 'en') || left.line - right.line || left.column - right.column;
}
