import fc from 'fast-check';
import { NO_SPAN } from '../position.ts';
import type { BinaryOperator, Expression, FormulaContext, FormulaType, RawValue, ReferenceType } from '../types.ts';

/** The fields that random formulas refer to. */
const FIELDS: Readonly<Record<string, ReferenceType>> = {
  Amount: { type: 'Currency' },
  Discount__c: { type: 'Percent' },
  Seats__c: { type: 'Number' },
  NextStep: { type: 'Text' },
  Notes__c: { type: 'Text' },
  CloseDate: { type: 'Date' },
  Start__c: { type: 'Date' },
  IsPrivate: { type: 'Boolean' },
  StageName: { type: 'Picklist', picklistValues: ['Prospecting', 'Qualification', 'Closed Won'] },
  OwnerId: { type: 'Id' },
};

const BY_LOWER = new Map(Object.entries(FIELDS).map(([name, reference]) => [name.toLowerCase(), reference]));

/** A context of a kind over {@link FIELDS}. */
export function contextOf(kind: FormulaContext['kind']): FormulaContext {
  return { kind, resolve: (path) => (path.length === 1 ? BY_LOWER.get((path[0] ?? '').toLowerCase()) : undefined) };
}

const call = (name: string, ...args: Expression[]): Expression => ({ kind: 'call', name, args, span: NO_SPAN });
const binary = (operator: BinaryOperator, left: Expression, right: Expression): Expression => ({ kind: 'binary', operator, left, right, span: NO_SPAN });
const text = (value: string): Expression => ({ kind: 'text', value, span: NO_SPAN });
const field = (type: FormulaType, ...others: FormulaType[]): fc.Arbitrary<Expression> =>
  fc.constantFrom(...Object.entries(FIELDS).filter(([, reference]) => [type, ...others].includes(reference.type)).map(([name]): Expression => ({ kind: 'reference', path: [name], span: NO_SPAN })));

// A line break cannot stand in a text literal.
const literalText = fc.string({ unit: 'grapheme', maxLength: 6 }).map((value) => value.replace(/[\r\n]/g, ' ')).map(text);
const literalNumber: fc.Arbitrary<Expression> = fc.oneof(fc.nat(100).map(String), fc.constantFrom('0.5', '12.25', '1000000', '007'))
  .map((digits) => ({ kind: 'number', text: digits, span: NO_SPAN }));

/** Well-typed expressions: one arbitrary per type, nested a few levels. */
export const typed = fc.letrec<{ boolean: Expression; number: Expression; text: Expression; date: Expression }>((tie) => ({
  boolean: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    field('Boolean'),
    fc.boolean().map((value): Expression => ({ kind: 'boolean', value, span: NO_SPAN })),
    fc.tuple(field('Picklist'), fc.constantFrom('', 'Prospecting', 'qualification')).map(([subject, value]) => call('ISPICKVAL', subject, text(value))),
    fc.oneof(tie('number'), tie('text'), tie('date')).map((subject) => call('ISBLANK', subject)),
    fc.tuple(fc.constantFrom('AND', 'OR'), fc.array(tie('boolean'), { minLength: 1, maxLength: 3 })).map(([name, args]) => call(name, ...args)),
    fc.tuple(fc.constantFrom<BinaryOperator>('&&', '||'), tie('boolean'), tie('boolean')).map(([operator, left, right]) => binary(operator, left, right)),
    tie('boolean').map((operand) => call('NOT', operand)),
    tie('boolean').map((operand): Expression => ({ kind: 'unary', operator: '!', operand, span: NO_SPAN })),
    fc.tuple(fc.constantFrom<BinaryOperator>('=', '<>', '<', '<=', '>', '>='), tie('number'), tie('number')).map(([operator, left, right]) => binary(operator, left, right)),
    fc.tuple(fc.constantFrom<BinaryOperator>('=', '<>'), tie('text'), tie('text')).map(([operator, left, right]) => binary(operator, left, right)),
    fc.tuple(fc.constantFrom<BinaryOperator>('<', '>='), tie('date'), tie('date')).map(([operator, left, right]) => binary(operator, left, right)),
    fc.tuple(fc.constantFrom('BEGINS', 'CONTAINS'), tie('text'), tie('text')).map(([name, left, right]) => call(name, left, right)),
  ),
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    field('Number', 'Currency', 'Percent'),
    literalNumber,
    fc.tuple(fc.constantFrom<BinaryOperator>('+', '-', '*'), tie('number'), tie('number')).map(([operator, left, right]) => binary(operator, left, right)),
    fc.tuple(fc.constantFrom<'-' | '+'>('-', '+'), tie('number')).map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, span: NO_SPAN })),
    fc.tuple(tie('boolean'), tie('number'), tie('number')).map((args) => call('IF', ...args)),
    tie('text').map((subject) => call('LEN', subject)),
    fc.tuple(field('Picklist'), tie('number'), tie('number')).map(([subject, result, otherwise]) => call('CASE', subject, text('Prospecting'), result, otherwise)),
    fc.tuple(tie('number'), tie('number')).map((args) => call('MAX', ...args)),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    field('Text'),
    literalText,
    fc.tuple(fc.constantFrom<BinaryOperator>('&', '+'), tie('text'), tie('text')).map(([operator, left, right]) => binary(operator, left, right)),
    tie('text').map((subject) => call('TRIM', subject)),
    field('Picklist').map((subject) => call('TEXT', subject)),
  ),
  date: fc.oneof({ depthSize: 'small', withCrossShrink: true }, field('Date'), fc.constant(call('TODAY'))),
}));

/** Values for {@link FIELDS}, every one of them blank now and then. */
export const record: fc.Arbitrary<Record<string, RawValue>> = fc.record({
  Amount: fc.option(fc.integer({ min: -1000, max: 1000 })),
  Discount__c: fc.option(fc.constantFrom(0, 15, 100)),
  Seats__c: fc.option(fc.integer({ min: 0, max: 20 })),
  NextStep: fc.option(fc.constantFrom('', 'call', 'Call back')),
  Notes__c: fc.option(fc.string({ maxLength: 5 })),
  CloseDate: fc.option(fc.constantFrom('2026-01-31', '2026-02-01', '2024-02-29')),
  Start__c: fc.option(fc.constantFrom('2026-01-31', '2025-12-31')),
  IsPrivate: fc.boolean(),
  StageName: fc.option(fc.constantFrom('Prospecting', 'Qualification', 'Closed Won')),
  OwnerId: fc.option(fc.constantFrom('005000000000001AAA', '005000000000002AAQ')),
});

/** A tree without its places in the text, for comparing. */
export function bare(expression: Expression): unknown {
  return JSON.parse(JSON.stringify(expression, (key: string, value: unknown) => (key === 'span' ? undefined : value)));
}
