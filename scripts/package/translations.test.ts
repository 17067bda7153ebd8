/** German and Spanish: every text of the components, with the same places to fill in. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { deploySourceFolder } from '../local-org/metadata/deploySource.ts';
import { nodesOf, PROJECT, readPackage, textOf } from './testing/forceApp.ts';

const LANGUAGES = ['de', 'es'];
/** Salesforce's limit for a custom label and its translations. */
const MOST_CHARACTERS = 1000;

const ofType = (folder: string, type: string): ReturnType<typeof readPackage> => readPackage(folder).filter((file) => file.type === type);
const english = new Map(ofType('force-app/main', 'CustomLabels').flatMap(({ content }) => nodesOf(content, 'labels').map((label) => [textOf(label, 'fullName'), textOf(label, 'value')] as const)));
const translations = ofType('languages', 'Translations');
const places = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).toSorted();

test('the languages that ship', () => {
  assert.deepEqual(translations.map(({ name }) => name).toSorted(), LANGUAGES);
  assert.ok(english.size > 200, `only ${english.size} labels were found`);
});

for (const { name, content } of translations) {
  describe(name, () => {
    const texts = new Map(nodesOf(content, 'customLabels').map((label) => [textOf(label, 'name'), textOf(label, 'label')] as const));

    test('every label has a translation, and every translation a label', () => {
      assert.deepEqual([...texts.keys()].toSorted(), [...english.keys()].toSorted());
    });

    test('the same places, no more than fits, nobody is shouted at', () => {
      for (const [label, text] of texts) {
        assert.deepEqual(places(text), places(english.get(label) ?? ''), label);
        assert.ok(text.trim() !== '' && text.length <= MOST_CHARACTERS, label);
        assert.doesNotMatch(text, /[!¡]/, label);
      }
    });

    test('every app has a label', () => {
      assert.deepEqual(nodesOf(content, 'customApplications').map((app) => textOf(app, 'name')), ofType('force-app/main', 'CustomApplication').map((app) => app.name));
    });
  });
}

/** Names of competitors stay as they are. */
const PROPER_NAMES = new Set(['Orrery', 'Basalt', 'Kestrel']);
/** Salesforce's limit for the translated label of a field or a picklist value. */
const LONGEST_NAME = 40;
/** Its limit for the error message of a rule. */
const LONGEST_MESSAGE = 255;

const packaged = readPackage('force-app/main').concat(readPackage('force-app/playbook'));
const codeOf = (message: string): string => /^\[[A-Z]+(?:-[A-Z0-9]+)*\] /.exec(message)?.[0] ?? 'no code';
const objectOf = (path: string): string => /objects\/([^/]+)\//.exec(path)?.[1] ?? '';
const fields = packaged.filter(({ type, path }) => type === 'CustomField' && !path.includes('__mdt/'));
/** Picklist values by their English label, those of before included. */
const valuesOf = (field: (typeof fields)[number]): string[] =>
  nodesOf(field.content, 'valueSet').flatMap((set) => nodesOf(set, 'valueSetDefinition')).flatMap((definition) => nodesOf(definition, 'value')).map((value) => textOf(value, 'label') ?? '');

for (const language of LANGUAGES) {
  describe(`names of objects, fields and values: ${language}`, () => {
    const translated = new Map(ofType('languages', 'CustomObjectTranslation').filter(({ name }) => name.endsWith(`-${language}`)).map(({ name, content }) => [name.slice(0, -language.length - 1), content] as const));

    test('every field and every value has one, and nothing else has', () => {
      const expected = fields.map((field) => [`${objectOf(field.path)}.${field.name}`, valuesOf(field)] as const).toSorted(([left], [right]) => (left < right ? -1 : 1));
      const found = [...translated].flatMap(([object, content]) => nodesOf(content, 'fields').map((field) => [`${object}.${textOf(field, 'name') ?? ''}`, nodesOf(field, 'picklistValues').map((value) => textOf(value, 'masterLabel') ?? '')] as const)).toSorted(([left], [right]) => (left < right ? -1 : 1));
      assert.ok(expected.length > 150);
      assert.deepEqual(found, expected);
    });

    test('no name is empty or longer than fits, and no two values of a field read the same', () => {
      for (const [object, content] of translated) {
        for (const field of nodesOf(content, 'fields')) {
          const where = `${object}.${textOf(field, 'name') ?? ''}`;
          const values = nodesOf(field, 'picklistValues').map((value) => textOf(value, 'translation') ?? '');
          for (const text of [textOf(field, 'label') ?? '', ...values]) assert.ok(text.trim() !== '' && text.length <= LONGEST_NAME, `${where}: ${text}`);
          assert.equal(new Set(values).size, values.length, where);
        }
      }
    });

    test('every rule of the playbook says its message, with its code, and every field its help text', () => {
      const generated = readPackage('force-app/playbook');
      const rules = generated.filter(({ type }) => type === 'ValidationRule').map(({ path, name, content }) => [`${objectOf(path)}.${name}`, textOf(content, 'errorMessage') ?? ''] as const);
      const said = new Map([...translated].flatMap(([object, content]) => nodesOf(content, 'validationRules').map((rule) => [`${object}.${textOf(rule, 'name') ?? ''}`, textOf(rule, 'errorMessage') ?? ''] as const)));
      assert.equal(rules.length, 58 + 6);
      assert.deepEqual([...said.keys()].toSorted(), rules.map(([name]) => name).toSorted());
      for (const [name, message] of rules) {
        const text = said.get(name) ?? '';
        assert.equal(codeOf(text), codeOf(message), name);
        assert.notEqual(text, message, name);
        assert.ok(text.length <= LONGEST_MESSAGE, `${name}: ${text.length}`);
      }
      const helped = generated.filter(({ type, content }) => type === 'CustomField' && textOf(content, 'inlineHelpText') !== '').map(({ path, name }) => `${objectOf(path)}.${name}`);
      const helps = [...translated].flatMap(([object, content]) => nodesOf(content, 'fields').flatMap((field) => (textOf(field, 'help') === '' ? [] : [`${object}.${textOf(field, 'name') ?? ''}`])));
      assert.ok(helped.length > 80);
      assert.deepEqual(helped.filter((field) => !helps.includes(field)), []);
    });

    test('a message calls fields as they are called on the page', () => {
      const wrong: string[] = [];
      for (const { path, name, content } of packaged.filter(({ type, path }) => type === 'ValidationRule' && path.startsWith('force-app/playbook'))) {
        const node = translated.get(objectOf(path));
        const names = new Map((node === undefined ? [] : nodesOf(node, 'fields')).map((field) => [textOf(field, 'name') ?? '', textOf(field, 'label') ?? ''] as const));
        const said = textOf((node === undefined ? [] : nodesOf(node, 'validationRules')).find((rule) => textOf(rule, 'name') === name) ?? {}, 'errorMessage') ?? '';
        let message = (textOf(content, 'errorMessage') ?? '').replace(/^\[\S+\]/, '');
        const labels = fields.filter((field) => objectOf(field.path) === objectOf(path)).map((field) => [textOf(field.content, 'label') ?? '', names.get(field.name) ?? ''] as const);
        // Longer names first: one may begin with another.
        for (const [label, translation] of labels.toSorted(([left], [right]) => right.length - left.length)) {
          const without = message.replace(new RegExp(`(?<!\\w)${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`, 'g'), ' ');
          if (without !== message && !said.includes(translation)) wrong.push(`${name}: "${label}" is called "${translation}": ${said}`);
          message = without;
        }
      }
      assert.deepEqual(wrong, []);
    });

    test('objects of the package, their name fields, the sections of their layouts and the actions', () => {
      for (const { name } of packaged.filter(({ type, name: object }) => type === 'CustomObject' && object.startsWith('Handrail_') && !object.endsWith('__mdt'))) {
        const node = translated.get(name);
        assert.ok(node, name);
        assert.deepEqual(new Set(nodesOf(node, 'caseValues').map((value) => textOf(value, 'plural'))), new Set(['false', 'true']), name);
        assert.ok(textOf(node, 'gender') && textOf(node, 'nameFieldLabel'), name);
      }
      const sections = packaged.filter(({ type }) => type === 'Layout').flatMap(({ name, content }) => nodesOf(content, 'layoutSections').map((section) => `${name}: ${textOf(section, 'label') ?? ''}`));
      const found = [...translated].flatMap(([object, content]) => nodesOf(content, 'layouts').flatMap((layout) => nodesOf(layout, 'sections').map((section) => `${object}-${textOf(layout, 'layout') ?? ''}: ${textOf(section, 'section') ?? ''}`)));
      assert.deepEqual([...new Set(found)].toSorted(), [...new Set(sections)].toSorted());
      const actions = [...translated].flatMap(([object, content]) => nodesOf(content, 'quickActions').map((action) => `${object}.${textOf(action, 'name') ?? ''}`));
      assert.deepEqual(actions, packaged.filter(({ type }) => type === 'QuickAction').map(({ name }) => name));
    });

    test('no value was left in English by mistake', () => {
      const same = [...translated.values()].flatMap((content) => nodesOf(content, 'fields')).flatMap((field) => nodesOf(field, 'picklistValues')).filter((value) => textOf(value, 'masterLabel') === textOf(value, 'translation')).map((value) => textOf(value, 'masterLabel') ?? '');
      const allowed = new Set([...PROPER_NAMES, 'Starter', 'Growth', 'Scale', 'Demo', 'Test', 'Budget', 'Migration', 'Integration']);
      assert.deepEqual(same.filter((text) => !allowed.has(text)), []);
    });
  });
}

describe('deployed beside the package', () => {
  let org: LocalOrg;

  before(async () => {
    org = await startLocalOrg();
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
  });

  after(() => org.close());

  test('they are accepted', async () => {
    const admin = org.session(CAST.admin);
    const { messages } = await deploySourceFolder(org.metadata, admin, PROJECT, ['languages']);
    assert.deepEqual(messages.filter(({ success }) => !success), []);
    assert.deepEqual(org.metadata.list(admin, 'Translations').map(({ fullName }) => fullName).toSorted(), LANGUAGES);
    assert.equal(org.metadata.list(admin, 'CustomObjectTranslation').length, LANGUAGES.length * new Set(fields.map(({ path }) => objectOf(path))).size);
  });
});
