/** One validation rule of the org as criteria, as far as it can be said as some. */
import { and, fieldsOf, parseFormula, printFormula, type Expression } from '../../formula/index.ts';
import type { RuleState } from '../../drift/orgState.ts';
import { isText, playbookType } from '../fieldTypes.ts';
import { humanised, oneLine } from '../names.ts';
import type { DraftCriterion, NotExpressed, OrgObject } from '../types.ts';
import { blankField, fieldNamed, opposite } from './blank.ts';
import { isEntering, isGuard, stagesOf, type StagedObject } from './guard.ts';
import { placesFor } from './places.ts';
import { alternatives, isCall, some } from './shape.ts';

/** A criterion before it has a code, and the words that need its length. */
export type Unnumbered = Omit<DraftCriterion, 'id' | 'message' | 'said'> & { readonly words: string };

export interface Translation {
  readonly criteria: readonly Unnumbered[];
  readonly notExpressed: readonly NotExpressed[];
}

/** Whether a rule is one of Handrail's, in an org that has it already. */
export function isHandrails(ruleName: string): boolean {
  return ruleName.startsWith('Handrail_');
}

export function translateRule(rule: RuleState, staged: StagedObject, object: OrgObject): Translation {
  const refusal = (reason: string, kind: NotExpressed['kind'] = 'rule'): NotExpressed => ({ name: rule.fullName, object: rule.object, kind, reason });
  const refused = (reason: string): Translation => ({ criteria: [], notExpressed: [refusal(reason)] });
  if (isHandrails(rule.fullName)) return { criteria: [], notExpressed: [] };
  if (!rule.active) return refused('it is switched off in the org');
  if (/^[A-Za-z]\w*?__\w/.test(rule.fullName)) return refused('it belongs to an installed package');
  const { expression, problems } = parseFormula(rule.formula);
  if (!expression) return refused(`its formula cannot be read: ${problems[0]?.message ?? 'it is empty'}`);
  const results = alternatives(expression).map((conditions) => translateAlternative(conditions, rule, staged, object));
  const criteria = results.flatMap((result) => result.criteria);
  return { criteria, notExpressed: results.flatMap(({ reasons }) => reasons).map((reason) => refusal(reason, criteria.length > 0 ? 'part of a rule' : 'rule')) };
}

interface Partial {
  readonly criteria: readonly Unnumbered[];
  readonly reasons: readonly string[];
}

const ABOUT_THE_SAVE = ['ISNEW', 'ISCHANGED', 'PRIORVALUE', 'ISCLONE'];
const PERSONAL = new Set(['$user', '$profile', '$userrole', '$permission', '$setup']);

function translateAlternative(conditions: readonly Expression[], rule: RuleState, staged: StagedObject, object: OrgObject): Partial {
  const reasons: string[] = [];
  const differs: string[] = [];
  const guards: Expression[] = [];
  const asked: Expression[] = [];
  for (const condition of conditions) {
    if (isEntering(staged, condition)) continue;
    if (isCall(condition, 'NOT') && condition.args[0] && isCall(condition.args[0], 'ISNEW')) differs.push('asked of a new record too');
    else if (isPersonal(condition)) {
      reasons.push(`${printFormula(condition)} is about who saves: grant a bypass permission instead`);
      differs.push('asked of everyone');
    } else if (some(condition, (node) => isCall(node, ...ABOUT_THE_SAVE))) return { criteria: [], reasons: [`${printFormula(condition)} compares with the record before the save, and a criterion describes a record at rest`] };
    else if (isGuard(staged, condition)) guards.push(condition);
    else asked.push(condition);
  }
  const stage = staged.object === 'Lead' ? 'status' : 'stage';
  if (guards.length === 0) return { criteria: [], reasons: [`it asks on every save, not at a ${stage}, and stays the org's own`] };
  if (asked.length === 0) return { criteria: [], reasons: [`it refuses the ${stage} itself, whatever else the record says`] };
  const hidden = fieldsOf(and(...asked)).find(([first = '', ...more]) => more.length === 0 && !first.startsWith('$') && !fieldNamed(object, first));
  if (hidden) return { criteria: [], reasons: [`the user who drafted this cannot see ${hidden[0] ?? ''}, so how it is asked is not known`] };
  const stages = stagesOf(staged, guards);
  if (stages === null) return { criteria: [], reasons: [`its condition about the ${stage} cannot be evaluated`] };
  const request = requestOf(asked, object);
  if (typeof request === 'string') return { criteria: [], reasons: [request] };
  const placement = placesFor(staged, stages);
  const { errorField: atField } = rule;
  const errorField = atField === null || atField === request.require ? null : (fieldNamed(object, atField)?.name ?? null);
  return {
    reasons: [...reasons, ...placement.reasons],
    criteria: placement.placed.map((placed) => ({
      object: staged.object,
      place: placed.place,
      askedAt: placed.askedAt,
      openOnly: placed.openOnly,
      ...request,
      label: labelOf(request, rule, object),
      errorField,
      decision: decisionOf(rule),
      words: rule.message,
      rule: { name: rule.fullName, active: rule.active },
      differs: [...differs, ...placed.differs, ...request.differs],
    })),
  };
}

function isPersonal(condition: Expression): boolean {
  const fields = fieldsOf(condition);
  return fields.length > 0 && fields.every(([first = '']) => PERSONAL.has(first.toLowerCase()));
}

type Request = Pick<DraftCriterion, 'require' | 'appliesWhen' | 'satisfiedWhen' | 'reportOnly' | 'differs'>;

/** Blank tests are what is asked, and the rest says of which records; without a blank test all of it is asked. */
function requestOf(conditions: readonly Expression[], object: OrgObject): Request | string {
  const blanks = conditions.filter((condition) => asksForAnswers(condition, object));
  const wanted = blanks.length > 0 ? blanks : conditions;
  const others = blanks.length > 0 ? conditions.filter((condition) => !blanks.includes(condition)) : [];
  const [only] = wanted;
  const required = wanted.length === 1 && only ? blankField(only, object) : undefined;
  const type = required && playbookType(required);
  if (required && !type) return `${required.name} is a field of type ${required.type}, which a playbook cannot require`;
  const read = fieldsOf(and(...wanted)).flatMap((path) => (path.length === 1 ? (fieldNamed(object, path[0] ?? '') ?? []) : []));
  return {
    require: required?.name ?? null,
    appliesWhen: others.length > 0 ? printFormula(and(...others), { indent: true }) : null,
    satisfiedWhen: required ? null : printFormula(opposite(and(...wanted)), { indent: true }),
    // ISCHANGED sees no formula field and no roll-up, so that a rule could not tell when they are undone.
    reportOnly: read.some(({ calculated }) => calculated),
    differs: required && isText(required) ? ['a placeholder, or fewer than 3 characters, is no answer'] : [],
  };
}

/** A blank test, or several joined. */
function asksForAnswers(condition: Expression, object: OrgObject): boolean {
  return blankField(condition, object) !== undefined || (isCall(condition, 'AND', 'OR') && condition.args.every((part) => asksForAnswers(part, object)));
}

const LONGEST_LABEL = 60;

function labelOf({ require }: Request, { fullName }: RuleState, object: OrgObject): string {
  const label = require === null ? undefined : fieldNamed(object, require)?.label;
  return oneLine(label === undefined ? humanised(fullName).padEnd(3, '.') : `${label} filled`, LONGEST_LABEL);
}

function decisionOf({ description }: RuleState): string {
  const said = oneLine(description ?? '', 255);
  return said.length >= 5 ? said : UNKNOWN_DECISION;
}

const UNKNOWN_DECISION = 'To be written: which decision fails when this is missing?';
