/** One local org with force-app as it is deployed, the people of the cases, and records in any state. */
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import type { Session } from '../local-org/engine/types.ts';
import { simulatedClock, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { deploySourceFolder } from '../local-org/metadata/deploySource.ts';
import { BYPASS, INTEGRATION, SWITCHED_TO_ENFORCE, SWITCHED_TO_SHADOW, TODAY, type Fields, type World } from './cases.ts';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const FAMILIES = ['Opportunity', 'Forecast', 'Closing', 'Handoff', 'Lead'];

export interface GateWorld {
  readonly org: LocalOrg;
  readonly world: World;
  /** Moves the clock of the org to the afternoon (UTC) of a day. */
  setDay(today: string): void;
  /** A record in any state, past every gate, owned by the representative. */
  make(object: string, fields: Fields): string;
  /** All fields of a record that the playbook knows. */
  read(object: string, id: string, fields: readonly string[]): Record<string, unknown>;
  close(): Promise<void>;
}

export async function startGateWorld(): Promise<GateWorld> {
  const clock = simulatedClock(new Date(`${TODAY}T15:00:00Z`));
  const org = await startLocalOrg({ clock });
  await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
  await switchModes(org);
  for (const [user, { family, until }] of Object.entries(BYPASS)) assign(org, user, `Handrail_Bypass_${family}`, until);
  assign(org, CAST.revops, 'Handrail_Rep');
  assign(org, INTEGRATION, 'Handrail_Playbook_Load');

  const { userId, username, profileName, timeZone } = org.session(CAST.admin);
  const past: Session = { userId, username, profileName, timeZone, customPermissions: new Set(FAMILIES.map((family) => `Handrail_Bypass_${family}_Gates`)) };
  const repUser = org.session(CAST.rep).userId;
  const make = (object: string, fields: Fields): string => {
    const [result] = org.engine.insert(past, object, [{ OwnerId: repUser, ...fields }]);
    if (result === undefined || result.id === null) throw new Error(`${object} cannot be made: ${JSON.stringify(result?.errors)}`);
    return result.id;
  };
  const account = make('Account', { Name: 'Aldermoor Logistics' });
  return {
    org,
    world: {
      account,
      contact: make('Contact', { LastName: 'Voss', AccountId: account }),
      repUser,
      managerUser: org.session(CAST.manager).userId,
      wonDeal: make('Opportunity', { Name: 'Aldermoor base', AccountId: account, StageName: 'Closed Won', CloseDate: '2026-02-01' }),
    },
    setDay: (today) => clock.set(new Date(`${today}T15:00:00Z`)),
    make,
    read: (object, id, fields) => org.engine.retrieve(past, object, id, fields),
    close: () => org.close(),
  };
}

function assign(org: LocalOrg, username: string, name: string, until: string | null = null): void {
  const admin = org.session(CAST.admin);
  const [set] = org.engine.query(admin, `SELECT Id FROM PermissionSet WHERE Name = '${name}'`).records;
  org.engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: org.session(username).userId, PermissionSetId: set?.['Id'], ExpirationDate: until }], { allOrNone: true });
}

/** As an administrator does it: the custom metadata record changes, no formula. */
async function switchModes(org: LocalOrg): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'handrail-modes-'));
  try {
    const target = join(folder, 'force-app/customMetadata');
    await mkdir(target, { recursive: true });
    await writeFile(join(folder, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '67.0' }));
    for (const [code, enforced] of [[SWITCHED_TO_SHADOW, false], [SWITCHED_TO_ENFORCE, true]] as const) {
      const file = `Handrail_Criterion.${code.replaceAll('-', '_')}.md-meta.xml`;
      await cp(join(PROJECT, 'force-app/playbook/default/customMetadata', file), join(target, file));
      const text = await readFile(join(target, file), 'utf8');
      const declared = `<value xsi:type="xsd:boolean">${!enforced}</value>`;
      if (!text.includes(declared)) throw new Error(`${code} is not declared as the case supposes`);
      await writeFile(join(target, file), text.replace(declared, `<value xsi:type="xsd:boolean">${enforced}</value>`));
    }
    const result = await deploySourceFolder(org.metadata, org.session(CAST.admin), folder, ['force-app']);
    if (!result.success) throw new Error(JSON.stringify(result.messages.filter((message) => !message.success)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
