/** Before-save flows in an org: what they may say, when they run, how they fail. Deployed as files, run by saves. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startLocalOrg, type LocalOrg } from '../../index.ts';
import { problemsOf } from '../../metadata/testing/org.ts';
import { ADMIN, assignment, boolean, condition, deploy, element, filter, flow, flowOrg, formula, item, number, PLACE, reference, setsDescription, startFlowOrg, text, variable, type FlowOrg } from './testing.ts';

let org: LocalOrg;
let flows: FlowOrg;
before(async () => {
  org = await startFlowOrg();
  flows = flowOrg(org);
});
after(() => org.close());

describe('what a flow does', { concurrency: 1 }, () => {
  test('the first rule that holds decides, `or` needs one condition, the default path takes the rest', () => {
    const industry = (value: string): string => condition('$Record.Industry', 'EqualTo', text(value));
    const rule = (name: string, conditions: string, to: string): string => `<rules><name>${name}</name><conditionLogic>or</conditionLogic>${conditions}<connector><targetReference>${to}</targetReference></connector><label>${name}</label></rules>`;
    const body = assignment('Set', item('$Record.Description', text('money')))
      + assignment('Other', item('$Record.Description', text('other')))
      + `<decisions><name>Which</name><label>Which</label>${PLACE}<defaultConnector><targetReference>Other</targetReference></defaultConnector><defaultConnectorLabel>Else</defaultConnectorLabel>${rule('Money', industry('Banking') + industry('Insurance'), 'Set')}${rule('Never', industry('Banking'), 'Other')}</decisions>`;
    flows.withFlows({ Which: flow(body, { first: 'Which' }) }, () => {
      assert.deepEqual(['Banking', 'Insurance', 'Retail', null].map((Industry) => flows.read(flows.insert({ Industry }), 'Description')), ['money', 'money', 'other', 'other']);
    });
  });

  test('formulas see the record, the record before, each other, the user and nothing where a number is divided by zero', () => {
    const body = formula('Before', 'String', 'TEXT({!$Record__Prior.NumberOfEmployees})')
      + formula('Told', 'String', '{!Before} &amp; &quot;&gt;&quot; &amp; TEXT({!$Record.NumberOfEmployees}) &amp; &quot; by &quot; &amp; {!$User.Username}')
      + formula('Share', 'Number', '{!$Record.NumberOfEmployees} / 0')
      + assignment('Set', item('$Record.Description', reference('Told')) + item('$Record.AnnualRevenue', reference('Share')));
    flows.withFlows({ Formulas: flow(body) }, () => {
      const id = flows.insert({ NumberOfEmployees: 5, AnnualRevenue: 7 });
      assert.deepEqual([flows.read(id, 'Description'), flows.read(id, 'AnnualRevenue')], [`>5 by ${ADMIN}`, null]);
      flows.update(id, { NumberOfEmployees: 6 });
      assert.equal(flows.read(id, 'Description'), `5>6 by ${ADMIN}`);
    });
  });

  test('variables start with their default and Add counts and joins', () => {
    const body = variable('Count', 'Number', { more: `<scale>0</scale><value>${number('3.0')}</value>` })
      + assignment('Set', item('Count', '<numberValue>2.0</numberValue>', 'Add') + item('$Record.NumberOfEmployees', reference('Count'), 'Add') + item('$Record.Name', text(' Ltd'), 'Add'));
    flows.withFlows({ Adds: flow(body, { on: 'Create' }) }, () => {
      const id = flows.insert({ NumberOfEmployees: 10 });
      assert.deepEqual([flows.read(id, 'NumberOfEmployees'), flows.read(id, 'Name')], [15, 'Acme Ltd']);
      flows.update(id, { Phone: '1' });
      assert.equal(flows.read(id, 'NumberOfEmployees'), 15);
      assert.throws(() => flows.insert({}), /unsupported by the local org: flow Test flow: Add to \$Record\.NumberOfEmployees when one of the two is blank/);
    });
  });

  test('entry conditions: filters, changes, a formula', () => {
    flows.withFlows({ Filtered: flow(setsDescription(text('seen')), { start: `<filterLogic>and</filterLogic>${filter('Industry', 'NotEqualTo', text('Banking'))}${filter('Phone', 'IsNull', '<booleanValue>false</booleanValue>')}` }) }, () => {
      assert.deepEqual([{ Phone: '1' }, { Phone: '1', Industry: 'Banking' }, { Industry: 'Retail' }].map((fields) => flows.read(flows.insert(fields), 'Description')), ['seen', null, null]);
    });
    flows.withFlows({ Changed: flow(setsDescription(text('moved')), { on: 'Update', start: `<filterLogic>and</filterLogic>${filter('Industry', 'IsChanged', '<booleanValue>true</booleanValue>')}` }) }, () => {
      const id = flows.insert({ Industry: 'Retail' });
      flows.update(id, { Industry: 'Retail', Phone: '2' });
      assert.equal(flows.read(id, 'Description'), null);
      flows.update(id, { Industry: 'Banking' });
      assert.equal(flows.read(id, 'Description'), 'moved');
    });
    flows.withFlows({ Formula: flow(setsDescription(text('big')), { start: '<filterFormula>{!$Record.NumberOfEmployees} &gt; 100</filterFormula>' }) }, () => {
      assert.deepEqual([101, 100, null].map((NumberOfEmployees) => flows.read(flows.insert({ NumberOfEmployees }), 'Description')), ['big', null, null]);
    });
  });

  test('flows run by their order, those without one after 1,000, and what one sets the next one sees', () => {
    const adds = (letter: string): string => assignment('Set', item('$Record.Name', text(letter), 'Add'));
    flows.withFlows({ A: flow(adds('A'), { order: 1500 }), B: flow(adds('B')), C: flow(adds('C'), { order: 20 }), D: flow(adds('D'), { order: 20 }), E: flow(adds('E'), { status: 'Draft' }), F: flow(adds('F'), { status: 'Obsolete' }) }, () => {
      assert.equal(flows.read(flows.insert({ Name: '-' }), 'Name'), '-CDBA');
    });
    assert.equal(flows.read(flows.insert({ Name: '-' }), 'Name'), '-', 'a flow that was deleted runs no more');
  });

  test('what a flow sets is checked like what a user sets, and a refused record leaves nothing', () => {
    flows.withFlows({ Long: flow(assignment('Set', item('$Record.Phone', text('1'.repeat(41))))) }, () => {
      const [result] = org.engine.insert(org.session(ADMIN), 'Account', [{ Name: 'Too long' }]);
      assert.deepEqual(result?.errors.map(({ statusCode, fields }) => [statusCode, fields]), [['STRING_TOO_LONG', ['Phone']]]);
      assert.equal(org.engine.query(org.session(ADMIN), "SELECT COUNT() FROM Account WHERE Name = 'Too long'").totalSize, 0);
    });
  });

  test('a circle of connectors ends with an error that names the flow', () => {
    flows.withFlows({ Circle: flow(assignment('Set', item('$Record.Description', text('x')), 'Again') + assignment('Again', item('$Record.Description', text('y')), 'Set')) }, () => {
      const [result] = org.engine.insert(org.session(ADMIN), 'Account', [{ Name: 'Round' }]);
      assert.equal(result?.errors[0]?.statusCode, 'CANNOT_EXECUTE_FLOW_TRIGGER');
      assert.match(result?.errors[0]?.message ?? '', /“Test flow” process failed.*executed 100,000 elements and was still at (Set|Again): its connectors lead in a circle/);
    });
  });

  test('formulas that double each other and texts that double themselves end soon', () => {
    const doubling = Array.from({ length: 40 }, (_, index) => formula(`F${index}`, 'String', index === 0 ? '{!$Record.Name}' : `{!F${index - 1}} &amp; {!F${index - 1}}`)).join('');
    const growing = '<variables><name>Text</name><dataType>String</dataType><isCollection>false</isCollection><isInput>false</isInput><isOutput>false</isOutput><value><stringValue>x</stringValue></value></variables>'
      + assignment('Set', item('Text', reference('Text'), 'Add'), 'Set');
    for (const body of [doubling + setsDescription(reference('F39')), growing]) {
      flows.withFlows({ Grows: flow(body) }, () => {
        const [result] = org.engine.insert(org.session(ADMIN), 'Account', [{ Name: 'Acme' }]);
        assert.match(result?.errors[0]?.message ?? '', /(formula F\d+|Text) is longer than 131,072 characters/);
      });
    }
  });

  test('a formula is computed anew after an assignment', () => {
    const body = formula('Told', 'String', '{!$Record.Name} &amp; &quot;!&quot;') + assignment('Set', item('$Record.Name', reference('Told')) + item('$Record.Description', reference('Told')));
    flows.withFlows({ Twice: flow(body) }, () => {
      assert.equal(flows.read(flows.insert({ Name: 'A' }), 'Description'), 'A!!');
    });
  });

  test('constants, text templates and texts with references in them', () => {
    const body = `<constants><name>Tag</name><dataType>String</dataType><value>${text('VIP')}</value></constants>`
      + '<textTemplates><name>Letter</name><isViewedAsPlainText>true</isViewedAsPlainText><text>Dear {!$Record.Name} ({!$Record.Site}), {!Tag}</text></textTemplates>'
      + assignment('Set', item('$Record.Description', reference('Letter')) + item('$Record.TickerSymbol', text('<{!Tag}>'.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))));
    flows.withFlows({ Texts: flow(body) }, () => {
      const id = flows.insert({ Name: 'Acme' });
      assert.deepEqual([flows.read(id, 'Description'), flows.read(id, 'TickerSymbol')], ['Dear Acme (), VIP', '<VIP>']);
    });
  });

  test('a before-save flow reads other records and counts down', () => {
    const body = element('recordLookups', 'Get', `<filterLogic>and</filterLogic>${filter('Site', 'EqualTo', text('Twin'))}<object>Account</object><storeOutputAutomatically>true</storeOutputAutomatically>`, 'Set')
      + variable('Others', 'Number', { more: '<scale>0</scale>' })
      + assignment('Set', item('Others', reference('Get'), 'AssignCount') + item('$Record.NumberOfEmployees', number('10.0')) + item('$Record.NumberOfEmployees', reference('Others'), 'Subtract'));
    flows.withFlows({ Reads: flow(body, { first: 'Get', on: 'Create' }) }, () => {
      assert.deepEqual([1, 2, 3].map(() => flows.read(flows.insert({ Site: 'Twin' }), 'NumberOfEmployees')), [10, 9, 8]);
    });
  });

  test('conditions: order of numbers and days, parts of texts, an empty collection', () => {
    const start = `<filterLogic>(1 AND 2) OR 3</filterLogic>${filter('NumberOfEmployees', 'GreaterThan', number('5.0'))}${filter('NumberOfEmployees', 'LessThanOrEqualTo', number('7.0'))}${filter('Site', 'EndsWith', text('HQ'))}`;
    flows.withFlows({ Orders: flow(setsDescription(text('seen')), { start }) }, () => {
      const seen = (fields: Readonly<Record<string, unknown>>): unknown => flows.read(flows.insert(fields), 'Description');
      assert.deepEqual([5, 6, 7, 8, null].map((NumberOfEmployees) => seen({ NumberOfEmployees })), [null, 'seen', 'seen', null, null]);
      assert.deepEqual(['Old HQ', 'HQ North', null].map((Site) => seen({ Site })), ['seen', null, null]);
      assert.throws(() => seen({ Site: 'old hq' }), /unsupported by the local org: flow Test flow: whether "old hq" ends with "HQ" in a condition/);
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
      const reopened = flowOrg(second);
      assert.equal(reopened.read(reopened.insert(), 'Description'), 'still here');
      await second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const lookup = (body: string): string => element('recordLookups', 'Get', body);
const meets = '<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>';

const UNSUPPORTED: readonly (readonly [name: string, flow: string, problem: RegExp])[] = [
  ['a screen', flow(setsDescription(text('x')) + element('screens', 'Ask', '<allowBack>true</allowBack><allowFinish>true</allowFinish><allowPause>true</allowPause><showFooter>true</showFooter><showHeader>true</showHeader>')), /unsupported by the local org: screens Ask in a record-triggered flow/],
  ['a subflow', flow(setsDescription(text('x')) + element('subflows', 'Other', '<flowName>Other</flowName>')), /unsupported by the local org: subflows Other in a record-triggered flow/],
  ['an action', flow(setsDescription(text('x')) + element('actionCalls', 'Post', '<actionName>chatterPost</actionName><actionType>chatterPost</actionType>')), /unsupported by the local org: actionCalls Post in a record-triggered flow/],
  ['a scheduled path', flow(setsDescription(text('x')), { trigger: 'RecordAfterSave', start: '<scheduledPaths><name>Later</name><label>Later</label><offsetNumber>1</offsetNumber><offsetUnit>Hours</offsetUnit><timeSource>RecordTriggerEvent</timeSource></scheduledPaths>' }), /unsupported by the local org: scheduledPaths Later in the start/],
  ['an asynchronous path', flow(setsDescription(text('x')), { trigger: 'RecordAfterSave', start: '<scheduledPaths><pathType>AsyncAfterCommit</pathType></scheduledPaths>' }), /unsupported by the local org: scheduledPaths in the start/],
  ['writing other records before the save', flow(element('recordUpdates', 'Set', filter('Name', 'EqualTo', text('x')) + '<object>Account</object>' + '<inputAssignments><field>Phone</field><value><stringValue>1</stringValue></value></inputAssignments>')), /The element "Set" \(recordUpdates\) can't be used in a flow that runs before the record is saved/],
  ['changing a record that is about to go', flow(setsDescription(text('x')), { trigger: 'RecordBeforeDelete', on: 'Delete' }), /\$Record\.Description can't be set in a flow that runs before the record is deleted/],
  ['a deletion after the save', flow(element('recordLookups', 'Set', '<object>Contact</object>'), { trigger: 'RecordAfterSave', on: 'Delete' }), /The trigger type RecordAfterSave doesn't go with the record trigger type Delete/],
  ['logic that names a condition that is not there', flow(setsDescription(text('x')), { start: `<filterLogic>1 OR 2</filterLogic>${filter('Phone', 'IsNull', boolean(true))}` }), /The condition logic "1 OR 2" in the start is not valid/],
  ['only when changed to meet nothing', flow(setsDescription(text('x')), { start: meets }), /run only when a record is changed to meet its conditions, and there are none/],
  ['a change beside only when changed', flow(setsDescription(text('x')), { start: meets + filter('Phone', 'IsChanged', boolean(true)) }), /unsupported by the local org: a condition about the value before, beside doesRequireRecordChangedToMeetCriteria/],
  ['an operator of screens', flow(setsDescription(text('x')), { start: filter('Name', 'WasSet', boolean(true)) }), /unsupported by the local org: the operator WasSet in the start/],
  ['an order of texts', flow(setsDescription(text('x')), { start: filter('Name', 'GreaterThan', text('A')) }), /unsupported by the local org: the operator GreaterThan on \$Record\.Name \(Text\) in the start/],
  ['taking texts apart', flow(assignment('Set', item('$Record.Description', text('x'), 'Subtract'))), /unsupported by the local org: the operator Subtract on \$Record\.Description with a Text in assignment Set/],
  ['a number within a text', flow(setsDescription(text('{!$Record.NumberOfEmployees} people'))), /unsupported by the local org: a Number in the text "\{!\$Record\.NumberOfEmployees\}"/],
  ['a text template of HTML', flow(setsDescription(reference('Letter')) + '<textTemplates><name>Letter</name><isViewedAsPlainText>false</isViewedAsPlainText><text>&lt;p&gt;x&lt;/p&gt;</text></textTemplates>'), /unsupported by the local org: text template Letter, which is not viewed as plain text/],
  ['a variable of a class', flow(setsDescription(text('x')) + variable('Thing', 'Apex', { more: '<apexClass>Thing</apexClass>' })), /unsupported by the local org: variables Thing of type Apex/],
  ['a loop over one record', flow(lookup('<getFirstRecordOnly>true</getFirstRecordOnly><object>Contact</object><storeOutputAutomatically>true</storeOutputAutomatically>') + element('loops', 'Set', '<collectionReference>Get</collectionReference><iterationOrder>Asc</iterationOrder>')), /unsupported by the local org: Get, which is no collection, in loop Set/],
  ['a filter of another type', flow(setsDescription(text('x')) + lookup(`${filter('CreatedDate', 'GreaterThan', text('x'))}<object>Contact</object><storeOutputAutomatically>true</storeOutputAutomatically>`)), /unsupported by the local org: CreatedDate \(datetime\) GreaterThan a Text in a filter of Get Records Get/],
  ['a field that was not read', flow(lookup('<getFirstRecordOnly>true</getFirstRecordOnly><object>Contact</object><queriedFields>LastName</queriedFields><storeOutputAutomatically>true</storeOutputAutomatically>') + setsDescription(reference('Get.Phone'))), /unsupported by the local org: Get\.Phone, which is not among the fields that Get reads/],
  ['an object that is not there', flow(setsDescription(text('x')) + lookup('<object>Nope__c</object>')), /no CustomObject named Nope__c found/],
  ['a filter by a field that is not there', flow(setsDescription(text('x')) + lookup(`${filter('Nope__c', 'EqualTo', text('x'))}<object>Contact</object>`)), /The field "Nope__c" for the object "Contact" doesn't exist/],
  ['a connector of a custom error', flow(element('customErrors', 'Set', '<customErrorMessages><errorMessage>No</errorMessage><isFieldError>false</isFieldError></customErrorMessages>', 'Set')), /unsupported by the local org: connector in custom error Set/],
  ['names of the language this org is written in', flow(setsDescription(reference('$Flow.constructor')) + variable('Thing', 'constructor'), { start: filter('Name', 'toString', text('x')), on: 'constructor' }), /unsupported by the local org: the reference \$Flow\.constructor/],
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

  test('a draft may say more: it is kept', () => {
    const subflow = element('subflows', 'Other', '<flowName>Other</flowName>');
    flows.withFlows({ Draft: flow(setsDescription(text('x')) + subflow, { status: 'Draft' }) }, () => {
      assert.equal(flows.read(flows.insert(), 'Description'), null);
    });
  });
});
