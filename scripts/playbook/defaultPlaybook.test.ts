/** The playbook that ships, against what was agreed about it: written down here by hand, not read from the files. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fieldOf, loadPlaybook, objectOf, type Playbook } from './index.ts';
import { textAt, textKey, textsOf } from './texts.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'config/playbook');

const { playbook: loaded, problems } = await loadPlaybook(FOLDER);
assert.ok(loaded);
const playbook: Playbook = loaded;
const opportunity = objectOf(playbook, 'Opportunity');
const criteria = new Map(playbook.objects.flatMap((object) => object.criteria).map((criterion) => [criterion.id, criterion]));

/** Code, population, mode, and what differs from the defaults. */
const CRITERIA: readonly (readonly [id: string, population: string, mode: string, flags: string])[] = [
  ['LEAD-WORK-01', 'every', 'enforce', ''],
  ['LEAD-WORK-02', 'every', 'enforce', ''],
  ['LEAD-SQL-01', 'every', 'enforce', ''],
  ['LEAD-SQL-02', 'every', 'enforce', ''],
  ['LEAD-SQL-03', 'every', 'enforce', ''],
  ['LEAD-REJ-01', 'every', 'enforce', ''],
  ['LEAD-CONV-01', 'every', 'enforce', ''],
  ['LEAD-CONV-02', 'every', 'shadow', ''],
  ['LEAD-LOST-01', 'every', 'enforce', ''],
  ['LEAD-LOST-02', 'every', 'shadow', ''],
  ['OPP-PROS-01', 'all', 'enforce', ''],
  ['OPP-PROS-02', 'growth', 'enforce', ''],
  ['OPP-PROS-03', 'new', 'enforce', ''],
  ['OPP-RENW-01', 'installed', 'enforce', ''],
  ['OPP-QUAL-01', 'growth', 'enforce', ''],
  ['OPP-QUAL-02', 'all', 'enforce', 'open_only decays'],
  ['OPP-QUAL-03', 'growth', 'shadow', ''],
  ['OPP-QUAL-04', 'all', 'enforce', ''],
  ['OPP-RENW-02', 'renewal', 'shadow', ''],
  ['OPP-NEED-01', 'growth', 'enforce', ''],
  ['OPP-NEED-02', 'new', 'shadow', 'report'],
  ['OPP-NEED-03', 'all', 'enforce', 'open_only decays'],
  ['OPP-VALU-01', 'growth', 'enforce', ''],
  ['OPP-VALU-02', 'new', 'shadow', ''],
  ['OPP-VALU-03', 'new', 'shadow', ''],
  ['OPP-IDDM-01', 'new', 'shadow', ''],
  ['OPP-IDDM-02', 'new', 'enforce', ''],
  ['OPP-IDDM-03', 'new', 'shadow', ''],
  ['OPP-PERC-01', 'growth', 'enforce', ''],
  ['OPP-PERC-02', 'new', 'shadow', ''],
  ['OPP-PROP-01', 'growth', 'enforce', ''],
  ['OPP-PROP-02', 'all', 'enforce', ''],
  ['OPP-PROP-03', 'new', 'enforce', ''],
  ['OPP-NEGO-01', 'every', 'enforce', ''],
  ['OPP-NEGO-02', 'every', 'enforce', ''],
  ['OPP-NEGO-03', 'every', 'enforce', ''],
  ['OPP-REOP-01', 'every', 'enforce', 'report'],
  ['OPP-FCST-01', 'new', 'enforce', ''],
  ['OPP-FCST-02', 'new', 'enforce', 'decays'],
  ['OPP-FCST-03', 'new', 'shadow', ''],
  ['OPP-LOST-01', 'all', 'enforce', ''],
  ['OPP-LOST-02', 'all', 'enforce', ''],
  ['OPP-LOST-03', 'all', 'enforce', ''],
  ['OPP-LOST-04', 'growth', 'enforce', ''],
  ['OPP-LOST-05', 'all', 'enforce', ''],
  ['OPP-LOST-06', 'new', 'shadow', ''],
  ['OPP-LOST-07', 'new', 'shadow', ''],
  ['OPP-WON-01', 'all', 'enforce', ''],
  ['OPP-WON-02', 'all', 'enforce', ''],
  ['OPP-WON-03', 'every', 'enforce', ''],
  ['OPP-WON-04', 'all', 'enforce', ''],
  ['OPP-WON-05', 'growth', 'enforce', ''],
  ['OPP-WON-06', 'growth', 'enforce', ''],
  ['OPP-WON-07', 'new', 'shadow', ''],
  ['HAND-ACC-01', 'every', 'enforce', ''],
  ['HAND-REJ-01', 'every', 'enforce', ''],
  ['HAND-KICK-01', 'every', 'enforce', ''],
  ['HAND-VAL-01', 'every', 'enforce', ''],
];

test('it has no problem at all', () => assert.deepEqual(problems, []));

test('every criterion is there, for whom and how it was agreed, in its order', () => {
  assert.deepEqual(
    CRITERIA.map(([id]) => criteria.get(id)).map((criterion) => criterion && [criterion.id, criterion.for, criterion.mode, [criterion.holds === 'open_only' ? 'open_only' : '', criterion.decays ? 'decays' : '', criterion.onUndo === 'report' ? 'report' : ''].filter(Boolean).join(' ')]),
    CRITERIA,
  );
  assert.equal(criteria.size, CRITERIA.length);
});

test('43 criteria on opportunities and who may reopen, 10 on leads, 4 on handoffs', () => {
  assert.deepEqual(playbook.objects.map(({ apiName, criteria: own }) => [apiName, own.length]).filter(([, count]) => count !== 0), [['Opportunity', 44], ['Lead', 10], ['Handrail_Handoff__c', 4]]);
});

test('stages are those of a classic org, with its probabilities', () => {
  assert.deepEqual(
    opportunity?.stages.map(({ name, rank, probability, forecastCategory, maxDays }) => [name, rank, probability, forecastCategory, maxDays]),
    [
      ['Closed Lost', 0, 0, 'Omitted', null],
      ['Prospecting', 10, 10, 'Pipeline', 14],
      ['Qualification', 20, 10, 'Pipeline', 21],
      ['Needs Analysis', 30, 20, 'Pipeline', 30],
      ['Value Proposition', 40, 50, 'Pipeline', 21],
      ['Id. Decision Makers', 50, 60, 'Pipeline', 21],
      ['Perception Analysis', 60, 70, 'Pipeline', 14],
      ['Proposal/Price Quote', 70, 75, 'Pipeline', 21],
      ['Negotiation/Review', 80, 90, 'Pipeline', 21],
      ['Closed Won', 100, 100, 'Closed', null],
    ],
  );
  assert.equal(playbook.qualifiedRank, 30);
  assert.deepEqual(objectOf(playbook, 'lead')?.stages.map(({ name }) => name), ['Closed - Not Converted', 'Open - Not Contacted', 'Working - Contacted', 'Closed - Converted']);
});

test('gates by stage', () => {
  const gates = Object.groupBy([...criteria.values()].flatMap(({ id, trigger }) => (trigger.kind === 'exit' ? [{ id, stage: trigger.stage }] : [])), ({ stage }) => stage);
  assert.deepEqual(Object.fromEntries(Object.entries(gates).map(([stage, own]) => [stage, own?.length])), {
    'Prospecting': 4, 'Qualification': 5, 'Needs Analysis': 3, 'Value Proposition': 3, 'Id. Decision Makers': 3, 'Perception Analysis': 2, 'Proposal/Price Quote': 3, 'Negotiation/Review': 3,
  });
});

test('families, and what each is asked by', () => {
  const kinds = new Set([...criteria.values()].map(({ family, trigger }) => `${family} ${trigger.kind}`));
  assert.deepEqual([...kinds].toSorted(), ['Closing enter', 'Closing leave', 'Forecast change', 'Handoff enter', 'Lead enter', 'Opportunity exit']);
  assert.deepEqual(criteria.get('OPP-FCST-01')?.trigger, { kind: 'change', fields: ['StageName', 'ForecastCategoryName'] });
  assert.deepEqual(criteria.get('LEAD-SQL-01')?.trigger, { kind: 'enter', field: 'Handrail_Sales_Decision__c', value: 'Accepted' });
  assert.deepEqual(criteria.get('OPP-WON-01')?.trigger, { kind: 'enter', field: 'StageName', value: 'Closed Won' });
  assert.deepEqual(criteria.get('OPP-REOP-01')?.trigger, { kind: 'leave', field: 'StageName', value: 'Closed Won' });
  assert.equal(criteria.get('OPP-REOP-01')?.reservedTo, 'Handrail_Reopen_Deals');
});

test('fields the playbook adds, by object', () => {
  const added = playbook.objects.map(({ apiName, fields }) => [apiName, fields.filter(({ existing }) => !existing).length]);
  assert.deepEqual(added, [['Opportunity', 48], ['Lead', 17], ['Handrail_Handoff__c', 25], ['Account', 3]]);
});

test('single fields in full', () => {
  const discount = fieldOf(playbook, 'opportunity', 'handrail_discount__c');
  assert.deepEqual([discount?.type, discount?.precision, discount?.scale, discount?.label], ['Percent', 7, 2, 'Discount']);
  const champion = fieldOf(playbook, 'Opportunity', 'Handrail_Champion__c');
  assert.deepEqual([champion?.type, champion?.referenceTo, champion?.relationshipName], ['Lookup', 'Contact', 'Handrail_Champion_Deals']);
  assert.deepEqual(fieldOf(playbook, 'Lead', 'Handrail_Reject_Reason__c')?.values, ['Wrong fit', 'No need found', 'Not now', 'Bad contact data', 'Already a customer or open deal', 'Student, vendor or job seeker', 'Duplicate']);
  assert.deepEqual(fieldOf(playbook, 'Opportunity', 'Handrail_Competitor__c')?.values, ['None known', 'Status quo / in-house', 'Orrery', 'Basalt', 'Kestrel', 'Other']);
  assert.equal(fieldOf(playbook, 'Opportunity', 'Handrail_Loss_Detail__c')?.values?.length, 28);
  assert.equal(fieldOf(playbook, 'Opportunity', 'Amount')?.existing, true);
});

test('a criterion in full', () => {
  const { position, ...criterion } = criteria.get('OPP-QUAL-02') ?? assert.fail();
  assert.match(position.file, /opportunity\.yaml$/);
  assert.deepEqual(criterion, {
    id: 'OPP-QUAL-02',
    label: 'Next step has a date ahead',
    object: 'Opportunity',
    family: 'Opportunity',
    trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
    for: 'all',
    require: { field: 'NextStep', min: 5 },
    satisfiedWhen: 'AND(NOT(ISBLANK(Handrail_Next_Step_Date__c)), Handrail_Next_Step_Date__c >= TODAY())',
    appliesWhen: null,
    holds: 'open_only',
    onUndo: 'block',
    overridable: true,
    decays: true,
    errorField: 'NextStep',
    message: '[OPP-QUAL-02] What happens next, and when? Fill Next Step and set Next Step Date to today or later.',
    decision: 'Is this deal moving, or only open?',
    mode: 'enforce',
    effectiveFrom: '2026-01-01',
    formulaPositions: criterion.formulaPositions,
  });
});

test('loss reasons by class', () => {
  const classes = Object.groupBy(playbook.lossReasons, ({ outcomeClass }) => outcomeClass);
  assert.deepEqual(Object.fromEntries(Object.entries(classes).map(([name, reasons]) => [name, reasons.map((reason) => reason.name)])), {
    lost: ['Competitor', 'Price', 'Product', 'Other'],
    derail: ['Timing', 'No Decision', 'Not Qualified'],
    churn: ['Not Adopted', 'Business Closed'],
    void: ['Duplicate'],
  });
});

test('terms, their worked examples, calendar and the rest', () => {
  assert.equal(playbook.terms.length, 34);
  const examples = new Set(playbook.terms.flatMap((term) => term.examples.map(({ id }) => id)));
  assert.deepEqual([...examples].toSorted(), Array.from({ length: 20 }, (_, index) => `T${String(index + 1).padStart(2, '0')}`));
  assert.deepEqual(playbook.terms.filter(({ reviewBy }) => reviewBy === '2026-12-31').map(({ name }) => name), ['ACV', 'customer lifetime value']);
  assert.deepEqual(playbook.segments.map(({ name, fromEmployees }) => [name, fromEmployees]), [['SMB', 0], ['Mid-Market', 200], ['Enterprise', 2000]]);
  assert.deepEqual(Object.keys(playbook.businessHours.days), ['1', '2', '3', '4', '5']);
  assert.deepEqual(playbook.businessHours.days[1], { from: '09:00', to: '17:00' });
  assert.deepEqual([playbook.name, playbook.version, playbook.currency, playbook.fiscalYearStart], ['Default playbook', '2026.4.0', 'USD', 1]);
});

test('placeholders are the agreed ones', () => {
  assert.equal(
    `|${playbook.placeholders.join('|')}|`,
    '|n/a|n.a.|none|nil|null|tbd|tbc|tba|todo|to do|test|unknown|not known|unsure|later|pending|asap|xxx|xxxx|abc|asdf|qwerty|---|...|???|same|same as above|see notes|see above|as discussed|not applicable|blank|empty|dummy|',
  );
});

test('handoffs, clocks, meetings and governance', () => {
  assert.deepEqual(playbook.handoffs.map(({ id }) => id), ['H-LEAD', 'H-WON', 'H-CASH', 'H-RENEW', 'H-EXPAND']);
  assert.equal(playbook.handoffs.find(({ id }) => id === 'H-WON')?.required.fields.length, 12);
  assert.deepEqual(playbook.serviceLevels.map(({ id }) => id), ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S10', 'S11', 'S12']);
  assert.deepEqual(playbook.serviceLevels[1]?.targets.map(({ within, warnAt }) => [within, warnAt]), [
    [{ count: 5, unit: 'minutes' }, { count: 3, unit: 'minutes' }],
    [{ count: 4, unit: 'hours' }, { count: 3, unit: 'hours' }],
  ]);
  for (const meeting of playbook.cadences) assert.equal(meeting.agenda.reduce((sum, item) => sum + item.minutes, 0), meeting.minutes, meeting.id);
  assert.deepEqual(playbook.governance?.changes.map(({ name }) => name), ['wording', 'shadow', 'enforce', 'relax', 'definition', 'metric', 'taxonomy', 'SLA, cadence', 'access']);
  assert.equal(playbook.leadLifecycle?.mostCycles, 3);
  assert.deepEqual(playbook.postSale?.renewal.map(({ daysBefore, stage }) => [daysBefore, stage]), [[120, null], [90, 'Qualification'], [45, 'Proposal/Price Quote']]);
});

test('every file tells the editor its schema', async () => {
  for (const name of (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.yaml'))) {
    const [first = ''] = (await readFile(join(FOLDER, name), 'utf8')).split('\n');
    const schema = /^# yaml-language-server: \$schema=(.+\.schema\.json)$/.exec(first)?.[1];
    assert.ok(schema, `${name} has no line for the editor`);
    await readFile(join(FOLDER, dirname(name), schema));
  }
});

test('German and Spanish: every text has one, and none is the English one by mistake', () => {
  const texts = textsOf(playbook);
  // 58 criteria of three texts; 10 stages of two and 4 statuses of one; 5 handoffs, 12 clocks, 14 phrases; 93 help texts.
  assert.equal(texts.length, 58 * 3 + 10 * 2 + 4 + 5 + 12 + 14 + 93);
  assert.deepEqual(playbook.translations.map(({ language }) => language), ['de', 'es']);
  for (const { language, texts: said } of playbook.translations) {
    assert.deepEqual(Object.keys(said).toSorted(), texts.map(({ path }) => textKey(path)).toSorted(), language);
    const same = texts.filter(({ path, text }) => textAt(said, path) === text).map(({ text }) => text);
    assert.deepEqual(same, language === 'de' ? ['Kickoff'] : [], language);
    for (const text of Object.values(said)) assert.doesNotMatch(text, /[!¡\u2013\u2014]/, language);
  }
});

test('definitions come due', async () => {
  const { problems: due } = await loadPlaybook(FOLDER, { asOf: '2026-10-01' });
  // All but two terms share the date of the file.
  assert.deepEqual(due.map(({ code, severity }) => [code, severity]), [['HR502', 'warning']]);
  assert.match(due[0]?.message ?? '', new RegExp(`, ${playbook.terms.length - 2} terms and ${playbook.metrics.length} metrics, was due for review on 2026-09-30`));
});
