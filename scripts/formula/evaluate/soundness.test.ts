import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkFormula } from '../check/check.ts';
import { NO_SPAN } from '../position.ts';
import { printFormula } from '../print/salesforce.ts';
import { FUNCTIONS } from '../registry/index.ts';
import type { Accept, FunctionRow, Parameter } from '../registry/row.ts';
import type { BinaryOperator, Expression, FormulaContext, FormulaType, OrgLookups, RawValue } from '../types.ts';
import { compileFormula } from './compile.ts';
import { FormulaError } from './error.ts';

const VALUES: Readonly<Record<FormulaType, readonly RawValue[]>> = {
  Number: [0, 1, -2.5, '123456789012345678901234.5'], Currency: [100], Percent: [15], Text: ['', ' ', 'abc', '2026-01-31', '12'], Boolean: [true, false],
  Date: ['2026-01-31', '0001-01-01', '9999-12-31'], DateTime: ['2026-01-31T10:00:00.000+0000'], Time: ['10:30:00.000Z'],
  Picklist: ['A'], MultiPicklist: ['A;B'], Id: ['005000000000001AAA'], Geolocation: ['37.7,-122.4'], Null: [],
};

const TYPES = Object.keys(VALUES).filter((type): type is FormulaType => type !== 'Null');

const context: FormulaContext = {
  kind: 'formulaField', unrestricted: true,
  resolve: ([name, object = '', , field = '']) => {
    if (name === '$ObjectType') {
      return { type: 'Number', lookup: { object, field, isName: field === 'Name', returnable: true } };
    }
    const type = TYPES.find((candidate) => candidate === name);
    return type === undefined ? undefined : { type };
  },
};

const OPERATORS: readonly BinaryOperator[] = ['+', '-', '*', '/', '^', '&', '=', '<>', '<', '<=', '>', '>=', '&&', '||'];

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TYPES).map((type): Expression => ({ kind: 'reference', path: [type], span: NO_SPAN })) },
  fc.constantFrom('0', '1', '3.5', '1000').map((text): Expression => ({ kind: 'number', text, span: NO_SPAN })),
  fc.constantFrom('', 'A', 'km', 'tr', '[a-z]+').map((value): Expression => ({ kind: 'text', value, span: NO_SPAN })),
  fc.boolean().map((value): Expression => ({ kind: 'boolean', value, span: NO_SPAN })),
  fc.constant<Expression>({ kind: 'null', span: NO_SPAN }),
);

const FITTING: Readonly<Record<Accept, readonly FormulaType[]>> = {
  number: ['Number', 'Currency', 'Percent'], text: ['Text', 'Id'], boolean: ['Boolean'], date: ['Date'], dateTime: ['DateTime'], time: ['Time'],
  geolocation: ['Geolocation'], picklist: ['Picklist'], multiPicklist: ['MultiPicklist'],
};

/** A field that the parameter takes, or a literal where it wants one. */
function fitting({ accepts, only }: Parameter): fc.Arbitrary<Expression> {
  if (only === 'lookupField') {
    return fc.constant({ kind: 'reference', path: ['$ObjectType', 'Rate__c', 'Fields', 'Name'], span: NO_SPAN });
  }
  return only === 'literal'
    ? fc.constantFrom('A', 'km').map((value): Expression => ({ kind: 'text', value, span: NO_SPAN }))
    : fc.constantFrom(...accepts.flatMap((accept) => FITTING[accept])).map((type): Expression => ({ kind: 'reference', path: [type], span: NO_SPAN }));
}

function callOf(row: FunctionRow, tree: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const args = row.parameters.map((parameter) => fc.oneof({ weight: 4, arbitrary: fitting(parameter) }, { weight: 1, arbitrary: tree }));
  return fc.tuple(fc.tuple(...args), fc.nat(row.optional ?? 0))
    .map(([given, left]): Expression => ({ kind: 'call', name: row.name, args: given.slice(0, given.length - left), span: NO_SPAN }));
}

/** Any tree at all: many do not check, and those that do must be safe to run. */
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    { weight: 3, arbitrary: fc.constantFrom(...FUNCTIONS).chain((row) => callOf(row, tie('tree'))) },
    fc.tuple(fc.constantFrom(...OPERATORS), tie('tree'), tie('tree')).map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, span: NO_SPAN })),
    fc.tuple(fc.constantFrom<'-' | '+' | '!'>('-', '+', '!'), tie('tree')).map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, span: NO_SPAN })),
  ),
}));

const ORG: OrgLookups = { lookUp: () => 7, currencyRate: () => '1.25', hasKeyPrefix: () => true, sessionId: () => 'session' };

const record = fc.record(Object.fromEntries(TYPES.map((type) => [type, fc.option(fc.constantFrom(...VALUES[type]))])));

test('whatever passes the check runs: a value or a FormulaError, never another failure', () => {
  let ran = 0;
  fc.assert(fc.property(tree, record, record, fc.boolean(), (expression, values, before, zero) => {
    const { formula } = checkFormula(expression, context);
    if (formula === undefined) {
      return;
    }
    ran++;
    const reader = (from: Readonly<Record<string, RawValue>>) => ([name = '']: readonly string[]) => from[name];
    try {
      const value = compileFormula(formula)({ record: reader(values), prior: reader(before), now: new Date('2026-01-31T10:00:00Z'), timeZone: 'Asia/Tokyo', blanks: zero ? 'zero' : 'blank', ...(zero ? { org: ORG } : {}) });
      assert.ok(value === null || ['string', 'number', 'boolean'].includes(typeof value));
    } catch (error) {
      assert.ok(error instanceof FormulaError, `${printFormula(expression)}: ${String(error)}`);
    }
  }), { seed: 5, numRuns: 6000 });
  assert.ok(ran > 500, `only ${ran} formulas were run`);
});
