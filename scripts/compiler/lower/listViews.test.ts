/** The list of deals past their stage's limit says what a list view can say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Playbook } from '../../playbook/model.ts';
import { FRAGMENT, OPPORTUNITY, field } from '../fixtures/fragment.ts';
import { compilePlaybook } from '../index.ts';

const ENTERED = field('Opportunity', 'Handrail_Stage_Entered_At__c', 'DateTime', { automatic: true });

/** The fragment with these limits on its open stages, in order. */
function limited(...days: readonly (number | null)[]): Playbook {
  const open = OPPORTUNITY.stages.filter(({ closed }) => !closed).map(({ name }) => name);
  const stages = OPPORTUNITY.stages.map((stage) => ({ ...stage, maxDays: days[open.indexOf(stage.name)] ?? null }));
  return { ...FRAGMENT, objects: [{ ...OPPORTUNITY, stages, fields: [...OPPORTUNITY.fields, ENTERED] }] };
}

function viewOf(playbook: Playbook): { logic: string; values: string[] } | undefined {
  const { files, problems } = compilePlaybook(playbook);
  assert.deepEqual(problems, []);
  const text = files.find(({ path }) => path.endsWith('listViews/Handrail_Past_Max_Days.listView-meta.xml'))?.contents;
  return text === undefined ? undefined : { logic: /<booleanFilter>(.*)<\/booleanFilter>/.exec(text)?.[1] ?? '', values: [...text.matchAll(/<value>(.*)<\/value>/g)].map(([, value = '']) => value) };
}

test('stages with the same limit share two filters', () => {
  assert.deepEqual(viewOf(limited(14, 21, 14)), {
    logic: '(1 AND 2) OR (3 AND 4)',
    values: ['Prospecting,Needs Analysis', 'LAST_N_DAYS:14', 'Qualification', 'LAST_N_DAYS:21'],
  });
});

test('beyond ten filters the shortest limits take the next longer one', () => {
  const view = viewOf(limited(7, 10, 14, 21, 30, 45, 60));
  assert.equal(view?.logic, '(1 AND 2) OR (3 AND 4) OR (5 AND 6) OR (7 AND 8) OR (9 AND 10)');
  assert.deepEqual(view.values.slice(0, 2), ['Prospecting,Qualification,Needs Analysis', 'LAST_N_DAYS:14']);
});

test('a stage whose name has a comma is quoted', () => {
  const { objects: [object = OPPORTUNITY] } = limited(14);
  const stages = object.stages.map((stage) => (stage.name === 'Prospecting' ? { ...stage, name: 'Meet, greet' } : stage));
  assert.deepEqual(viewOf({ ...FRAGMENT, objects: [{ ...object, criteria: [], stages }] })?.values, ['&quot;Meet, greet&quot;', 'LAST_N_DAYS:14']);
});

test('without limits, or without the stamp, there is no list', () => {
  assert.equal(viewOf(limited()), undefined);
  assert.equal(viewOf(FRAGMENT), undefined);
});
