/** A local org with force-app deployed, the page, and the people and deals that the browser tests work with. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordInput, Session } from '../../local-org/engine/types.ts';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { deploySourceFolder } from '../../local-org/metadata/deploySource.ts';
import { createPreview } from '../index.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
export const TODAY = '2026-11-10';
export const REP = 'rep@handrail.local';
const ADMIN = 'admin@handrail.local';
export const MANAGER = 'manager@handrail.local';
export const CUSTOMER_SUCCESS = 'cs@handrail.local';

/** A rule of the org's own, as another package would bring it. */
export interface ForeignRule {
  readonly name: string;
  readonly formula: string;
  readonly message: string;
  readonly field?: string;
}

export interface GateOrg {
  readonly org: LocalOrg;
  readonly accountId: string;
  readonly contactIds: readonly string[];
  /** Makes a deal in any state, past the gates. */
  deal(fields: RecordInput): string;
  /** @param user who looks; the representative where nobody is named */
  recordUrl(id: string, user?: string): string;
  urlOf(object: string, id: string, user: string): string;
  read(id: string, fields: readonly string[]): Record<string, unknown>;
  /** Closes a deal as won, past the gates. */
  win(id: string): void;
  /** Codes of the rules that refuse the change when the representative makes it; nothing is written. */
  refusedCodes(id: string, changes: RecordInput): readonly string[];
  deployRules(rules: readonly ForeignRule[]): Promise<void>;
  close(): Promise<void>;
}

export interface GateOrgOptions {
  /** Another project than this one. */
  readonly projectDir?: string;
  /** What time it is in the org; absent: always the same. */
  readonly now?: () => Date;
}

export async function startGateOrg({ projectDir = PROJECT, now = () => new Date(`${TODAY}T15:00:00Z`) }: GateOrgOptions = {}): Promise<GateOrg> {
  const { operations } = await createPreview({ projectDir });
  const org = await startLocalOrg({ extraOperations: operations, clock: { now } });
  const deployed = await deploySourceFolder(org.metadata, org.session(ADMIN), projectDir, ['force-app/main', 'force-app/playbook']);
  if (!deployed.success) {
    await org.close();
    throw new Error(`force-app cannot be deployed: ${JSON.stringify(deployed.messages.find((message) => !message.success))}`);
  }
  assign(org, ADMIN, ['Handrail_Admin', 'Handrail_Playbook_RevOps']);
  assign(org, REP, ['Handrail_Rep', 'Handrail_Playbook_Edit']);
  assign(org, MANAGER, ['Handrail_Manager', 'Handrail_Rep', 'Handrail_Playbook_Edit']);
  assign(org, CUSTOMER_SUCCESS, ['Handrail_Rep', 'Handrail_Playbook_Edit']);
  const admin = org.session(ADMIN);
  const bypassing: Session = { ...admin, customPermissions: new Set(['Opportunity', 'Forecast', 'Closing'].map((family) => `Handrail_Bypass_${family}_Gates`)) };
  const insert = (object: string, fields: RecordInput): string => {
    const [result] = org.engine.insert(bypassing, object, [fields]);
    if (result === undefined || result.id === null) {
      throw new Error(JSON.stringify(result?.errors));
    }
    return result.id;
  };
  const accountId = insert('Account', { Name: 'Aldermoor Logistics' });
  const contactIds = [['Helena', 'Voss', 'CFO'], ['Ines', 'Carvalho', 'Purchasing Lead'], ['Tom', 'Berg', 'IT']]
    .map(([FirstName, LastName, Title]) => insert('Contact', { FirstName, LastName, Title, AccountId: accountId }));

  return {
    org,
    accountId,
    contactIds,
    deal: (fields) => insert('Opportunity', { Name: 'Fleet Visibility, 240 seats', AccountId: accountId, CloseDate: '2026-12-18', ...fields }),
    recordUrl: (id, user = REP) => `${org.url}/lightning/r/Opportunity/${id}/view?user=${user}`,
    urlOf: (object, id, user) => `${org.url}/lightning/r/${object}/${id}/view?user=${user}`,
    win(id) {
      const [result] = org.engine.update(bypassing, 'Opportunity', [{ Id: id, StageName: 'Closed Won', CloseDate: TODAY }]);
      if (result?.success !== true) {
        throw new Error(JSON.stringify(result?.errors));
      }
    },
    read: (id, fields) => org.engine.retrieve(admin, 'Opportunity', id, fields),
    refusedCodes(id, changes) {
      // The savepoint is undone in any case: asking must not move the deal.
      const undo = new Error('undo');
      let codes: readonly string[] = [];
      try {
        org.engine.transaction(() => {
          const [result] = org.engine.update(org.session(REP), 'Opportunity', [{ ...changes, Id: id }]);
          codes = (result?.errors ?? []).map((error) => /^\[([A-Z0-9-]+)\]/.exec(error.message)?.[1] ?? error.message);
          throw undo;
        });
      } catch (error) {
        if (error !== undo) {
          throw error;
        }
      }
      return codes;
    },
    async deployRules(rules) {
      const folder = await mkdtemp(join(tmpdir(), 'handrail-rules-'));
      try {
        await writeRules(folder, rules);
        const result = await deploySourceFolder(org.metadata, admin, folder, ['force-app']);
        if (!result.success) {
          throw new Error(JSON.stringify(result.messages.filter((message) => !message.success)));
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: () => org.close(),
  };
}

function assign(org: LocalOrg, username: string, names: readonly string[]): void {
  const admin = org.session(ADMIN);
  const sets = org.engine.query(admin, `SELECT Id FROM PermissionSet WHERE Name IN ('${names.join("', '")}')`).records;
  org.engine.insert(admin, 'PermissionSetAssignment', sets.map((set) => ({ AssigneeId: org.session(username).userId, PermissionSetId: set['Id'] })), { allOrNone: true });
}

async function writeRules(projectDir: string, rules: readonly ForeignRule[]): Promise<void> {
  const folder = join(projectDir, 'force-app/main/default/objects/Opportunity/validationRules');
  await mkdir(folder, { recursive: true });
  await writeFile(join(projectDir, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '67.0' }));
  for (const { name, formula, message, field } of rules) {
    await writeFile(join(folder, `${name}.validationRule-meta.xml`), `<?xml version="1.0" encoding="UTF-8"?>
<ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>${name}</fullName>
    <active>true</active>
    <errorConditionFormula>${formula}</errorConditionFormula>
${field === undefined ? '' : `    <errorDisplayField>${field}</errorDisplayField>\n`}    <errorMessage>${message}</errorMessage>
</ValidationRule>
`);
  }
}
