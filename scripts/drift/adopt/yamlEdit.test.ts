import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { addItem, entryOf, removeItem, root, setValue } from './yamlEdit.ts';

const TEXT = `# Stages in the buyer's order.
stages:
  - name: Qualification   # where it begins
    probability: 10
    exit_criteria:
      - id: OPP-1
        label: Buyer named

        message: >-
          Who can say yes
          to the money?
        mode: enforce   # since spring
      - { id: OPP-2, message: "Short, and sweet" }
fields:
  - { name: Reason__c, values: [Price, Timing] }
  - name: Place__c
    values:
      - North   # cold
      - South
competitors: [None known,
  Orrery]
`;

const edited = (text: string | undefined, from: string, to: string): void => assert.equal(text, TEXT.replace(from, () => to));

describe('setting a value', () => {
  test('only its own characters change', () => {
    edited(setValue(TEXT, entryOf('stages', 'name', 'Qualification'), 'probability', 15), 'probability: 10', 'probability: 15');
    edited(setValue(TEXT, entryOf(null, 'id', 'OPP-1'), 'mode', 'shadow'), 'mode: enforce ', 'mode: shadow ');
    edited(setValue(TEXT, entryOf(null, 'id', 'OPP-1'), 'message', 'Who signs?'), '>-\n          Who can say yes\n          to the money?\n', 'Who signs?\n');
  });

  test('a key that was not there', () => {
    edited(setValue(TEXT, entryOf(null, 'id', 'OPP-2'), 'mode', 'shadow'), '{ id: OPP-2, ', '{ id: OPP-2, mode: shadow, ');
    edited(setValue(TEXT, entryOf('fields', 'name', 'Place__c'), 'help', 'Where: it is'), '  - name: Place__c\n', '  - name: Place__c\n    help: "Where: it is"\n');
  });

  test('texts that YAML would read as something else are quoted, in braces too', () => {
    for (const value of ['yes', 'true', '12', 'a: b', '# no comment', '- item', '"quoted"', "it's", 'a, b', '[x]', '{x}', '', ' edge ', 'naïve ✓', '@home', '*star', '&and']) {
      for (const id of ['OPP-1', 'OPP-2']) {
        const text = setValue(TEXT, entryOf(null, 'id', id), 'message', value) ?? '';
        const { stages } = parse(text) as { stages: { exit_criteria: { id: string; message: string }[] }[] };
        assert.equal(stages[0]?.exit_criteria.find((criterion) => criterion.id === id)?.message, value);
      }
    }
  });

  test('nothing when there is no such place', () => {
    assert.equal(setValue(TEXT, entryOf('stages', 'name', 'Nowhere'), 'probability', 1), undefined);
    assert.equal(setValue(TEXT, entryOf('stages', 'name', 'Qualification'), 'exit_criteria', 'x'), undefined);
  });
});

describe('lists', () => {
  test('an item more', () => {
    edited(addItem(TEXT, entryOf('fields', 'name', 'Reason__c'), 'values', 'Lost, other'), 'Timing]', 'Timing, "Lost, other"]');
    edited(addItem(TEXT, entryOf('fields', 'name', 'Place__c'), 'values', 'East'), '      - South\n', '      - South\n      - East\n');
    edited(addItem(TEXT, root, 'competitors', 'Kestrel'), 'Orrery]', 'Orrery, Kestrel]');
  });

  test('entries that are called by a key', () => {
    const sources = 'values:\n  - { value: Web, means: "found us" }   # first\n  - value: Other\n    means: none of these\n';
    assert.equal(addItem(sources, root, 'values', 'Trade Show, 2026', 'value'), `${sources}  - { value: "Trade Show, 2026" }\n`);
    assert.equal(addItem(sources, root, 'values', 'Other', 'value'), undefined);
    assert.equal(removeItem(sources, root, 'values', 'Web', 'value'), 'values:\n  - value: Other\n    means: none of these\n');
    assert.equal(removeItem(sources, root, 'values', 'Other', 'value'), 'values:\n  - { value: Web, means: "found us" }   # first\n');
  });

  test('an item less, first or last, with its comment', () => {
    edited(removeItem(TEXT, entryOf('fields', 'name', 'Reason__c'), 'values', 'Price'), 'Price, ', '');
    edited(removeItem(TEXT, entryOf('fields', 'name', 'Reason__c'), 'values', 'Timing'), ', Timing', '');
    edited(removeItem(TEXT, entryOf('fields', 'name', 'Place__c'), 'values', 'North'), '      - North   # cold\n', '');
    assert.equal(removeItem(TEXT, root, 'competitors', 'Nobody'), undefined);
  });
});
