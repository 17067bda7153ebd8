/** What happened to deals: stages in their order, the history row by row, passages, stages reached. */
import { aggregate, boolean, both, coalesce, column, compare, differs, either, equal, folded, instant, integer, isIn, isNull, not, text, when, type Columns, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, values, window, type Relation } from '../relational/relation.ts';
import type { Playbook, Stage } from '../../playbook/model.ts';
import type { FactInput } from './fact.ts';
import { sourceColumns } from './sources.ts';

const STAGE_COLUMNS: Columns = { stage: 'text', rank: 'integer', closed: 'boolean', won: 'boolean', valid_from: 'timestamp', valid_to: 'timestamp', in_force: 'boolean' };

export function stageOrder({ stageOrders, asOf, playbook }: FactInput): Relation {
  const seen = stageOrders.filter(({ from }) => from === null || from <= asOf);
  return values(
    STAGE_COLUMNS,
    seen.flatMap(({ from, stages }, index) => {
      const to = seen[index + 1]?.from ?? null;
      return stages.map(({ name, rank, closed, won }) => [todaysName(name, playbook), rank, closed, won, from, to, index === seen.length - 1]);
    }),
  );
}

/** A stage by the name it has today: history keeps the names of before. Capitals make no other stage of these. */
export function stageNamed(name: Expression, { objects }: Playbook): Expression {
  const renamed = dealStages(objects).filter(({ was = [] }) => was.length > 0);
  return renamed.length === 0 ? name : when(renamed.map(({ name: today, was = [] }) => [isIn(folded(name), was.map((each) => each.trim().toLowerCase())), text(today)] as const), name);
}

function todaysName(name: string, { objects }: Playbook): string {
  const folded = name.trim().toLowerCase();
  return dealStages(objects).find(({ was = [] }) => was.some((each) => each.trim().toLowerCase() === folded))?.name ?? name;
}

function dealStages(objects: Playbook['objects']): readonly Stage[] {
  return objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
}

/** The order of stages that was in force at an instant. */
function inForce(at: string, prefix: string): Expression {
  return both(
    either(isNull(column(`${prefix}valid_from`)), compare(column(`${prefix}valid_from`), '<=', column(at))),
    either(isNull(column(`${prefix}valid_to`)), compare(column(at), '<', column(`${prefix}valid_to`))),
  );
}

export function prefixed(relation: Relation, prefix: string): Relation {
  return rename(relation, Object.fromEntries(Object.keys(relation.columns).map((name) => [`${prefix}${name}`, name])));
}

/** History up to the day, in order; two rows of one instant are ordered by id, as they were written. */
export function historyOf({ asOf, playbook }: FactInput): Relation {
  const seen = filter(scan('OpportunityHistory', sourceColumns('OpportunityHistory')), compare(column('CreatedDate'), '<', instant(asOf)));
  const partitionBy = ['OpportunityId'];
  const orderBy = [{ column: 'CreatedDate' }, { column: 'Id' }];
  // All in one order, so that the rows are sorted once.
  const numbered = window(seen, { step: { function: 'row_number', partitionBy, orderBy }, next_at: { function: 'lead', of: column('CreatedDate'), partitionBy, orderBy } });
  return project(numbered, {
    deal_id: column('OpportunityId'), at: column('CreatedDate'), stage_name: stageNamed(column('StageName'), playbook), amount: column('Amount'), close_date: column('CloseDate'), category: column('ForecastCategory'), changed_by: column('CreatedById'), step: column('step'), next_at: column('next_at'),
  });
}

/** Rows on which the stage really changed: probability-only and amount-only rows are no passage, nor is a stage without a place. */
export function changes({ stageOrders, playbook }: FactInput, history: Relation, stage: Relation): Relation {
  const names = [...new Set(stageOrders.flatMap(({ stages }) => stages.map(({ name }) => todaysName(name, playbook))))];
  const partitionBy = ['deal_id'];
  const orderBy = [{ column: 'step' }];
  const placed = window(filter(history, isIn(column('stage_name'), names)), { stage_before: { function: 'lag', of: column('stage_name'), partitionBy, orderBy } });
  const changed = window(filter(placed, differs(column('stage_before'), column('stage_name'))), { left_at: { function: 'lead', of: column('at'), partitionBy, orderBy } });
  const now = join('left', changed, prefixed(stage, 'now_'), both(equal(column('now_stage'), column('stage_name')), inForce('at', 'now_')));
  const before = join('left', now, prefixed(stage, 'was_'), both(equal(column('was_stage'), column('stage_before')), inForce('at', 'was_')));
  return project(before, {
    deal_id: column('deal_id'),
    at: column('at'),
    left_at: column('left_at'),
    step: column('step'),
    stage_name: column('stage_name'),
    stage_before: column('stage_before'),
    amount: column('amount'),
    rank: column('now_rank'),
    closed: coalesce(column('now_closed'), boolean(false)),
    won: coalesce(column('now_won'), boolean(false)),
    was_rank: coalesce(column('was_rank'), integer(0)),
    was_closed: coalesce(column('was_closed'), boolean(false)),
    was_won: coalesce(column('was_won'), boolean(false)),
  });
}

/**
 * Stages a deal reached, each at the first instant it was in it or beyond: a move forward passes the stages between,
 * in the order in force at that moment, marked as not entered. Stages of rank 0 (lost) are no progress.
 */
export function entries(change: Relation, stage: Relation): Relation {
  const passed = join('inner', change, prefixed(stage, 'of_'), both(inForce('at', 'of_'), compare(column('of_rank'), '>', integer(0)), either(
    equal(column('of_stage'), column('stage_name')),
    both(compare(column('of_rank'), '>', column('was_rank')), compare(column('of_rank'), '<=', column('rank'))),
  )));
  return aggregated(passed, ['deal_id', 'of_stage'], {
    rank: aggregate('max', column('of_rank')),
    open_stage: aggregate('any', not(column('of_closed'))),
    entered_at: aggregate('min', column('at')),
    entered: aggregate('any', equal(column('of_stage'), column('stage_name'))),
  });
}

/** The history as spells: what a deal was from one row to the next, with the place its stage had, since when it was in it, and when the deal was made. */
export function spells({ asOf }: FactInput, history: Relation, stage: Relation): Relation {
  const partitionBy = ['deal_id'];
  const orderBy = [{ column: 'step' }];
  const first = extend(history, { first_at: { kind: 'case', branches: [[equal(column('step'), integer(1)), column('at')]], otherwise: null } });
  const next = window(first, {
    made_at: { function: 'max', of: column('first_at'), partitionBy, orderBy },
    stage_before: { function: 'lag', of: column('stage_name'), partitionBy, orderBy },
    close_before: { function: 'lag', of: column('close_date'), partitionBy, orderBy },
    amount_before: { function: 'lag', of: column('amount'), partitionBy, orderBy },
  });
  const changed = extend(next, { changed_at: { kind: 'case', branches: [[differs(column('stage_before'), column('stage_name')), column('at')]], otherwise: null }, next_at: coalesce(column('next_at'), instant(asOf)) });
  const since = window(changed, { since: { function: 'max', of: column('changed_at'), partitionBy, orderBy } });
  const placed = join('left', since, prefixed(stage, 'now_'), both(equal(column('now_stage'), column('stage_name')), inForce('at', 'now_')));
  return project(placed, {
    deal_id: column('deal_id'),
    at: column('at'),
    next_at: column('next_at'),
    since: column('since'),
    made_at: column('made_at'),
    step: column('step'),
    stage_name: column('stage_name'),
    rank: column('now_rank'),
    closed: column('now_closed'),
    won: column('now_won'),
    amount: column('amount'),
    amount_before: column('amount_before'),
    close_date: column('close_date'),
    close_before: column('close_before'),
    category: column('category'),
    changed_by: column('changed_by'),
  });
}
