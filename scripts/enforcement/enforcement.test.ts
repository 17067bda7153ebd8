/**
 * Every case in which a gate is asked or not, through every way in: REST, Bulk API 2.0, the page's own requests, and what the page's module foresees
 * before anything is sent, and what is foreseen with the gate manifest alone. All have to name the same criteria. The page itself, in a browser: page.browser.test.ts.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { enforcementCases, type EnforcementCase } from './cases.ts';
import { startGateWorld, type GateWorld } from './gateWorld.ts';
import { agree, byManifest, foreseen, through } from './runner.ts';
import { bulk, rest, uiApi, type WayIn } from './waysIn.ts';

describe('enforcement', () => {
  let gates: GateWorld;
  let cases: readonly EnforcementCase[];
  before(async () => {
    gates = await startGateWorld();
    cases = enforcementCases(gates.world);
  });
  after(() => gates.close());

  const agrees = async (wayIn: WayIn): Promise<void> => agree(cases, await through(gates, cases, wayIn));

  test('each case has a name of its own', () => {
    assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
  });

  test('REST', () => agrees(rest));

  test('Bulk API 2.0', () => agrees(bulk));

  test('the requests of the page', () => agrees(uiApi));

  test('what the page foresees', () => agrees(foreseen));

  test('what is foreseen with the gate manifest alone', async () => {
    const undecided: string[] = [];
    await agrees(byManifest(gates, undecided));
    assert.deepEqual(undecided, []);
  });
});
