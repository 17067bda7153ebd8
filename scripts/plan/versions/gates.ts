/** What a change of a criterion, a stage or a field of the playbook means. */
import type { Criterion, FieldDefinition, Stage } from '../../playbook/index.ts';
import type { Meaning } from '../types.ts';
import { apart, formula, members, value, words, type Aspect, type Aspects } from './aspect.ts';
import { experimentAspects } from './experiment.ts';

/** What a required text has where the playbook names no length. */
const SHORTEST_ANSWER = 3;

interface Both<T> {
  readonly before: T;
  readonly after: T;
}

/** Whoever it asks is asked something else; in shadow on both sides nobody is stopped. */
function whenEnforced(_before: unknown, _after: unknown, { before, after }: Both<Criterion>): Meaning {
  return before.mode === 'enforce' || after.mode === 'enforce' ? 'risky' : 'safe';
}

function experimentIs(before: Criterion['arm'], after: Criterion['arm'], of: Both<Criterion>): readonly Aspect[] {
  return experimentAspects(before?.experiment, after?.experiment, whenEnforced(before, after, of), { varied: 'are asked the variant instead', over: 'asked of everybody' });
}

export const CRITERION: Aspects<Criterion> = {
  id: apart,
  object: apart,
  position: apart,
  formulaPositions: apart,
  // The family says who may bypass it.
  family: value('bypassed by the family', whenEnforced),
  mode: value('mode', 'risky'),
  trigger: (before, after, of) => value<Criterion, string>('asked', whenEnforced)(whenAsked(before), whenAsked(after), of),
  for: value('asks', whenEnforced),
  require: (before, after, of) => value<Criterion, string | null>('requires', whenEnforced)(whatFilled(before, after), whatFilled(after, before), of),
  satisfiedWhen: formula('met when', whenEnforced),
  appliesWhen: formula('applies when', whenEnforced),
  holds: value('holds', whenEnforced),
  onUndo: value('when undone', whenEnforced),
  decays: value('decays with time', whenEnforced),
  effectiveFrom: value('counts from', whenEnforced),
  overridable: value('may be overridden', whenEnforced),
  arm: experimentIs,
  reservedTo: value('reserved to', whenEnforced),
  label: words('label', 'safe'),
  message: words('message', 'safe'),
  decision: words('decision', 'safe'),
  errorField: value('message stands at', 'safe'),
};

/** In words, without the rank of the stage that a gate ends: the order is compared for all stages together. */
function whenAsked(trigger: Criterion['trigger']): string {
  switch (trigger.kind) {
    case 'exit': return `beyond ${trigger.stage}`;
    case 'enter': return `entering ${trigger.value}`;
    case 'leave': return `leaving ${trigger.value}`;
    case 'change': return `when ${trigger.fields.toSorted().join(' or ')} changes`;
  }
}

/** With its least length where that says something: a field that is no text has one as well, which nobody wrote down. */
function whatFilled(require: Criterion['require'], other: Criterion['require']): string | null {
  if (require === null) return null;
  const saysLength = require.min > SHORTEST_ANSWER || (other !== null && other.min !== require.min);
  return `${require.field}${saysLength ? `, ${require.min} characters` : ''}`;
}

export const STAGE: Aspects<Stage> = {
  name: apart,
  position: apart,
  was: value('names of before', 'risky'),
  // What counts is the order, which is compared for all stages together.
  rank: apart,
  closed: value('closed', 'breaking'),
  won: value('won', 'breaking'),
  forecastCategory: value('forecast category', 'risky'),
  probability: value('probability', 'risky'),
  maxDays: value('most days', 'risky'),
  categories: members('forecast categories', 'risky', 'risky'),
  buyerAction: words("the buyer's action", 'risky'),
  purpose: words('purpose', 'safe'),
};

export const FIELD: Aspects<FieldDefinition> = {
  object: apart,
  apiName: apart,
  position: apart,
  // The values themselves are compared.
  valuesFrom: apart,
  type: value('type', 'breaking'),
  // Of a field that counts what a handoff requires, the handoff is compared.
  formula: (before, after, of) => (of.before.counts !== undefined && of.before.counts === of.after.counts ? [] : formula('formula', 'breaking')(before, after, of)),
  counts: value('counts', 'breaking'),
  referenceTo: value('refers to', 'breaking'),
  relationshipName: value('relationship name', 'risky'),
  length: value('length', narrower),
  precision: value('digits', narrower),
  scale: value('decimal places', narrower),
  values: members('values', 'safe', 'breaking'),
  inactiveValues: members('values nobody chooses anew', 'risky', 'risky'),
  default: value('default', 'risky'),
  trackHistory: value('history tracked', (_, after) => (after === true ? 'safe' : 'risky')),
  owners: value('owners', 'safe'),
  businessStatus: value('data status', 'safe'),
  existing: value("the org's own", 'risky'),
  automatic: value('written by the tool', 'risky'),
  revopsOnly: value('edited by RevOps alone', 'risky'),
  label: words('label', 'safe'),
  help: words('help text', 'safe'),
};

/** A field that gets smaller cuts off what is in it. */
function narrower(before: number | undefined, after: number | undefined): Meaning {
  return (after ?? 0) < (before ?? 0) ? 'risky' : 'safe';
}
