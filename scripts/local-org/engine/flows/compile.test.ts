/** Whatever a flow's metadata says, compiling it answers with a program or with problems; it never throws. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { LocalOrg } from '../../index.ts';
import { formulaContext } from '../formulas/typeContext.ts';
import { compileFlow } from './compile.ts';
import { startFlowOrg } from './testing.ts';

let org: LocalOrg;
before(async () => {
  org = await startFlowOrg();
});
after(() => org.close());

const TRIGGERS = ['RecordBeforeSave', 'RecordAfterSave', 'RecordBeforeDelete'] as const;
const PARTS = ['assignments', 'customErrors', 'decisions', 'loops', 'recordCreates', 'recordDeletes', 'recordLookups', 'recordUpdates', 'formulas', 'variables', 'constants', 'textTemplates'];
const LISTS = ['assignmentItems', 'rules', 'conditions', 'filters', 'inputAssignments', 'outputAssignments', 'customErrorMessages'];
const TEXTS = ['name', 'object', 'dataType', 'objectType', 'expression', 'text', 'field', 'operator', 'filterLogic', 'conditionLogic', 'leftValueReference', 'assignToReference', 'collectionReference', 'inputReference', 'outputReference', 'sortField', 'errorMessage', 'fieldSelection', 'assignNextValueToReference'];
const FLAGS = ['isCollection', 'getFirstRecordOnly', 'storeOutputAutomatically', 'isFieldError', 'isViewedAsPlainText', 'doesRequireRecordChangedToMeetCriteria'];

const word = fc.constantFrom(
  'A', 'B', 'C', '$Record', '$Record.Name', '$Record.Account.Name', '$Record__Prior.Name', '$Flow.FaultMessage', '$Flow.constructor', 'A.Name', 'A.B.C', '.', '', '__proto__', 'constructor', 'Account', 'Contact', 'Name', 'Id', 'OwnerId',
  'AnnualRevenue', 'String', 'Number', 'SObject', 'and', 'or', '1 AND 2', '1 OR', '((', 'EqualTo', 'In', 'IsNull', 'IsChanged', 'IsEmpty', 'Contains', 'Assign', 'Add', 'AssignCount', '{!A}', '{!A', 'x {!$Record.Name} y', 'IF(', 'TRUE', '{!B} & "x"',
);
const value = fc.oneof(word.map((elementReference) => ({ elementReference })), word.map((stringValue) => ({ stringValue })), fc.constant({ numberValue: 1 }), fc.constant({ booleanValue: true }), fc.constant({}), fc.constant(null));
const connector = word.map((targetReference) => ({ targetReference }));
const sometimes = <T>(keys: readonly string[], of: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> => fc.dictionary(fc.constantFrom(...keys), of, { maxKeys: 6 });

const { node } = fc.letrec<{ node: Readonly<Record<string, unknown>> }>((tie) => ({
  node: fc.tuple(
    sometimes(TEXTS, word),
    sometimes(FLAGS, fc.boolean()),
    sometimes(['value', 'rightValue', 'limit'], value),
    sometimes(['connector', 'faultConnector', 'defaultConnector', 'nextValueConnector'], connector),
    fc.oneof({ maxDepth: 2, withCrossShrink: true }, fc.constant({}), sometimes(LISTS, fc.array(tie('node'), { maxLength: 2 }))),
  ).map(([texts, flags, values, connectors, lists]): Readonly<Record<string, unknown>> => ({ ...texts, ...flags, ...values, ...connectors, ...lists })),
}));
const metadata = fc.tuple(sometimes(PARTS, fc.array(node, { maxLength: 3 })), node).map(([parts, start]) => ({ ...parts, start }));

test('any metadata compiles to a program or to problems', () => {
  const { schema } = org.engine;
  const object = schema.object('Account');
  assert.ok(object !== undefined);
  const { resolve } = formulaContext(schema, 'Account', 'flow');
  fc.assert(fc.property(metadata, fc.constantFrom(...TRIGGERS), (flow, trigger) => {
    const { program, problems } = compileFlow(flow, trigger, object, schema, resolve);
    assert.equal(program === undefined, problems.length > 0);
    for (const problem of problems) assert.doesNotMatch(problem, /undefined|\[object|function/);
  }), { seed: 3, numRuns: 300 });
});
