import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_SETTINGS } from '../engine/schema.ts';
import { buildSchema } from '../engine/schemaIndex.ts';
import { standardObjects } from './index.ts';
import { opportunityStages } from './picklists.ts';

/** With all that an org may have on. */
const schema = buildSchema(standardObjects, { ...DEFAULT_SETTINGS, features: new Set(standardObjects.flatMap(({ feature }) => feature ?? [])) });

describe('standard objects', () => {
  test('have unique names and every lookup points at an object that is here', () => {
    const names = standardObjects.map((object) => object.apiName);
    assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
    const dangling = standardObjects.flatMap((object) => object.fields.flatMap((field) => field.referenceTo.filter((to) => schema.object(to) === undefined).map((to) => `${object.apiName}.${field.apiName} -> ${to}`)));
    assert.deepEqual(dangling, []);
  });

  for (const object of standardObjects) {
    test(`${object.apiName} is in order`, () => {
      const names = object.fields.map((field) => field.apiName.toLowerCase());
      assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), [], 'a field is defined twice');
      assert.equal(object.fields[0]?.apiName, 'Id');
      assert.ok(object.fields.filter((field) => field.nameField).length <= 1, 'more than one name field');
      for (const field of object.fields) {
        assert.equal(field.relationshipName !== null, field.type === 'reference', `${field.apiName}: relationship name`);
        assert.ok(!field.groupable || field.filterable, `${field.apiName}: groupable but not filterable`);
      }
    });
  }

  test('child relationships of a parent have different names', () => {
    for (const object of standardObjects) {
      const names = schema.children(object.apiName).flatMap((child) => (child.relationshipName === null ? [] : [`${child.relationshipName}`]));
      assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), [], object.apiName);
    }
  });

  test('key prefixes are those of every org', () => {
    const prefixes = Object.fromEntries(['Account', 'Contact', 'Lead', 'Opportunity', 'User', 'Task', 'Event', 'Campaign', 'PermissionSet', 'Organization'].map((name) => [name, schema.object(name)?.keyPrefix]));
    assert.deepEqual(prefixes, { Account: '001', Contact: '003', Lead: '00Q', Opportunity: '006', User: '005', Task: '00T', Event: '00U', Campaign: '701', PermissionSet: '0PS', Organization: '00D' });
  });

  test('stages are those of the classic default org', () => {
    assert.deepEqual(opportunityStages.map((stage) => [stage.name, stage.probability, stage.forecastCategoryName]), [
      ['Prospecting', 10, 'Pipeline'],
      ['Qualification', 10, 'Pipeline'],
      ['Needs Analysis', 20, 'Pipeline'],
      ['Value Proposition', 50, 'Pipeline'],
      ['Id. Decision Makers', 60, 'Pipeline'],
      ['Perception Analysis', 70, 'Pipeline'],
      ['Proposal/Price Quote', 75, 'Pipeline'],
      ['Negotiation/Review', 90, 'Pipeline'],
      ['Closed Won', 100, 'Closed'],
      ['Closed Lost', 0, 'Omitted'],
    ]);
  });
});
