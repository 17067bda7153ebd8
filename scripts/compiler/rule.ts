/**
 * One criterion as one validation rule. Cheap conditions stand first: AND short-circuits, and a bypassed or shadowed
 * rule should cost nothing. True refuses the save.
 */
import { and, binary, bool, call, checkFormula, isError, not, num, printFormula, ref, type Expression } from '../formula/index.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';
import { isAsked } from '../playbook/asked.ts';
import { gateName } from './gate.ts';
import { ruleHash } from './hash.ts';
import type { ValidationRule } from './metadataModel.ts';
import { bypassPermission, recordName, ruleName } from './names.ts';
import { excused } from './override.ts';
import type { Predicate } from './predicate.ts';
import { CompileError } from './problems.ts';
import { formulaContext } from '../playbook/fields.ts';
import { triggerConditions } from './trigger.ts';

const DESCRIPTION_LIMIT = 255;

export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly hash: string;
}

/** @throws CompileError when Salesforce would not save the formula */
export function compileRule(playbook: Playbook, criterion: Criterion, predicate: Predicate): CompiledRule {
  const tree = ruleTree(playbook, criterion, predicate);
  refuseUnsavable(playbook, criterion, tree);
  const formula = printFormula(tree, { indent: true });
  const hash = ruleHash({ formula, message: criterion.message, errorField: criterion.errorField });
  return {
    hash,
    rule: {
      object: criterion.object,
      name: ruleName(criterion.id),
      // Shadow and enforce differ in the custom metadata record alone, so drift can tell who switched what.
      active: isAsked(criterion),
      description: describe(playbook, criterion, hash),
      formula,
      errorField: criterion.errorField,
      message: criterion.message,
    },
  };
}

/** The condition under which Salesforce refuses the save. */
export function ruleTree(playbook: Playbook, criterion: Criterion, predicate: Predicate): Expression {
  const exception = excused(playbook, criterion);
  return and(
    not(ref('$Permission', bypassPermission(criterion.family))),
    ...armConditions(criterion),
    ...(criterion.reservedTo === undefined ? [] : [not(ref('$Permission', criterion.reservedTo))]),
    ref('$CustomMetadata', 'Handrail_Criterion__mdt', recordName(criterion.id), 'Enforced__c'),
    binary('>=', call('TODAY'), dateOf(criterion.effectiveFrom)),
    ...(predicate.applies === null ? [] : [predicate.applies]),
    ...triggerConditions(playbook, criterion, predicate.met),
    ...unmet(predicate.met),
    ...(exception === null ? [] : [not(exception)]),
  );
}

/** Which users an experiment asks: those who save with its permission, or all others. */
function armConditions({ arm }: Criterion): Expression[] {
  if (arm === undefined) return [];
  const held = ref('$Permission', arm.experiment.permission);
  return [arm.holder ? held : not(held)];
}

function dateOf(isoDate: string): Expression {
  const [year, month, day] = isoDate.split('-').map(Number);
  return call('DATE', num(year ?? 0), num(month ?? 0), num(day ?? 0));
}

/** Functions that may have no answer for a blank; NOT of no answer is none either, and the rule would let it pass. */
const MAY_HAVE_NO_ANSWER = new Set(['BEGINS', 'BLANKVALUE', 'CASE', 'IF', 'NULLVALUE']);

/** What can never be met needs no condition. */
function unmet(met: Expression): Expression[] {
  return met.kind === 'boolean' && !met.value ? [] : [negate(met)];
}

function negate(expression: Expression): Expression {
  if (expression.kind !== 'call') {
    return not(expression);
  }
  const [inner] = expression.args;
  if (expression.name === 'NOT' && inner !== undefined) {
    // NOT without an answer is not met, so the opposite has to hold.
    return mayHaveNoAnswer(inner) ? call('IF', expression, bool(false), bool(true)) : inner;
  }
  return mayHaveNoAnswer(expression) ? call('IF', expression, bool(false), bool(true)) : not(expression);
}

function mayHaveNoAnswer(expression: Expression): boolean {
  return expression.kind === 'call' && MAY_HAVE_NO_ANSWER.has(expression.name);
}

/** Length is left to limits.ts, which says how to mend it. */
function refuseUnsavable(playbook: Playbook, criterion: Criterion, tree: Expression): void {
  const failure = checkFormula(tree, formulaContext(playbook, criterion.object)).problems.find((problem) => isError(problem) && problem.code !== 'too-long');
  if (failure !== undefined) {
    throw new CompileError(criterion.formulaPositions.satisfiedWhen ?? criterion.position, {
      code: 'formula',
      message: `Salesforce would refuse the rule of ${criterion.id}: ${failure.message}`,
      hint: failure.hint ?? 'Correct satisfied_when or applies_when.',
    });
  }
}

/** `handrail: <label>. gate=…; playbook=…; hash=…`; a long label gives way, since drift reads the rest. */
function describe(playbook: Playbook, criterion: Criterion, hash: string): string {
  const facts = ` gate=${gateName(criterion.trigger)}; playbook=${playbook.version}; hash=${hash}`;
  const label = `handrail: ${criterion.label}`;
  const room = DESCRIPTION_LIMIT - facts.length - 1;
  return `${label.slice(0, Math.max(0, room))}.${facts}`;
}
