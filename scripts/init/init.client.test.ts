/** Init by the real command against orgs on this machine, and what the draft is good for afterwards. */
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { temporaryFolder } from '../shared/testing/folder.ts';
import { handrail, PROJECT, type Run } from '../cli/testing/run.ts';
import { compilePlaybook } from '../compiler/index.ts';
import { ADMIN_USERNAME, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { deploySourceFolder } from '../local-org/metadata/deploySource.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { allowFields, allowMetadata, deploy, livedInOrg, objectXml, ruleXml, stageSet, textXml } from './testing/orgs.ts';

interface Drafted {
  readonly result: {
    readonly files: readonly string[];
    readonly criteria: readonly { readonly id: string; readonly rule: string | null; readonly differs: readonly string[] }[];
    readonly notExpressed: readonly { readonly name: string; readonly kind: string; readonly reason: string }[];
    readonly coverage: { readonly unread: readonly string[]; readonly apiCalls: number; readonly budget: number };
  };
}

interface Drift {
  readonly result: { readonly findings: readonly { readonly id: string; readonly kind: string }[] };
}

/** A folder like a project's, so that nothing is written into this one. */
async function project(): Promise<string> {
  const dir = await temporaryFolder('init');
  await cp(join(PROJECT, 'sfdx-project.json'), join(dir, 'sfdx-project.json'));
  for (const part of ['objects/Handrail_Criterion__mdt', 'customPermissions']) await cp(join(PROJECT, 'force-app/main/default', part), join(dir, 'force-app/main/default', part), { recursive: true });
  await mkdir(join(dir, 'force-app/playbook'), { recursive: true });
  return dir;
}

/** A session id in place of an alias, as the commands take it together with the org's URL. */
function run(org: LocalOrg, dir: string, args: readonly string[], username = ADMIN_USERNAME): Promise<Run> {
  return handrail(args, { cwd: dir, env: { SF_ORG_INSTANCE_URL: org.url, SF_TARGET_ORG: org.login(username) } });
}

async function init(org: LocalOrg, dir: string, username = ADMIN_USERNAME): Promise<Drafted['result']> {
  const drafted = await run(org, dir, ['init', '--json'], username);
  assert.equal(drafted.exitCode, 0, drafted.stdout + drafted.stderr);
  const { playbook, problems } = await loadPlaybook(join(dir, 'config/playbook-draft'));
  assert.deepEqual(problems, []);
  assert.ok(playbook);
  assert.deepEqual(compilePlaybook(playbook).problems, []);
  return drafted.json<Drafted>().result;
}

async function buildAndDeploy(org: LocalOrg, dir: string): Promise<void> {
  const built = await handrail(['build', '--playbook', 'config/playbook-draft'], { cwd: dir });
  assert.equal(built.exitCode, 0, built.stderr);
  const result = await deploySourceFolder(org.metadata, org.session(ADMIN_USERNAME), dir, ['force-app/main', 'force-app/playbook']);
  assert.ok(result.success, JSON.stringify(result.messages.filter(({ success }) => !success)));
}

async function drift(org: LocalOrg, dir: string): Promise<string[]> {
  const answer = await run(org, dir, ['drift', '--playbook', 'config/playbook-draft', '--policy', 'config/playbook-draft/drift', '--json']);
  return answer.json<Drift>().result.findings.map(({ kind, id }) => `${kind} ${id}`);
}

const draftOf = (dir: string, name: string): Promise<string> => readFile(join(dir, 'config/playbook-draft', name), 'utf8');

describe('an org as it comes', () => {
  let org: LocalOrg;
  let dir: string;
  before(async () => {
    [org, dir] = await Promise.all([startLocalOrg(), project()]);
  });
  after(() => org.close());

  test('the draft passes check and stays inside its budget; deployed, it drifts from nothing', async () => {
    const result = await init(org, dir);
    assert.deepEqual(result.criteria, []);
    assert.deepEqual(result.coverage.unread, []);
    assert.ok(result.coverage.apiCalls > 0 && result.coverage.apiCalls <= result.coverage.budget);
    await buildAndDeploy(org, dir);
    assert.deepEqual(await drift(org, dir), []);
  });

  test('stages shown in another language, two won ones, and a process that leaves stages out: deployed, it drifts from nothing', async () => {
    const [own, folder] = await Promise.all([startLocalOrg(), project()]);
    try {
      const stages = stageSet([['Angebot', 40, 'BestCase'], ['Verhandlung', 80, 'Forecast'], ['Gewonnen', 100, 'Closed', 'won'], ['Gewonnen Rahmen', 100, 'Closed', 'won'], ['Verloren', 0, 'Omitted', 'lost']]);
      const shown = Object.fromEntries(Object.entries(stages).map(([path, text]) => [path, text.replace('<label>Angebot<', '<label>Angebot "läuft"<').replace('<label>Gewonnen Rahmen<', '<label>Gewonnen (Rahmenvertrag)<')]));
      deploy(own, shown, { StandardValueSet: ['OpportunityStage'] });
      const process = `<businessProcesses><fullName>Neu</fullName><isActive>true</isActive>${['Angebot', 'Gewonnen', 'Verloren'].map((name) => `<values><fullName>${name}</fullName><default>false</default></values>`).join('')}</businessProcesses>`;
      const rule = ruleXml({ name: 'Naechster_Schritt', formula: 'AND(ISPICKVAL(StageName, "Verhandlung"), ISBLANK(NextStep))', field: 'NextStep' });
      deploy(own, { 'objects/Opportunity.object': objectXml([process, rule]) }, { BusinessProcess: ['Opportunity.Neu'], ValidationRule: ['Opportunity.Naechster_Schritt'] });
      assert.equal((await init(own, folder)).criteria.length, 1);
      await buildAndDeploy(own, folder);
      assert.deepEqual(await drift(own, folder), []);
    } finally {
      await own.close();
    }
  });

  test('values shown under another name, and one that new records begin with: deployed, it drifts from nothing', async () => {
    const [own, folder] = await Promise.all([startLocalOrg(), project()]);
    try {
      const value = (name: string, label: string, isDefault = false): string => `<value><fullName>${name}</fullName><default>${isDefault}</default><label>${label}</label></value>`;
      const field = `<fields><fullName>Group__c</fullName><label>Group</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>${value('a', 'Erste Gruppe')}${value('b', 'b', true)}</valueSetDefinition></valueSet></fields>`;
      const rule = ruleXml({ name: 'Gruppe', formula: 'AND(IsWon, ISBLANK(TEXT(Group__c)))', field: 'Group__c' });
      deploy(own, { 'objects/Opportunity.object': objectXml([field, rule]) }, { CustomField: ['Opportunity.Group__c'], ValidationRule: ['Opportunity.Gruppe'] });
      const source = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'].map((name) => `<standardValue><fullName>${name}</fullName><default>false</default><label>${name === 'Web' ? 'Netz' : name}</label></standardValue>`).join('');
      deploy(own, { 'standardValueSets/LeadSource.standardValueSet': `<?xml version="1.0" encoding="UTF-8"?><StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata"><sorted>false</sorted>${source}</StandardValueSet>` }, { StandardValueSet: ['LeadSource'] });
      allowFields(own, ['Opportunity.Group__c']);
      assert.equal((await init(own, folder)).criteria.length, 1);
      assert.match(await draftOf(folder, 'opportunity-fields.yaml'), /name: Group__c[^]*?default: b\n/);
      await buildAndDeploy(own, folder);
      assert.deepEqual(await drift(own, folder), []);
    } finally {
      await own.close();
    }
  });

  test('an earlier draft is replaced with --force only, and what is no draft never is', async () => {
    const refused = await run(org, dir, ['init', '--json']);
    assert.equal(refused.exitCode, 2);
    assert.equal(refused.json<{ name: string }>().name, 'DraftExists');
    assert.equal((await run(org, dir, ['init', '--force'])).exitCode, 0);
    const own = 'object: Opportunity\n# mine\n';
    await writeFile(join(dir, 'config/playbook-draft/opportunity.yaml'), own);
    const kept = await run(org, dir, ['init', '--force', '--json']);
    assert.equal(kept.exitCode, 2);
    assert.equal(kept.json<{ name: string }>().name, 'NotADraft');
    assert.equal(await draftOf(dir, 'opportunity.yaml'), own);
  });

  test('a folder that cannot be one is named, and nothing is written', async () => {
    await writeFile(join(dir, 'a-file'), '');
    const answer = await run(org, dir, ['init', '--out', 'a-file', '--json']);
    assert.equal(answer.exitCode, 2);
    assert.match(answer.json<{ message: string }>().message, /a-file is no folder/);
  });
});

describe('an org with six stages, record types, rules and fields of its own', () => {
  let org: LocalOrg;
  let dir: string;
  let result: Drafted['result'];
  before(async () => {
    [org, dir] = await Promise.all([livedInOrg(), project()]);
    const saved = org.engine.insert(org.session(ADMIN_USERNAME), 'Opportunity', [
      { Name: 'One', StageName: 'Proposal', CloseDate: '2030-01-31', Amount: 5, Region__c: 'North', NextStep: 'TBD' },
      { Name: 'Two', StageName: 'Proposal', CloseDate: '2030-01-31', Amount: 5, Region__c: 'North', NextStep: 'Demo with Ada' },
      { Name: 'Held', StageName: 'Proposal', CloseDate: '2030-01-31', Amount: 5, Region__c: 'North', NextStep: '......' },
      { Name: 'Label', StageName: 'Proposal', CloseDate: '2030-01-31', Amount: 5, Region__c: 'North', NextStep: 'next step' },
      { Name: 'Three', StageName: 'Lost', CloseDate: '2020-01-31', Region__c: 'North', Loss_Reason__c: 'Price' },
    ]);
    assert.ok(saved.every(({ success }) => success), JSON.stringify(saved));
    result = await init(org, dir);
  });
  after(() => org.close());

  test('each rule is a criterion or has its reason', () => {
    assert.deepEqual(
      result.criteria.map(({ id, rule }) => [id, rule]),
      [
        ['OPP-DISC-01', 'Amount_from_Proposal'],
        ['OPP-PROP-01', 'Big_deal_buyer'],
        ['OPP-PROP-02', 'Energy_needs_site'],
        ['OPP-LOST-01', 'Loss_reason'],
        ['OPP-DISC-02', 'Next_step'],
        ['OPP-WON-01', 'Signed_or_explained'],
        ['OPP-PROP-03', 'Sure_deals'],
        ['LEAD-CNC-01', 'Why_not'],
      ],
    );
    assert.deepEqual(
      result.notExpressed.map(({ name, kind }) => [name, kind]),
      [['Locked_when_won', 'rule'], ['Never_negative', 'rule'], ['Old_rule', 'rule'], ['Signed_or_explained', 'part of a rule'], ['Sure_deals', 'part of a rule']],
    );
    assert.deepEqual(result.criteria.find(({ id }) => id === 'OPP-DISC-02')?.differs, ['a gate is cumulative: asked at Negotiation as well', 'a placeholder, or fewer than 3 characters, is no answer']);
    assert.deepEqual(result.criteria.find(({ id }) => id === 'OPP-DISC-01')?.differs, []);
  });

  test('the files say where a line comes from, how it is used, and what could not be said', async () => {
    const opportunity = await draftOf(dir, 'opportunity.yaml');
    assert.match(opportunity, /^# yaml-language-server: \$schema=\.\.\/schema\/opportunity\.schema\.json\n/);
    assert.match(opportunity, /# Record types: Direct Sale \(Direct\), Partner Sale \(Partner\)/);
    assert.match(opportunity, /- name: Proposal # 4 records of the last 12 months stand here/);
    // Of "TBD", "Demo with Ada", "......" and the label, one is an answer: 3 of 4.
    assert.match(opportunity, /require: NextStep # filled in 100 % of 4, 75 % of the answers are placeholders/);
    assert.match(opportunity, /# The rule says: Bitte „Nächster Schritt“ ausfüllen – sonst .*\n +message: Bitte "Nachster Schritt" ausfullen - sonst/);
    assert.match(opportunity, /decision: Finance forecasts from the proposal on/);
    assert.match(opportunity, /# +rule Locked_when_won: .*PRIORVALUE/);
    const lost = await draftOf(dir, 'closed-lost.yaml');
    assert.match(lost, /- reason: Price # 1 of the last 12 months/);
    assert.match(lost, /- reason: Timing # not used in the last 12 months/);
    assert.match(await draftOf(dir, 'lead.yaml'), /message: Say why this lead was closed\./);
    const fields = await draftOf(dir, 'opportunity-fields.yaml');
    assert.match(fields, /- name: Region__c # the org requires it on every save; filled in 100 % of 5/);
    assert.match(fields, /- name: Main_Competitor__c # may stand for Handrail_Competitor__c/);
    assert.match(await draftOf(dir, 'account-fields.yaml'), /- name: Industry\n/);
  });

  test('a rule about a field that the user cannot see has that as its reason', async () => {
    const own = await project();
    allowMetadata(org, 'rep@handrail.local');
    const result = await init(org, own, 'rep@handrail.local');
    assert.deepEqual(result.criteria.map(({ id, rule }) => [id, rule]), [['OPP-DISC-01', 'Amount_from_Proposal'], ['OPP-DISC-02', 'Next_step'], ['OPP-PROP-01', 'Sure_deals']]);
    assert.equal(result.notExpressed.find(({ name }) => name === 'Loss_reason')?.reason, 'the user who drafted this cannot see Loss_Reason__c, so how it is asked is not known');
    assert.doesNotMatch(await draftOf(own, 'opportunity-fields.yaml'), /Loss_Reason__c/);
  });

  test('a user without the right to read metadata gets no draft that lacks the rules', async () => {
    const own = await project();
    const files = (await readdir(own, { recursive: true })).toSorted();
    const refused = await run(org, own, ['init', '--json'], 'cs@handrail.local');
    assert.equal(refused.exitCode, 1);
    assert.match(refused.json<{ message: string }>().message, /lacks the permission "Modify Metadata Through Metadata API Functions"/);
    assert.deepEqual((await readdir(own, { recursive: true })).toSorted(), files);
  });

  test('where the org cannot make the retrieve, the draft has stages and fields and says what it lacks', async () => {
    const own = await project();
    org.faults.add({ path: '^/services/Soap/m/', fault: { kind: 'error', status: 500, errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred.' } });
    const result = await init(org, own);
    org.faults.clear();
    assert.deepEqual(result.criteria.map(({ id, rule }) => [id, rule]), [['OPP-LOST-01', null]]);
    assert.ok(result.coverage.unread.some((part) => part.startsWith('validation rules: ')), JSON.stringify(result.coverage));
    assert.match(await draftOf(own, 'opportunity.yaml'), /validation rules: they could not be read/);
  });

  test('not deployed, drift says so in one finding; deployed, nothing', async () => {
    const before = await drift(org, dir);
    assert.ok(before.includes('playbook-missing PLAYBOOK-MISSING'), before.join());
    const checked = await handrail(['check', '--playbook', 'config/playbook-draft', '--json'], { cwd: dir });
    assert.equal(checked.exitCode, 0, checked.stdout);
    assert.deepEqual(before.filter((finding) => /^(?:stage|rule-foreign|field-required)/.test(finding)), []);
    await buildAndDeploy(org, dir);
    assert.deepEqual(await drift(org, dir), []);
  });

  test('the terminal names the rest and what comes next', async () => {
    const answer = await run(org, dir, ['init', '--out', 'elsewhere']);
    assert.equal(answer.exitCode, 0, answer.stderr);
    assert.match(answer.stderr + answer.stdout, /Nothing was written to the org\./);
    assert.match(answer.stdout, /Not expressed\n/);
    assert.match(answer.stdout, /handrail check --playbook elsewhere\n/);
    assert.doesNotMatch(answer.stdout + answer.stderr, /00D\w{12,15}!/);
  });
});

describe('orgs of another size', () => {
  test('200 fields, of which the draft takes what it needs', async () => {
    const [org, dir] = await Promise.all([startLocalOrg(), project()]);
    try {
      const names = Array.from({ length: 200 }, (_, index) => `Own_${String(index).padStart(3, '0')}__c`);
      const rules = names.slice(0, 40).map((name, index) => ({ name: `Rule_${String(index).padStart(2, '0')}`, formula: `AND(ISPICKVAL(StageName, "Closed Won"), ISBLANK(${name}))` }));
      deploy(org, { 'objects/Opportunity.object': objectXml([...names.map((name) => textXml(name, name)), ...rules.map(ruleXml)]) }, { CustomField: names.map((name) => `Opportunity.${name}`), ValidationRule: rules.map(({ name }) => `Opportunity.${name}`) });
      allowFields(org, names.map((name) => `Opportunity.${name}`));
      const result = await init(org, dir);
      // The Path's guidance for one stage has an end (1,000 characters), and each criterion takes a line of it.
      assert.ok(result.criteria.length > 30);
      assert.equal(result.criteria.length + result.notExpressed.length, 40);
      assert.match(result.notExpressed[0]?.reason ?? '', /Path guidance/);
      assert.ok(result.coverage.apiCalls <= result.coverage.budget);
      const fields = await draftOf(dir, 'opportunity-fields.yaml');
      assert.equal(names.filter((name) => fields.includes(name)).length, result.criteria.length);
    } finally {
      await org.close();
    }
  });

  test('the stages of an org that has none but won ones are no playbook: named, and nothing written', async () => {
    const [org, dir] = await Promise.all([startLocalOrg(), project()]);
    try {
      deploy(org, stageSet([['Won', 100, 'Closed', 'won']]), { StandardValueSet: ['OpportunityStage'] });
      const answer = await run(org, dir, ['init', '--json']);
      assert.equal(answer.exitCode, 1);
      assert.match(answer.json<{ message: string }>().message, /no sound playbook/);
      await assert.rejects(readdir(join(dir, 'config/playbook-draft')), { code: 'ENOENT' });
    } finally {
      await org.close();
    }
  });
});

