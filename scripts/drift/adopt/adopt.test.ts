/** Random changes of an org: adopting all of them leaves no finding, reverting all of them too. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { compilePlaybook } from '../../compiler/index.ts';
import { loadPlaybookTexts, type Playbook } from '../../playbook/index.ts';
import { listedPicklists } from '../read/described.ts';
import { compareWithOrg, declaredComponents, judgeAll } from '../index.ts';
import { withoutMissing } from '../notDeployed.ts';
import type { Components, OrgState, StageState } from '../orgState.ts';
import { parseComponents } from '../parseComponents.ts';
import { revertFiles } from '../revert/mdapi.ts';
import type { Finding } from '../types.ts';
import { adoptFindings, readTexts } from './index.ts';

const DIR = fileURLToPath(new URL('../../../config/playbook', import.meta.url));

type Texts = Awaited<ReturnType<typeof readTexts>>;
type Change = (org: OrgState) => OrgState;

let texts: Texts;
let playbook: Playbook;
let declared: Components;
let compiled: ReturnType<typeof compilePlaybook>['files'];
before(async () => {
  texts = await readTexts(DIR);
  const loaded = loadPlaybookTexts(DIR, [...texts]);
  assert.ok(loaded.playbook);
  playbook = loaded.playbook;
  compiled = compilePlaybook(playbook).files;
  declared = declaredComponents(compiled);
});

/** An org that is as declared. */
function clean(): OrgState {
  const picklists = new Map(listedPicklists(playbook).map(({ object, apiName, values = [] }) => [`${object}.${apiName}`, { values: values.map((name) => ({ name, label: name, active: true })), defaultValue: null }] as const));
  const stages = new Map(playbook.objects.filter((object) => object.stages.length > 0).map((object) => [object.apiName, object.stages.filter(({ rank }) => rank > 0).concat(object.stages.filter(({ rank }) => rank === 0)).map((stage): StageState => ({ ...stage, label: stage.name }))] as const));
  return { components: declared, stages, flows: null, bypasses: null, experiments: null, takingPart: null, required: null, picklists, reports: null, today: '2026-06-01', timeZone: 'UTC', changes: () => ({ by: null, at: null }), read: [], unread: [] };
}

function findingsOf(org: OrgState): Finding[] {
  return judgeAll(compareWithOrg(playbook, declared, org), playbook, org);
}

function findingsWith(files: Texts, org: OrgState): Finding[] {
  const loaded = loadPlaybookTexts(DIR, [...files]);
  assert.ok(loaded.playbook, JSON.stringify(loaded.problems));
  return judgeAll(compareWithOrg(loaded.playbook, declaredComponents(compilePlaybook(loaded.playbook).files), org), loaded.playbook, org);
}

function edit<T>(map: ReadonlyMap<string, T>, key: string, change: (value: T) => T): ReadonlyMap<string, T> {
  const value = map.get(key);
  assert.ok(value, key);
  return new Map(map).set(key, change(value));
}

/** What an earlier change took away is left alone. */
function editIfThere<T>(map: ReadonlyMap<string, T>, key: string, change: (value: T) => T): ReadonlyMap<string, T> {
  return map.has(key) ? edit(map, key, change) : map;
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([name]) => name !== key));
}

const inComponents = (change: (components: Components) => Partial<Components>): Change => (org) => ({ ...org, components: { ...org.components, ...change(org.components) } });

const PLAIN = ['Who signs: the buyer, or somebody else?', "It's #1 [really] {yes}", '  Two  spaces', '"Quoted" & <marked>'] as const;
const word = fc.constantFrom(...PLAIN, 'naïve ✓ text');

/** Changes that a person can make in Setup and the playbook has words for; each takes part once. */
function revertible(): fc.Arbitrary<Change> {
  const criteria = playbook.objects.flatMap((object) => object.criteria);
  const suffix = (id: string): string => id.replaceAll('-', '_');
  const mode = fc.constantFrom(...criteria.slice(0, 12)).map(({ id, mode: declaredMode }) =>
    inComponents(({ records }) => ({ records: editIfThere(records, `Handrail_Criterion.${suffix(id)}`, (record) => ({ ...record, values: { ...record.values, Enforced__c: declaredMode === 'enforce' ? 'false' : 'true' } })) })),
  );
  const message = fc.tuple(fc.constantFrom(...criteria.slice(12, 30)), fc.constantFrom(...PLAIN)).map(([{ id, object }, text]) =>
    inComponents(({ rules }) => ({ rules: editIfThere(rules, `${object}.Handrail_${suffix(id)}`, (rule) => ({ ...rule, message: `[${id}] ${text.trim()}` })) })),
  );
  const help = fc.tuple(fc.constantFrom(...[...declared.fields.values()].filter((field) => field.help !== null && field.formula === null)), word).map(([{ object, apiName }, text]) =>
    inComponents(({ fields }) => ({ fields: edit(fields, `${object}.${apiName}`, (field) => ({ ...field, help: text.trim() })) })),
  );
  const off = fc.constantFrom(...criteria).map(({ id, object }) => inComponents(({ rules }) => ({ rules: editIfThere(rules, `${object}.Handrail_${suffix(id)}`, (rule) => ({ ...rule, active: false })) })));
  const gone = fc.constantFrom(...criteria).map(({ id, object }) => inComponents(({ rules, records }) => ({ rules: without(rules, `${object}.Handrail_${suffix(id)}`), records: without(records, `Handrail_Criterion.${suffix(id)}`) })));
  const ownFields = [...declared.fields.values()].filter(({ formula }) => formula === null);
  const history = fc.constantFrom(...ownFields).map(({ object, apiName }) => inComponents(({ fields }) => ({ fields: edit(fields, `${object}.${apiName}`, (field) => ({ ...field, tracksHistory: !field.tracksHistory })) })));
  const status = fc.tuple(fc.constantFrom(...declared.fields.values()), fc.constantFrom('DeprecateCandidate', 'Hidden')).map(([{ object, apiName }, businessStatus]) => inComponents(({ fields }) => ({ fields: edit(fields, `${object}.${apiName}`, (field) => ({ ...field, businessStatus })) })));
  const numbers = ownFields.filter(({ type }) => type === 'Number' || type === 'Currency');
  const preset = fc.oneof(
    fc.tuple(fc.constantFrom(...numbers), fc.integer({ min: 1, max: 50 })).map(([field, value]) => [field, String(value)] as const),
    fc.constantFrom(...ownFields.filter(({ values }) => (values?.length ?? 0) > 1)).map((field) => [field, field.values?.at(-1)?.name ?? ''] as const),
    fc.constantFrom(...ownFields.filter(({ type }) => type === 'Text')).map((field) => [field, '"Asked"'] as const),
  ).map(([{ object, apiName }, value]) => inComponents(({ fields }) => ({ fields: edit(fields, `${object}.${apiName}`, (field) => ({ ...field, defaultValue: value })) })));
  const size = fc.tuple(fc.constantFrom(...ownFields.filter(({ type }) => type === 'Text')), fc.integer({ min: 20, max: 254 })).map(([{ object, apiName }, length]) =>
    inComponents(({ fields }) => ({ fields: edit(fields, `${object}.${apiName}`, (field) => ({ ...field, dimensions: field.dimensions.replace(/length=\d+/, `length=${length}`) })) })),
  );
  return fc.oneof(mode, message, help, off, gone, history, status, preset, size);
}

/** What a deploy mends and the playbook has no word for. */
const lists: Change = (org) => ({ ...org, components: { ...org.components, listViews: new Map([...org.components.listViews].map(([key, view]) => [key, { ...view, shows: 'Mine' }] as const)) } });

/** What adopting writes and no deploy mends. */
function stagesAndValues(): fc.Arbitrary<Change> {
  const probability = fc.tuple(fc.constantFrom('Qualification', 'Needs Analysis', 'Perception Analysis'), fc.integer({ min: 1, max: 99 })).map(([name, value]): Change => (org) => ({
    ...org, stages: edit(org.stages, 'Opportunity', (stages) => stages.map((stage) => (stage.name === name ? { ...stage, probability: value } : stage))),
  }));
  const value = fc.constantFrom('Handrail_Win_Reason__c', 'Handrail_Competitor__c').map((field) =>
    inComponents(({ fields }) => ({ fields: edit(fields, `Opportunity.${field}`, (state) => ({ ...state, values: [...(state.values ?? []), { name: 'Luck, mostly', label: 'Luck, mostly', active: true }] })) })),
  );
  // One value set: both fields show the change.
  const standard = fc.constantFrom('add', 'remove', 'default').map((how): Change => (org) => ({
    ...org,
    picklists: ['Lead.LeadSource', 'Opportunity.LeadSource'].reduce((picklists, key) => picklists && edit(picklists, key, (state) => ({
      values: how === 'add' ? [...state.values, { name: 'Trade Show', label: 'Trade Show', active: true }] : how === 'remove' ? state.values.filter(({ name }) => name !== 'Other') : state.values,
      defaultValue: how === 'default' ? 'Web' : state.defaultValue,
    })), org.picklists),
  }));
  return fc.oneof(probability, value, standard);
}

const SEED = 20_261;

describe('random changes of an org', () => {
  test('as declared there is none', () => assert.deepEqual(findingsOf(clean()), []));

  test('adopting everything leaves no finding, and every other line of the files as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(revertible(), stagesAndValues()), { minLength: 3, maxLength: 8 }), (changes) => {
        const org = changes.reduce((state, change) => change(state), clean());
        const findings = findingsOf(org);
        const { files, refused } = adoptFindings(DIR, texts, findings, findings, org);
        assert.deepEqual(refused, []);
        assert.deepEqual(findingsWith(new Map([...texts, ...files]), org), []);
        for (const [name, text] of files) {
          const lines = new Set((texts.get(name) ?? '').split('\n'));
          const others = text.split('\n').filter((line) => !lines.has(line));
          // A shared value set is written in the file of each object that shows it.
          assert.ok(others.length <= findings.length, `${name}: ${others.join('\n')}`);
        }
      }),
      { seed: SEED, numRuns: 6 },
    );
  });

  test('reverting everything leaves no finding', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 8, arbitrary: revertible() }, { weight: 1, arbitrary: fc.constant(lists) }), { minLength: 1, maxLength: 6 }), (changes) => {
        const org = changes.reduce((state, change) => change(state), clean());
        const { files } = revertFiles(compiled, findingsOf(org), '67.0');
        const decoder = new TextDecoder();
        const back = parseComponents([...files].map(([path, bytes]) => [path, decoder.decode(bytes)] as const));
        const components = { ...org.components, rules: new Map([...org.components.rules, ...back.rules]), fields: new Map([...org.components.fields, ...back.fields]), records: new Map([...org.components.records, ...back.records]), listViews: new Map([...org.components.listViews, ...back.listViews]) };
        assert.deepEqual(findingsOf({ ...org, components }), []);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });
});

describe('a rule that was switched off', () => {
  const RULE = 'Opportunity.Handrail_OPP_QUAL_01';
  const adopted = (files: Texts, org: OrgState): Texts => {
    const findings = findingsWith(files, org);
    const result = adoptFindings(DIR, files, findings, findings, org);
    assert.deepEqual(result.refused, []);
    return new Map([...files, ...result.files]);
  };
  const criterionIn = (files: Texts): string => /- id: OPP-QUAL-01\n(?: {8,}.*\n|\n)*/.exec(files.get('opportunity.yaml') ?? '')?.[0] ?? '';

  test('is adopted as a criterion that is off: one word changes, the rule is deployed inactive, nobody is asked, and nothing drifts', () => {
    const org = inComponents(({ rules }) => ({ rules: edit(rules, RULE, (rule) => ({ ...rule, active: false })) }))(clean());
    const files = adopted(texts, org);
    assert.equal(criterionIn(files), criterionIn(texts).replace('mode: enforce', 'mode: off'));
    assert.notEqual(criterionIn(files), criterionIn(texts));
    assert.deepEqual(findingsWith(files, org), []);
    const off = loadPlaybookTexts(DIR, [...files]).playbook;
    assert.ok(off);
    const built = compilePlaybook(off).files;
    assert.equal(declaredComponents(built).rules.get(RULE)?.active, false);
    assert.doesNotMatch(built.find(({ path }) => path.endsWith('handrailPlaybook/playbook.js'))?.contents ?? '', /'OPP-QUAL-01'/);
    assert.equal(built.find(({ path }) => path.endsWith('Handrail_Gate_Manifest.json'))?.contents.includes('"id": "OPP-QUAL-01"'), false);
  });

  test('switched on again it is found, and adopted with the mode the org asks in', () => {
    const off = adopted(texts, inComponents(({ rules }) => ({ rules: edit(rules, RULE, (rule) => ({ ...rule, active: false })) }))(clean()));
    const found = findingsWith(off, clean());
    assert.deepEqual(found.map(({ id, kind, severity, expected, actual }) => [id, kind, severity, expected, actual]), [['OPP-QUAL-01', 'rule-on', 'high', 'off', 'enforce']]);
    assert.equal(criterionIn(adopted(off, clean())), criterionIn(texts));
  });

  test('in shadow as well: the criterion is off, whatever its record says', () => {
    const org = inComponents(({ rules, records }) => ({
      rules: edit(rules, RULE, (rule) => ({ ...rule, active: false })),
      records: edit(records, 'Handrail_Criterion.OPP_QUAL_01', (record) => ({ ...record, values: { ...record.values, Enforced__c: 'false' } })),
    }))(clean());
    assert.match(criterionIn(adopted(texts, org)), /mode: off/);
  });
});

describe('a message that was moved to another field', () => {
  const moved = (own: Change): OrgState => inComponents(({ rules }) => ({ rules: edit(rules, 'Opportunity.Handrail_OPP_PROP_01', (rule) => ({ ...rule, message: '[OPP-PROP-01] Where is the scope?', errorField: 'Handrail_Scope_Link__c' })) }))(own(clean()));

  test('is adopted, though the record of the criterion still names the field before', () => {
    const org = moved(inComponents(({ paths }) => ({ paths: without(paths, 'Handrail_Opportunity') })));
    const all = findingsOf(org);
    const { files, refused } = adoptFindings(DIR, texts, all.filter(({ kind }) => kind === 'rule-message'), all, org);
    assert.deepEqual(refused, []);
    assert.match(files.get('opportunity.yaml') ?? '', /error_field: Handrail_Scope_Link__c\n(?: {8}.*\n)*? {8}message: Where is the scope\?\n/);
    assert.deepEqual(findingsWith(new Map([...texts, ...files]), org).map(({ kind }) => kind), ['path-missing']);
  });

  test('is not where the Path shows the field before: that takes a deploy, and the refusal says so', () => {
    const org = moved((same) => same);
    const findings = findingsOf(org);
    const { refused } = adoptFindings(DIR, texts, findings, findings, org);
    assert.deepEqual(refused.map(({ id }) => id), ['OPP-PROP-01']);
    assert.match(refused[0]?.reason ?? '', /drift: PATH-Opportunity-Proposal\/Price Quote \(path-changed\); write it into the playbook by hand, build and deploy$/);
  });
});

describe('a value set that leads and opportunities share', () => {
  const renamed = (): OrgState => ({ ...clean(), picklists: new Map([...(clean().picklists ?? [])].map(([key, state]) => [key, { ...state, values: state.values.map((value) => (value.name === 'Web' ? { ...value, name: 'Website', label: 'Website' } : value)) }] as const)) });
  const IDS = ['VALUES-LeadSource-Web', 'VALUES-LeadSource-Website'];

  test('is adopted from one finding into the list of sources', () => {
    const org = renamed();
    const findings = findingsOf(org);
    assert.deepEqual(findings.map(({ id }) => id), IDS);
    const { files, refused } = adoptFindings(DIR, texts, findings, findings, org);
    assert.deepEqual(refused, []);
    assert.deepEqual([...files.keys()], ['definitions.yaml']);
  });

  test('without that list into the files of both, and of no other', () => {
    const org = renamed();
    const apart = new Map([...texts].map(([name, text]) => [name, text.replace('values_from: lead_sources', 'values: [Web, Phone Inquiry, Partner Referral, Purchased List, Other]')] as const));
    const findings = findingsWith(apart, org);
    assert.deepEqual(findings.map(({ id }) => id), IDS);
    const { files, refused } = adoptFindings(DIR, apart, findings, findings, org);
    assert.deepEqual(refused, []);
    assert.deepEqual([...files.keys()].toSorted(), ['lead-fields.yaml', 'opportunity-fields.yaml']);
  });

  test('a source of before that is chosen anew is not adopted beside the one it counts as', () => {
    const former = new Map([...texts].map(([name, text]) => [name, text.replace("utm: ['*/organic', '*/cpc', '*/email']", 'was: [Trade Show]')] as const));
    const org: OrgState = { ...clean(), picklists: new Map([...(clean().picklists ?? [])].map(([key, state]) => [key, { ...state, values: key.endsWith('.LeadSource') ? [...state.values, { name: 'Trade Show', label: 'Trade Show', active: true }] : state.values }] as const)) };
    const findings = findingsWith(former, org);
    assert.deepEqual(findings.map(({ id }) => id), ['VALUES-LeadSource-Trade Show']);
    const { files, refused } = adoptFindings(DIR, former, findings, findings, org);
    assert.equal(files.size, 0);
    assert.match(refused[0]?.reason ?? '', /is a value of before that counts as another one/);
  });
});

describe('what is not adopted', () => {
  const refusal = (org: OrgState): (readonly [string, string])[] => {
    const findings = findingsOf(org);
    const { files, refused } = adoptFindings(DIR, texts, findings, findings, org);
    assert.equal(files.size, 0);
    return refused.map(({ kind, reason }) => [kind, reason] as const);
  };
  test('the count of what handoffs require follows from them', () => {
    const org = inComponents(({ fields }) => ({ fields: edit(fields, 'Handrail_Handoff__c.Items_Valid__c', (field) => ({ ...field, formula: '12' })) }))(clean());
    assert.deepEqual(findingsOf(org).map(({ kind, remedies }) => [kind, remedies.map(({ action }) => action)]), [['field-changed', ['revert', 'record', 'ignore']]]);
    assert.match(refusal(org)[0]?.[1] ?? '', /cannot count the items of handoffs: it has a formula of its own/);
  });

  const rule = (change: (rule: Components['rules'] extends ReadonlyMap<string, infer R> ? R : never) => object): OrgState =>
    inComponents(({ rules }) => ({ rules: edit(rules, 'Opportunity.Handrail_OPP_QUAL_01', (state) => ({ ...state, ...change(state) })) }))(clean());

  test('a rule off that guards the requests to pass a criterion', () => {
    const guard = inComponents(({ rules }) => ({ rules: edit(rules, 'Handrail_Override__c.Handrail_Override_Approver', (state) => ({ ...state, active: false })) }))(clean());
    assert.match(refusal(guard)[0]?.[1] ?? '', /belongs to no criterion that could be off/);
  });

  test('a message without its code, or longer than a rule can say', () => {
    assert.match(refusal(rule(() => ({ message: 'Buyer missing' })))[0]?.[1] ?? '', /begins with its code, \[OPP-QUAL-01\]/);
    assert.match(refusal(rule(() => ({ message: `[OPP-QUAL-01] ${'x'.repeat(250)}` })))[0]?.[1] ?? '', /would not be sound: .*opportunity\.yaml:\d+:\d+ /);
  });

  test('a label that rules name as a placeholder: adopting it would make them drift', () => {
    const org = inComponents(({ fields }) => ({ fields: edit(fields, 'Opportunity.Handrail_Pain__c', (state) => ({ ...state, label: 'Their Problem' })) }))(clean());
    assert.match(refusal(org)[0]?.[1] ?? '', /would make other parts of the org drift: OPP-QUAL-03 /);
  });

  test('of several, the one that is in the way is named, and no other', () => {
    const org = inComponents(({ fields, records }) => ({
      fields: edit(fields, 'Opportunity.Handrail_Pain__c', (state) => ({ ...state, label: 'Their Problem' })),
      records: edit(records, 'Handrail_Criterion.OPP_QUAL_01', (record) => ({ ...record, values: { ...record.values, Enforced__c: 'false' } })),
    }))(rule(() => ({ message: '[OPP-QUAL-01] Who signs?' })));
    const findings = findingsOf(org);
    assert.equal(findings.length, 3);
    assert.deepEqual(adoptFindings(DIR, texts, findings, findings, org).refused.map(({ id }) => id), ['FIELD-Opportunity-Handrail_Pain__c-label']);
  });

  test('a loss reason, since an entry says more than a name', () => {
    const org = inComponents(({ fields }) => ({ fields: edit(fields, 'Opportunity.Handrail_Loss_Reason__c', (state) => ({ ...state, values: [...(state.values ?? []), { name: 'Luck', label: 'Luck', active: true }] })) }))(clean());
    assert.match(refusal(org)[0]?.[1] ?? '', /the playbook's loss_reasons, whose entries say more than a name/);
    assert.deepEqual(findingsOf(org)[0]?.remedies.map(({ action }) => action), ['revert', 'record', 'ignore'], 'a remedy that would be refused is none');
  });

  test('anything of an org that has only a part of the playbook: what is there is half of a deploy, and nobody\'s decision', () => {
    const half = inComponents(({ records, fields }) => ({ rules: new Map(), fields: new Map([...fields].slice(0, 3)), records: new Map([...records].slice(0, 2)) }))(clean());
    const org = { ...half, stages: edit(half.stages, 'Opportunity', (stages) => stages.map((stage) => (stage.name === 'Qualification' ? { ...stage, probability: 17 } : stage))) };
    const all = judgeAll(withoutMissing(compareWithOrg(playbook, declared, org), declared, playbook), playbook, org);
    const { files, refused } = adoptFindings(DIR, texts, all.filter(({ kind }) => kind === 'stage-probability'), all, org);
    assert.deepEqual([files.size, refused.map(({ id }) => id)], [0, ['STAGE-Qualification-probability']]);
    assert.match(refused[0]?.reason ?? '', /^this org has the playbook only in part \(\d+ of \d+ components\).*sf project deploy start --source-dir force-app, then run handrail drift again$/);
  });

  test('one that cannot be adopted keeps the others from being written', () => {
    const org = inComponents(({ records }) => ({ records: edit(records, 'Handrail_Criterion.OPP_QUAL_01', (record) => ({ ...record, values: { ...record.values, Enforced__c: 'false' } })) }))(rule(() => ({ formula: 'FALSE' })));
    assert.deepEqual(refusal(org).map(([kind]) => kind), ['rule-formula']);
  });
});
