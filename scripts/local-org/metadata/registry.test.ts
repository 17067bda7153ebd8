import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standardObjects } from '../standard/index.ts';
import { elementsOf, isKnownType } from './elements/index.ts';
import { CHILD_TYPES, FOLDER_TYPES, METADATA_TYPES } from './registry.ts';
import { ROW_WRITERS } from './rows/writers.ts';
import { FIELD_SHAPES } from './schema/fields.ts';
import { STANDARD_VALUE_SETS } from './schema/valueSets.ts';
import { settingsNames } from './standardComponents.ts';

test('every metadata type has its elements, and every part is an element of its parent', () => {
  for (const { xmlName } of METADATA_TYPES) if (xmlName !== 'Settings') assert.ok(isKnownType(xmlName), xmlName);
  for (const { xmlName, parent, elementName } of CHILD_TYPES) assert.equal(elementsOf(parent).get(elementName)?.type, xmlName);
  for (const folder of Object.keys(FOLDER_TYPES)) assert.ok(isKnownType(folder), folder);
  for (const name of settingsNames()) assert.ok(isKnownType(`${name}Settings`), name);
});

test('tables speak of types, fields and values that exist', () => {
  const types = new Set([...METADATA_TYPES, ...CHILD_TYPES].map((type) => type.xmlName));
  for (const type of Object.keys(ROW_WRITERS)) assert.ok(types.has(type) || type in FOLDER_TYPES, type);
  for (const type of Object.keys(FIELD_SHAPES)) assert.ok(elementsOf('CustomField').has('type') && type !== '', type);
  const fields = new Set(standardObjects.flatMap((object) => object.fields.map((field) => `${object.apiName}.${field.apiName}`)));
  for (const { object, field } of Object.values(STANDARD_VALUE_SETS).flat()) assert.ok(fields.has(`${object}.${field}`), `${object}.${field}`);
});

test('key prefixes have three characters', () => {
  for (const { xmlName, keyPrefix } of [...METADATA_TYPES, ...CHILD_TYPES]) assert.match(keyPrefix, /^[0-9A-Za-z]{3}$/, xmlName);
});
