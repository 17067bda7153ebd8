import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileText } from '../compileText.ts';
import type { EvaluationInput, FormulaContext, FormulaContextKind, RawValue, ReferenceType } from '../types.ts';
import type { ResultOptions } from './border.ts';
import { FormulaError } from './error.ts';

const TYPES: Readonly<Record<string, ReferenceType>> = {
  t: { type: 'Text' }, u: { type: 'Text' }, n: { type: 'Number' }, m: { type: 'Number' }, p: { type: 'Percent' }, b: { type: 'Boolean' },
  d: { type: 'Date' }, dt: { type: 'DateTime' }, pick: { type: 'Picklist' }, multi: { type: 'MultiPicklist' }, id: { type: 'Id' }, other: { type: 'Id' },
  'account.industry': { type: 'Picklist' },
};

interface Given {
  readonly values?: Readonly<Record<string, RawValue>>;
  readonly prior?: Readonly<Record<string, RawValue>>;
  readonly kind?: FormulaContextKind;
  readonly options?: ResultOptions;
  readonly input?: Partial<EvaluationInput>;
}

function evaluate(source: string, { values = {}, prior, kind = 'formulaField', options, input = {} }: Given = {}): RawValue {
  const context: FormulaContext = { kind, unrestricted: true, resolve: (path) => TYPES[path.join('.').toLowerCase()] };
  const { evaluate: run, problems } = compileText(source, context, options);
  assert.ok(run, `${source}: ${problems.map(({ message }) => message).join(' ')}`);
  const reader = (record: Readonly<Record<string, RawValue>>) => (path: readonly string[]) => record[path.join('.').toLowerCase()];
  return run({
    record: reader(values), ...(prior === undefined ? {} : { prior: reader(prior) }),
    now: new Date('2026-03-01T04:30:00Z'), timeZone: 'America/New_York', ...input,
  });
}

const CASES: readonly (readonly [string, Given, RawValue])[] = [
  // Numbers are decimal, to 32 places.
  ['0.1 + 0.2', {}, 0.3],
  ['1 / 3', {}, '0.33333333333333333333333333333333'],
  ['FLOOR((1 / 9) * 9)', {}, 1],
  ['FLOOR(-1.4)', {}, -1],
  ['2 * 3 ^ 2', {}, 36],
  ['ROUND(-2.5, 0)', {}, -3],
  ['ROUND(1234.5, -2)', {}, 1200],
  ['CEILING(-1.4)', {}, -2],
  ['MCEILING(-1.4)', {}, -1],
  ['MOD(-7, 3)', {}, -1],
  ['MAX(1, 3, 2) - MIN(1, 3, 2)', {}, 2],
  // Percent comes as typed and computes as a fraction.
  ['p * 200', { values: { p: 15 } }, 30],
  ['p', { values: { p: 15 } }, 15],
  ['n', { values: { n: 0.15 }, options: { returnType: 'Percent' } }, 15],
  ['1 / 3', { options: { scale: 2 } }, 0.33],
  ['n / 2', { values: { n: 0.25 }, options: { scale: 2 } }, 0.13],
  // Blank numbers.
  ['n < 5', {}, false],
  ['n = 0', {}, false],
  ['n <> 0', {}, false],
  ['n + 5', {}, null],
  ['n + 5', { input: { blanks: 'zero' } }, 5],
  ['n = 0', { input: { blanks: 'zero' } }, true],
  ['n = 0', { input: { blanks: 'zero' }, kind: 'validationRule' }, false],
  ['ISBLANK(n)', { input: { blanks: 'zero' } }, false],
  ['NULL + 1', { input: { blanks: 'zero' } }, null],
  ['BLANKVALUE(n, 7)', {}, 7],
  // Blank text is the empty text.
  ['t = ""', {}, true],
  ['t <> "x"', {}, true],
  ['t = NULL', {}, true],
  ['ISNULL(t)', {}, false],
  ['ISBLANK(t)', { values: { t: '' } }, true],
  ['BLANKVALUE(t, "none")', {}, 'none'],
  ['NULLVALUE(t, "none")', {}, null],
  ['"a" & t & "b"', {}, 'ab'],
  ['LEN(t)', {}, 0],
  ['CONTAINS(t, "")', {}, true],
  ['t < "a"', {}, false],
  // Text.
  ['"a" = "A"', {}, false],
  ['TRIM("  a b ")', {}, 'a b'],
  ['LEN(TRIM(" abc "))', {}, 3],
  ['CONTAINS("|n/a|tbd|", "|" & LOWER(TRIM(t)) & "|")', { values: { t: ' TBD ' } }, true],
  ['FIND("c", "abcabc", 4)', {}, 6],
  ['MID("abcdef", 2, 3) & LEFT("xyz", 1) & RIGHT("xyz", 1)', {}, 'bcdxz'],
  ['SUBSTITUTE("a.b.c", ".", "-")', {}, 'a-b-c'],
  ['VALUE("1.5e2")', {}, 150],
  ['TEXT(1 / 4)', {}, '.25'],
  ['TEXT(0.25)', {}, '0.25'],
  ['TEXT(12.50)', {}, '12.5'],
  ['TEXT(-n)', { values: { n: 0.5 } }, '-.5'],
  // Booleans and branches.
  ['IF(NULL, 1, 2)', {}, 2],
  ['AND(TRUE, NULL)', {}, false],
  ['OR(NULL, TRUE)', {}, true],
  ['b', {}, false],
  ['NOT(b)', {}, true],
  ['CASE(n, 1, "one", 2, "two", "many")', { values: { n: 2 } }, 'two'],
  ['CASE(n, 1, "one", "many")', {}, 'many'],
  ['CASE(pick, "B", 2, "A", 1, 0)', { values: { pick: 'A' } }, 1],
  ['CASE(t, u, 1, 0)', {}, 1],
  ['AND(FALSE, 1 / 0 = 1)', {}, false],
  ['OR(TRUE, 1 / 0 = 1)', {}, true],
  ['IF(TRUE, 1, 1 / 0)', {}, 1],
  // Picklists.
  ['ISPICKVAL(pick, "closed won")', { values: { pick: 'Closed Won' } }, true],
  ['ISPICKVAL(pick, "")', {}, true],
  ['ISBLANK(TEXT(pick))', {}, true],
  ['TEXT(pick) = "closed won"', { values: { pick: 'Closed Won' } }, false],
  ['ISPICKVAL(Account.Industry, "Energy")', { values: { 'account.industry': 'Energy' } }, true],
  ['INCLUDES(multi, "b")', { values: { multi: 'A;B' } }, true],
  ['INCLUDES(multi, "A;B")', { values: { multi: 'A;B' } }, false],
  ['PICKLISTCOUNT(multi)', { values: { multi: 'A;B;C' } }, 3],
  ['PICKLISTCOUNT(multi)', {}, 0],
  ['ISBLANK(multi)', {}, true],
  // Ids.
  ['id = other', { values: { id: '005000000000001AAA', other: '005000000000001' } }, true],
  ['id = "005000000000001AAA"', { values: { id: '005000000000001' } }, true],
  ['id = other', { values: { id: '00500000000000a', other: '00500000000000A' } }, false],
  ['BEGINS(id, "005")', { values: { id: '005000000000001AAA' } }, true],
  ['LEN(id)', { values: { id: '005000000000001AAA' } }, 15],
  ['CASESAFEID(id)', { values: { id: '001D000000IRFmaIAH' } }, '001D000000IRFmaIAH'],
  // Dates: NOW() is 2026-03-01 04:30 in GMT and still February in New York.
  ['TODAY()', {}, '2026-02-28'],
  ['TODAY()', { input: { timeZone: 'UTC' } }, '2026-03-01'],
  ['NOW()', {}, '2026-03-01T04:30:00.000Z'],
  ['DATEVALUE(dt)', { values: { dt: '2026-03-01T04:30:00.000+0000' } }, '2026-02-28'],
  ['DATEVALUE(dt)', { values: { dt: '2026-07-01T03:59:00Z' } }, '2026-06-30'],
  ['DATEVALUE(dt)', { values: { dt: '2026-07-01T04:00:00Z' } }, '2026-07-01'],
  ['TEXT(dt)', { values: { dt: '2026-03-01T04:30:00Z' } }, '2026-03-01 04:30:00Z'],
  ['d + 1', { values: { d: '2024-02-28' } }, '2024-02-29'],
  ['d - DATE(2026, 1, 1)', { values: { d: '2026-03-01' } }, 59],
  ['dt - DATETIMEVALUE("2026-02-28 16:30:00")', { values: { dt: '2026-03-01T04:30:00Z' } }, 0.5],
  ['ADDMONTHS(d, 1)', { values: { d: '2026-01-31' } }, '2026-02-28'],
  ['ADDMONTHS(d, 1)', { values: { d: '2026-02-28' } }, '2026-03-31'],
  ['ADDMONTHS(d, -13)', { values: { d: '2026-03-15' } }, '2025-02-15'],
  ['WEEKDAY(d)', { values: { d: '2026-03-01' } }, 1],
  ['YEAR(d) * 10000 + MONTH(d) * 100 + DAY(d)', { values: { d: '2026-03-01' } }, 20260301],
  ['d >= TODAY()', {}, false],
  ['HOUR(TIMEVALUE("17:30:45.125"))', {}, 17],
  // The record before the save.
  ['ISNEW()', {}, true],
  ['ISNEW()', { prior: {} }, false],
  ['ISCHANGED(t)', { values: { t: 'a' } }, false],
  ['ISCHANGED(t)', { values: { t: 'a' }, prior: { t: 'b' } }, true],
  ['ISCHANGED(t)', { values: { t: '' }, prior: { t: null } }, false],
  ['ISCHANGED(n)', { values: { n: '1.0' }, prior: { n: 1 } }, false],
  ['ISCHANGED(n)', { values: { n: 0 }, prior: { n: null } }, true],
  ['ISCHANGED(id)', { values: { id: '005000000000001AAA' }, prior: { id: '005000000000001' } }, false],
  ['PRIORVALUE(n)', { values: { n: 2 }, prior: { n: 1 } }, 1],
  ['PRIORVALUE(n)', { values: { n: 2 } }, 2],
  ['ISPICKVAL(PRIORVALUE(pick), "A")', { values: { pick: 'B' }, prior: { pick: 'A' } }, true],
  ['ISCLONE()', { input: { isClone: true } }, true],
  ['$System.OriginDateTime', {}, '1900-01-01T00:00:00.000Z'],
  // The calendar of Java: Julian before 1582-10-15. Julian 1500-01-01 is Gregorian 1500-01-10, and 36,524 days make a Gregorian century without its leap day.
  ['DATE(1582, 10, 15) - 1', {}, '1582-10-04'],
  ['DATE(1582, 10, 4) + 1', {}, '1582-10-15'],
  ['DATE(1500, 2, 28) + 1', {}, '1500-02-29'],
  ['DATE(1600, 1, 1) - DATE(1500, 1, 1)', {}, 36515],
  ['DAY(DATE(1500, 2, 29))', {}, 29],
  ['ADDMONTHS(DATE(1582, 9, 30), 1)', {}, '1582-10-31'],
  ['ADDMONTHS(DATE(1582, 9, 4), 1)', {}, '1582-10-04'],
  ['WEEKDAY(DATE(1582, 10, 4))', {}, 5],
  ['WEEKDAY(DATE(1582, 10, 15))', {}, 6],
  ['TEXT(DATETIMEVALUE("1500-02-29 12:00:00") + 0.5)', {}, '1500-03-01 00:00:00Z'],
  ['dt', { values: { dt: '1500-02-28T12:00:00.000Z' } }, '1500-02-28T12:00:00.000Z'],
  // Durations have no sign.
  ['FORMATDURATION(-3661)', {}, '01:01:01'],
  ['FORMATDURATION(-90061, TRUE)', {}, '1:01:01:01'],
  // What the org answers.
  ['CURRENCYRATE("EUR")', { input: { org: { currencyRate: () => '0.85' } } }, 0.85],
  ['CURRENCYRATE("XXX")', { input: { org: { currencyRate: () => undefined } } }, 1],
  ['CASESAFEID("001D000000IRFma")', { input: { org: { hasKeyPrefix: (prefix) => prefix === '001' } } }, '001D000000IRFmaIAH'],
  ['CASESAFEID("xyzD000000IRFma")', { input: { org: { hasKeyPrefix: (prefix) => prefix === '001' } } }, 'xyzD000000IRFma'],
  ['CASESAFEID("no id")', {}, 'no id'],
  ['GETSESSIONID()', { input: { org: { sessionId: () => 'S' } } }, 'S'],
  // Markup, as the APIs show it.
  ['HYPERLINK("/" & id, t)', { values: { id: '001D000000IRFmaIAH', t: 'A & B' } }, '<a href="/001D000000IRFma" target="_blank">A &amp; B</a>'],
  ['HYPERLINK("/x?a=1&b=2", "<go>", "_self") & BR() & u', { values: { u: '<u>' } }, '<a href="/x?a=1&amp;b=2" target="_self">&lt;go&gt;</a><br><u>'],
  ['IMAGE("/img/flag.gif", "Flag")', {}, '<img src="/img/flag.gif" alt="Flag" border="0"/>'],
  ['HYPERLINK("/x", "see " & IMAGE("/i.gif", "I", 16, 20))', {}, '<a href="/x" target="_blank">see <img src="/i.gif" alt="I" style="height:16px; width:20px;" border="0"/></a>'],
  ['IF(b, IMAGE("/i.gif", "I"), "<none>")', {}, '<none>'],
  ['"_HL_ENCODED_/x_HL_y_HL__blank_HL_"', {}, '_HL_ENCODED_/x_HL_y_HL__blank_HL_'],
  ["JSINHTMLENCODE(\"d'e<\" & '\"')", {}, 'd\\&#39;e&lt;&quot;'],
];

for (const [source, given, expected] of CASES) {
  test(`${source} given ${JSON.stringify(given)} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(evaluate(source, given), expected);
  });
}

const ERRORS: readonly (readonly [string, Given, string])[] = [
  ['1 / n', { input: { blanks: 'zero' } }, 'division-by-zero'],
  ['ISBLANK(1 / 0)', {}, 'division-by-zero'],
  ['BLANKVALUE(1 / 0, 42)', {}, 'division-by-zero'],
  ['VALUE("abc")', {}, 'invalid-number'],
  ['VALUE(" ")', {}, 'invalid-number'],
  ['2 ^ 0.5', {}, 'invalid-number'],
  ['10 ^ 65', {}, 'out-of-range'],
  ['SQRT(-1)', {}, 'invalid-number'],
  ['LN(0)', {}, 'invalid-number'],
  ['DATE(2011, 2, 29)', {}, 'invalid-date'],
  ['DATE(10000, 1, 1)', {}, 'invalid-date'],
  ['DATEVALUE("31.1.2026")', {}, 'invalid-date'],
  ['DATETIMEVALUE("2026-01-31")', {}, 'invalid-date'],
  ['REGEX("a", "(")', {}, 'invalid-pattern'],
  ['DATE(1582, 10, 10)', {}, 'unsupported'],
  ['DATE(1, 1, 1) - 1', {}, 'unsupported'],
  ['ISOWEEK(DATE(1500, 1, 1))', {}, 'unsupported'],
  ['DATE(1700, 2, 29)', {}, 'invalid-date'],
  ['CURRENCYRATE("EUR")', {}, 'unsupported'],
  ['CASESAFEID("001D000000IRFma")', {}, 'unsupported'],
  ['GETSESSIONID()', {}, 'unsupported'],
  ['HYPERLINK("Java" & t & "script:x()", t)', {}, 'unsupported'],
  ['n + 1', { values: { n: 'many' } }, 'invalid-value'],
];

for (const [source, given, code] of ERRORS) {
  test(`${source} has no value: ${code}`, () => {
    assert.throws(() => evaluate(source, given), (error: unknown) => error instanceof FormulaError && error.code === code);
  });
}

test('the message of a division by zero is the one Salesforce shows', () => {
  assert.throws(() => evaluate('1 / 0'), { message: 'Division by zero' });
});

test('a flow that divides by zero goes on with nothing', () => {
  assert.equal(evaluate('1 / 0', { kind: 'flow' }), null);
});

test('a text formula field shows 1,300 characters', () => {
  assert.equal(String(evaluate('LPAD("", 1) & RPAD("a", 1000, "b") & RPAD("a", 1000, "b")')).length, 1300);
});

test('a formula field read by another keeps its digits', () => {
  assert.equal(evaluate('1 / 11', { options: { inner: true } }), '0.09090909090909090909090909090909090909091');
});

test('VLOOKUP asks the org by name and field, and is blank when nothing is found', () => {
  const asked: string[] = [];
  const org = { lookUp: (object: string, field: string, name: string): RawValue | undefined => (asked.push(`${object}.${field}=${name}`), name === 'EUR' ? 20 : undefined) };
  const context: FormulaContext = {
    kind: 'validationRule',
    resolve: ([global, object = '', , field = '']) => (global === 't' ? { type: 'Text' } : { type: field === 'Name' ? 'Text' : 'Percent', lookup: { object, field, isName: field === 'Name', returnable: true } }),
  };
  const { evaluate: run } = compileText('VLOOKUP($ObjectType.Rate__c.Fields.Tax__c, $ObjectType.Rate__c.Fields.Name, t) = 0.2', context);
  assert.ok(run);
  const fires = (t: string | null): RawValue => run({ record: () => t, now: new Date(0), timeZone: 'UTC', org });
  assert.deepEqual([fires('EUR'), fires('GBP'), fires(null)], [true, false, false]);
  assert.deepEqual(asked, ['Rate__c.Tax__c=EUR', 'Rate__c.Tax__c=GBP']);
});

test('texts that grow without bound are stopped', () => {
  assert.throws(() => evaluate('RPAD("a", 10 ^ 12, "b")'), { code: 'out-of-range' });
  assert.throws(() => evaluate('SUBSTITUTE(RPAD("a", 900000, "a"), "a", RPAD("b", 900000, "b"))'), { code: 'out-of-range' });
});

test('a literal error stands behind what decides before it', () => {
  assert.equal(evaluate('IF(b, DATE(2011, 2, 29), d)', { values: { d: '2026-01-01' } }), '2026-01-01');
});

test('the longest chain that fits into a formula is computed', () => {
  assert.equal(evaluate(`1${'+1'.repeat(1949)}`), 1950);
  assert.equal(evaluate(`b${'||b'.repeat(1200)}`), false);
});
