/** What people type where they have no answer; the draft lists them, and the figures count them. */
export const PLACEHOLDERS: readonly string[] = [
  'n/a', 'n.a.', 'none', 'nil', 'null', 'tbd', 'tbc', 'tba', 'todo', 'to do', 'test', 'unknown', 'not known', 'later', 'pending', 'asap', 'xxx', 'abc', 'asdf', '---', '...', '???',
  'same as above', 'see notes', 'not applicable', 'blank', 'empty',
];

/** Keys that people hold down. A query knows no "the same character over and over", so it lists what is typed. */
const HELD_DOWN = '.-_x?*#/,a01';
const LONGEST_RUN = 12;

const RUNS: readonly string[] = [...HELD_DOWN].flatMap((character) => Array.from({ length: LONGEST_RUN - 1 }, (_, index) => character.repeat(index + 2)));

/** Texts that a query counts as no answer of a field: a gate refuses its own label too, and one character over and over. @param label the field's */
export function fillersOf(label: string): string[] {
  return [...new Set([...PLACEHOLDERS, ...RUNS, label.toLowerCase()])];
}
