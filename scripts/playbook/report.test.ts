import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { test } from 'node:test';
import type { Problem } from './diagnostics.ts';
import { formatProblems } from './report.ts';

const FILE = 'config/playbook/opportunity.yaml';
const problem = (facts: Partial<Problem>): Problem => ({ code: 'HR202', severity: 'error', file: FILE, line: 2, column: 14, message: 'Opportunity has no field Handrail_Chamipon__c that the playbook knows.', hint: 'Did you mean Handrail_Champion__c?', ...facts });
const sources = new Map([[FILE, 'stages:\n    require: Handrail_Chamipon__c\n\tlabel: \u202Eab\u0007\n' + 'x'.repeat(500)]]);

test('the place, the line with carets under the word, the mend', () => {
  assert.equal(
    formatProblems([problem({ message: 'Opportunity has no such field.' })], { color: false, sources }),
    `error   config/playbook/opportunity.yaml:2:14  HR202 Opportunity has no such field.
        2 |     require: Handrail_Chamipon__c
          |              ^^^^^^^^^^^^^^^^^^^^
        Did you mean Handrail_Champion__c?
`,
  );
});

test('a long sentence goes to lines of its own; problems are set apart', () => {
  assert.equal(
    formatProblems([problem({ hint: null, line: 90 }), problem({ severity: 'warning', line: 90, message: 'Short.', hint: null })], { color: false, sources }),
    `error   config/playbook/opportunity.yaml:90:14
        HR202 Opportunity has no field Handrail_Chamipon__c that the playbook knows.

warning config/playbook/opportunity.yaml:90:14  HR202 Short.
`,
  );
});

test('no line is wider than 100 columns, and nothing of the file reaches the terminal as a command', () => {
  const text = formatProblems([problem({ line: 4, column: 300, message: 'word '.repeat(60).trim() }), problem({ line: 3, column: 9 })], { color: false, sources });
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
  assert.doesNotMatch(text, /[\u0000-\u0009\u000B-\u001F\u202E]/);
  assert.match(text, /3 \| {2}label: \?ab\?/);
});

test('colour adds colour and nothing else', () => {
  const plain = formatProblems([problem({})], { color: false, sources });
  const coloured = formatProblems([problem({})], { color: true, sources });
  assert.notEqual(coloured, plain);
  assert.equal(stripVTControlCharacters(coloured), plain);
});

test('no problem, no text', () => assert.equal(formatProblems([], { color: true, sources }), ''));
