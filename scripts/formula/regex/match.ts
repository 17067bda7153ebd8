import { unsupported } from '../evaluate/error.ts';
import { isWord } from './characters.ts';
import type { CharacterTest } from './characters.ts';
import { parsePattern } from './parse.ts';
import type { RegexNode } from './parse.ts';

/** An instruction of the machine: consume a character, or go on without one. */
type State =
  | { readonly kind: 'consume'; readonly test: CharacterTest; next: number }
  | { readonly kind: 'assert'; readonly holds: (codes: readonly number[], at: number) => boolean; next: number }
  | { readonly kind: 'split'; nexts: number[] }
  | { readonly kind: 'accept' };

const MAX_STEPS = 20_000;

interface Machine {
  readonly states: State[];
  /** How much was built; counts repeat their node, and counts of counts multiply. */
  steps: number;
}

function add(machine: Machine, state: State): number {
  return machine.states.push(state) - 1;
}

/** Builds the states of a node so that it goes on to `next`; returns where it begins. */
function build(machine: Machine, node: RegexNode, next: number): number {
  if (++machine.steps > MAX_STEPS) {
    throw unsupported('REGEX', 'the pattern repeats too much.');
  }
  switch (node.kind) {
    case 'empty':
      return next;
    case 'character':
      return add(machine, { kind: 'consume', test: node.test, next });
    case 'start':
      return add(machine, { kind: 'assert', holds: (_codes, at) => at === 0, next });
    case 'end':
      return add(machine, { kind: 'assert', holds: (codes, at) => at === codes.length, next });
    case 'wordBoundary':
      return add(machine, { kind: 'assert', holds: (codes, at) => (wordAt(codes, at - 1) !== wordAt(codes, at)) !== node.negated, next });
    case 'sequence':
      return node.parts.reduceRight((following, part) => build(machine, part, following), next);
    case 'choice':
      return add(machine, { kind: 'split', nexts: node.options.map((option) => build(machine, option, next)) });
    case 'repeat':
      return buildRepeat(machine, node, next);
  }
}

function buildRepeat(machine: Machine, node: RegexNode & { readonly kind: 'repeat' }, next: number): number {
  let following = next;
  if (node.max === Infinity) {
    const loop: State & { kind: 'split' } = { kind: 'split', nexts: [next] };
    const at = add(machine, loop);
    loop.nexts.push(build(machine, node.node, at));
    following = at;
  } else {
    for (let count = node.min; count < node.max; count++) {
      following = add(machine, { kind: 'split', nexts: [next, build(machine, node.node, following)] });
    }
  }
  for (let count = 0; count < node.min; count++) {
    following = build(machine, node.node, following);
  }
  return following;
}

function wordAt(codes: readonly number[], at: number): boolean {
  const code = codes[at];
  return code !== undefined && isWord(code);
}

/** Tells whether a whole text fits. */
export type Matcher = (text: string) => boolean;

/**
 * Turns a pattern into a matcher that takes time in proportion to text times pattern, whatever the pattern: all ways through it
 * are followed side by side, never one after the other. Like REGEX(), it matches the whole text or not at all.
 */
export function compilePattern(pattern: string): Matcher {
  const states: State[] = [{ kind: 'accept' }];
  const start = build({ states, steps: 0 }, parsePattern(pattern), 0);

  const spread = (from: readonly number[], codes: readonly number[], at: number): Set<number> => {
    const reached = new Set<number>();
    const pending = [...from];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (reached.has(index)) {
        continue;
      }
      reached.add(index);
      const state = states[index] as State;
      if (state.kind === 'split') {
        pending.push(...state.nexts);
      } else if (state.kind === 'assert' && state.holds(codes, at)) {
        pending.push(state.next);
      }
    }
    return reached;
  };

  return (text) => {
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    let current = spread([start], codes, 0);
    for (let at = 0; at < codes.length && current.size > 0; at++) {
      const code = codes[at] as number;
      const nexts: number[] = [];
      for (const index of current) {
        const state = states[index] as State;
        if (state.kind === 'consume' && state.test(code)) {
          nexts.push(state.next);
        }
      }
      current = spread(nexts, codes, at + 1);
    }
    return current.has(0);
  };
}
