/** What a change of a handoff or of a clock between two functions means. */
import { isDeepStrictEqual } from 'node:util';
import type { HandoffDefinition, ServiceLevel } from '../../playbook/index.ts';
import { apart, members, value, words, type Aspect, type Aspects } from './aspect.ts';
import { experimentAspects } from './experiment.ts';

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
  targets: (before, after, of) => targetsAre('targets', before, after).map(({ meaning, says }) => ({ meaning, says: isDeepStrictEqual(of.before.earlier, of.after.earlier) ? `${says}, at once for clocks that run ("earlier" would keep what they began under)` : says })),
  // A list that grows when the targets change is what keeps running clocks as they are.
  earlier: (before, after) => (isDeepStrictEqual(before, after) ? [] : [{ meaning: 'safe', says: `clocks that began earlier: ${(after ?? []).map((each) => `before ${each.before} ${inWords(each.targets)}`).join('; ') || 'as all'}` }]),
  variant: (before, after) => [
    ...experimentAspects(before?.experiment, after?.experiment, 'risky', { varied: `have other targets: ${after === undefined ? '' : inWords(after.targets)}`, over: 'one clock for everybody' }),
    ...(before === undefined || after === undefined ? [] : targetsAre('targets of the experiment', before.targets, after.targets)),
  ],
  label: words('label', 'safe'),
};

type Targets = ServiceLevel['targets'];

function targetsAre(name: string, before: Targets, after: Targets): readonly Aspect[] {
  return isDeepStrictEqual(before, after) ? [] : [{ meaning: 'risky', says: `${name}: ${inWords(before)} -> ${inWords(after)}` }];
}

/** `hand-raiser within 5 minutes, warned at 3 minutes` */
function inWords(targets: Targets): string {
  const length = ({ count, unit }: Targets[number]['within']): string => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
  return targets.map(({ for: whom, within, warnAt }) => `${whom === null ? '' : `${whom} `}within ${length(within)}${warnAt === null ? '' : `, warned at ${length(warnAt)}`}`).join('; ');
}
