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
import type { Operation } from '../local-org/http/operation.ts';
import { BYPASS, INTEGRATION, SWITCHED_TO_ENFORCE, SWITCHED_TO_SHADOW, TODAY, type Fields, type Request, type World } from './cases.ts';
import { MANIFEST_FILE } from './manifestAlone.ts';
import { lookupOf } from './runner.ts';
import { compileWithOwn, deployOwnCriteria, PARTNER, textOf } from './ownCriteria.ts';
import { playbookModule, type PlaybookModule } from './playbookModule.ts';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const FAMILIES = ['Opportunity', 'Forecast', 'Closing', 'Handoff', 'Lead'];

export interface GateWorld {
  readonly org: LocalOrg;
  readonly world: World;
  /** What the page asks. */
  readonly module: PlaybookModule;
  /** Moves the clock of the org to the afternoon (UTC) of a day. */
  setDay(today: string): void;
  /** Text of the gate manifest. */
  readonly manifest: string;
  /** A record in any state, past every gate, owned by the representative. */
  make(object: string, fields: Fields): string;
  /** The representative asks for an override; the manager decides, where the request says so. */
  request(dealId: string, request: Request): void;
  /** All fields of a record that the playbook knows. */
  read(object: string, id: string, fields: readonly string[]): Record<string, unknown>;
  /** What the parents of a record hold, by path: `Account.NumberOfEmployees`. */
  ofParents(values: Readonly<Record<string, unknown>>, paths: readonly string[]): Record<string, unknown>;
  close(): Promise<void>;
}

/** @param extraOperations rows for the org's operation table, such as those of the page */
export async function startGateWorld(extraOperations: readonly Operation[] = []): Promise<GateWorld> {
  const clock = simulatedClock(new Date(`${TODAY}T15:00:00Z`));
  const files = await compileWithOwn(PROJECT);
  const org = await startLocalOrg({ clock, extraOperations });
  await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
  await switchModes(org);
  await deployOwnCriteria(org, files);
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
  const [partner] = org.engine.query(past, `SELECT Id FROM RecordType WHERE DeveloperName = '${PARTNER}'`).records;
  const account = make('Account', { Name: 'Aldermoor Logistics' });
  return {
    org,
    module: await playbookModule(textOf(files, 'lwc/handrailPlaybook/playbook.js')),
    manifest: textOf(files, MANIFEST_FILE),
    world: {
      account,
      enterprise: make('Account', { Name: 'Brackwater Group', NumberOfEmployees: 5_000 }),
      partnerType: String(partner?.['Id']),
      contact: make('Contact', { LastName: 'Voss', AccountId: account }),
      repUser,
      managerUser: org.session(CAST.manager).userId,
      wonDeal: make('Opportunity', { Name: 'Aldermoor base', AccountId: account, StageName: 'Closed Won', CloseDate: '2026-02-01' }),
    },
    setDay: (today) => clock.set(new Date(`${today}T15:00:00Z`)),
    make,
    request(dealId, { criterion, until, status, askedOn }) {
      const now = clock.now();
      clock.set(new Date(`${askedOn ?? TODAY}T15:00:00Z`));
      const Reason__c = 'The buyer names the person who signs in July.';
      const [made] = org.engine.insert(org.session(CAST.rep), 'Handrail_Override__c', [{ Opportunity__c: dealId, Criterion__c: criterion, Reason__c, Until__c: until, Status__c: 'Requested' }], { allOrNone: true });
      if (status !== 'Requested') org.engine.update(org.session(CAST.manager), 'Handrail_Override__c', [{ Id: made?.id, Status__c: status === 'Withdrawn' ? 'Granted' : status }], { allOrNone: true });
      if (status === 'Withdrawn') org.engine.update(org.session(CAST.rep), 'Handrail_Override__c', [{ Id: made?.id, Status__c: status }], { allOrNone: true });
      clock.set(now);
    },
    ofParents: (values, paths) => Object.fromEntries(paths.map((path) => {
      const [parent = '', field = ''] = path.split('.');
      const id = values[lookupOf(path)];
      const [row] = typeof id === 'string' ? org.engine.query(past, `SELECT ${field} FROM ${parent} WHERE Id = '${id}'`).records : [];
      return [path, row?.[field] ?? null];
    })),
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
