/** Small Salesforce DX projects on disk, for tests of the build and of the stand-ins for the platform. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface SmallBundle {
  readonly javascript: string;
  readonly html?: string;
}

const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const META = `<?xml version="1.0"?><LightningComponentBundle ${XMLNS}><apiVersion>67.0</apiVersion></LightningComponentBundle>`;
const LABELS = `<?xml version="1.0"?><CustomLabels ${XMLNS}><labels><fullName>hello</fullName><value>Hello &amp; welcome</value></labels></CustomLabels>`;
const item = (name: string): string => `<itemInstances><componentInstance><componentName>${name}</componentName></componentInstance></itemInstances>`;
const page = (components: readonly string[]): string =>
  `<?xml version="1.0"?><FlexiPage ${XMLNS}><flexiPageRegions>${['force:detailPanel', ...components].map(item).join('')}<name>sidebar</name></flexiPageRegions><sobjectType>Account</sobjectType><type>RecordPage</type></FlexiPage>`;
const channel = (name: string): string => `<?xml version="1.0"?><LightningMessageChannel ${XMLNS}><isExposed>false</isExposed><masterLabel>${name}</masterLabel></LightningMessageChannel>`;

/**
 * A project whose record page of accounts shows bundles, with the label `hello`.
 * @param onPage names of the bundles in the sidebar; all of them where nothing is said
 * @param channels names of message channels, without `__c`
 * @returns its folder
 */
export async function smallProject(root: string, bundles: Readonly<Record<string, SmallBundle>>, { onPage = Object.keys(bundles), channels = [] }: { readonly onPage?: readonly string[]; readonly channels?: readonly string[] } = {}): Promise<string> {
  const source = 'force-app/main/default';
  const files: Record<string, string> = {
    // Where the LWC resolver stops looking upwards; every project has one.
    'package.json': '{}',
    'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }),
    [`${source}/labels/CustomLabels.labels-meta.xml`]: LABELS,
    [`${source}/flexipages/Account.flexipage-meta.xml`]: page(onPage),
    ...Object.fromEntries(channels.map((name) => [`${source}/messageChannels/${name}.messageChannel-meta.xml`, channel(name)])),
    ...Object.fromEntries(Object.entries(bundles).flatMap(([name, { javascript, html = '<template>{text}</template>' }]) => [
      [`${source}/lwc/${name}/${name}.js`, javascript],
      [`${source}/lwc/${name}/${name}.html`, html],
      [`${source}/lwc/${name}/${name}.js-meta.xml`, META],
    ])),
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}
