/** Sizes of what a deploy brings against what the org allows. */
import type { Components, OrgState } from '../drift/orgState.ts';
import { checkFormula, estimateCompiledSize, MAX_COMPILED_SIZE, MAX_FORMULA_LENGTH, parseFormula, type CompiledSize } from '../formula/index.ts';
import { OrgRequestError } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { fieldOf, formulaContext, type Playbook } from '../playbook/index.ts';
import { listLiteral } from '../scan/index.ts';
import type { RuleCount } from './types.ts';

/** Active validation rules of an object in Professional and Enterprise editions; more in Unlimited, fewer in Starter. */
const USUAL_LIMIT = 100;
export const LIMIT_CALLS = 2;

/** By object; what the org does not tell is left out and said. */
export async function readRuleLimits(connection: OrgConnection, objects: readonly string[], unread: string[]): Promise<ReadonlyMap<string, number>> {
  try {
    const entities = await connection.query<{ DurableId: string; QualifiedApiName: string }>(`SELECT DurableId, QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName IN ${listLiteral(objects)}`, { tooling: true });
    if (entities.length === 0) return new Map();
    const limits = await connection.query<{ EntityDefinitionId: string; Max: number }>(`SELECT EntityDefinitionId, Max FROM EntityLimit WHERE Type = 'ActiveValidationRules' AND EntityDefinitionId IN ${listLiteral(entities.map(({ DurableId }) => DurableId))}`, { tooling: true });
    return new Map(entities.flatMap(({ DurableId, QualifiedApiName }) => limits.filter(({ EntityDefinitionId: id }) => id === DurableId).map(({ Max }) => [QualifiedApiName, Max] as const)));
  } catch (error) {
    // What a limit cannot tell is no reason to say nothing else; a dead org shows at every other call as well.
    if (!(error instanceof OrgRequestError) || error.errorCode === 'REQUEST_LIMIT_EXCEEDED' || error.errorCode === 'INVALID_SESSION_ID') throw error;
    unread.push(`how many active rules an object may have (${error.message}); ${USUAL_LIMIT} is taken`);
    return new Map();
  }
}

/** Active rules by object once the playbook is deployed; a deploy removes none. */
export function ruleCounts(playbook: Playbook, declared: Components, org: OrgState, limits: ReadonlyMap<string, number>): RuleCount[] {
  return playbook.objects
    .filter((object) => object.criteria.length > 0)
    .map(({ apiName }) => {
      const own = [...declared.rules].filter(([, rule]) => rule.object === apiName && rule.active);
      const others = [...org.components.rules].filter(([key, rule]) => rule.object === apiName && rule.active && !declared.rules.has(key));
      const longest = own.map(([, rule]) => ({ rule: rule.fullName, characters: rule.formula.length })).toSorted((left, right) => right.characters - left.characters)[0];
      const largest = own.map(([, rule]) => ({ rule: rule.fullName, characters: compiledSize(playbook, apiName, rule.formula) })).toSorted((left, right) => right.characters - left.characters)[0];
      return { object: apiName, rules: own.length + others.length, limit: limits.get(apiName) ?? USUAL_LIMIT, longest: longest === undefined ? null : { ...longest, limit: MAX_FORMULA_LENGTH }, compiled: largest === undefined ? null : { ...largest, limit: MAX_COMPILED_SIZE, estimated: true } };
    });
}

/** About so many characters of SQL, with the formula fields it reads in their place; 0 for a text that is no formula. */
function compiledSize(playbook: Playbook, object: string, formula: string): number {
  const { value, guard } = sizeOf(playbook, object, formula, []);
  return value + guard;
}

function sizeOf(playbook: Playbook, object: string, formula: string, within: readonly string[]): CompiledSize {
  const { expression } = parseFormula(formula);
  if (expression === undefined) return { value: 0, guard: 0 };
  const types = checkFormula(expression, formulaContext(playbook, object)).formula?.types ?? new Map();
  return estimateCompiledSize(expression, types, ([name = '', ...rest]) => {
    const field = rest.length === 0 ? fieldOf(playbook, object, name) : undefined;
    // One that reads itself is refused before it comes here.
    return field?.formula === undefined || within.includes(field.apiName) ? undefined : sizeOf(playbook, object, field.formula, [...within, field.apiName]);
  });
}

/** What an org may refuse, by an estimate: nobody is stopped for it. */
export function doubtsOf(counts: readonly RuleCount[]): string[] {
  return counts.flatMap(({ object, compiled }) => (compiled !== null && compiled.characters > compiled.limit ? [`${compiled.rule} on ${object} is about ${compiled.characters.toLocaleString('en-US')} characters when compiled (an estimate), and an org takes ${compiled.limit.toLocaleString('en-US')}: deploy it with --dry-run first`] : []));
}

/** Why an org would refuse the deploy; empty where it would not. */
export function refusalsOf(counts: readonly RuleCount[]): string[] {
  return counts.flatMap(({ object, rules, limit, longest }) => [
    ...(rules > limit ? [`${object} would have ${rules} active rules and this org allows ${limit}: switch rules of the org's own off, or leave criteria out`] : []),
    ...(longest && longest.characters > longest.limit ? [`${longest.rule} on ${object} has ${longest.characters} characters, and a formula may have ${longest.limit}`] : []),
  ]);
}
