/** Before-save flows in an org: what they may say, when they run, how they fail. Deployed as files, run by saves. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startLocalOrg, type LocalOrg } from '../../index.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from '../../metadata/testing/org.ts';
import type { DeployResult } from '../../metadata/types.ts';

const ADMIN = 'admin@handrail.local';
const PLACE = '<locationX>0</locationX><locationY>0</locationY>';

const assignment = (name: string, items: string, next = ''): string =>
  `<assignments><name>${name}</name><label>${name}</label>${PLACE}${items}${next === '' ? '' : `<connector><targetReference>${next}</targetReference></connector>`}</assignments>`;
const item = (to: string, value: string, operator = 'Assign'): string => `<assignmentItems><assignToReference>${to}</assignToReference><operator>${operator}</operator><value>${value}</value></assignmentItems>`;
const text = (value: string): string => `<stringValue>${value}</stringValue>`;
const reference = (name: string): string => `<elementReference>${name}</elementReference>`;
const formula = (name: string, dataType: string, expression: string): string => `<formulas><name>${name}</name><dataType>${dataType}</dataType><expression>${expression}</expression></formulas>`;
const filter = (field: string, operator: string, value: string): string => `<filters><field>${field}</field><operator>${operator}</operator><value>${value}</value></filters>`;

interface FlowParts {
  readonly first?: string;
  readonly start?: string;
  readonly on?: string;
  readonly order?: number;
  readonly status?: string;
  readonly trigger?: string;
}

const flow = (body: string, { first = 'Set', start = '', on = 'CreateAndUpdate', order, status = 'Active', trigger = 'RecordBeforeSave' }: FlowParts = {}): string => file('Flow', `<apiVersion>67.0</apiVersion>${body}<label>Test flow</label><processType>AutoLaunchedFlow</processType>
  <start>${PLACE}<connector><targetReference>${first}</targetReference></connector>${start}<object>Account</object><recordTriggerType>${on}</recordTriggerType><triggerType>${trigger}</triggerType></start>
  <status>${status}</status>${order === undefined ? '' : `<triggerOrder>${order}</triggerOrder>`}`);

const setsDescription = (value: string): string => assignment('Set', item('$Record.Description', value));

function deploy(org: LocalOrg, flows: Readonly<Record<string, string>>): DeployResult {
  const files = Object.fromEntries(Object.entries(flows).map(([name, body]) => [`flows/${name}.flow`, body]));
  return org.metadata.deploy(org.session(ADMIN), zipOf({ 'package.xml': manifest({ Flow: Object.keys(flows) }), ...files }), DEPLOY);
}

function undeploy(org: LocalOrg, names: readonly string[]): void {
  const result = org.metadata.deploy(org.session(ADMIN), zipOf({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ Flow: names }) }), DEPLOY);
  assert.deepEqual(problemsOf(result), []);
}

let org: LocalOrg;
before(async () => {
  org = await startLocalOrg({ clock: { now: () => new Date('2026-03-02T09:00:00Z') } });
});
after(() => org.close());

/** Runs with flows deployed, which are gone afterwards. */
function withFlows(flows: Readonly<Record<string, string>>, work: () => void): void {
  assert.deepEqual(problemsOf(deploy(org, flows)), []);
  try {
    work();
  } finally {
    undeploy(org, Object.keys(flows));
  }
}

function insert(fields: Readonly<Record<string, unknown>> = {}, target = org): string {
  const [result] = target.engine.insert(target.session(ADMIN), 'Account', [{ Name: 'Acme', ...fields }]);
  assert.deepEqual(result?.errors, []);
  return result?.id ?? '';
}

function update(id: string, fields: Readonly<Record<string, unknown>>): void {
  const [result] = org.engine.update(org.session(ADMIN), 'Account', [{ Id: id, ...fields }]);
  assert.deepEqual(result?.errors, []);
}

const read = (id: string, field: string, target = org): unknown => target.engine.retrieve(target.session(ADMIN), 'Account', id, [field])[field];

describe('what a flow does', { concurrency: 1 }, () => {
  test('the first rule that holds decides, `or` needs one condition, the default path takes the rest', () => {
    const condition = (value: string): string => `<conditions><leftValueReference>$Record.Industry</leftValueReference><operator>EqualTo</operator><rightValue>${text(value)}</rightValue></conditions>`;
    const rule = (name: string, conditions: string, to: string): string => `<rules><name>${name}</name><conditionLogic>or</conditionLogic>${conditions}<connector><targetReference>${to}</targetReference></connector><label>${name}</label></rules>`;
    const body = assignment('Set', item('$Record.Description', text('money')))
      + assignment('Other', item('$Record.Description', text('other')))
      + `<decisions><name>Which</name><label>Which</label>${PLACE}<defaultConnector><targetReference>Other</targetReference></defaultConnector><defaultConnectorLabel>Else</defaultConnectorLabel>${rule('Money', condition('Banking') + condition('Insurance'), 'Set')}${rule('Never', condition('Banking'), 'Other')}</decisions>`;
    withFlows({ Which: flow(body, { first: 'Which' }) }, () => {
      assert.deepEqual(['Banking', 'Insurance', 'Retail', null].map((Industry) => read(insert({ Industry }), 'Description')), ['money', 'money', 'other', 'other']);
    });
  });

  test('formulas see the record, the record before, each other, the user and nothing where a number is divided by zero', () => {
    const body = formula('Before', 'String', 'TEXT({!$Record__Prior.NumberOfEmployees})')
      + formula('Told', 'String', '{!Before} &amp; &quot;&gt;&quot; &amp; TEXT({!$Record.NumberOfEmployees}) &amp; &quot; by &quot; &amp; {!$User.Username}')
      + formula('Share', 'Number', '{!$Record.NumberOfEmployees} / 0')
      + assignment('Set', item('$Record.Description', reference('Told')) + item('$Record.AnnualRevenue', reference('Share')));
    withFlows({ Formulas: flow(body) }, () => {
      const id = insert({ NumberOfEmployees: 5, AnnualRevenue: 7 });
      assert.deepEqual([read(id, 'Description'), read(id, 'AnnualRevenue')], [`>5 by ${ADMIN}`, null]);
      update(id, { NumberOfEmployees: 6 });
      assert.equal(read(id, 'Description'), `5>6 by ${ADMIN}`);
    });
  });

  test('variables start with their default and Add counts and joins', () => {
    const body = '<variables><name>Count</name><dataType>Number</dataType><isCollection>false</isCollection><isInput>false</isInput><isOutput>false</isOutput><scale>0</scale><value><numberValue>3.0</numberValue></value></variables>'
      + assignment('Set', item('Count', '<numberValue>2.0</numberValue>', 'Add') + item('$Record.NumberOfEmployees', reference('Count'), 'Add') + item('$Record.Name', text(' Ltd'), 'Add'));
    withFlows({ Adds: flow(body, { on: 'Create' }) }, () => {
      const id = insert({ NumberOfEmployees: 10 });
      assert.deepEqual([read(id, 'NumberOfEmployees'), read(id, 'Name')], [15, 'Acme Ltd']);
      update(id, { Phone: '1' });
      assert.equal(read(id, 'NumberOfEmployees'), 15);
      assert.throws(() => insert({}), /unsupported by the local org: flow Test flow: Add to \$Record\.NumberOfEmployees when one of the two is blank/);
    });
  });

  test('entry conditions: filters, changes, a formula', () => {
    withFlows({ Filtered: flow(setsDescription(text('seen')), { start: `<filterLogic>and</filterLogic>${filter('Industry', 'NotEqualTo', text('Banking'))}${filter('Phone', 'IsNull', '<booleanValue>false</booleanValue>')}` }) }, () => {
      assert.deepEqual([{ Phone: '1' }, { Phone: '1', Industry: 'Banking' }, { Industry: 'Retail' }].map((fields) => read(insert(fields), 'Description')), ['seen', null, null]);
    });
    withFlows({ Changed: flow(setsDescription(text('moved')), { on: 'Update', start: `<filterLogic>and</filterLogic>${filter('Industry', 'IsChanged', '<booleanValue>true</booleanValue>')}` }) }, () => {
      const id = insert({ Industry: 'Retail' });
      update(id, { Industry: 'Retail', Phone: '2' });
      assert.equal(read(id, 'Description'), null);
      update(id, { Industry: 'Banking' });
      assert.equal(read(id, 'Description'), 'moved');
    });
    withFlows({ Formula: flow(setsDescription(text('big')), { start: '<filterFormula>{!$Record.NumberOfEmployees} &gt; 100</filterFormula>' }) }, () => {
      assert.deepEqual([101, 100, null].map((NumberOfEmployees) => read(insert({ NumberOfEmployees }), 'Description')), ['big', null, null]);
    });
  });

  test('flows run by their order, those without one after 1,000, and what one sets the next one sees', () => {
    const adds = (letter: string): string => assignment('Set', item('$Record.Name', text(letter), 'Add'));
    withFlows({ A: flow(adds('A'), { order: 1500 }), B: flow(adds('B')), C: flow(adds('C'), { order: 20 }), D: flow(adds('D'), { order: 20 }), E: flow(adds('E'), { status: 'Draft' }), F: flow(adds('F'), { status: 'Obsolete' }) }, () => {
      assert.equal(read(insert({ Name: '-' }), 'Name'), '-CDBA');
    });
    assert.equal(read(insert({ Name: '-' }), 'Name'), '-', 'a flow that was deleted runs no more');
  });

  test('what a flow sets is checked like what a user sets, and a refused record leaves nothing', () => {
    withFlows({ Long: flow(assignment('Set', item('$Record.Phone', text('1'.repeat(41))))) }, () => {
      const [result] = org.engine.insert(org.session(ADMIN), 'Account', [{ Name: 'Too long' }]);
      assert.deepEqual(result?.errors.map(({ statusCode, fields }) => [statusCode, fields]), [['STRING_TOO_LONG', ['Phone']]]);
      assert.equal(org.engine.query(org.session(ADMIN), "SELECT COUNT() FROM Account WHERE Name = 'Too long'").totalSize, 0);
    });
  });

  test('a circle of connectors ends with an error that names the flow', () => {
    withFlows({ Circle: flow(assignment('Set', item('$Record.Description', text('x')), 'Again') + assignment('Again', item('$Record.Description', text('y')), 'Set')) }, () => {
      const [result] = org.engine.insert(org.session(ADMIN), 'Account', [{ Name: 'Round' }]);
      assert.equal(result?.errors[0]?.statusCode, 'CANNOT_EXECUTE_FLOW_TRIGGER');
      assert.match(result?.errors[0]?.message ?? '', /“Test flow” process failed.*executed 2,000 elements and was still at (Set|Again): its connectors lead in a circle/);
    });
  });

  test('formulas that double each other and texts that double themselves end soon', () => {
    const doubling = Array.from({ length: 40 }, (_, index) => formula(`F${index}`, 'String', index === 0 ? '{!$Record.Name}' : `{!F${index - 1}} &amp; {!F${index - 1}}`)).join('');
    const growing = '<variables><name>Text</name><dataType>String</dataType><isCollection>false</isCollection><isInput>false</isInput><isOutput>false</isOutput><value><stringValue>x</stringValue></value></variables>'
      + assignment('Set', item('Text', reference('Text'), 'Add'), 'Set');
    for (const body of [doubling + setsDescription(reference('F39')), growing]) {
      withFlows({ Grows: flow(body) }, () => {
        const [result] = org.engine.insert(org.session(ADMIN), 'Account', [{ Name: 'Acme' }]);
        assert.match(result?.errors[0]?.message ?? '', /(formula F\d+|Text) is longer than 131,072 characters/);
      });
    }
  });

  test('a formula is computed anew after an assignment', () => {
    const body = formula('Told', 'String', '{!$Record.Name} &amp; &quot;!&quot;') + assignment('Set', item('$Record.Name', reference('Told')) + item('$Record.Description', reference('Told')));
    withFlows({ Twice: flow(body) }, () => {
      assert.equal(read(insert({ Name: 'A' }), 'Description'), 'A!!');
    });
  });

  test('an org that is opened again runs what was deployed to it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handrail-flows-'));
    const store = join(folder, 'org.sqlite');
    try {
      const first = await startLocalOrg({ store });
      assert.deepEqual(problemsOf(deploy(first, { Stays: flow(setsDescription(text('still here'))) })), []);
      await first.close();
      const second = await startLocalOrg({ store });
      assert.equal(read(insert({}, second), 'Description', second), 'still here');
      await second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const UNSUPPORTED: readonly (readonly [name: string, flow: string, problem: RegExp])[] = [
  ['Get Records', flow(setsDescription(text('x')) + `<recordLookups><name>Get_Roles</name><label>Get</label>${PLACE}<object>Contact</object></recordLookups>`), /unsupported by the local org: recordLookups Get_Roles in a before-save flow/],
  ['a custom error', flow(setsDescription(text('x')) + `<customErrors><name>Raise</name><label>Raise</label>${PLACE}<customErrorMessages><errorMessage>No</errorMessage><isFieldError>false</isFieldError></customErrorMessages></customErrors>`), /unsupported by the local org: customErrors Raise/],
  ['a constant', flow(setsDescription(reference('Fixed')) + '<constants><name>Fixed</name><dataType>String</dataType><value><stringValue>x</stringValue></value></constants>'), /unsupported by the local org: constants Fixed/],
  ['a collection', flow(setsDescription(text('x')) + '<variables><name>All</name><dataType>String</dataType><isCollection>true</isCollection><isInput>false</isInput><isOutput>false</isOutput></variables>'), /unsupported by the local org: isCollection in variable All/],
  ['only when changed to meet', flow(setsDescription(text('x')), { start: `<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>${filter('Phone', 'IsNull', '<booleanValue>true</booleanValue>')}` }), /unsupported by the local org: doesRequireRecordChangedToMeetCriteria in the start/],
  ['custom logic', flow(setsDescription(text('x')), { start: `<filterLogic>1 OR 1</filterLogic>${filter('Phone', 'IsNull', '<booleanValue>true</booleanValue>')}` }), /unsupported by the local org: the condition logic "1 OR 1" in the start/],
  ['another operator', flow(setsDescription(text('x')), { start: filter('Name', 'StartsWith', text('A')) }), /unsupported by the local org: the operator StartsWith in the start/],
  ['another way to assign', flow(assignment('Set', item('$Record.NumberOfEmployees', '<numberValue>1.0</numberValue>', 'Subtract'))), /unsupported by the local org: the operator Subtract on \$Record\.NumberOfEmployees in assignment Set/],
  ['a text template', flow(setsDescription(text('Hello {!$Record.Name}'))), /unsupported by the local org: the text template/],
  ['another global', flow(setsDescription(reference('$Flow.InterviewGuid'))), /unsupported by the local org: the reference \$Flow\.InterviewGuid/],
  ['a number for a text', flow(setsDescription('<numberValue>1.0</numberValue>')), /unsupported by the local org: assigning a Number to \$Record\.Description/],
  ['a field that nobody may set', flow(assignment('Set', item('$Record.CreatedDate', reference('$Flow.CurrentDateTime')))), /The field "CreatedDate" for the object "Account" can't be set/],
  ['a formula that is none', flow(formula('Bad', 'String', 'TEXT({!$Record.Nope__c})') + setsDescription(reference('Bad'))), /formula Bad: .*Nope__c/],
  ['a formula that only a save may use', flow(formula('Bad', 'Boolean', 'ISNEW()') + setsDescription(text('x'))), /formula Bad: /],
  ['formulas that lead on and on', flow(Array.from({ length: 2_000 }, (_, index) => formula(`F${index}`, 'String', index === 1_999 ? '&quot;x&quot;' : `{!F${index + 1}}`)).join('') + setsDescription(reference('F0'))), /unsupported by the local org: formulas that lead through more than 50 others/],
  ['a name used twice', flow(assignment('Set', item('$Record.Description', text('x'))) + assignment('Set', item('$Record.Description', text('y')))), /The name "Set" is used twice in the flow/],
  ['formulas in a circle', flow(formula('One', 'String', '{!Two}') + formula('Two', 'String', '{!One}') + setsDescription(reference('One'))), /formula (One|Two) refers to itself/],
];

describe('what a deploy refuses', { concurrency: 1 }, () => {
  for (const [name, body, problem] of UNSUPPORTED) {
    test(name, () => {
      const result = deploy(org, { Refused: body });
      assert.equal(result.success, false);
      assert.ok(problemsOf(result).some((found) => problem.test(found)), problemsOf(result).join('\n'));
      assert.equal(org.engine.query(org.session(ADMIN), 'SELECT COUNT() FROM FlowDefinitionView').totalSize, 0);
    });
  }

  test('a draft, and a flow that runs after the save, may say more: they are kept', () => {
    const lookup = `<recordLookups><name>Get_Roles</name><label>Get</label>${PLACE}<object>Contact</object></recordLookups>`;
    withFlows({ Draft: flow(setsDescription(text('x')) + lookup, { status: 'Draft' }), Later: flow(setsDescription(text('x')) + lookup, { trigger: 'RecordAfterSave' }) }, () => {
      assert.equal(read(insert(), 'Description'), null);
    });
  });
});
