/** What drift says rests on a field's history is what the facts themselves read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { READS } from '../drift/breaks.ts';
import { FACTS } from '../metrics/facts/index.ts';
import { HISTORIES } from '../metrics/facts/sources.ts';

test('facts that read the history of leads, and of which fields', () => {
  const facts = Object.values(FACTS);
  const reading = facts.filter(({ needs }) => needs.some((field) => field.startsWith('LeadHistory.'))).map(({ name }) => name);
  assert.ok(reading.length > 0);
  assert.deepEqual(Object.entries(READS).filter(([, { histories }]) => histories !== undefined).map(([name]) => name).toSorted(), reading.toSorted());
  for (const name of reading) assert.deepEqual(READS[name].histories, HISTORIES.LeadHistory?.map((field) => `Lead.${field}`));
});
