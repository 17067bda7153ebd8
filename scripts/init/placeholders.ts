/** What people type where they have no answer; the draft lists them, and the figures count them. */
export const PLACEHOLDERS: readonly string[] = [
  'n/a', 'n.a.', 'none', 'nil', 'null', 'tbd', 'tbc', 'tba', 'todo', 'to do', 'test', 'unknown', 'not known', 'later', 'pending', 'asap', 'xxx', 'abc', 'asdf', '---', '...', '???',
  'same as above', 'see notes', 'not applicable', 'blank', 'empty',
];
