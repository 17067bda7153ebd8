/** A gate's condition over many records: our compiled closure against the same rule written by hand in JavaScript, and against formulon where it is at hand. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileText, type EvaluationInput, type ResultOptions, type FormulaType, type RawValue } from '../formula/index.ts';
import { count, cpuSeconds, inTurns, positive, say, table, type Bench } from './harness.ts';

const STAGES = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Closed Won'] as const;
const RANKS: Readonly<Record<string, number>> = { Prospecting: 10, Qualification: 20, 'Needs Analysis': 30, 'Value Proposition': 40, 'Closed Won': 100 };
const RANK = `CASE(StageName, ${STAGES.map((stage) => `"${stage}", ${RANKS[stage]}`).join(', ')}, 0)`;
/** Of the functions that both libraries know. */
const FORMULA = `OR(AND(${RANK} > 20, ISBLANK(NextStep)), AND(${RANK} > 30, Amount * 0.9 < 10000), LEN(NextStep) > 40)`;

type Row = Readonly<{ StageName: string; NextStep: string | null; Amount: number }>;

const TYPES: Readonly<Record<string, FormulaType>> = { StageName: 'Text', NextStep: 'Text', Amount: 'Currency' };

function records(size: number): Row[] {
  return Array.from({ length: size }, (_, index) => ({
    StageName: STAGES[(index * 7) % STAGES.length] ?? '',
    NextStep: index % 3 === 0 ? null : 'Working session with the buying team'.slice(0, 1 + (index % 36)).repeat(1 + (index % 2)),
    Amount: (index * 997) % 50_000,
  }));
}

export const formulas: Bench = {
  summary: 'compiled formula against hand-written JavaScript and formulon; --formulon <folder it is installed in> if not here (--rows 100000)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '100000' }, formulon: { type: 'string' } } });
    const rows = records(positive(values.rows, '--rows'));
    const contenders: Record<string, (row: Row) => boolean> = {
      'hand-written JavaScript (peer)': byHand,
      'closure, compiled once': closure(),
      'closure, decimals only': closure({ decimalsOnly: true }),
    };
    const formulon = loadFormulon(values.formulon);
    if (formulon) contenders['formulon.parse, once a record (peer)'] = withFormulon(formulon);
    else say('formulon is not installed, so it is not measured: npm install formulon in some folder, and name it with --formulon.');
    for (const [name, evaluate] of Object.entries(contenders)) {
      const wrong = rows.slice(0, 500).find((row) => evaluate(row) !== byHand(row));
      if (wrong) throw new Error(`${name} answers ${evaluate(wrong)} for ${JSON.stringify(wrong)}.`);
    }
    // A slow peer gets fewer records; what is compared is records a second.
    const sizes = new Map(Object.keys(contenders).map((name) => [name, name.startsWith('formulon') ? Math.min(rows.length, 500) : rows.length]));
    // Kept, so that no engine may leave the work out.
    let met = 0;
    const rates = await inTurns(Object.keys(contenders), async (name) => {
      const evaluate = contenders[name] ?? byHand;
      const size = sizes.get(name) ?? 0;
      const spent = await cpuSeconds(() => {
        for (let index = 0; index < size; index++) if (evaluate(rows[index] as Row)) met++;
      });
      return size / spent;
    });
    if (met === 0) throw new Error('The condition holds for no record, so nothing was measured.');
    const ours = rates['closure, compiled once'] ?? 0;
    say(`A gate of ${FORMULA.length} characters; all say the same on the records compared.`);
    say();
    say(table([['', 'evaluations per CPU-s', 'closure to it'], ...Object.entries(rates).map(([name, rate]) => [name, count(rate), times(ours / rate)])]));
  },
};

function times(ratio: number): string {
  return ratio < 1 ? `1/${(1 / ratio).toFixed(0)}` : `${count(ratio)}x`;
}

function closure(options: ResultOptions = {}): (row: Row) => boolean {
  const { evaluate, problems } = compileText(FORMULA, { kind: 'validationRule', resolve: ([name = '']) => (TYPES[name] ? { type: TYPES[name] } : undefined) }, options);
  if (!evaluate) throw new Error(`The formula does not compile: ${problems.map(({ message }) => message).join(' ')}`);
  const now = new Date('2026-06-01T10:00:00Z');
  let row: Readonly<Record<string, RawValue>> = {};
  const input: EvaluationInput = { record: ([name = '']) => row[name], now, timeZone: 'UTC' };
  return (next) => {
    row = next;
    return evaluate(input) === true;
  };
}

function byHand({ StageName, NextStep, Amount }: Row): boolean {
  const rank = RANKS[StageName] ?? 0;
  return (rank > 20 && (NextStep === null || NextStep === '')) || (rank > 30 && Amount * 0.9 < 10_000) || (NextStep ?? '').length > 40;
}

interface Formulon {
  parse(formula: string, fields: Readonly<Record<string, unknown>>): { readonly type: string; readonly value?: unknown; readonly message?: string };
}

/** @param dir a folder in which `npm install formulon` was run; this project's own when absent. @returns undefined when it is not installed here */
function loadFormulon(dir: string | undefined): Formulon | undefined {
  const load = createRequire(dir === undefined ? fileURLToPath(import.meta.url) : join(resolve(dir), 'package.json'));
  try {
    return load('formulon') as Formulon;
  } catch (error) {
    if (dir === undefined && (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function withFormulon(library: Formulon): (row: Row) => boolean {
  // A blank text is empty there; of its null, LEN fails.
  const text = (value: string | null): unknown => ({ type: 'literal', dataType: 'text', value: value ?? '', options: { length: 255 } });
  return ({ StageName, NextStep, Amount }) => {
    const answer = library.parse(FORMULA, { StageName: text(StageName), NextStep: text(NextStep), Amount: { type: 'literal', dataType: 'number', value: Amount, options: { length: 10, scale: 2 } } });
    if (answer.type === 'error') throw new Error(`formulon cannot evaluate it: ${answer.message ?? ''}`);
    return answer.value === true;
  };
}
