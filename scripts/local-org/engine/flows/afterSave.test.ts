/** Flows that run after a save or before a deletion: what they read and write, when they run, how they fail. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LocalOrg } from '../../index.ts';
import {
  assignment, boolean, condition, connector, decision, element, filter, flow, flowOrg, formula, item, number, reference, sets, startFlowOrg, text, variable, type FlowOrg, type FlowParts,
} from './testing.ts';

let org: LocalOrg;
let flows: FlowOrg;
before(async () => {
  org = await startFlowOrg();
  flows = flowOrg(org);
});
after(() => org.close());

const afterSave = (body: string, parts: FlowParts = {}): string => flow(body, { trigger: 'RecordAfterSave', ...parts });
const beforeDelete = (body: string, parts: FlowParts = {}): string => flow(body, { trigger: 'RecordBeforeDelete', on: 'Delete', ...parts });
const updatesRecord = (name: string, field: string, value: string, next = ''): string => element('recordUpdates', name, sets(field, value) + '<inputReference>$Record</inputReference>', next);
const createsContact = (name: string, lastName: string, more = '', next = ''): string =>
  element('recordCreates', name, `${sets('AccountId', reference('$Record.Id'))}${sets('LastName', lastName)}<object>Contact</object>${more}`, next);
const getsContacts = (name: string, more = '', next = ''): string =>
  element('recordLookups', name, `<filterLogic>and</filterLogic>${filter('AccountId', 'EqualTo', reference('$Record.Id'))}<object>Contact</object>${more}<storeOutputAutomatically>true</storeOutputAutomatically>`, next);
const contactsOf = (accountId: string): readonly unknown[] => flows.find('Contact', `AccountId = '${accountId}' ORDER BY LastName`, 'LastName').map(([name]) => name);
const contact = (AccountId: string, LastName: string, fields: Readonly<Record<string, unknown>> = {}): string => flows.insert({ AccountId, LastName, ...fields }, 'Contact');

describe('records that a flow writes', { concurrency: 1 }, () => {
  test('a child is created with the id of the record that was saved, and its own id is known afterwards', () => {
    const body = createsContact('Set', text('Of {!$Record.Name}'), '<storeOutputAutomatically>true</storeOutputAutomatically>', 'Note') + updatesRecord('Note', 'Site', reference('Set'));
    flows.withFlows({ Child: afterSave(body, { on: 'Create' }) }, () => {
      const id = flows.insert({ Name: 'Acme' });
      const [[contactId, name] = []] = flows.find('Contact', `AccountId = '${id}'`, 'Id', 'LastName');
      assert.deepEqual([name, flows.read(id, 'Site')], ['Of Acme', contactId]);
      flows.update(id, { Name: 'Acme Ltd' });
      assert.deepEqual(contactsOf(id), ['Of Acme']);
    });
  });

  test('records are updated and deleted by conditions, and only those', () => {
    const body = element('recordUpdates', 'Set', `<filterLogic>1 AND (2 OR NOT 3)</filterLogic>${filter('AccountId', 'EqualTo', reference('$Record.Id'))}${filter('LastName', 'StartsWith', text('b'))}${filter('Title', 'IsNull', boolean(true))}${sets('Department', reference('$Record.Name'))}<object>Contact</object>`, 'Drop')
      + element('recordDeletes', 'Drop', `<filterLogic>and</filterLogic>${filter('AccountId', 'EqualTo', reference('$Record.Id'))}${filter('LastName', 'NotEqualTo', text('Ada'))}${filter('Title', 'EqualTo', text('Gone'))}<object>Contact</object>`);
    const [id, other] = [flows.insert(), flows.insert()];
    const [ada, ben, cy, dan] = [contact(id, 'Ada'), contact(id, 'Ben'), contact(id, 'Cy', { Title: 'CFO' }), contact(other, 'Ben')];
    contact(id, 'Eve', { Title: 'Gone' });
    flows.withFlows({ Many: afterSave(body, { on: 'Update' }) }, () => {
      flows.update(id, { Name: 'Renamed' });
      assert.deepEqual([ada, ben, cy, dan].map((found) => flows.read(found, 'Department', 'Contact')), [null, 'Renamed', 'Renamed', null]);
      assert.deepEqual(contactsOf(id), ['Ada', 'Ben', 'Cy']);
    });
  });

  test('a loop visits each record, changes a copy, and the copies are written together', () => {
    const body = getsContacts('Set', '<sortField>LastName</sortField><sortOrder>Desc</sortOrder>', 'Each')
      + variable('Changed', 'SObject', { collection: true, more: '<objectType>Contact</objectType>' }) + variable('Names', 'String') + variable('Count', 'Number', { more: `<scale>0</scale><value>${number('0.0')}</value>` })
      + formula('Longer', 'String', '{!Names} &amp; {!Each.LastName}')
      + `<loops><name>Each</name><label>Each</label><locationX>0</locationX><locationY>0</locationY><collectionReference>Set</collectionReference><iterationOrder>Asc</iterationOrder>${connector('Change', 'nextValueConnector')}${connector('Count_All', 'noMoreValuesConnector')}</loops>`
      + assignment('Change', item('Each.Department', text('Done')) + item('Changed', reference('Each'), 'Add') + item('Names', reference('Longer')), 'Each')
      + assignment('Count_All', item('Count', reference('Changed'), 'AssignCount'), 'Write')
      + element('recordUpdates', 'Write', '<inputReference>Changed</inputReference>', 'Tell')
      + element('recordUpdates', 'Tell', `${sets('Site', reference('Names'))}${sets('NumberOfEmployees', reference('Count'))}<inputReference>$Record</inputReference>`);
    const id = flows.insert();
    const ids = ['Ada', 'Ben', 'Cy'].map((name) => contact(id, name));
    flows.withFlows({ Loop: afterSave(body, { on: 'Update' }) }, () => {
      flows.update(id, { Phone: '1' });
      assert.deepEqual(ids.map((found) => flows.read(found, 'Department', 'Contact')), ['Done', 'Done', 'Done']);
      assert.deepEqual([flows.read(id, 'Site'), flows.read(id, 'NumberOfEmployees')], ['CyBenAda', 3]);
      for (const found of ids) flows.remove(found, 'Contact');
      flows.update(id, { Phone: '2' });
      assert.deepEqual([flows.read(id, 'Site'), flows.read(id, 'NumberOfEmployees')], [null, 0]);
    });
  });

  test('new records are gathered in a collection and know their ids once they are created', () => {
    const body = variable('New', 'SObject', { more: '<objectType>Contact</objectType>' }) + variable('All', 'SObject', { collection: true, more: '<objectType>Contact</objectType>' })
      + assignment('Set', item('New.LastName', text('One')) + item('New.AccountId', reference('$Record.Id')) + item('All', reference('New'), 'Add') + item('New.LastName', text('Two')) + item('All', reference('New'), 'Add'), 'Create')
      + element('recordCreates', 'Create', '<inputReference>All</inputReference>', 'Again')
      + `<loops><name>Again</name><label>Again</label><locationX>0</locationX><locationY>0</locationY><collectionReference>All</collectionReference><iterationOrder>Asc</iterationOrder>${connector('Name', 'nextValueConnector')}</loops>`
      + element('recordUpdates', 'Name', `<filterLogic>and</filterLogic>${filter('Id', 'EqualTo', reference('Again.Id'))}${sets('Department', reference('Again.LastName'))}<object>Contact</object>`, 'Again');
    flows.withFlows({ Gather: afterSave(body, { on: 'Create' }) }, () => {
      const id = flows.insert();
      assert.deepEqual(flows.find('Contact', `AccountId = '${id}' ORDER BY LastName`, 'LastName', 'Department'), [['One', 'One'], ['Two', 'Two']]);
    });
  });

  test('the first record, fields into variables, and nothing found', () => {
    const first = `<getFirstRecordOnly>true</getFirstRecordOnly><sortField>LastName</sortField><sortOrder>Asc</sortOrder>`;
    const body = getsContacts('Set', first, 'Any') + decision('Any', condition('Set', 'IsNull', boolean(true)), 'None', 'Found')
      + updatesRecord('Found', 'Site', reference('Set.LastName')) + updatesRecord('None', 'Site', text('nobody'));
    const id = flows.insert();
    flows.withFlows({ First: afterSave(body, { on: 'Update' }) }, () => {
      flows.update(id, { Phone: '1' });
      assert.equal(flows.read(id, 'Site'), 'nobody');
      contact(id, 'Zoe');
      contact(id, 'Ann');
      flows.update(id, { Phone: '2' });
      assert.equal(flows.read(id, 'Site'), 'Ann');
    });
    const byField = (clears: boolean): string => variable('Who', 'String', { more: '<value><stringValue>unset</stringValue></value>' })
      + element('recordLookups', 'Set', `<assignNullValuesIfNoRecordsFound>${String(clears)}</assignNullValuesIfNoRecordsFound><filterLogic>and</filterLogic>${filter('LastName', 'EqualTo', reference('$Record.Name'))}<object>Contact</object><outputAssignments><assignToReference>Who</assignToReference><field>Title</field></outputAssignments>`, 'Tell')
      + updatesRecord('Tell', 'Site', reference('Who'));
    contact(id, 'Lee', { Title: 'CTO' });
    for (const [clears, missing] of [[true, null], [false, 'unset']] as const) {
      flows.withFlows({ Fields: afterSave(byField(clears)) }, () => {
        assert.deepEqual(['Lee', 'Nobody at all'].map((Name) => flows.read(flows.insert({ Name }), 'Site')), ['CTO', missing]);
      });
    }
  });

  test('a field of a record that was not found is an error in the words of an org', () => {
    const body = getsContacts('Set', '<getFirstRecordOnly>true</getFirstRecordOnly>', 'Tell') + updatesRecord('Tell', 'Site', reference('Set.LastName'));
    flows.withFlows({ Missing: afterSave(body) }, () => {
      const [error, ...more] = flows.refused('insert', { Name: 'Alone' });
      assert.deepEqual([error?.statusCode, more], ['CANNOT_EXECUTE_FLOW_TRIGGER', []]);
      assert.match(error?.message ?? '', /^We can't save this record because the “Test flow” process failed\. Give your Salesforce admin these details\. The flow failed to access the value for Set\.LastName because it hasn't been set or assigned\.$/);
      assert.deepEqual(flows.find('Account', "Name = 'Alone'", 'Id'), []);
    });
  });
});

describe('when a flow runs', { concurrency: 1 }, () => {
  test('only when changed to meet: on creation, and on the save that first meets', () => {
    const start = `<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria><filterLogic>1 AND (2 OR 3)</filterLogic>${filter('Industry', 'EqualTo', text('Banking'))}${filter('NumberOfEmployees', 'GreaterThanOrEqualTo', number('100.0'))}${filter('Site', 'Contains', text('HQ'))}`;
    flows.withFlows({ Meets: afterSave(createsContact('Set', text('Met')), { start }) }, () => {
      const id = flows.insert({ Industry: 'Banking', NumberOfEmployees: 99 });
      flows.update(id, { NumberOfEmployees: 100 });
      flows.update(id, { NumberOfEmployees: 101, Site: 'Old HQ' });
      assert.deepEqual(contactsOf(id), ['Met']);
      flows.update(id, { Industry: 'Retail' });
      flows.update(id, { Industry: 'Banking' });
      assert.deepEqual(contactsOf(id), ['Met', 'Met']);
      assert.deepEqual(contactsOf(flows.insert({ Industry: 'Banking', Site: 'HQ' })), ['Met']);
    });
  });

  test('a flow that updates the record it runs for is not started by that update; other flows are', () => {
    const counts = updatesRecord('Set', 'NumberOfEmployees', reference('Next')) + formula('Next', 'Number', 'BLANKVALUE({!$Record.NumberOfEmployees}, 0) + 1');
    flows.withFlows({ Counts: afterSave(counts), Watches: afterSave(createsContact('Set', text('Seen')), { order: 1, start: `<filterLogic>and</filterLogic>${filter('NumberOfEmployees', 'IsChanged', boolean(true))}` }) }, () => {
      const id = flows.insert();
      assert.equal(flows.read(id, 'NumberOfEmployees'), 1);
      assert.deepEqual(contactsOf(id), ['Seen']);
      flows.update(id, { Phone: '1' });
      assert.equal(flows.read(id, 'NumberOfEmployees'), 2);
    });
  });

  test('flows that start each other without end are stopped, and nothing stays', () => {
    const again = element('recordCreates', 'Set', `${sets('Name', text('Rabbit'))}<object>Account</object>`);
    flows.withFlows({ Endless: afterSave(again, { on: 'Create' }) }, () => {
      const [error] = flows.refused('insert', { Name: 'Rabbit' });
      assert.equal(error?.statusCode, 'CANNOT_EXECUTE_FLOW_TRIGGER');
      assert.match(error?.message ?? '', /maximum trigger depth exceeded/);
      assert.deepEqual(flows.find('Account', "Name = 'Rabbit'", 'Id'), []);
    });
  });

  test('a query in a circle ends at the limit of the transaction, fault path or not', () => {
    const body = element('recordLookups', 'Set', `<filterLogic>and</filterLogic>${filter('LastName', 'EqualTo', text('x'))}<object>Contact</object><storeOutputAutomatically>true</storeOutputAutomatically>`, 'Set');
    flows.withFlows({ Circle: afterSave(body) }, () => {
      assert.match(flows.refused('insert', { Name: 'Round' })[0]?.message ?? '', /Too many SOQL queries: 101$/);
    });
  });

  test('the limits are those of one record: two hundred of one request each have their own', () => {
    const body = getsContacts('Set', '', 'Count') + variable('Found', 'Number', { more: '<scale>0</scale>' }) + assignment('Count', item('Found', reference('Set'), 'AssignCount'), 'Tell') + updatesRecord('Tell', 'NumberOfEmployees', reference('Found'));
    flows.withFlows({ Each: afterSave(body, { on: 'Create' }) }, () => {
      const results = org.engine.insert(org.session('admin@handrail.local'), 'Account', Array.from({ length: 200 }, (_, index) => ({ Name: `Bulk ${index}` })));
      assert.deepEqual(results.filter(({ success }) => !success), []);
      assert.equal(flows.find('Account', "Name LIKE 'Bulk %' AND NumberOfEmployees = 0", 'Id').length, 200);
    });
  });

  test('what a flow before a deletion sees and does; what goes along with a record starts none', () => {
    const body = element('recordCreates', 'Set', `${sets('LastName', reference('$Record.Name'))}<object>Contact</object>`);
    flows.withFlows({ Farewell: beforeDelete(body), Child: beforeDelete(element('recordCreates', 'Set', `${sets('Name', text('Child went'))}<object>Account</object>`), { object: 'Contact' }) }, () => {
      const id = flows.insert({ Name: 'Parting' });
      contact(id, 'Along');
      flows.remove(id);
      assert.deepEqual([flows.find('Contact', "LastName = 'Parting'", 'Id').length, flows.find('Account', "Name = 'Child went'", 'Id').length], [1, 0]);
    });
  });
});

describe('how a flow refuses and fails', { concurrency: 1 }, () => {
  const error = (message: string, field = ''): string => `<customErrorMessages><errorMessage>${message}</errorMessage>${field === '' ? '' : `<fieldSelection>${field}</fieldSelection>`}<isFieldError>${String(field !== '')}</isFieldError></customErrorMessages>`;
  const messages = element('customErrors', 'Set', error('{!$Record.Name} is full') + error('Too many', 'NumberOfEmployees'));
  const expected = [
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Full is full', fields: [] },
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Too many', fields: ['NumberOfEmployees'] },
  ];

  for (const trigger of ['RecordBeforeSave', 'RecordAfterSave']) {
    test(`custom errors of ${trigger} stand on the record and at their fields, and undo the save`, () => {
      flows.withFlows({ Refuses: flow(messages, { trigger }) }, () => {
        assert.deepEqual(flows.refused('insert', { Name: 'Full' }), expected);
        assert.deepEqual(flows.find('Account', "Name = 'Full'", 'Id'), []);
      });
    });
  }

  test('a custom error keeps a record from being deleted', () => {
    const id = flows.insert({ Name: 'Full' });
    flows.withFlows({ Keeps: beforeDelete(messages) }, () => {
      assert.deepEqual(flows.refused('delete', { Id: id }), expected);
      assert.equal(flows.read(id, 'Name'), 'Full');
    });
  });

  const bad = (fault = ''): string => element('recordCreates', 'Set', `${fault}${sets('FirstName', text('Nameless'))}<object>Contact</object>`);

  test('a save that fails within a flow refuses the record with both reasons', () => {
    flows.withFlows({ Fails: afterSave(bad()) }, () => {
      const [found] = flows.refused('insert', { Name: 'Undone' });
      assert.deepEqual(found, {
        statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER',
        message: "We can't save this record because the “Test flow” process failed. Give your Salesforce admin these details. This error occurred when the flow tried to create records: REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]. You can look up ExceptionCode values in the SOAP API Developer Guide.",
        fields: [],
      });
      assert.deepEqual(flows.find('Account', "Name = 'Undone'", 'Id'), []);
    });
  });

  test('the fault path goes on with what went wrong, and the failed element leaves nothing', () => {
    const body = variable('New', 'SObject', { more: '<objectType>Contact</objectType>' }) + variable('All', 'SObject', { collection: true, more: '<objectType>Contact</objectType>' }) + formula('Short', 'String', 'LEFT({!$Flow.FaultMessage}, 80)')
      + assignment('Set', item('New.LastName', text('Half done')) + item('All', reference('New'), 'Add') + item('New.LastName', '<elementReference>$GlobalConstant.EmptyString</elementReference>') + item('All', reference('New'), 'Add'), 'Create')
      + element('recordCreates', 'Create', `${connector('Tell', 'faultConnector')}<inputReference>All</inputReference>`) + updatesRecord('Tell', 'Site', reference('Short'));
    flows.withFlows({ Recovers: afterSave(body, { on: 'Create' }) }, () => {
      assert.equal(flows.read(flows.insert(), 'Site'), 'This error occurred when the flow tried to create records: REQUIRED_FIELD_MISSIN');
      assert.deepEqual(flows.find('Contact', "LastName = 'Half done'", 'Id'), []);
    });
  });

  test('an update by a flow runs the rules again', () => {
    const body = element('recordUpdates', 'Set', `<filterLogic>and</filterLogic>${filter('Id', 'EqualTo', reference('$Record.AccountId'))}${sets('AnnualRevenue', number('-1.0'))}${sets('Site', text('x'.repeat(81)))}<object>Account</object>`);
    const id = flows.insert();
    flows.withFlows({ Parent: afterSave(body, { object: 'Contact' }) }, () => {
      assert.match(flows.refused('insert', { LastName: 'Kid', AccountId: id }, 'Contact')[0]?.message ?? '', /tried to update records: STRING_TOO_LONG: Account Site: data value too large/);
      assert.equal(flows.read(id, 'AnnualRevenue'), null);
    });
  });
});
