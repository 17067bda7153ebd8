import { fieldsOf, parseFormula } from '../formula/index.ts';
import type { Criterion } from './model.ts';

/** Whether anybody is asked: a criterion that is off keeps its place, its code and its rule, which is inactive. */
export function isAsked({ mode }: Pick<Criterion, 'mode'>): boolean {
  return mode !== 'off';
}

/** Whether a record at rest tells if it is met: who moved it out of a closed stage is a fact of the save alone. */
export function isAboutRecords({ trigger }: Pick<Criterion, 'trigger'>): boolean {
  return trigger.kind !== 'leave';
}

/** What must be filled or looked at for a criterion to be met; what only says to whom it applies is not asked. */
export function fieldsAsked({ require, satisfiedWhen }: Pick<Criterion, 'require' | 'satisfiedWhen'>): string[] {
  const expression = satisfiedWhen === null ? undefined : parseFormula(satisfiedWhen).expression;
  const paths = expression === undefined ? [] : fieldsOf(expression).filter((path) => path.length === 1);
  return [...new Set([...(require === null ? [] : [require.field]), ...paths.map(([name = '']) => name)])];
}
