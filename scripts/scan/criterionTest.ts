/** A criterion as a question to a record at rest: the compiled `applies` and `met`, evaluated as the rule would. */
import { criterionPredicate, excused, OVERRIDES_FIELD } from '../compiler/index.ts';
import { checkFormula, compileFormula, fieldsOf, FormulaError, isError, type Evaluate, type Expression, type RawValue } from '../formula/index.ts';
import { formulaContext, type Criterion, type Playbook } from '../playbook/index.ts';
import { reachesClosed, standingOf, type Standing, type StageNow } from './standing.ts';

/** A record as a REST query gives it: own fields, and parents as nested objects. */
export interface OrgRecord {
  readonly Id: string;
  readonly [field: string]: unknown;
}

export interface Moment {
  readonly now: Date;
  /** IANA zone that decides which day today is. */
  readonly timeZone: string;
}

export interface CriterionTest {
  readonly criterion: Criterion;
  /** Paths that both formulas read: `['NextStep']`, `['Account', 'Industry']`. */
  readonly fields: readonly (readonly string[])[];
  /** Own fields that `met` reads: those a person fills in to mend it. */
  readonly asked: readonly string[];
  /** True when closed records may break it. */
  readonly reachesClosed: boolean;
  standing(record: OrgRecord, stage: StageNow): Standing;
  /** True when the criterion applies to the record and is not met. @throws FormulaError where the rule would fail too */
  unmet(record: OrgRecord, moment: Moment): boolean;
  /** Last day of the exception granted to the record, ISO; null when it has none today. */
  excusedUntil(record: OrgRecord, moment: Moment): string | null;
}

/** @throws CompileError as `criterionPredicate` does; RangeError for a formula that only a save can answer */
export function criterionTest(playbook: Playbook, criterion: Criterion): CriterionTest {
  const { applies, met } = criterionPredicate(playbook, criterion);
  const trees = applies === null ? [met] : [applies, met];
  const fields = trees.flatMap((tree) => fieldsOf(tree));
  const global = fields.find((path) => path[0]?.startsWith('$'));
  if (global) throw new RangeError(`it asks about ${global.join('.')}, which a record at rest does not tell`);
  const appliesTo = applies === null ? undefined : evaluator(playbook, criterion, applies);
  const isMet = evaluator(playbook, criterion, met);
  const exception = excused(playbook, criterion);
  const isExcused = exception === null ? undefined : evaluator(playbook, criterion, exception);
  const standing = standingOf(playbook, criterion);
  return {
    criterion,
    fields,
    asked: [...new Set(fieldsOf(met).filter((path) => path.length === 1).map((path) => path[0] ?? ''))],
    reachesClosed: reachesClosed(playbook, criterion),
    standing: (record, stage) => standing(stage, (field) => read(record, [field])),
    unmet(record, moment) {
      const input = { record: (path: readonly string[]) => read(record, path), ...moment };
      // No answer counts as not met, as the rule has it (compiler/rule.ts).
      return (appliesTo === undefined || appliesTo(input) === true) && isMet(input) !== true;
    },
    excusedUntil(record, moment) {
      const input = { record: (path: readonly string[]) => read(record, path), ...moment };
      if (isExcused?.(input) !== true) return null;
      const [, rest = ''] = String(read(record, [OVERRIDES_FIELD])).split(`|${criterion.id}:`);
      return rest.slice(0, 10);
    },
  };
}

function evaluator(playbook: Playbook, criterion: Criterion, expression: Expression): Evaluate {
  const { formula, problems } = checkFormula(expression, formulaContext(playbook, criterion.object));
  const failure = problems.find(isError);
  if (failure || formula === undefined) throw new RangeError(failure?.message ?? 'its formula cannot be compiled');
  return compileFormula(formula);
}

/** Names compare without regard to case, as in Salesforce. A field that was not read is blank. */
function read(record: OrgRecord, path: readonly string[]): RawValue {
  let current: unknown = record;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return null;
    const values = current as Readonly<Record<string, unknown>>;
    const name = step in values ? step : Object.keys(values).find((key) => key.toLowerCase() === step.toLowerCase());
    current = name === undefined ? null : values[name];
  }
  return typeof current === 'string' || typeof current === 'number' || typeof current === 'boolean' ? current : null;
}

/** Blank as a person sees it: what `topFields` counts. */
export function isBlank(record: OrgRecord, field: string): boolean {
  const value = read(record, [field]);
  return value === null || value === '' || value === false;
}

export { FormulaError };
