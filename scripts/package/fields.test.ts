/** What an administrator reads of a field in Setup: what it is for, who owns it, and that it is in use. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPackage, textOf } from './testing/forceApp.ts';

const fields = [...readPackage('force-app/main'), ...readPackage('force-app/playbook')].filter(({ type, path }) => type === 'CustomField' && !path.includes('__mdt/'));

test('every field says what it is for, to users and to administrators, and is marked as active', () => {
  assert.ok(fields.length > 150, `only ${fields.length} fields were found`);
  const poor = fields.filter(({ content }) => textOf(content, 'description') === '' || textOf(content, 'inlineHelpText') === '' || textOf(content, 'businessStatus') !== 'Active');
  assert.deepEqual(poor.map(({ path }) => path), []);
});

test('fields of an object whose owners the playbook names, name them', () => {
  const of = (object: string): readonly string[] => fields.filter(({ path }) => path.startsWith(`force-app/playbook/default/objects/${object}/`)).map(({ content }) => textOf(content, 'description'));
  for (const [object, owners] of [['Lead', 'Owned by MKT and SAL.'], ['Opportunity', 'Owned by SAL and REV.'], ['Handrail_Handoff__c', 'Owned by SAL and CS.']] as const) {
    assert.ok(of(object).length > 10 && of(object).every((text) => text.includes(owners)), object);
  }
});
