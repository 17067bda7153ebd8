/** What the package holds: kinds that an unlocked package takes, names that fit and collide with nobody's, pages that show every field. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodesOf, readPackage, textOf, type MetadataFile, type Node } from './testing/forceApp.ts';

const files = [...readPackage('force-app/main'), ...readPackage('force-app/playbook')];
const ofType = (type: string): readonly MetadataFile[] => files.filter((file) => file.type === type);
const objectOf = ({ path }: MetadataFile): string => /objects\/([^/]+)\//.exec(path)?.[1] ?? '';

/** Salesforce's Metadata Coverage Report, unlocked packages without a namespace, API version 64. */
const UNLOCKED: ReadonlySet<string> = new Set([
  'CompactLayout', 'CustomApplication', 'CustomField', 'CustomLabels', 'CustomMetadata', 'CustomObject', 'CustomPermission', 'CustomTab', 'Dashboard', 'DashboardFolder', 'FlexiPage', 'Flow', 'FlowTest', 'Layout',
  'LightningComponentBundle', 'ListView', 'PathAssistant', 'PermissionSet', 'QuickAction', 'Report', 'ReportFolder', 'ReportType', 'StaticResource', 'ValidationRule',
]);

test('everything may be in an unlocked package', () => {
  assert.ok(files.length > 300, `only ${files.length} files were found`);
  assert.deepEqual([...new Set(files.map(({ type }) => type))].filter((type) => !UNLOCKED.has(type)), []);
});

/** Kinds whose names an org shares with everybody else's; parts of the package's own objects are among themselves. */
const SHARED: ReadonlySet<string> = new Set(['CustomApplication', 'CustomObject', 'CustomPermission', 'CustomTab', 'Dashboard', 'DashboardFolder', 'FlexiPage', 'Flow', 'FlowTest', 'PathAssistant', 'PermissionSet', 'Report', 'ReportFolder', 'ReportType']);
const isShared = (file: MetadataFile): boolean => SHARED.has(file.type) || (/^(CustomField|ListView|ValidationRule|CompactLayout)$/.test(file.type) && !objectOf(file).startsWith('Handrail_'));

test('names begin with Handrail where others have theirs', () => {
  const names = files.filter(isShared).map(({ name }) => name);
  assert.deepEqual(names.filter((name) => !/^Handrail(?:_|$)/.test(name)), []);
});

/** Most characters of a developer name, by kind; 40 without `__c` for the rest. */
const NAME_LIMITS: Readonly<Record<string, number>> = { Flow: 80, FlexiPage: 80, FlowTest: 80, PermissionSet: 80 };
const WITHOUT_DEVELOPER_NAME: ReadonlySet<string> = new Set(['CustomLabels', 'CustomMetadata', 'Layout', 'LightningComponentBundle', 'QuickAction']);

test('names and labels are no longer than Salesforce takes', () => {
  const tooLong = files.filter(({ type, name }) => !WITHOUT_DEVELOPER_NAME.has(type) && name.replace(/__(c|mdt)$/, '').length > (NAME_LIMITS[type] ?? 40)).map(({ path }) => path);
  const labels = ['CompactLayout', 'CustomApplication', 'CustomField', 'CustomObject', 'ListView'].flatMap(ofType).filter(({ content }) => textOf(content, 'label').length > 40).map(({ path }) => path);
  assert.deepEqual([...tooLong, ...labels], []);
});

/** Texts of all elements of that name, however deep. */
function deep(node: Node, element: string): readonly string[] {
  return Object.entries(node).flatMap(([name, children]) => children.flatMap((child) => (typeof child === 'string' ? (name === element ? [child] : []) : deep(child, element))));
}

for (const object of ofType('CustomObject').map(({ name }) => name).filter((name) => name.endsWith('__c'))) {
  test(`${object} has a page that shows every field, a compact layout, a list and a tab`, () => {
    const [layout] = ofType('Layout').filter(({ path }) => path.includes(`/${object}-`));
    const shown = new Set(deep(layout?.content ?? {}, 'field'));
    assert.deepEqual(ofType('CustomField').filter((file) => objectOf(file) === object).map(({ name }) => name).filter((name) => !shown.has(name)), []);
    const definition = ofType('CustomObject').find(({ name }) => name === object)?.content ?? {};
    assert.ok(ofType('CompactLayout').some((file) => objectOf(file) === object && file.name === textOf(definition, 'compactLayoutAssignment')));
    assert.ok(ofType('ListView').some((file) => objectOf(file) === object));
    assert.ok(ofType('CustomTab').some(({ name }) => name === object));
  });
}

test('every field and object says what it is for', () => {
  const silent = [...ofType('CustomField'), ...ofType('CustomObject')].filter(({ content }) => textOf(content, 'description') === '').map(({ path }) => path);
  assert.deepEqual(silent, []);
});

test('the app opens on the package’s own pages', () => {
  const [app] = ofType('CustomApplication');
  const pages = Object.fromEntries(nodesOf(app?.content ?? {}, 'actionOverrides').map((node) => [textOf(node, 'pageOrSobjectType'), textOf(node, 'content')]));
  const recordPages = Object.fromEntries(ofType('FlexiPage').filter(({ content }) => textOf(content, 'type') === 'RecordPage').map(({ name, content }) => [textOf(content, 'sobjectType'), name]));
  assert.deepEqual(pages, { ...recordPages, 'standard-home': 'Handrail_Home' });
});
