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
  });
});
