/** Conditions of Get Records find what a query with the same conditions finds; condition logic means what it says. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { LocalOrg } from '../../index.ts';
import { evaluateLogic, parseLogic } from './logic.ts';
import { assignment, boolean, element, filter, flow, flowOrg, item, number, reference, sets, startFlowOrg, text, variable, type FlowOrg } from './testing.ts';

let org: LocalOrg;
let flows: FlowOrg;
before(async () => {
  org = await startFlowOrg();
  flows = flowOrg(org);
});
after(() => org.close());

interface Condition {
  readonly flow: string;
  readonly soql: string;
}

const OPERATORS: Readonly<Record<string, string>> = { EqualTo: '=', NotEqualTo: '!=', GreaterThan: '>', GreaterThanOrEqualTo: '>=', LessThan: '<', LessThanOrEqualTo: '<=' };
const LIKES: Readonly<Record<string, (part: string) => string>> = { StartsWith: (part) => `${part}%`, EndsWith: (part) => `%${part}`, Contains: (part) => `%${part}%` };

const equality = fc.constantFrom('EqualTo', 'NotEqualTo');
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(fc.constantFrom(...Object.keys(OPERATORS)), fc.constantFrom(0, 10, 20)).map(([operator, value]) => ({ flow: filter('NumberOfEmployees', operator, number(`${value}.0`)), soql: `NumberOfEmployees ${OPERATORS[operator] ?? ''} ${value}` })),
  fc.tuple(equality, fc.constantFrom('red', 'RED', 'blue')).map(([operator, value]) => ({ flow: filter('Site', operator, text(value)), soql: `Site ${OPERATORS[operator] ?? ''} '${value}'` })),
  fc.tuple(fc.constantFrom(...Object.keys(LIKES)), fc.constantFrom('re', 'D', 'ue', 'q')).map(([operator, value]) => ({ flow: filter('Site', operator, text(value)), soql: `Site LIKE '${LIKES[operator]?.(value) ?? ''}'` })),
  fc.tuple(fc.constantFrom('Site', 'NumberOfEmployees'), fc.boolean()).map(([field, isNull]) => ({ flow: filter(field, 'IsNull', boolean(isNull)), soql: `${field} ${isNull ? '=' : '!='} null` })),
);

const joined: fc.Arbitrary<Condition> = fc.tuple(fc.tuple(condition, condition, condition), fc.constantFrom('1 AND 2 AND 3', '1 OR 2 OR 3', '1 AND (2 OR 3)', '(1 AND 2) OR 3', '1 AND NOT 2', 'NOT (1 OR 2)', '1 AND (NOT 2 OR 3)'))
  .map(([conditions, logic]) => ({
    flow: `<filterLogic>${logic}</filterLogic>${conditions.map((each) => each.flow).join('')}`,
    soql: logic.replaceAll(/NOT (\d|\([^)]*\))/g, '(NOT $1)').replaceAll(/\d/g, (digit) => conditions[Number(digit) - 1]?.soql ?? ''),
  }));

describe('filters', { concurrency: 1 }, () => {
  test('Get Records finds what a query finds', () => {
    const names = [[null, 10], ['red', null], ['Red', 20], ['blue', 10], ['blueish', 0], [null, null]].map(([Site, NumberOfEmployees]) => flows.insert({ Name: 'Sample', Site, NumberOfEmployees }));
    assert.equal(names.length, 6);
    const probe = flows.insert({ Name: 'Probe' });
    fc.assert(fc.property(joined, (where) => {
      const wanted = flows.find('Account', `Id != '${probe}' AND (${where.soql})`, 'Id').length;
      const all = `${element('recordLookups', 'Set', `${where.flow}<object>Account</object><storeOutputAutomatically>true</storeOutputAutomatically>`, 'Count')}`
        + variable('Found', 'Number', { more: '<scale>0</scale>' }) + assignment('Count', item('Found', reference('Set'), 'AssignCount'), 'Drop')
        // The probe itself is among what may be found: it is counted apart.
        + element('recordUpdates', 'Drop', `${sets('AnnualRevenue', reference('Found'))}<inputReference>$Record</inputReference>`);
      const probeFound = flows.find('Account', `Id = '${probe}' AND (${where.soql})`, 'Id').length;
      flows.withFlows({ Finds: flow(all, { trigger: 'RecordAfterSave', on: 'Update' }) }, () => {
        flows.update(probe, { Phone: String(Math.abs(wanted)) });
        assert.equal(flows.read(probe, 'AnnualRevenue'), wanted + probeFound, where.soql);
      });
    }), { seed: 20260302, numRuns: 40 });
  });

  test('a pattern is text: percent signs and underscores stand for themselves', () => {
    for (const Site of ['50%', '500', 'a_b', 'axb']) flows.insert({ Name: 'Pattern', Site });
    for (const [operator, part, found] of [['StartsWith', '50%', 1], ['Contains', '_', 1], ['EndsWith', '0', 1]] as const) {
      const body = element('recordLookups', 'Set', `<filterLogic>and</filterLogic>${filter('Name', 'EqualTo', text('Pattern'))}${filter('Site', operator, text(part))}<object>Account</object><storeOutputAutomatically>true</storeOutputAutomatically>`, 'Count')
        + variable('Found', 'Number', { more: '<scale>0</scale>' }) + assignment('Count', item('Found', reference('Set'), 'AssignCount') + item('$Record.NumberOfEmployees', reference('Found')));
      flows.withFlows({ Finds: flow(body) }, () => assert.equal(flows.read(flows.insert({ Name: 'Other' }), 'NumberOfEmployees'), found, `${operator} ${part}`));
    }
  });

  test('In finds what is in a collection, NotIn the rest and the blank ones', () => {
    for (const Site of ['x', 'y', 'z', null]) flows.insert({ Name: 'Member', Site });
    for (const [operator, found] of [['In', 2], ['NotIn', 2]] as const) {
      const body = variable('Sites', 'String', { collection: true }) + variable('Found', 'Number', { more: '<scale>0</scale>' })
        + assignment('Set', item('Sites', text('X'), 'Add') + item('Sites', text('y'), 'AddAtStart'), 'Get')
        + element('recordLookups', 'Get', `<filterLogic>and</filterLogic>${filter('Name', 'EqualTo', text('Member'))}${filter('Site', operator, reference('Sites'))}<object>Account</object><storeOutputAutomatically>true</storeOutputAutomatically>`, 'Count')
        + assignment('Count', item('Found', reference('Get'), 'AssignCount') + item('$Record.NumberOfEmployees', reference('Found')));
      flows.withFlows({ Finds: flow(body) }, () => assert.equal(flows.read(flows.insert({ Name: 'Other' }), 'NumberOfEmployees'), found, operator));
    }
  });
});

describe('condition logic', () => {
  const holds = (text: string | null, ...values: readonly boolean[]): boolean | null => {
    const logic = parseLogic(text, values.length);
    return logic === null ? null : evaluateLogic(logic, (index) => values[index] === true);
  };

  test('and, or, numbers, parentheses and NOT', () => {
    assert.deepEqual([holds(null, true, false), holds('or', true, false), holds('AND', true, true)], [false, true, true]);
    assert.deepEqual([holds('1 AND (2 OR NOT 3)', true, false, false), holds('not 1 or 2', true, false), holds('((1))', true)], [true, false, true]);
  });

  test('what cannot be read, or names what is not there, is none', () => {
    for (const text of ['1 AND', '(1', '1 2', '1 AND 2 OR 1', '3', '0', '1 XOR 2', '', '-1', '1.5', `${'('.repeat(500)}1${')'.repeat(500)}`]) assert.equal(holds(text, true, true), null, text);
  });
});
