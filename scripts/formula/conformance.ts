/**
 * Runs a file of cases against the formula library:
 *
 *     node scripts/formula/conformance.ts <file.jsonl> [--json]
 *
 * Exit code 0 when none fails, 1 when one does, 2 when it is called wrongly.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { CaseField, CaseValue, ConformanceCase } from './conformance/case.ts';
import { runCases } from './conformance/run.ts';
import type { ConformanceReport } from './conformance/run.ts';

const raw = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const field: z.ZodType<CaseField> = z.lazy(() => z.looseObject({
  type: z.string(), scale: z.number().exactOptional(), length: z.number().exactOptional(), formula: z.string().exactOptional(),
  values: z.array(z.string()).exactOptional(), fields: z.record(z.string(), field).exactOptional(),
}));
const value: z.ZodType<CaseValue> = z.lazy(() => z.union([raw, z.record(z.string(), value)]));
const expected = z.union([raw, z.strictObject({
  num: z.string().exactOptional(), str: z.string().exactOptional(), dt: z.string().exactOptional(), error: z.string().exactOptional(),
})]);
const caseSchema: z.ZodType<ConformanceCase> = z.looseObject({
  id: z.string(), formula: z.string(), returnType: z.string().exactOptional(), scale: z.number().exactOptional(),
  blanks: z.enum(['zero', 'blank']).exactOptional(), context: z.enum(['validationRule', 'formulaField', 'defaultValue', 'flow']).exactOptional(),
  fields: z.record(z.string(), field).exactOptional(), values: z.record(z.string(), value).exactOptional(), prior: z.record(z.string(), value).exactOptional(),
  isNew: z.boolean().exactOptional(), isClone: z.boolean().exactOptional(), now: z.string().exactOptional(), timeZone: z.string().exactOptional(),
  expectedCanon: expected.exactOptional(), expectedNullAsNullCanon: expected.exactOptional(), expected: expected.exactOptional(),
});

class UsageError extends Error {}

function readCases(file: string): ConformanceCase[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') {
      return [];
    }
    try {
      return [caseSchema.parse(JSON.parse(line))];
    } catch (error) {
      throw new UsageError(`${file}:${index + 1} is not a case: ${error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 300) : String(error)}`);
    }
  });
}

function print(report: ConformanceReport): void {
  const lines: string[] = [];
  for (const { id, formula, blanks, expected: wanted, actual } of report.failures) {
    lines.push(`FAIL ${id} (blanks as ${blanks}): ${formula}`, `  expected ${JSON.stringify(wanted)}`, `  actual   ${JSON.stringify(actual)}`);
  }
  for (const [subject, count] of Object.entries(report.unsupported)) {
    lines.push(`unsupported ${subject}: ${count}`);
  }
  process.stdout.write([...lines, `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`, ''].join('\n'));
}

function main(): number {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
    const [file] = positionals;
    if (file === undefined || positionals.length !== 1) {
      throw new UsageError('Usage: conformance <file.jsonl> [--json]');
    }
    const report = runCases(readCases(file));
    if (values.json) {
      process.stdout.write(`${JSON.stringify(report)}\n`);
    } else {
      print(report);
    }
    return report.failed === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

process.exitCode = main();
