/**
 * Every case in which a gate is asked or not, through every way in: REST, Bulk API 2.0, the page's own requests, and what the page's module foresees
 * before anything is sent, and what is foreseen with the gate manifest alone. All have to name the same criteria.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CAST } from '../demo/cast.ts';
import { BYPASS, enforcementCases, type EnforcementCase, type Fields } from './cases.ts';
import { PROJECT, startGateWorld, type GateWorld } from './gateWorld.ts';
import { judgesOf } from '../gates/index.ts';
import { foreseenBy, manifestOf } from './manifestAlone.ts';
import { loadPlaybookModule, type PlaybookModule } from './playbookModule.ts';
import { bulk, rest, uiApi, type Prepared, type Verdict, type WayIn } from './waysIn.ts';

describe('enforcement', () => {
  let gates: GateWorld;
  let module: PlaybookModule;
  let cases: readonly EnforcementCase[];

  before(async () => {
    [gates, module] = await Promise.all([startGateWorld(), loadPlaybookModule(PROJECT)]);
    cases = enforcementCases(gates.world);
  });
  after(() => gates.close());

  /** Every way in gets records of its own: a save that goes through changes them. */
  function prepare(each: EnforcementCase): Prepared {
    if (each.before === null) return { each, id: null, fields: each.save };
    const id = gates.make(each.object, each.before);
    if (each.kind === 'save') return { each, id, fields: each.save };
    // What the form for a clone holds: what is filled and may be created, without what flows stamp.
    const filled = Object.fromEntries(Object.keys(each.before).map((name) => [name, gates.read(each.object, id, [name])[name] as Fields[string]]));
    return { each, id: null, fields: { ...filled, ...each.save } };
  }

  /** Users and days one after the other, so that a way in may send many cases at once. */
  async function through(wayIn: WayIn): Promise<ReadonlyMap<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    const groups = Map.groupBy(cases, ({ user, today }) => `${today} ${user}`);
    for (const group of groups.values()) {
      gates.setDay(group[0]?.today ?? '');
      const answers = await wayIn(gates, group.map(prepare));
      group.forEach(({ name }, index) => verdicts.set(name, answers[index] ?? []));
    }
    return verdicts;
  }

  const expected = (): ReadonlyMap<string, Verdict> => new Map(cases.map(({ name, refused }) => [name, refused]));

  function agrees(actual: ReadonlyMap<string, Verdict>): void {
    const wrong = [...expected()].filter(([name, refused]) => actual.get(name)?.join() !== refused.join()).map(([name, refused]) => ({ name, expected: refused, actual: actual.get(name) }));
    assert.deepEqual(wrong, []);
  }

  test('each case has a name of its own', () => {
    assert.equal(expected().size, cases.length);
  });

  test('REST', async () => agrees(await through(rest)));

  test('Bulk API 2.0', async () => agrees(await through(bulk)));

  test('the requests of the page', async () => agrees(await through(uiApi)));

  /** Names of the records of the criteria that the org enforces. */
  function enforcedRecords(): ReadonlySet<string> {
    const rows = gates.org.engine.query(gates.org.session(CAST.rep), 'SELECT DeveloperName, Enforced__c FROM Handrail_Criterion__mdt').records;
    return new Set(rows.filter((row) => row['Enforced__c'] === true).map((row) => String(row['DeveloperName'])));
  }

  test('what the page foresees', async () => {
    const enforced = enforcedRecords();
    agrees(await through((_, prepared) => Promise.resolve(prepared.map((each) => foreseen(each, enforced)))));
  });

  test('what is foreseen with the gate manifest alone', async () => {
    const manifest = await manifestOf(PROJECT, new Set([...enforcedRecords()].map((name) => name.replaceAll('_', '-'))));
    const judges = judgesOf(manifest);
    const undecided: string[] = [];
    const verdicts = await through((_, prepared) => Promise.resolve(prepared.map(({ each, id, fields }): Verdict => {
      const paths = Object.keys(manifest.objects.find(({ apiName }) => apiName === each.object)?.fields ?? {});
      const now = `${each.today}T15:00:00.000Z`;
      const permissions = Object.values(BYPASS).flatMap(({ family }) => (bypasses(each.user, family, now) ? [`Handrail_Bypass_${family}_Gates`] : []));
      const { userId, timeZone } = gates.org.session(each.user);
      const verdict = foreseenBy(judges, { object: each.object, before: id === null ? null : gates.read(each.object, id, paths), changes: fields, permissions, userId, now, timeZone });
      undecided.push(...verdict.undecided.map(({ criterion, reason }) => `${each.name}: ${criterion}: ${reason}`));
      return verdict.refused.map(({ criterion }) => criterion).sort();
    })));
    assert.deepEqual(undecided, []);
    agrees(verdicts);
  });

  /** The page is told by the custom permission of its user. */
  function bypasses(user: string, family: string, now: string): boolean {
    const held = BYPASS[user];
    return held?.family === family && (held.until === null || Date.parse(now) < Date.parse(held.until));
  }

  /** As the panel does it: the module says what is asked; mode, date, bypass and override are the page's to add. */
  function foreseen({ each, id, fields }: Prepared, enforced: ReadonlySet<unknown>): Verdict {
    const clock = { today: each.today, now: `${each.today}T15:00:00.000Z` };
    const { stageField, fields: known } = module.objects[each.object] ?? assert.fail(each.object);
    const before = id === null ? null : gates.read(each.object, id, Object.keys(known));
    const stage = stageField === null ? undefined : fields[stageField];
    const changes = { ...(typeof stage === 'string' ? module.stageChange(each.object, { ...before, ...fields }, stage) : {}), ...fields, ...(before === null ? { OwnerId: gates.org.session(each.user).userId } : {}) };
    const values = before === null ? changes : module.recordAfter(each.object, before, changes);
    return module
      .criteriaAsked(each.object, before, changes, clock)
      .filter((criterion) => enforced.has(criterion.recordName) && criterion.effectiveFrom <= each.today && !bypasses(each.user, criterion.family, clock.now))
      .filter((criterion) => module.excusedUntil(criterion, values, clock) === null && !criterion.met(values, clock))
      .map((criterion) => criterion.id)
      .sort();
  }
});
