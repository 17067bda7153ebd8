import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { binary, call, ref } from '../build.ts';
import { checkFormula } from '../check/check.ts';
import { NO_SPAN } from '../position.ts';
import { printFormula } from '../print/salesforce.ts';
import { contextOf, record, typed } from '../testing/arbitrary.ts';
import type { BinaryOperator, Expression, RawValue } from '../types.ts';
import type { ResultOptions } from './border.ts';
import { compileFormula } from './compile.ts';
import { FormulaError } from './error.ts';

/** Numbers at and beyond what fits: cents, sixteen digits, more places than the field has, texts, both zeros. */
const amount: fc.Arbitrary<RawValue> = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100),
  fc.constantFrom(0, -0, 0.1 + 0.2, 1e14, 999_999_999_999.99, 9_007_199_254_740_992, 1e21, 1e-7, 12.345, '12.345', '99999999999999999999.5', '', null),
);

const values = fc.tuple(record, amount, amount, amount).map(([given, Amount, Discount__c, Seats__c]): Record<string, RawValue> => ({ ...given, Amount, Discount__c, Seats__c }));

const { number } = fc.letrec<{ number: Expression }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: typed.number },
    fc.constantFrom('Amount', 'Discount__c', 'Seats__c').map((name) => call('PRIORVALUE', ref(name))),
    tie('number').map((value) => call('ABS', value)),
    fc.tuple(fc.constantFrom('MIN', 'MAX', 'BLANKVALUE', 'NULLVALUE'), tie('number'), tie('number')).map(([name, left, right]) => call(name, left, right)),
    fc.tuple(fc.constantFrom<BinaryOperator>('+', '-', '*', '/'), tie('number'), tie('number')).map(([operator, left, right]) => binary(operator, left, right)),
    fc.constantFrom('0.0000000000001', '999999999999999', '12345678901234567890.5', '00.10').map((text): Expression => ({ kind: 'number', text, span: NO_SPAN })),
  ),
}));
const condition = fc.tuple(fc.constantFrom<BinaryOperator>('=', '<>', '<', '<=', '>', '>='), number, number).map(([operator, left, right]) => binary(operator, left, right));

const OPTIONS: readonly ResultOptions[] = [{}, { scale: 2 }, { scale: 0 }, { returnType: 'Percent' }, { returnType: 'Percent', scale: 1 }, { inner: true }];

function outcome(run: () => RawValue): unknown {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof FormulaError, String(error));
    return error.code;
  }
}

test('small numbers are computed as decimals would be', () => {
  let compared = 0;
  fc.assert(fc.property(fc.oneof(number, condition, typed.boolean), values, values, fc.boolean(), fc.constantFrom(...OPTIONS), (expression, now, before, zero, options) => {
    const { formula } = checkFormula(expression, { ...contextOf('formulaField'), unrestricted: true });
    if (formula === undefined) {
      return;
    }
    compared++;
    const reader = (from: Record<string, RawValue>) => ([name = '']: readonly string[]) => from[name];
    const input = { record: reader(now), prior: reader(before), now: new Date('2026-01-31T10:00:00Z'), timeZone: 'UTC', blanks: zero ? 'zero' : 'blank' } as const;
    const short = outcome(() => compileFormula(formula, options)(input));
    const long = outcome(() => compileFormula(formula, { ...options, decimalsOnly: true })(input));
    assert.deepEqual(short, long, printFormula(expression));
    assert.ok(!Object.is(short, -0));
  }), { seed: 11, numRuns: 3000 });
  assert.ok(compared > 2500, `only ${compared} formulas were compared`);
});
