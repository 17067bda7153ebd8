/**
 * What a criterion says about a record at rest: `applies` (population and applies_when) and `met` (require and
 * satisfied_when). The rule, the component and the SQL are all printed from these two trees.
 *
 * Every tree is blank-safe: AND short-circuits in Salesforce, so no comparison is reached with a blank operand.
 */
import { and, call, not, or, ref, text, walk, type Expression } from '../formula/index.ts';
import { isAnswered } from '../playbook/answers.ts';
import type { Criterion, Playbook, Population, Position } from '../playbook/model.ts';
import { parseAt } from './parse.ts';
import { CompileError } from './problems.ts';
import { fieldOf } from '../playbook/fields.ts';

export interface Predicate {
  /** Null: the criterion exists for every record of the object. */
  readonly applies: Expression | null;
  readonly met: Expression;
}

/** The field that carries the motion of a deal; blank counts as new business. */
const MOTION = 'Handrail_Motion__c';

const motionIs = (value: string): Expression => call('ISPICKVAL', ref(MOTION), text(value));
const motionIsAny = (...values: readonly string[]): Expression => or(...values.map(motionIs));

const POPULATIONS: Readonly<Record<Population, Expression | null>> = {
  new: not(motionIsAny('Expansion', 'Renewal', 'Contraction')),
  growth: not(motionIsAny('Renewal', 'Contraction')),
  all: not(motionIs('Contraction')),
  installed: motionIsAny('Expansion', 'Renewal', 'Contraction'),
  renewal: motionIs('Renewal'),
  every: null,
};

/** @throws CompileError when a formula does not parse, a field is unknown or the criterion asks for nothing */
export function criterionPredicate(playbook: Playbook, criterion: Criterion): Predicate {
  const population = POPULATIONS[criterion.for];
  const appliesWhen = atRest(criterion, 'appliesWhen');
  const required = requirement(playbook, criterion);
  const satisfiedWhen = atRest(criterion, 'satisfiedWhen');
  if (required === null && satisfiedWhen === null) {
    throw new CompileError(criterion.position, {
      code: 'criterion-empty',
      message: `${criterion.id} asks for nothing.`,
      hint: 'Give it require: or satisfied_when:.',
    });
  }
  const conditions = [population, appliesWhen].filter((part) => part !== null);
  return {
    applies: conditions.length === 0 ? null : and(...conditions),
    met: and(...[required, satisfiedWhen].filter((part) => part !== null)),
  };
}

/**
 * Whether a field is filled with an answer, as `require` has it without a least length of its own: what a handoff passes on.
 * @throws CompileError when the object has no such field
 */
export function answerPredicate(playbook: Playbook, object: string, name: string, position: Position): Expression {
  const field = fieldOf(playbook, object, name);
  if (field === undefined) {
    throw new CompileError(position, { code: 'unknown-field', message: `${object} has no field ${name}.`, hint: 'Correct the name, or declare the field under fields:.' });
  }
  return isAnswered(field, playbook.placeholders);
}

function requirement(playbook: Playbook, criterion: Criterion): Expression | null {
  if (criterion.require === null) {
    return null;
  }
  const field = fieldOf(playbook, criterion.object, criterion.require.field);
  if (field === undefined) {
    throw new CompileError(criterion.position, {
      code: 'unknown-field',
      message: `${criterion.id} requires ${criterion.require.field}, which ${criterion.object} does not have.`,
      hint: 'Correct the name, or declare the field under fields:.',
    });
  }
  return isAnswered(field, playbook.placeholders, { least: criterion.require.min });
}

/** Functions that compare with the record before the save; the compiler adds those itself. */
const ABOUT_THE_SAVE = new Set(['ISNEW', 'ISCHANGED', 'ISCLONE', 'PRIORVALUE']);

function atRest(criterion: Criterion, key: 'satisfiedWhen' | 'appliesWhen'): Expression | null {
  const source = criterion[key];
  if (source === null) {
    return null;
  }
  const position = criterion.formulaPositions[key] ?? criterion.position;
  const expression = parseAt(source, position, criterion.id);
  walk(expression, (node) => {
    if (node.kind === 'call' && ABOUT_THE_SAVE.has(node.name)) {
      throw new CompileError(position, {
        code: 'not-at-rest',
        message: `${criterion.id} uses ${node.name}, but a criterion describes a record at rest.`,
        hint: 'Say what must be true of the record; when it is asked follows from the stage and on_undo:.',
      });
    }
  });
  return expression;
}
