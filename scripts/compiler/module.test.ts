import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compilePlaybook } from './index.ts';
import { FRAGMENT } from './fixtures/fragment.ts';
import { loadModule } from './fixtures/faces.ts';

/** What `speak` changes. */
interface SpokenPlaybook {
  readonly objects: Readonly<Record<string, { readonly criteria: readonly Record<string, unknown>[]; readonly stages: readonly Record<string, unknown>[] }>>;
  readonly playbook: { readonly serviceLevels: readonly Record<string, unknown>[] };
}

const module = await loadModule(FRAGMENT);
const clock = { today: '2026-05-03', now: '2026-05-03T12:00:00.000Z' };
const ids = (criteria: readonly { id: string }[]): string[] => criteria.map(({ id }) => id);
const deal = (facts: Record<string, string | number | null> = {}): Record<string, string | number | null> => ({ StageName: 'Qualification', ForecastCategoryName: 'Pipeline', ...facts });

test('a stage change brings up all gates on the way, and what the new stage itself asks', () => {
  assert.deepEqual(ids(module.criteriaFor('Opportunity', deal(), 'Needs Analysis', clock)), ['OPP-QUAL-01', 'OPP-QUAL-02']);
  assert.deepEqual(ids(module.criteriaFor('Opportunity', deal(), 'Negotiation/Review', clock)), ['OPP-QUAL-01', 'OPP-QUAL-02', 'OPP-NEED-02', 'OPP-PROP-02']);
  // QUAL-02 is asked in open stages only.
  assert.deepEqual(ids(module.criteriaFor('Opportunity', deal(), 'Closed Won', clock)), ['OPP-QUAL-01', 'OPP-NEED-02', 'OPP-PROP-02', 'OPP-WON-01', 'OPP-WON-02']);
  assert.deepEqual(ids(module.criteriaFor('Opportunity', deal(), 'Closed Lost', clock)), ['OPP-LOST-01']);
});

test('going back and staying ask nothing', () => {
  assert.deepEqual(ids(module.criteriaFor('Opportunity', deal({ StageName: 'Value Proposition' }), 'Needs Analysis', clock)), []);
  assert.deepEqual(ids(module.criteriaFor('Opportunity', deal({ StageName: 'Value Proposition' }), 'Value Proposition', clock)), []);
});

test('a criterion that does not apply to the deal is not asked', () => {
  assert.deepEqual(ids(module.criteriaFor('Opportunity', deal({ Handrail_Motion__c: 'Contraction' }), 'Needs Analysis', clock)), ['OPP-QUAL-01']);
});

test('undoing an answer asks its criterion again', () => {
  const late = deal({ StageName: 'Value Proposition', Handrail_Economic_Buyer__c: '003000000000001AAA' });
  assert.deepEqual(ids(module.criteriaAsked('Opportunity', late, { Handrail_Economic_Buyer__c: null }, clock)), ['OPP-QUAL-01']);
  assert.deepEqual(ids(module.criteriaAsked('Opportunity', late, { Amount: 5 }, clock)), []);
});

test('a gate is what ends the stage, with what the next stage asks on entering', () => {
  const gate = module.gateOf('Opportunity', 'Negotiation/Review');
  assert.equal(gate.next?.name, 'Closed Won');
  assert.deepEqual(ids(gate.criteria), ['OPP-WON-01', 'OPP-WON-02']);
  assert.deepEqual(ids(module.gateOf('Opportunity', 'Qualification').criteria), ['OPP-QUAL-01', 'OPP-QUAL-02']);
  assert.equal(module.gateOf('Opportunity', 'Closed Won').next, null);
});

test('a stage change keeps the forecast category where the new stage allows it', () => {
  assert.deepEqual(module.stageChange('Opportunity', deal({ ForecastCategoryName: 'Omitted' }), 'Needs Analysis'), { StageName: 'Needs Analysis', ForecastCategoryName: 'Omitted' });
  assert.deepEqual(module.stageChange('Opportunity', deal({ ForecastCategoryName: 'Commit' }), 'Needs Analysis'), { StageName: 'Needs Analysis', ForecastCategoryName: 'Pipeline' });
});

test('the rules see the stage before this one, as the packaged flow stamps it', () => {
  assert.deepEqual(module.recordAfter('Opportunity', deal(), { StageName: 'Closed Lost' }), { StageName: 'Closed Lost', ForecastCategoryName: 'Pipeline', Handrail_Previous_Stage__c: 'Qualification' });
  assert.equal('Handrail_Previous_Stage__c' in module.recordAfter('Opportunity', deal(), { Amount: 1 }), false);
});

test('fields to fill leave out what nobody fills by hand', () => {
  const editFields = Object.fromEntries((module.objects['Opportunity']?.criteria ?? []).map((criterion) => [criterion.id, criterion.editFields]));
  assert.deepEqual(editFields['OPP-QUAL-02'], ['NextStep', 'Handrail_Next_Step_Date__c']);
  assert.deepEqual(editFields['OPP-PROP-02'], ['Handrail_Discount__c', 'Handrail_Discount_Approver__c']);
  const required = Object.fromEntries((module.objects['Opportunity']?.criteria ?? []).map((criterion) => [criterion.id, criterion.requiredFields]));
  assert.deepEqual(required['OPP-QUAL-02'], ['NextStep', 'Handrail_Next_Step_Date__c'], 'both are asked for');
  assert.deepEqual(required['OPP-PROP-02'], [], 'an approver only above a discount');
  assert.deepEqual(editFields['OPP-NEED-02'], [], 'the counter is written by a flow');
});

for (const [name, file] of [['handrailPlaybook', 'playbook'], ['handrailDictionary', 'handrailDictionary']]) test(`c/${name} imports nothing and passes the type checker of the components`, () => {
  const source = compilePlaybook(FRAGMENT).files.find(({ path }) => path.endsWith(`/${name}/${file}.js`))?.contents ?? '';
  assert.match(source, /^export const /m);
  assert.doesNotMatch(source, /^import /m);
  const folder = mkdtempSync(join(tmpdir(), 'handrail-module-'));
  try {
    writeFileSync(join(folder, `${name}.js`), source);
    const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, '--ignoreConfig', '--noEmit', '--allowJs', '--checkJs', '--strict', '--noUnusedLocals', '--target', 'es2022', '--moduleResolution', 'bundler', '--module', 'es2022', join(folder, `${name}.js`)], { stdio: 'pipe' });
  } catch (error) {
    assert.fail(String((error as { stdout?: Buffer }).stdout ?? error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the entry imports one file for each language, and the texts of the user stand where everybody reads them', async () => {
  const bundle = new Map(compilePlaybook(FRAGMENT).files.flatMap(({ path, contents }) => (path.includes('/handrailPlaybook/') ? [[path.split('/').at(-1), contents] as const] : [])));
  assert.deepEqual([...bundle.keys()], ['de.js', 'handrailPlaybook.js', 'handrailPlaybook.js-meta.xml', 'language.js', 'playbook.js']);
  const load = async (name: string): Promise<Record<string, unknown>> => (await import(`data:text/javascript,${encodeURIComponent(bundle.get(name) ?? '')}#speaks`)) as Record<string, unknown>;
  const [own, { texts }, { speak, textsFor }] = (await Promise.all(['playbook.js', 'de.js', 'language.js'].map(load))) as [SpokenPlaybook, { texts: object }, { speak: (texts: object, playbook: object) => void; textsFor: (lang: string, languages: object) => unknown }];
  speak(texts, own);
  const of = (id: string): Record<string, unknown> => own.objects['Opportunity']?.criteria.find((criterion) => criterion.id === id) ?? {};
  assert.deepEqual([of('OPP-QUAL-01')['label'], of('OPP-QUAL-01')['message'], of('OPP-QUAL-01')['decision']], ['Entscheider benannt', '[OPP-QUAL-01] Wer gibt das Geld frei? In Entscheider "wählen" & speichern.', 'Decision of OPP-QUAL-01?']);
  assert.deepEqual([of('OPP-QUAL-02')['label'], of('OPP-QUAL-02')['decision']], ['Next step has a date ahead', 'Bewegt sich das?']);
  const stage = own.objects['Opportunity']?.stages.find(({ name }) => name === 'Qualification');
  assert.deepEqual([stage?.['buyerAction'], stage?.['purpose']], ['Bestätigt das Problem', 'Purpose of Qualification']);
  assert.equal(own.playbook.serviceLevels[0]?.['label'], 'Übergabe beantwortet');

  const languages = { de: 'German', es: 'Spanish', pt_BR: 'Brazilian', iw: 'Hebrew', zh_CN: 'simplified' };
  assert.deepEqual(['de', 'de-AT', 'es-MX', 'pt-BR', 'pt-PT', 'zh-TW', 'he', 'en-US'].map((lang) => textsFor(lang, languages)), ['German', 'German', 'Spanish', 'Brazilian', undefined, undefined, 'Hebrew', undefined]);
});

test('in one language the entry passes on the playbook, and nothing else is there', () => {
  const files = compilePlaybook({ ...FRAGMENT, translations: [] }).files.filter(({ path }) => path.includes('/handrailPlaybook/') && path.endsWith('.js'));
  assert.deepEqual(files.map(({ path }) => path.split('/').at(-1)), ['handrailPlaybook.js', 'playbook.js']);
  assert.match(files[0]?.contents ?? '', /\nexport \* from '\.\/playbook';\n$/);
});

test('the dictionary has every key of every metric, and what is as usual is there when it is read', async () => {
  const source = compilePlaybook(FRAGMENT).files.find(({ path }) => path.endsWith('/handrailDictionary.js'))?.contents ?? '';
  const { metrics } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as { metrics: readonly Record<string, unknown>[] };
  const [rate, coverage] = metrics;
  assert.deepEqual(Object.keys(rate ?? {}).toSorted(), Object.keys(coverage ?? {}).toSorted());
  assert.deepEqual([rate?.['target'], rate?.['minN'], rate?.['inputs'], rate?.['matureShare']], [{ low: 0.2, high: null }, 10, [], 0.8]);
  assert.deepEqual([coverage?.['target'], coverage?.['minN'], coverage?.['inputs'], coverage?.['means'], coverage?.['variants']], [{ low: null, high: null }, 0, ['quota'], null, []]);
  assert.deepEqual(rate?.['variants'], [{ unit: 'percent', usedIn: 'Board deck', id: 'amount', label: 'By amount', formula: 'sum of amount where outcome is won, divided by sum of amount' }]);
});
