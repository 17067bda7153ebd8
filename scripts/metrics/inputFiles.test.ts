/** Input files as spreadsheets and ledgers write them: what is meant is read, and what is wrong is named with its line. */
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rowsOf, withDuckDb } from './duckdb.ts';
import { loadInputs, strangeInputs, type INPUTS } from './inputs.ts';
import { inputs } from './testing/vectors.ts';

const QUOTA = 'level,owner,motion,period_start,period_end,amount,basis,as_of';
const LINE = 'company,,new,2026-04-01,2026-06-30,680000,Amount,2026-05-31';

function read(dir: string, name: keyof typeof INPUTS): Promise<Record<string, unknown>[]> {
  return withDuckDb(async (db) => {
    await loadInputs(db, dir, '2026-06-01', 'USD');
    return rowsOf(db, `SELECT * FROM input_${name}`);
  });
}

const quotaOf = async (text: string): Promise<unknown[]> => (await read(await inputs({ 'quota.csv': text }), 'quota')).map(({ level, motion, amount, period_start: start }) => [level, motion, Number(amount), start]);

describe('read as it is meant', () => {
  const wanted = [['company', 'new', 680000, '2026-04-01']];
  const cases: Record<string, string> = {
    'a byte order mark': `\uFEFF${QUOTA}\n${LINE}\n`,
    'line ends of Windows': `${QUOTA}\r\n${LINE}\r\n`,
    'no line end after the last line': `${QUOTA}\n${LINE}`,
    'blank lines': `${QUOTA}\n\n${LINE}\n\n`,
    'blanks around the cells, and names in capitals': `Level, Owner,Motion,Period_Start,Period_End,Amount,Basis,As_Of\n Company , , NEW , 2026-04-01 , 2026-06-30 , 680000 , Amount , 2026-05-31\n`,
    'a quoted number': `${QUOTA}\n${LINE.replace('680000', '"680000.00"')}\n`,
  };
  for (const [name, text] of Object.entries(cases)) test(name, async () => assert.deepEqual(await quotaOf(text), wanted));
});

describe('the id of a record', () => {
  const HEALTH = 'account_id,day,health,score,reason,as_of';

  test('of 15 characters, as reports export it, is the one of 18', async () => {
    // Capitals D at 3 (4 of the first five), and at 6 and 10 (1 + 16 of the second): E, R, A.
    const dir = await inputs({ 'account_health.csv': `${HEALTH}\n00D00A000B00000,2026-05-01,Green,1,,\n001000000000002AAA,2026-05-01,Green,1,,\nACME,2026-05-01,Red,1,,\n` });
    assert.deepEqual((await read(dir, 'account_health')).map(({ account_id: id }) => id), ['00D00A000B00000ERA', '001000000000002AAA', 'ACME']);
  });

  test('is the same in both lengths: a second line for it is refused', async () => {
    const dir = await inputs({ 'account_health.csv': `${HEALTH}\n001000000000002,2026-05-01,Green,1,,\n001000000000002AAA,2026-05-01,Red,1,,\n` });
    await assert.rejects(read(dir, 'account_health'), /Lines 2 and 3 both stand for/);
  });
});

describe('refused, with the line and what it should be', () => {
  const amount = (written: string): string => `${QUOTA}\n${LINE}\n${LINE.replaceAll('2026-0', '2027-0').replace('680000', written)}\n`;
  const cases: Record<string, readonly [text: string | Buffer, said: RegExp]> = {
    'separators of thousands': [amount('"1,200.50"'), /Line 3, column amount: "1,200\.50" is no number: write it as 1200\.50, without separators of thousands/],
    'a comma before the cents': [amount('"1.200,50"'), /Line 3, column amount: "1\.200,50" is no number/],
    'a sign of a currency': [amount('$5'), /Line 3, column amount: "\$5" is no number/],
    'what is not a number': [amount('NaN'), /Line 3, column amount: "NaN" is no number/],
    'a quota below zero': [amount('-5'), /Line 3, column amount: "-5" is less than 0\./],
    'no amount': [amount(''), /Line 3, column amount: it must not be blank\./],
    'a day of another country': [`${QUOTA}\n${LINE.replace('2026-04-01', '4/1/2026')}\n`, /Line 2, column period_start: "4\/1\/2026" is no day of the calendar written as 2026-01-31\./],
    'a day that its month lacks': [`${QUOTA}\n${LINE.replace('2026-04-01', '2026-02-30')}\n`, /Line 2, column period_start: "2026-02-30" is no day/],
    'a period that ends before it begins': [`${QUOTA}\n${LINE.replace('2026-06-30', '2026-03-31')}\n`, /Line 2, column period_end: "2026-03-31" is before period_start, 2026-04-01\./],
    'a level that nobody knows': [`${QUOTA}\n${LINE.replace('company', 'region')}\n`, /Line 2, column level: "region" is none of company, team, user\./],
    'the same line twice': [`${QUOTA}\n${LINE}\n${LINE}\n`, /Lines 2 and 3 both stand for 2026-04-01 \(company, new, Amount\): a day may lie in one of them only\./],
    'the same person in capitals': [`${QUOTA}\nuser,ann@x,new,2026-04-01,2026-06-30,5,Amount,\nuser,Ann@X,new,2026-04-01,2026-06-30,5,amount,\n`, /Lines 2 and 3 both stand for 2026-04-01/],
    'a year beside its quarter': [`${QUOTA}\n${LINE}\nuser,ann@x,new,2026-01-01,2026-12-31,5,Amount,\ncompany,,new,2026-01-01,2026-12-31,5,Amount,2026-05-31\n`, /Lines 2 and 4 both stand for 2026-04-01/],
    'a comma that is not quoted': [`${QUOTA}\n${LINE},5\n`, /Line 2 has 9 cells, and the header has 8/],
    'a line cut short': [`${QUOTA}\n${LINE}\ncompany,,new\n`, /Line 3 has 3 cells, and the header has 8/],
    'a line after one that goes over two': [`${QUOTA}\nuser,"Ann\nLee",new,2026-04-01,2026-06-30,5,Amount,2026-05-31\n${LINE.replace('680000', 'x')}\n`, /Line 4, column amount: "x" is no number/],
    'a quote that is never closed': [`${QUOTA}\n${LINE}\nuser,"Ann,new\n`, /From line 3 on a text in double quotes is never closed/],
    'a column that is there twice': [`${QUOTA},amount\n${LINE},1\n`, /It has the column amount twice\./],
    'another encoding': [Buffer.from(`${QUOTA}\nuser,J\u00fcrgen,new,2026-04-01,2026-06-30,5,Amount,2026-05-31\n`, 'latin1'), /Line 2 is not written in UTF-8/],
    'two bytes for each letter': [Buffer.from(`\uFEFF${QUOTA}\n${LINE}\n`, 'utf16le'), /It is written in UTF-16/],
    'a picture': [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), /It is no text/],
  };
  for (const [name, [text, said]] of Object.entries(cases)) {
    test(name, async () => {
      const dir = await inputs({});
      await writeFile(join(dir, 'quota.csv'), text);
      await assert.rejects(read(dir, 'quota'), (error: Error) => {
        assert.match(error.message, /quota\.csv cannot be read as quota: /);
        assert.match(error.message, said);
        assert.doesNotMatch(error.message, /Error:|LINE 1|read_csv|Original Line/);
        return true;
      });
    });
  }

  test('a folder in its place', async () => {
    const dir = await inputs({});
    await rm(join(dir, 'quota.csv'), { force: true });
    await mkdir(join(dir, 'quota.csv'));
    await assert.rejects(read(dir, 'quota'), /quota\.csv cannot be read as quota: It is no file\./);
  });

  const others: Record<string, readonly [file: keyof typeof INPUTS, text: string, said: RegExp]> = {
    'a margin in percent': ['gross_margin', 'month,gross_margin,as_of\n2026-01-01,80,2026-05-31\n', /Line 2, column gross_margin: "80" is not between -1 and 1\./],
    // 31 January would be a second margin of January beside 1 January, and of no month to the numbers that ask for one.
    'a month by another day': ['gross_margin', 'month,gross_margin,as_of\n2026-01-31,0.8,2026-05-31\n', /Line 2, column month: "2026-01-31" is no first day of a month, which a month is written as: 2026-01-01\./],
    'two rates of one day': ['currency_rate', 'currency,valid_from,rate,as_of\nEUR,2026-01-01,1.1,\nEUR,2026-01-01,1.2,\n', /Lines 2 and 3 both stand for EUR, 2026-01-01: there may be one line for each currency, valid_from\./],
    'a rate of zero': ['currency_rate', 'currency,valid_from,rate,as_of\nEUR,2026-01-01,0,\n', /Line 2, column rate: "0" is not above 0\./],
    'a kind of spend that nobody counts': ['gtm_cost', 'month,function,kind,channel,amount,currency,source_system,as_of\n2026-01-01,marketing,media,Web,5,USD,x,\n', /Line 2, column kind: "media" is none of programme, people, tools, overhead\./],
    'usage counted twice': ['product_usage', 'account_id,day,active_users,licensed_users,key_actions,source_system,as_of\n001A,2026-01-01,1,2,,p,\n001A,2026-01-01,1,2,,p,\n', /Lines 2 and 3 both stand for 001A, 2026-01-01, p/],
  };
  for (const [name, [file, text, said]] of Object.entries(others)) test(name, async () => assert.rejects(read(await inputs({ [`${file}.csv`]: text }), file), said));
});

test('a refund is spend below zero', async () => {
  const text = 'month,function,kind,channel,amount,currency,source_system,as_of\n2026-01-01,marketing,Programme,Web,500,USD,x,\n2026-01-01,marketing,Program,Web,-100,USD,x,\n';
  assert.deepEqual((await read(await inputs({ 'gtm_cost.csv': text }), 'gtm_cost')).map(({ kind, amount }) => [kind, Number(amount)]), [['programme', 500], ['programme', -100]]);
});

test('a file that nobody reads is told, with the name that was meant', async () => {
  const dir = await inputs({ 'Quotas.csv': '', 'gtm_cost.xlsx': '', 'notes.md': '', 'billing.csv': '' });
  assert.deepEqual(await strangeInputs(dir), [`${join(dir, 'Quotas.csv')} is read by no metric. Did you mean quota.csv?`, `${join(dir, 'gtm_cost.xlsx')} is read by no metric. Did you mean gtm_cost.csv?`]);
  assert.deepEqual(await strangeInputs(join(dir, 'gone'), true), []);
  assert.match((await strangeInputs(join(dir, 'gone')))[0] ?? '', /gone is no folder/);
});
