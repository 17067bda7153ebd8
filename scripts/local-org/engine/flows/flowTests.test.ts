/** The FlowTests that are shipped say what the flows do: each is played with records of this org. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { childOf, childrenOf, textOf, type XmlElement } from '../../metadata/xml/element.ts';
import { parseXml } from '../../metadata/xml/parse.ts';
import { ADMIN, MANAGER, startPackagedOrg, type PackagedOrg } from './packagedOrg.ts';

const FOLDER = new URL('../../../../force-app/main/default/flowtests/', import.meta.url);
/** Flows whose tests name no other records. */
const OBJECTS: Readonly<Record<string, string>> = { Handrail_Opportunity_Stamp: 'Opportunity', Handrail_Lead_Stamp: 'Lead', Handrail_Handoff_Stamp: 'Handrail_Handoff__c' };

let org: PackagedOrg;
before(async () => {
  org = await startPackagedOrg('2026-03-02T09:00:00Z');
});
after(() => org.client.org.close());

function inputs(root: XmlElement): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const parameters = childrenOf(root, 'testPoints').flatMap((point) => childrenOf(point, 'parameters'));
  return new Map(parameters.map((parameter) => {
    const { Id: _id, ...fields } = JSON.parse(textOf(childOf(parameter, 'value') ?? parameter, 'sobjectValue') ?? '{}') as Readonly<Record<string, unknown>>;
    return [textOf(parameter, 'type') ?? '', fields];
  }));
}

async function check(condition: XmlElement, object: string, id: string, message: string): Promise<void> {
  const field = (textOf(condition, 'leftValueReference') ?? '').replace('$Record.', '');
  const [value] = await org.read(object, id, field);
  const right = childOf(condition, 'rightValue') ?? condition;
  if (textOf(condition, 'operator') === 'IsNull') assert.equal(value === null, textOf(right, 'booleanValue') === 'true', message);
  else assert.equal(String(value), textOf(right, 'stringValue') ?? String(Number(textOf(right, 'numberValue'))), message);
}

describe('FlowTests', { concurrency: 1 }, () => {
  for (const name of readdirSync(fileURLToPath(FOLDER)).toSorted()) {
    const { root } = parseXml(readFileSync(new URL(name, FOLDER), 'utf8'));
    const object = OBJECTS[textOf(root, 'flowApiName') ?? ''];
    if (object === undefined) continue;
    test(textOf(root, 'label') ?? name, async () => {
      const records = inputs(root);
      const created = await org.client.call('POST', `/sobjects/${object}`, records.get('InputTriggeringRecordInitial'), { as: ADMIN });
      assert.equal(created.status, 201, created.text);
      const { id } = created.json as { readonly id: string };
      const updated = records.get('InputTriggeringRecordUpdated');
      if (updated !== undefined) await org.update(object, id, changesOf(records.get('InputTriggeringRecordInitial') ?? {}, updated), MANAGER);
      const assertions = childrenOf(root, 'testPoints').flatMap((point) => childrenOf(point, 'assertions'));
      assert.ok(assertions.length > 0);
      for (const assertion of assertions) {
        for (const condition of childrenOf(assertion, 'conditions')) await check(condition, object, id, textOf(assertion, 'errorMessage') ?? '');
      }
    });
  }
});

/** The fields that the second record changes. */
function changesOf(initial: Readonly<Record<string, unknown>>, updated: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(updated).filter(([name, value]) => initial[name] !== value));
}
