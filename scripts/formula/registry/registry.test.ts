import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ELSEWHERE, FUNCTIONS, functionNamed } from './index.ts';
import { signatureOf } from './row.ts';

test('every function has one row, one line of documentation and a place to stand', () => {
  const names = FUNCTIONS.map(({ name }) => name);
  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
  for (const row of FUNCTIONS) {
    assert.match(row.name, /^[A-Z][A-Z0-9]*$/);
    assert.match(row.summary, /^[^\n]{8,160}\.$/, row.name);
    assert.ok(row.contexts.length > 0, row.name);
    assert.equal(new Set(row.contexts).size, row.contexts.length, row.name);
    assert.equal(typeof row.implement, 'function', row.name);
    assert.equal(functionNamed(row.name), row);
  }
});

test('optional and repeated parameters are among the parameters', () => {
  for (const { name, parameters, optional = 0, repeats = 0, tail = 0 } of FUNCTIONS) {
    assert.ok(optional <= parameters.length && repeats + tail <= parameters.length, name);
    assert.equal(new Set(parameters.map((parameter) => parameter.name)).size, parameters.length, name);
  }
});

// Accepted in a validation rule by an org, 2026-07-28 (cirrus-code/sfdc-formula-debugger, corpus/org-availability.json).
const IN_RULES = `ABS ADDMONTHS AND ASCII BEGINS BLANKVALUE BR CASE CASESAFEID CEILING CHR CONTAINS CURRENCYRATE DATE DATETIMEVALUE
  DATEVALUE DAY DAYOFYEAR DISTANCE FIND FLOOR FORMATDURATION FROMUNIXTIME GEOLOCATION HOUR IF INCLUDES INITCAP ISBLANK ISCHANGED
  ISCLONE ISNEW ISNULL ISNUMBER ISOWEEK ISOYEAR ISPICKVAL LEFT LEN LOWER LPAD MAX MCEILING MFLOOR MID MIN MINUTE MOD MONTH NOT NOW
  NULLVALUE OR PI PICKLISTCOUNT PRIORVALUE REGEX REVERSE RIGHT ROUND RPAD SECOND SQRT SUBSTITUTE TEXT TIMENOW TIMEVALUE TODAY TRIM
  TRUNC UNIXTIMESTAMP UPPER VALUE VLOOKUP WEEKDAY YEAR EXP LN LOG SIN COS TAN ASIN ACOS ATAN ATAN2`.split(/\s+/);

test('a validation rule has the functions that an org gives it', () => {
  assert.deepEqual([...ELSEWHERE].filter((name) => functionNamed(name) !== undefined), []);
  for (const name of IN_RULES) {
    assert.ok(functionNamed(name)?.contexts.includes('validationRule'), name);
  }
  for (const name of ['CONCATENATE', 'HTMLENCODE', 'HYPERLINK', 'IFERROR', 'IMAGE', 'IN', 'JSENCODE', 'POWER', 'SUBSTR', 'URLENCODE']) {
    assert.notEqual(functionNamed(name)?.contexts.includes('validationRule'), true, name);
  }
});

test('signatures show what may be left out and repeated', () => {
  const shown = ['AND', 'FIND', 'TODAY', 'CASE'].map((name) => {
    const row = functionNamed(name);
    assert.ok(row);
    return signatureOf(row);
  });
  assert.deepEqual(shown, ['AND(logical, …)', 'FIND(search_text, text, [start_num])', 'TODAY()', 'CASE(expression, value, result, …, else)']);
});
