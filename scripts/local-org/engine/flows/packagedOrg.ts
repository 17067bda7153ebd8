/** For tests: an org with force-app deployed, its users equipped, and a clock to set. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { simulatedClock } from '../../clock.ts';
import { startTestOrg, type Answer, type TestOrg } from '../../http/testClient.ts';
import { deploySourceFolder } from '../../metadata/deploySource.ts';

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));

export const ADMIN = 'admin@handrail.local';
export const REP = 'rep@handrail.local';
export const MANAGER = 'manager@handrail.local';
export const CS = 'cs@handrail.local';
export const SYNC = 'sync@handrail.local';

/** Permission sets beyond what everyone at work with the package holds. */
const EQUIPMENT: Readonly<Record<string, readonly string[]>> = {
  [ADMIN]: ['Handrail_Admin', 'Handrail_Playbook_Load'],
  [REP]: ['Handrail_Rep', 'Handrail_Playbook_Edit'],
  [MANAGER]: ['Handrail_Rep', 'Handrail_Playbook_Edit', 'Handrail_Bypass_Opportunity', 'Handrail_Reopen_Deals'],
  [CS]: ['Handrail_Rep', 'Handrail_Playbook_Edit'],
  [SYNC]: ['Handrail_Rep', 'Handrail_Playbook_Edit', 'Handrail_Automation'],
};

type Fields = Readonly<Record<string, unknown>>;

export interface PackagedOrg {
  readonly client: TestOrg;
  /** Sets the org's clock. */
  at(instant: string): void;
  userId(username: string): Promise<string>;
  /** A change over the REST API that must succeed. */
  update(object: string, id: string, fields: Fields, as?: string): Promise<void>;
  /** A change over the REST API, whatever comes of it. */
  patch(object: string, id: string, fields: Fields, as?: string): Promise<Answer>;
  read(object: string, id: string, ...fields: readonly string[]): Promise<readonly unknown[]>;
}

/** As the REST API writes an instant. */
export const stamp = (instant: string): string => instant.replace('Z', '.000+0000');

/** Codes of the rules that an answer names: `[OPP-LOST-04]`. */
export const codes = (answer: Answer): readonly string[] => (answer.json as readonly { readonly message: string }[]).map(({ message }) => message.slice(0, message.indexOf(']') + 1));

async function idOf(client: TestOrg, object: string, where: string): Promise<string> {
  const [record] = await client.query(`SELECT Id FROM ${object} WHERE ${where}`);
  return String(record?.['Id']);
}

async function equip(client: TestOrg): Promise<void> {
  const deployed = await deploySourceFolder(client.org.metadata, client.org.session(ADMIN), PROJECT, ['force-app/main', 'force-app/playbook']);
  assert.equal(deployed.success, true, JSON.stringify(deployed.messages.find((message) => !message.success)));
  for (const [username, sets] of Object.entries(EQUIPMENT)) {
    const AssigneeId = await idOf(client, 'User', `Username = '${username}'`);
    for (const name of sets) await client.create('PermissionSetAssignment', { AssigneeId, PermissionSetId: await idOf(client, 'PermissionSet', `Name = '${name}'`) });
  }
}

/** Starts an org with the package; whoever starts it closes it. */
export async function startPackagedOrg(now: string): Promise<PackagedOrg> {
  const clock = simulatedClock(new Date(now));
  const client = await startTestOrg({ clock });
  try {
    await equip(client);
  } catch (error) {
    await client.org.close();
    throw error;
  }
  const patch: PackagedOrg['patch'] = (object, id, fields, as = REP) => client.call('PATCH', `/sobjects/${object}/${id}`, fields, { as });
  return {
    client,
    at: (instant) => clock.set(new Date(instant)),
    userId: (username) => idOf(client, 'User', `Username = '${username}'`),
    patch,
    update: async (object, id, fields, as) => {
      const answer = await patch(object, id, fields, as);
      assert.equal(answer.status, 204, answer.text);
    },
    read: async (object, id, ...fields) => {
      const [record] = await client.query(`SELECT ${fields.join(', ')} FROM ${object} WHERE Id = '${id}'`);
      return fields.map((field) => record?.[field]);
    },
  };
}
