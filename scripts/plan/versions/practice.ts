/** What a change of a handoff or of a clock between two functions means. */
import type { HandoffDefinition, ServiceLevel } from '../../playbook/index.ts';
import { apart, members, value, words, type Aspects } from './aspect.ts';

export const HANDOFF: Aspects<HandoffDefinition> = {
  id: apart,
  position: apart,
  from: value('from', 'breaking'),
  to: value('to', 'breaking'),
  type: value('carried by', 'breaking'),
  teams: value('teams', 'risky'),
  required: (before, after, of) => [
    ...members<HandoffDefinition, readonly string[]>('criteria at sending', 'risky', 'risky')(before.criteria, after.criteria, of),
    ...members<HandoffDefinition, readonly string[]>('fields at sending', 'risky', 'risky')(before.fields.map(nameOf), after.fields.map(nameOf), of),
    ...members<HandoffDefinition, readonly string[]>('also owed', 'risky', 'risky')(before.also, after.also, of),
  ],
  clocks: members('clocks', 'risky', 'risky'),
  answer: words('answer', 'risky'),
  afterRejection: words('after a rejection', 'risky'),
  label: words('label', 'safe'),
};

function nameOf({ object, field }: { readonly object: string; readonly field: string }): string {
  return `${object}.${field}`;
}

export const CLOCK: Aspects<ServiceLevel> = {
  id: apart,
  position: apart,
  clock: value('counts', 'breaking'),
  starts: words('starts', 'breaking'),
  stops: words('stops', 'breaking'),
  target: value('target is', 'breaking'),
  targets: value('targets', 'risky'),
  label: words('label', 'safe'),
};
