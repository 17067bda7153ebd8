import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileText } from '../compileText.ts';
import { contextOf } from '../testing/arbitrary.ts';
import type { FormulaContext } from '../types.ts';

const rule: FormulaContext = { ...contextOf('validationRule'), suggest: ([name]) => (name === 'Amont' ? 'Amount' : undefined) };

/** Formula in a validation rule, expected code, message. Texts as Salesforce shows them where they are known. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['Amont > 1', 'unknown-field', 'Field Amont does not exist. Check spelling.'],
  ['ISBLNK(NextStep)', 'unknown-function', 'Unknown function ISBLNK. Check spelling.'],
  ['LEN(Amount) > 1', 'wrong-type', "Incorrect parameter type for function 'LEN()'. Expected Text, received Number"],
  ['Amount > "1"', 'wrong-type', "Incorrect parameter type for operator '>'. Expected Number, received Text"],
  ['("x" & 1) = "x1"', 'wrong-type', "Incorrect parameter type for operator '&'. Expected Text, received Number"],
  ['AND(Amount, TRUE)', 'wrong-type', "Incorrect parameter type for function 'AND()'. Expected Boolean, received Number"],
  ['IF(IsPrivate, 1)', 'wrong-argument-count', "Incorrect number of parameters for function 'IF()'. Expected 3, received 2"],
  ['IF(IsPrivate, 1, "a") = 1', 'wrong-type', "Incorrect parameter type for function 'IF()'. Expected Number, received Text"],
  ['CASE(Seats__c, 1, 2, 3, 4, 5) > 0 && CASE(1, 2, 3) = 1', 'wrong-argument-count', "Incorrect number of parameters for function 'CASE()'. Expected 4, received 3"],
  ['CASE(Seats__c, 1, 10, 2, 20, 30) = 1 && CASE(Seats__c, 1, 10, 2, 20) = 1', 'wrong-argument-count', "Incorrect number of parameters for function 'CASE()'. Expected 4, received 5"],
  ['CASE(Seats__c, 1, 10, 2, 20, 3, 30) = 1', 'wrong-argument-count', "Incorrect number of parameters for function 'CASE()'. Expected 6, received 7"],
  ['CASE(IsPrivate, TRUE, 1, 0) = 1', 'wrong-type', "Incorrect argument type for function 'CASE()'."],
  ['CASE(Seats__c, 1, TRUE, FALSE)', 'wrong-type', "Incorrect argument type for function 'CASE()'."],
  ['CASE(StageName, NextStep, 1, 0) = 1', 'wrong-type', "Incorrect parameter type for function 'CASE()'. Expected Text Literal, received Field Reference"],
  ['FIND(NextStep) = 1', 'wrong-argument-count', "Incorrect number of parameters for function 'FIND()'. Expected 2, received 1"],
  ['StageName = "Closed Won"', 'picklist-use', 'Field StageName is a picklist field. Picklist fields are only supported in certain functions.'],
  ['ISBLANK(StageName)', 'picklist-use', 'Field StageName is a picklist field. Picklist fields are only supported in certain functions.'],
  ['PRIORVALUE(StageName) = "Closed Won"', 'picklist-use', 'Field PRIORVALUE(StageName) is a picklist field. Picklist fields are only supported in certain functions.'],
  ['ISPICKVAL(StageName, NextStep)', 'wrong-type', "Incorrect parameter type for function 'ISPICKVAL()'. Expected Text Literal, received Field Reference"],
  ['ISPICKVAL(NextStep, "x")', 'wrong-type', "Incorrect parameter type for function 'ISPICKVAL()'. Expected Picklist, received Text"],
  ['INCLUDES(StageName, "x")', 'wrong-type', "Incorrect parameter type for function 'INCLUDES()'. Expected Multi-Select Picklist, received Picklist"],
  ['ISCHANGED(Amount + 1)', 'wrong-type', "Incorrect parameter type for function 'ISCHANGED()'. Expected Field Reference, received Number"],
  ['ISBLANK(IsPrivate)', 'wrong-type', "Incorrect argument type for function 'ISBLANK()'."],
  ['ISNULL(IsPrivate)', 'wrong-type', "Incorrect argument type for function 'ISNULL()'."],
  ['$Api.Session_ID = "x"', 'not-allowed-here', 'Field $Api.Session_ID does not exist. Check spelling.'],
  ['URLENCODE(NextStep) = "x"', 'not-allowed-here', 'Function URLENCODE may not be used in this type of formula'],
  ['ISBLANK({!NextStep})', 'not-allowed-here', 'Syntax error. {!NextStep} is for flows only.'],
  ['Amount', 'wrong-type', 'Formula result is data type (Number), incompatible with expected data type (true or false).'],
  ['CloseDate - NOW() > 1', 'wrong-type', "Incorrect parameter type for operator '-'. Expected Number, Date, received DateTime"],
  ['CloseDate > NOW()', 'wrong-type', "Incorrect parameter type for operator '>'. Expected Date, received DateTime"],
  ['SUBSTR(NextStep, 1) = "x"', 'not-allowed-here', 'Function SUBSTR may not be used in this type of formula'],
  ['IFERROR(NextStep, "") = "x"', 'unknown-function', 'Unknown function IFERROR. Check spelling.'],
  ['ISBLANK(HYPERLINK("/", "x"))', 'not-allowed-here', 'Function HYPERLINK may not be used in this type of formula'],
];

for (const [source, code, message] of REFUSED) {
  test(`${source} is refused`, () => {
    const { evaluate, problems } = compileText(source, rule);
    assert.equal(evaluate, undefined);
    assert.deepEqual(problems.map((found) => [found.code, found.message]), [[code, message]]);
  });
}

test('near misses are answered with the name that was probably meant', () => {
  assert.equal(compileText('ISBLNK(NextStep)', rule).problems[0]?.hint, 'Did you mean ISBLANK?');
  assert.equal(compileText('Amont > 1', rule).problems[0]?.hint, 'Did you mean Amount?');
});

test('the problem points at the argument, not at the formula', () => {
  const source = 'AND(IsPrivate, LEN(Amount) > 1)';
  const span = compileText(source, rule).problems[0]?.span;
  assert.ok(span);
  assert.equal(source.slice(span.start, span.end), 'Amount');
});

test('a literal that is no value of the picklist is a warning, because Salesforce saves it', () => {
  for (const source of ['ISPICKVAL(StageName, "Won")', 'CASE(StageName, "Won", 1, 0) = 1', 'CASE(PRIORVALUE(StageName), "Won", 1, 0) = 1']) {
    const { evaluate, problems } = compileText(source, rule);
    assert.ok(evaluate, source);
    assert.deepEqual(problems.map(({ code, severity }) => [code, severity]), [['picklist-value', 'warning']], source);
  }
  assert.deepEqual(compileText('ISPICKVAL(StageName, "closed won") || ISPICKVAL(StageName, "")', rule).problems, []);
});

test('what a context has differs', () => {
  const problemsIn = (source: string, kind: FormulaContext['kind']): string[] => compileText(source, contextOf(kind)).problems.map(({ code }) => code);
  for (const source of ['ISNEW()', 'ISCHANGED(Amount)', 'REGEX(NextStep, "a")']) {
    assert.deepEqual(problemsIn(source, 'formulaField'), ['not-allowed-here'], source);
    assert.deepEqual(problemsIn(source, 'validationRule'), [], source);
  }
  assert.deepEqual(problemsIn('ISBLANK({!NextStep})', 'flow'), []);
  assert.deepEqual(problemsIn(String.raw`NextStep = "a\\b"`, 'flow'), ['not-allowed-here']);
  assert.deepEqual(problemsIn('Amount + 1', 'formulaField'), []);
  assert.deepEqual(problemsIn('TRUNC(Amount)', 'formulaField'), []);
  assert.deepEqual(problemsIn('TRUNC(Amount)', 'flow'), ['wrong-argument-count']);
});

test('a declared result type is checked; numbers pass for each other', () => {
  const context = (returnType: 'Percent' | 'Text'): FormulaContext => ({ ...contextOf('formulaField'), returnType });
  assert.deepEqual(compileText('Amount', context('Percent')).problems, []);
  assert.deepEqual(compileText('Amount', context('Text')).problems.map(({ message }) => message), ['Formula result is data type (Number), incompatible with expected data type (Text).']);
  assert.deepEqual(compileText('StageName', context('Text')).problems.map(({ code }) => code), ['picklist-use']);
});

test('3,900 characters are the limit, comments included, and more is no syntax error', () => {
  const padded = (length: number): string => `IsPrivate/*${'x'.repeat(length - 'IsPrivate/**/'.length)}*/`;
  assert.deepEqual(compileText(padded(3900), rule).problems, []);
  assert.deepEqual(compileText(padded(3916), rule).problems.map(({ code, message }) => [code, message]), [['too-long', 'Formula is too long (3,916 characters).  Maximum length is 3,900 characters']]);
});

test('one fault does not hide or repeat another', () => {
  const { problems } = compileText('AND(Nope__c > 1, LEN(1) > 2, Foo(Bar__c))', rule);
  assert.deepEqual(problems.map(({ code }) => code), ['unknown-field', 'wrong-type', 'unknown-field', 'unknown-function']);
});

const RATES: FormulaContext = {
  ...rule,
  resolve: (path) => {
    const [global, object = '', part, field = ''] = path;
    const type = ({ Name: 'Text', Rate__c: 'Number', Notes__c: 'Text' } as const)[field];
    return global === '$ObjectType' && part === 'Fields' && type !== undefined
      ? { type, lookup: { object, field, isName: field === 'Name', returnable: field !== 'Notes__c' } }
      : rule.resolve(path);
  },
};
const rates = (field: string, object = 'Rate__c'): string => `$ObjectType.${object}.Fields.${field}`;

const LOOKUPS: readonly (readonly [string, string])[] = [
  [`VLOOKUP(${rates('Rate__c')}, ${rates('Rate__c')}, NextStep) > 1`, "Incorrect parameter for function 'VLOOKUP()'. Expected Record Name field reference."],
  [`VLOOKUP(${rates('Rate__c')}, ${rates('Name', 'Other__c')}, NextStep) > 1`, "Incorrect parameter for function 'VLOOKUP()'. Expected Record Name field reference."],
  [`VLOOKUP(${rates('Notes__c')}, ${rates('Name')}, NextStep) = ""`, 'The VLOOKUP function cannot reference the $ObjectType.Rate__c.Fields.Notes__c field.'],
  [`VLOOKUP(${rates('Nope__c')}, ${rates('Name')}, NextStep) = ""`, 'Field $ObjectType.Rate__c.Fields.Nope__c does not exist. Check spelling.'],
  [`VLOOKUP(${rates('Rate__c')}, ${rates('Name')}, Amount) = 1`, "Incorrect parameter type for function 'VLOOKUP()'. Expected Text, received Number"],
  [`VLOOKUP(NextStep, ${rates('Name')}, NextStep) = ""`, "Incorrect parameter for function 'VLOOKUP()'. Expected Related Object Reference field reference."],
  [`${rates('Rate__c')} > 1`, 'Field $ObjectType.Rate__c.Fields.Rate__c does not exist. Check spelling.'],
];

for (const [source, message] of LOOKUPS) {
  test(`${source} is refused`, () => {
    assert.deepEqual(compileText(source, RATES).problems.map((found) => found.message), [message]);
  });
}

test('VLOOKUP has the type of the field that it returns', () => {
  assert.deepEqual(compileText(`VLOOKUP(${rates('Rate__c')}, ${rates('Name')}, NextStep) > 1`, RATES).problems, []);
  assert.deepEqual(compileText(`VLOOKUP(${rates('Rate__c')}, ${rates('Name')}, NextStep) > "1"`, RATES).problems.map(({ code }) => code), ['wrong-type']);
});

test('links and pictures go through what moves them and are refused where their characters count', () => {
  const field: FormulaContext = { ...contextOf('formulaField'), resolve: (path) => (path[0] === 'Link__c' ? { type: 'Text', markup: true } : rule.resolve(path)) };
  const codes = (source: string): string[] => compileText(source, field).problems.map(({ code }) => code);
  for (const source of ['IF(IsPrivate, HYPERLINK("/", "a"), "") & IMAGE("/i.png", "i")', 'HYPERLINK("/", IMAGE("/i.png", "i"))', 'ISBLANK(Link__c)', 'BLANKVALUE(Link__c, "x") & BR()']) {
    assert.deepEqual(codes(source), [], source);
  }
  for (const source of ['LEN(HYPERLINK("/", "a"))', 'Link__c = "x"', 'LEFT(IF(IsPrivate, Link__c, ""), 3)', 'CONTAINS("x" & IMAGE("/", "i"), "x")']) {
    assert.deepEqual(codes(source), ['unsupported'], source);
  }
  assert.deepEqual(compileText('HYPERLINK("javascript:alert(1)", "x")', field).problems.map(({ message }) => message), ["Incorrect argument value for function 'HYPERLINK()'. Javascript is not allowed."]);
});

test('a formula that an org would probably find too big is a warning, and says that it is an estimate', () => {
  const branches = (count: number): string => `IF(CASE(StageName, ${Array.from({ length: count }, (_, index) => `"Stage number ${index}", ${index}`).join(', ')}, 0) > 3, TRUE, FALSE)`;
  const field: FormulaContext = { ...contextOf('formulaField'), compiledSizeOf: ([name]) => (name === 'NextStep' ? { value: 4000, guard: 0 } : undefined) };
  const sizes = (source: string): string[] => compileText(source, field).problems.filter(({ code }) => code === 'compiled-size').map(({ severity = 'error', hint = '' }) => `${severity}: ${hint}`);
  assert.deepEqual(sizes(branches(30)), []);
  assert.deepEqual(sizes('LEN(NextStep) > 3'), []);
  // Each match writes the text twice: four times 8,000 characters.
  assert.deepEqual(sizes('CASE(NextStep, "a", 1, "b", 2, "c", 3, "d", 4, 0) > 3'), ['warning: The size is an estimate. Formula fields count where they are referenced.']);
});
