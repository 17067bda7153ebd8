/** Builds of small projects of their own: what must fail fails with a sentence, and nothing is built twice. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { smallProject } from '../testing/smallProject.ts';
import { buildPage } from './index.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-build-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** A project with one bundle on the record page of accounts. */
const project = (name: string, javascript: string, html?: string, onPage?: string): Promise<string> => smallProject(join(folder, name), { card: { javascript, ...(html === undefined ? {} : { html }) } }, onPage === undefined ? {} : { onPage: [onPage] });

const component = (imports: string, text = "''"): string => `import { LightningElement } from 'lwc';\n${imports}\nexport default class Card extends LightningElement { text = ${text}; }\n`;

test('a project builds, with its labels and the page of its object; the second time it is taken as it is', async () => {
  const root = await project('good', component("import hello from '@salesforce/label/c.hello';", 'hello'), '<template><lightning-icon icon-name="utility:check"></lightning-icon>{text}</template>');
  const said: string[] = [];
  const first = await buildPage({ projectDir: root, onProgress: (text) => said.push(text) });
  assert.deepEqual(said, ['Building the base components, once']);
  assert.deepEqual(first.recordPages, [{ object: 'Account', regions: { sidebar: [{ name: 'card', visibleWhen: [] }] } }]);
  const main = first.files.get(first.entry)?.toString() ?? '';
  assert.match(main, /Hello & welcome/);
  assert.ok([...first.files.keys()].some((path) => path.endsWith('/lightning_icon.js')));
  assert.ok(![...first.files.keys()].some((path) => path.endsWith('/lightning_datatable.js')), 'only what is needed');
  const icons = [...first.files].find(([path]) => path.endsWith('/icons-utility.js'))?.[1].toString() ?? '';
  assert.match(icons, /utility_check/);

  const second = await buildPage({ projectDir: root, onProgress: (text) => said.push(text) });
  assert.equal(said.length, 1);
  assert.deepEqual([...second.files.keys()].sort(), [...first.files.keys()].sort());

  await rm(join(root, '.handrail'), { recursive: true });
  const again = await buildPage({ projectDir: root });
  assert.equal(again.entry, first.entry);
  for (const [path, body] of first.files) {
    assert.ok(again.files.get(path)?.equals(body), `${path} differs from build to build`);
  }
  assert.equal((await readdir(join(root, '.handrail/preview'))).length, 2);
});

const failures: readonly [string, string, string | undefined, string | undefined, RegExp][] = [
  ['label', component("import nope from '@salesforce/label/c.nope';", 'nope'), undefined, undefined, /no custom label nope/],
  ['message channel', component("import nope from '@salesforce/messageChannel/Nope__c';", 'nope'), undefined, undefined, /no message channel Nope__c \(imported by .*card\.js\)\. Add it to force-app\/main\/default\/messageChannels\./],
  ['bundle', component("import { x } from 'c/nope';", 'x'), undefined, undefined, /c\/nope is not there/],
  ['tag', component(''), '<template><lightning-record-edit-form></lightning-record-edit-form></template>', undefined, /lightning\/recordEditForm is not there/],
  ['service', component("import { publish } from 'lightning/empApi';", 'publish'), undefined, undefined, /lightning\/empApi is not there/],
  ['export', component("import { missing } from 'lightning/uiRecordApi';", 'missing'), undefined, undefined, /cannot be built: .*"missing" is not exported/],
  ['component', component(''), undefined, 'nope', /record page, tab or action names the component c:nope/],
];
for (const [name, javascript, html, onPage, message] of failures) {
  test(`a ${name} that is not there fails the build`, async () => {
    await assert.rejects(buildPage({ projectDir: await project(name, javascript, html, onPage) }), message);
  });
}

test('tabs show an object, a page or a component', async () => {
  const root = await project('tabs', component(''));
  const tab = async (name: string, content: string): Promise<void> => {
    await mkdir(join(root, 'force-app/main/default/tabs'), { recursive: true });
    await writeFile(join(root, `force-app/main/default/tabs/${name}.tab-meta.xml`), `<?xml version="1.0"?><CustomTab xmlns="http://soap.sforce.com/2006/04/metadata">${content}</CustomTab>`);
  };
  await tab('Thing__c', '<customObject>true</customObject>');
  await tab('Card', '<label>Card</label><lwcComponent>card</lwcComponent>');
  await tab('Page', '<flexiPage>Account</flexiPage><label>Page</label>');
  const { tabs } = await buildPage({ projectDir: root });
  assert.deepEqual([...tabs].sort((one, other) => one.name.localeCompare(other.name)), [
    { name: 'Card', label: 'Card', object: null, components: ['card'] },
    { name: 'Page', label: 'Page', object: null, components: ['card'] },
    { name: 'Thing__c', label: null, object: 'Thing__c', components: [] },
  ]);
  await tab('Web', '<url>https://example.com</url>');
  await assert.rejects(buildPage({ projectDir: root }), /the tab Web shows neither/);
});

test('no project, no page', async () => {
  await assert.rejects(buildPage({ projectDir: join(folder, 'nowhere') }), /There is no sfdx-project\.json/);
});
