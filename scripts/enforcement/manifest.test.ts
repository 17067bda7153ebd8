/** The gate manifest alone foresees what the org answers: random records are judged with it and saved through the org's own save pipeline. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { savesOf } from '../compiler/fixtures/saves.ts';
import { CAST } from '../demo/cast.ts';
import { judgesOf, type GateManifest } from '../gates/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import type { FieldDefinition, Playbook, PlaybookObject } from '../playbook/model.ts';
import { BYPASS, REOPENERS, REOPEN_PERMISSION, type Fields } from './cases.ts';
import { PROJECT, startGateWorld, type GateWorld } from './gateWorld.ts';
import { foreseenBy, MANIFEST_FILE, manifestOf } from './manifestAlone.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 15);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20260601);
const CODE = /\[([A-Z]+-[A-Z]+-\d+)\]/g;
/** Nobody makes a record without them. */
const NEEDED: Readonly<Record<string, Fields>> = {
  Opportunity: { Name: 'Aldermoor platform', StageName: 'Prospecting', CloseDate: '2026-09-30' },
  Lead: { LastName: 'Berg', Company: 'Berg Freight', Status: 'Open - Not Contacted' },
  Handrail_Handoff__c: { Type__c: 'Sales to Customer Success' },
};

let gates: GateWorld;
let playbook: Playbook;
let manifest: GateManifest;
let judges: ReturnType<typeof judgesOf>;

before(async () => {
  gates = await startGateWorld();
  const loaded = await loadPlaybook(join(PROJECT, 'config/playbook'));
  assert.ok(loaded.playbook);
  playbook = loaded.playbook;
  const rows = gates.org.engine.query(gates.org.session(CAST.rep), 'SELECT DeveloperName FROM Handrail_Criterion__mdt WHERE Enforced__c = true').records;
  manifest = manifestOf(await readFile(join(PROJECT, MANIFEST_FILE), 'utf8'), new Set(rows.map((row) => String(row['DeveloperName']).replaceAll('_', '-'))));
  judges = judgesOf(manifest);
});
after(() => gates.close());

/** What a user may write of the fields that rules read, in values that the org can store. */
function written(object: PlaybookObject, drawn: Fields, isNew: boolean): Fields {
  const { account, contact, repUser, managerUser, wonDeal } = gates.world;
  const ids: Readonly<Record<string, readonly string[]>> = { Account: [account], Contact: [contact], User: [repUser, managerUser], Opportunity: [wonDeal] };
  const read = new Set(Object.keys(manifest.objects.find(({ apiName }) => apiName === object.apiName)?.fields ?? {}));
  const isOwn = ({ apiName, automatic, revopsOnly, formula }: FieldDefinition): boolean => read.has(apiName) && !automatic && revopsOnly !== true && formula === undefined && apiName !== 'OwnerId';
  const needed = NEEDED[object.apiName] ?? {};
  const values = object.fields.filter(isOwn).flatMap((field): [string, Fields[string]][] => {
    const value = storable(field, drawn[field.apiName] ?? null, ids[field.referenceTo ?? ''] ?? []);
    return value === null && (isNew || field.apiName in needed) ? [] : [[field.apiName, value]];
  });
  return { ...(isNew ? { ...needed, ...(object.apiName === 'Handrail_Handoff__c' ? { Opportunity__c: wonDeal } : {}) } : {}), ...Object.fromEntries(values) };
}

function storable({ type, length, precision, scale }: FieldDefinition, value: Fields[string], ids: readonly string[]): Fields[string] {
  if (value === null || typeof value === 'boolean') return value;
  if (type === 'Lookup') return ids[String(value).charCodeAt(2) % ids.length] ?? null;
  if (type === 'Email') return 'tom@berg.example.com';
  if (type === 'Percent' || type === 'Number' || type === 'Currency') return Math.abs(Number(value)) < 10 ** Math.min((precision ?? 18) - (scale ?? 0), 3) || type === 'Currency' ? value : 15;
  return typeof value === 'string' && ['Text', 'TextArea', 'Phone'].includes(type) ? value.slice(0, type === 'Phone' ? 20 : (length ?? 255)) : value;
}

const changed = (from: Fields, to: Fields): Fields => Object.fromEntries(Object.entries(to).filter(([name, value]) => (from[name] ?? '') !== (value ?? '')));

/** A bypass as a user with an end date holds it, and what RevOps may besides. */
const permissionsOf = (user: string, now: string): readonly string[] => {
  const held = BYPASS[user];
  const bypass = held === undefined || (held.until !== null && now >= held.until) ? [] : [`Handrail_Bypass_${held.family}_Gates`];
  return REOPENERS.has(user) ? [...bypass, REOPEN_PERMISSION] : bypass;
};

describe('the manifest foresees what the org answers', () => {
  for (const name of Object.keys(NEEDED)) {
    test(name, () => {
      const object = playbook.objects.find(({ apiName }) => apiName === name) ?? assert.fail(name);
      const paths = Object.keys(manifest.objects.find(({ apiName }) => apiName === name)?.fields ?? {});
      const seen = { refused: 0, saved: 0 };
      for (const [index, criterion] of object.criteria.entries()) {
        for (const [turn, { before: was, after: is, today }] of fc.sample(savesOf(playbook, criterion), { seed: SEED + index, numRuns: RUNS }).entries()) {
          const user = [CAST.rep, CAST.rep, ...Object.keys(BYPASS)][turn % 5] ?? CAST.rep;
          gates.setDay(today);
          const start = was === null ? null : written(object, was, true);
          const target = written(object, is, was === null);
          let id: string | null = null;
          try {
            id = start === null ? null : gates.make(name, start);
          } catch {
            // No record of an org: a text that is too long, a value that is none.
            continue;
          }
          const changes = start === null ? target : changed(start, target);
          const session = gates.org.session(user);
          const present = id === null ? null : gates.read(name, id, paths);
          const now = `${today}T15:00:00.000Z`;
          const foreseen = foreseenBy(judges, { object: name, before: present, changes, permissions: permissionsOf(user, now), userId: session.userId, now, timeZone: session.timeZone });
          const [result] = id === null ? gates.org.engine.insert(session, name, [changes]) : gates.org.engine.update(session, name, [{ Id: id, ...changes }]);
          const messages = (result?.errors ?? []).map(({ message }) => message);
          const codes = messages.flatMap((message) => [...message.matchAll(CODE)].map(([, code = '']) => code)).sort();
          // Refused for another reason than a gate.
          if (codes.length < messages.length) continue;
          seen[codes.length > 0 ? 'refused' : 'saved'] += 1;
          assert.deepEqual({ refused: foreseen.refused.map(({ criterion: code }) => code).sort(), undecided: foreseen.undecided }, { refused: codes, undecided: [] }, JSON.stringify({ user, today, present, changes }));
        }
      }
      assert.ok(seen.refused >= RUNS / 2 && seen.saved >= RUNS / 2, JSON.stringify(seen));
    });
  }
});
