import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { checkUpload, csvLine, readUpload, UploadProblem, type Dialect } from './csv.ts';
import { createSpool } from './spool.ts';

const LF: Dialect = { columnDelimiter: 'COMMA', lineEnding: 'LF' };
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'handrail-csv-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

async function rowsOf(text: string | Buffer, dialect: Dialect): Promise<(readonly string[])[]> {
  const path = join(folder, 'upload.csv');
  writeFileSync(path, text);
  await checkUpload(path, dialect);
  const rows: (readonly string[])[] = [];
  for await (const row of readUpload(path, dialect)) {
    rows.push(row);
  }
  return rows;
}

const refused = (pattern: RegExp) => (error: unknown): boolean => error instanceof UploadProblem && pattern.test(error.message);

describe('CSV of bulk jobs', () => {
  test('quotes every value and doubles quotes', () => {
    assert.equal(csvLine(['a"b', null, 5, true, 'x\ny'], LF), '"a""b","","5","true","x\ny"\n');
  });

  test('what is written is read back, in every dialect', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\t', '|', 'é', '😀', ' ', '=', '^', '`'), maxLength: 8 });
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    const dialect = fc.record({ columnDelimiter: fc.constantFrom('COMMA', 'TAB', 'SEMICOLON', 'PIPE', 'CARET', 'BACKQUOTE'), lineEnding: fc.constantFrom('LF', 'CRLF') }) as fc.Arbitrary<Dialect>;
    await fc.assert(fc.asyncProperty(table, dialect, async (rows, chosen) => {
      // The header is plain: its line end tells the line ending of the file.
      const all = [['A', 'B', 'C'], ...rows];
      assert.deepEqual(await rowsOf(all.map((row) => csvLine(row, chosen)).join(''), chosen), all);
    }), { seed: 7, numRuns: 60 });
  });

  test('a file with the other line ending is refused in Salesforce’s words', async () => {
    await assert.rejects(rowsOf('Name\r\nA\r\n', LF), refused(/^ClientInputError : LineEnding is invalid on user data\. Current LineEnding setting is LF$/));
    await assert.rejects(rowsOf('Name\nA\n', { ...LF, lineEnding: 'CRLF' }), refused(/Current LineEnding setting is CRLF$/));
  });

  test('an open quote and a row of another width are refused', async () => {
    await assert.rejects(rowsOf('Name,Site\n"A,1\n', LF), refused(/^InvalidBatch : A quoted value is not closed/));
    await assert.rejects(rowsOf('Name,Site\nA\n', LF), refused(/^InvalidBatch : The number of columns at line 2 differs from the header's\.$/));
  });

  test('bytes that are no UTF-8 are refused, not guessed at', async () => {
    await assert.rejects(rowsOf(Buffer.concat([Buffer.from('Name\nCaf'), Buffer.from([0xe9]), Buffer.from('\n')]), LF), refused(/^ClientInputError : .*UTF-8/));
    await assert.rejects(rowsOf(Buffer.concat([Buffer.from('Name\nCaf'), Buffer.from([0xc3])]), LF), refused(/^ClientInputError : .*UTF-8/));
  });

  test('a byte order mark is no part of the first column', async () => {
    assert.deepEqual(await rowsOf('\uFEFFName\nA\n', LF), [['Name'], ['A']]);
  });
});

describe('spool', () => {
  test('gives any window of its lines, after a head', async () => {
    const spool = createSpool(join(folder, 'spool.csv'));
    const lines = Array.from({ length: 500 }, (_, index) => `línea ${index}\n`);
    lines.forEach((line) => spool.write(line));
    spool.finish();
    const read = async (start: number, count: number): Promise<string> => Buffer.concat(await spool.read('head\n', start, count).toArray() as Buffer[]).toString('utf8');
    assert.equal(await read(0, 2), 'head\nlínea 0\nlínea 1\n');
    assert.equal(await read(498, 50), 'head\nlínea 498\nlínea 499\n');
    assert.equal(await read(500, 10), 'head\n');
    assert.equal(await read(0, 500), `head\n${lines.join('')}`);
    assert.equal(spool.lines, 500);
  });
});
