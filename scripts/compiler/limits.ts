/**
 * Limits of the platform that a rule or a field must stay inside. The compiler counts and refuses; a deploy would refuse
 * later and say less. Sources: Metadata API, ValidationRule; "Formula is too long" and MAX_STORAGE_SIZE of Salesforce's
 * open formula engine.
 */
import { isAsked } from '../playbook/asked.ts';
import { objectOf } from '../playbook/fields.ts';
import type { ValidationRule } from './metadataModel.ts';
import { isDeveloperName } from './names.ts';
import { problemAt, type CompilerCode, type Complaint } from './problems.ts';
import type { Problem } from '../playbook/diagnostics.ts';
import type { Criterion, FieldDefinition, Playbook } from '../playbook/model.ts';

const FORMULA_CHARACTERS = 3900;
/** Of the stored formula, in bytes: text beyond ASCII costs more than one. */
const FORMULA_BYTES = 4000;
const MESSAGE_CHARACTERS = 255;
const DESCRIPTION_CHARACTERS = 255;
const HELP_CHARACTERS = 510;
const FIELD_LABEL_CHARACTERS = 40;

interface Limit {
  readonly code: CompilerCode;
  readonly of: string;
  readonly limit: number;
  readonly hint: string;
  measure(rule: ValidationRule): number;
}

const RULE_LIMITS: readonly Limit[] = [
  {
    code: 'formula-too-long', of: 'characters of formula', limit: FORMULA_CHARACTERS,
    hint: 'Split the criterion in two, or shorten satisfied_when or placeholders.',
    measure: (rule) => rule.formula.length,
  },
  {
    code: 'formula-too-big', of: 'bytes of stored formula', limit: FORMULA_BYTES,
    hint: 'Split the criterion in two, or use fewer letters beyond ASCII in its formula.',
    measure: (rule) => Buffer.byteLength(rule.formula),
  },
  {
    code: 'message-too-long', of: 'characters of message', limit: MESSAGE_CHARACTERS,
    hint: 'Shorten the message; say what is missing and where to put it.',
    measure: (rule) => rule.message.length,
  },
  {
    code: 'description-too-long', of: 'characters of description', limit: DESCRIPTION_CHARACTERS,
    hint: 'Shorten the name of the gate or of the playbook version.',
    measure: (rule) => rule.description.length,
  },
];

export function checkRule(criterion: Criterion, rule: ValidationRule): Problem[] {
  const problems = RULE_LIMITS.filter((limit) => limit.measure(rule) > limit.limit).map((limit) =>
    problemAt(criterion.position, {
      code: limit.code,
      message: `${criterion.id} needs ${limit.measure(rule)} ${limit.of}; Salesforce takes at most ${limit.limit}.`,
      hint: limit.hint,
    }),
  );
  return isDeveloperName(rule.name) ? problems : [...problems, problemAt(criterion.position, unusableName(criterion, rule.name))];
}

function unusableName(criterion: Criterion, name: string): Complaint {
  return {
    code: 'rule-name',
    message: `${criterion.id} becomes the rule ${name}, which Salesforce does not take: at most 40 characters, letters, digits and single underscores.`,
    hint: 'Choose a shorter id of letters, digits and hyphens.',
  };
}

/** Two criteria whose codes become the same name would overwrite each other in the org. */
export function checkNameCollisions(criteria: readonly Criterion[], nameOf: (criterion: Criterion) => string): Problem[] {
  const first = new Map<string, Criterion>();
  return criteria.flatMap((criterion) => {
    const name = nameOf(criterion).toLowerCase();
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, criterion);
      return [];
    }
    return [problemAt(criterion.position, {
      code: 'rule-name-collision',
      message: `${criterion.id} and ${other.id} (${other.position.file}:${other.position.line}) become the same name ${nameOf(criterion)}.`,
      hint: 'Give one of them another id.',
    })];
  });
}

/** Active rules per object; the default budget is the limit of Professional and Enterprise editions. */
export function checkRuleBudget(playbook: Playbook, budget: number): Problem[] {
  return playbook.objects.flatMap((object) => {
    const active = object.criteria.filter(isAsked);
    const beyond = active[budget];
    return beyond === undefined ? [] : [problemAt(beyond.position, {
      code: 'too-many-rules',
      message: `${object.apiName} has ${active.length} criteria; ${budget} active validation rules is the budget.`,
      hint: 'Retire criteria that change no decision, or raise the budget if the org allows more.',
    })];
  });
}

export function checkField(playbook: Playbook, field: FieldDefinition): Problem[] {
  const complaints: (Complaint | false)[] = [
    field.help.length > HELP_CHARACTERS && tooLong(field, 'help text', field.help.length, HELP_CHARACTERS),
    field.label.length > FIELD_LABEL_CHARACTERS && tooLong(field, 'label', field.label.length, FIELD_LABEL_CHARACTERS),
    field.type === 'Lookup' && (field.referenceTo === undefined || field.relationshipName === undefined) && {
      code: 'lookup-incomplete',
      message: `${field.object}.${field.apiName} is a lookup without ${field.referenceTo === undefined ? 'an object to look up' : 'a relationship name'}.`,
      hint: 'Give it both.',
    },
    objectOf(playbook, field.object) === undefined && {
      code: 'unknown-object', message: `${field.apiName} belongs to ${field.object}, which the playbook does not declare.`, hint: 'Declare the object.',
    },
  ];
  return complaints.filter((complaint) => complaint !== false).map((complaint) => problemAt(field.position, complaint));
}

function tooLong(field: FieldDefinition, what: string, length: number, limit: number): Complaint {
  return {
    code: 'field-text-too-long',
    message: `The ${what} of ${field.object}.${field.apiName} has ${length} characters; Salesforce takes at most ${limit}.`,
    hint: 'Shorten it.',
  };
}
