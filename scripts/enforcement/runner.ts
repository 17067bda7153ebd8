/** Sends all cases through a way in, and says what the page foresees of each. */
import { strict as assert } from 'node:assert';
import { CAST } from '../demo/cast.ts';
import { BYPASS, REOPEN_PERMISSION, REOPENERS, type EnforcementCase, type Fields } from './cases.ts';
import { judgesOf } from '../gates/index.ts';
import type { GateWorld } from './gateWorld.ts';
import { foreseenBy, manifestOf } from './manifestAlone.ts';
import type { Prepared, Verdict, WayIn } from './waysIn.ts';

/** Users and days one after the other, so that a way in may send many cases at once. @returns verdicts by name of the case */
export async function through(gates: GateWorld, cases: readonly EnforcementCase[], wayIn: WayIn): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for (const group of Map.groupBy(cases, ({ user, today }) => `${today} ${user}`).values()) {
    gates.setDay(group[0]?.today ?? '');
    const answers = await wayIn(gates, group.map((each) => prepare(gates, each)));
    group.forEach(({ name }, index) => verdicts.set(name, answers[index] ?? []));
  }
  return verdicts;
}

/** Every case answers with the codes that were written for it, and with no others. */
export function agree(cases: readonly EnforcementCase[], actual: ReadonlyMap<string, Verdict>): void {
  const wrong = cases.filter(({ name, refused }) => actual.get(name)?.join() !== refused.join()).map(({ name, refused }) => ({ name, expected: refused, actual: actual.get(name) }));
  assert.deepEqual(wrong, []);
}

/** Every way in gets records of its own: a save that goes through changes them. */
function prepare(gates: GateWorld, each: EnforcementCase): Prepared {
  if (each.before === null) return { each, id: null, fields: each.save };
  const id = gates.make(each.object, each.before);
  each.requests?.forEach((request) => gates.request(id, request));
  if (each.kind === 'save') return { each, id, fields: each.save };
  // What the form for a clone holds: what is filled and may be created, without what flows stamp.
  const filled = Object.fromEntries(Object.keys(each.before).map((name) => [name, gates.read(each.object, id, [name])[name] as Fields[string]]));
  return { each, id: null, fields: { ...filled, ...each.save } };
}

/** Names of the records of the criteria that the org enforces. */
function enforcedRecords(gates: GateWorld): ReadonlySet<string> {
  const rows = gates.org.engine.query(gates.org.session(CAST.rep), 'SELECT DeveloperName, Enforced__c FROM Handrail_Criterion__mdt').records;
  return new Set(rows.filter((row) => row['Enforced__c'] === true).map((row) => String(row['DeveloperName'])));
}

/** What a tool foresees that has the gate manifest and the records. @param undecided gets what it could not decide */
export function byManifest(gates: GateWorld, undecided: string[]): WayIn {
  const manifest = manifestOf(gates.manifest, new Set([...enforcedRecords(gates)].map((name) => name.replaceAll('_', '-'))));
  const judges = judgesOf(manifest);
  return (_, cases) => Promise.resolve(cases.map(({ each, id, fields }) => {
    const paths = Object.keys(manifest.objects.find(({ apiName }) => apiName === each.object)?.fields ?? {});
    const before = id === null ? null : readPaths(gates, each.object, id, paths);
    const changes = { ...fields, ...gates.ofParents({ ...before, ...fields }, paths.filter(isOfParent)) };
    const now = `${each.today}T15:00:00.000Z`;
    const permissions = [...Object.values(BYPASS).flatMap(({ family }) => (bypasses(each.user, family, now) ? [`Handrail_Bypass_${family}_Gates`] : [])), ...reserved(each.user)];
    const { userId, timeZone } = gates.org.session(each.user);
    const verdict = foreseenBy(judges, { object: each.object, before, changes, permissions, userId, now, timeZone });
    undecided.push(...verdict.undecided.map(({ criterion, reason }) => `${each.name}: ${criterion}: ${reason}`));
    return verdict.refused.map(({ criterion }) => criterion).sort();
  }));
}

const isOfParent = (path: string): boolean => path.includes('.');

/** Fields of a record and, by path, of its parents. */
function readPaths(gates: GateWorld, object: string, id: string, paths: readonly string[]): Record<string, unknown> {
  const parents = paths.filter(isOfParent);
  const own = gates.read(object, id, [...new Set([...paths.filter((path) => !isOfParent(path)), ...parents.map(lookupOf)])]);
  return { ...own, ...gates.ofParents(own, parents) };
}

/** As the panel does it: the module says what is asked; mode, date, bypass and override are the page's to add. */
export const foreseen: WayIn = (gates, cases) => {
  const enforced = enforcedRecords(gates);
  return Promise.resolve(cases.map((each) => foreseenOf(gates, each, enforced)));
};

function foreseenOf(gates: GateWorld, { each, id, fields }: Prepared, enforced: ReadonlySet<string>): Verdict {
  const { module } = gates;
  const clock = { today: each.today, now: `${each.today}T15:00:00.000Z`, permissions: reserved(each.user) };
  const { stageField, fields: known, criteria } = module.objects[each.object] ?? assert.fail(each.object);
  const paths = [...new Set(criteria.flatMap((criterion) => criterion.fields.filter(isOfParent)))];
  const before = id === null ? null : readPaths(gates, each.object, id, [...Object.keys(known), ...paths]);
  const stage = stageField === null ? undefined : fields[stageField];
  const saved = { ...(typeof stage === 'string' ? module.stageChange(each.object, { ...before, ...fields }, stage) : {}), ...fields, ...(before === null ? { OwnerId: gates.org.session(each.user).userId } : {}) };
  const changes = { ...saved, ...gates.ofParents({ ...before, ...saved }, paths) };
  const values = before === null ? changes : module.recordAfter(each.object, before, changes);
  return module
    .criteriaAsked(each.object, before, changes, clock)
    .filter((criterion) => enforced.has(criterion.recordName) && criterion.effectiveFrom <= each.today && !bypasses(each.user, criterion.family, clock.now))
    .filter((criterion) => module.excusedUntil(criterion, values, clock) === null && !criterion.met(values, clock))
    .map((criterion) => criterion.id)
    .sort();
}

/** The page is told by the custom permission of its user. */
function bypasses(user: string, family: string, now: string): boolean {
  const held = BYPASS[user];
  return held?.family === family && (held.until === null || Date.parse(now) < Date.parse(held.until));
}

const reserved = (user: string): readonly string[] => (REOPENERS.has(user) ? [REOPEN_PERMISSION] : []);

/** `AccountId` of `Account.NumberOfEmployees`. */
export const lookupOf = (path: string): string => `${path.split('.')[0] ?? ''}Id`;
