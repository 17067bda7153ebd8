/** The FlowTests that are shipped say what the flows do: each is played with records of this org. */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { childOf, childrenOf, textOf, type XmlElement } from '../../metadata/xml/element.ts';
import { parseXml } from '../../metadata/xml/parse.ts';
import { ADMIN, MANAGER, startPackagedOrg, type PackagedOrg } from './packagedOrg.ts';
import { VISITED } from './run.ts';

const FOLDER = new URL('../../../../force-app/main/default/flowtests/', import.meta.url);
const FLOWS = new URL('../../../../force-app/main/default/flows/', import.meta.url);

let org: PackagedOrg;
/** What the ids in the tests stand for: any record of that kind. */
const standIns: Record<string, string> = {};
const visited: { readonly flow: string; readonly element: string }[] = [];
const listen = (message: unknown): void => {
  visited.push(message as { readonly flow: string; readonly element: string });
};

before(async () => {
  org = await startPackagedOrg('2026-03-02T09:00:00Z');
  const AccountId = await org.client.create('Account', { Name: 'Flow Test Ltd' });
  standIns['006000000000001AAA'] = await org.client.create('Opportunity', { Name: 'Flow Test', AccountId, StageName: 'Prospecting', CloseDate: '2026-06-30', LeadSource: 'Web' });
  standIns['003000000000001AAA'] = await org.client.create('Contact', { LastName: 'Flow Test', AccountId });
  standIns['00Q000000000001AAA'] = await org.client.create('Lead', { LastName: 'Flow Test', Company: 'Flow Test Ltd' });
  // Whoever tries a flow out is let past the gates, and decides on overrides.
  for (const [user, set] of [[ADMIN, 'Handrail_Bypass_Opportunity'], [ADMIN, 'Handrail_Bypass_Closing'], [MANAGER, 'Handrail_Manager']] as const) {
    const [found] = await org.client.query(`SELECT Id FROM PermissionSet WHERE Name = '${set}'`);
    await org.client.create('PermissionSetAssignment', { AssigneeId: await org.userId(user), PermissionSetId: found?.['Id'] });
  }
  subscribe(VISITED, listen);
});
after(async () => {
  unsubscribe(VISITED, listen);
  await org.client.org.close();
});

/** Its object and label. */
function flowOf(name: string): { readonly object: string; readonly label: string } {
  const { root } = parseXml(readFileSync(new URL(`${name}.flow-meta.xml`, FLOWS), 'utf8'));
  return { object: textOf(childOf(root, 'start') ?? root, 'object') ?? '', label: textOf(root, 'label') ?? '' };
}

function inputs(root: XmlElement): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const parameters = childrenOf(root, 'testPoints').flatMap((point) => childrenOf(point, 'parameters'));
  return new Map(parameters.map((parameter) => {
    const { Id: _id, ...fields } = JSON.parse(textOf(childOf(parameter, 'value') ?? parameter, 'sobjectValue') ?? '{}') as Readonly<Record<string, unknown>>;
    return [textOf(parameter, 'type') ?? '', Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, standIns[String(value)] ?? value]))];
  }));
}

async function check(condition: XmlElement, { object, label }: { readonly object: string; readonly label: string }, id: string, message: string): Promise<void> {
  const reference = textOf(condition, 'leftValueReference') ?? '';
  if (textOf(condition, 'operator') === 'WasVisited') {
    const wanted = textOf(childOf(condition, 'rightValue') ?? condition, 'booleanValue') === 'true';
    assert.equal(visited.some(({ flow, element }) => flow === label && element === reference), wanted, message);
    return;
  }
  const field = reference.replace('$Record.', '');
  const [value] = await org.read(object, id, field);
  const right = childOf(condition, 'rightValue') ?? condition;
  if (textOf(condition, 'operator') === 'IsNull') assert.equal(value === null, textOf(right, 'booleanValue') === 'true', message);
  else assert.equal(String(value), textOf(right, 'stringValue') ?? String(Number(textOf(right, 'numberValue'))), message);
}

describe('FlowTests', { concurrency: 1 }, () => {
  for (const name of readdirSync(fileURLToPath(FOLDER)).toSorted()) {
    const { root } = parseXml(readFileSync(new URL(name, FOLDER), 'utf8'));
    const flow = flowOf(textOf(root, 'flowApiName') ?? '');
    const { object } = flow;
    test(textOf(root, 'label') ?? name, async () => {
      const records = inputs(root);
      visited.length = 0;
      const created = await org.client.call('POST', `/sobjects/${object}`, records.get('InputTriggeringRecordInitial'), { as: ADMIN });
      assert.equal(created.status, 201, created.text);
      const { id } = created.json as { readonly id: string };
      const updated = records.get('InputTriggeringRecordUpdated');
      if (updated !== undefined) await org.update(object, id, changesOf(records.get('InputTriggeringRecordInitial') ?? {}, updated), object === 'Handrail_Override__c' ? MANAGER : ADMIN);
      const assertions = childrenOf(root, 'testPoints').flatMap((point) => childrenOf(point, 'assertions'));
      assert.ok(assertions.length > 0);
      for (const assertion of assertions) {
        for (const condition of childrenOf(assertion, 'conditions')) await check(condition, flow, id, textOf(assertion, 'errorMessage') ?? '');
      }
    });
  }
});

test('every flow has a test but the one that runs at a deletion, which flow tests do not support', () => {
  const tested = new Set(readdirSync(fileURLToPath(FOLDER)).map((name) => textOf(parseXml(readFileSync(new URL(name, FOLDER), 'utf8')).root, 'flowApiName')));
  const flows = readdirSync(fileURLToPath(FLOWS)).map((name) => name.replace('.flow-meta.xml', ''));
  assert.deepEqual(flows.filter((name) => !tested.has(name)), ['Handrail_Role_Count_Delete']);
});

/** The fields that the second record changes. */
function changesOf(initial: Readonly<Record<string, unknown>>, updated: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(updated).filter(([name, value]) => initial[name] !== value));
}
